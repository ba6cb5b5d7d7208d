-- Eén rij per onderwerp, van en naar: hoeveel schoolverlaters van het schooljaar van dit rapport. verwacht: van de klasse die
-- de school verwachtte naar de klasse waar de leerling uitkwam. mbo: hoever de aanmelding kwam (aangemeld, aangeboden,
-- ingeschreven; elk is een deel van het vorige), naar de laatste status. overdracht: of er een warme overdracht was. overleg:
-- van wie meetelt in P2, wie ooit is besproken in het WERKoverleg, daarna een traject kreeg, en waar dat op uitliep. Wat
-- Intergrip bij uitstroom het laatst zegt, telt.
WITH bij_uitstroom AS (
    SELECT
        persoon, cohort, verwachte_bestemming, warme_overdracht,
        CASE WHEN coalesce(mbo_statusdatum <= getvariable('stand'), true) THEN mbo_status END AS mbo_status
    FROM volgrecord
    WHERE meetmoment = 'U' AND cohort = getvariable('schooljaar')
    QUALIFY row_number() OVER (
        PARTITION BY persoon, cohort
        ORDER BY leverdatum DESC NULLS LAST, registratiedatum DESC NULLS LAST, levering_id, rij
    ) = 1
), overleg AS (
    SELECT
        coalesce(w.persoon, koppeling.persoon, w.leerling) AS persoon,
        bool_or(coalesce(besproken, CASE WHEN traject = 'J' OR advies_mbo IN ('POSITIEF', 'NEGATIEF') THEN 'J' END) = 'J') AS besproken,
        bool_or(traject = 'J') AS traject,
        arg_max(uitkomst, (coalesce(datum, make_date(w.cohort, 8, 1)), rij)) FILTER (traject = 'J' AND uitkomst IS NOT NULL) AS uitkomst
    FROM werkoverleg_lot AS w
    LEFT JOIN koppeling ON w.leerling = koppeling.leerling
    WHERE lot = 'gehouden' AND w.cohort <= getvariable('schooljaar') AND coalesce(datum <= getvariable('stand'), true)
    GROUP BY ALL
), leerling AS (
    SELECT
        w.u_klasse,
        coalesce(k.klasse, 'ONBEKEND') AS verwacht,
        i.mbo_status IS NOT NULL AS aangemeld,
        coalesce(i.mbo_status IN ('AANGEBODEN', 'INGESCHREVEN'), false) AS aangeboden,
        coalesce(i.mbo_status = 'INGESCHREVEN', false) AS ingeschreven,
        i.warme_overdracht,
        coalesce(w.perspectief_arbeid = 'J' AND NOT w.u_vertrokken, false) AS telt_in_p2,
        coalesce(w.p2_geplaatst, false) AS geplaatst,
        coalesce(o.besproken, false) AS besproken,
        coalesce(o.besproken AND o.traject, false) AS traject,
        CASE
            WHEN o.uitkomst IN ('WERK', 'WERKEND_LEREN') THEN 'werk'
            WHEN o.uitkomst = 'OPLEIDING' THEN 'opleiding'
            WHEN o.uitkomst = 'AFGEBROKEN' THEN 'afgebroken'
            ELSE 'anders'
        END AS uitkomst
    FROM waarneming AS w
    LEFT JOIN bij_uitstroom AS i ON w.persoon = i.persoon AND w.cohort = i.cohort
    LEFT JOIN bestemming AS k ON i.verwachte_bestemming = k.code
    LEFT JOIN overleg AS o ON w.persoon = o.persoon
    WHERE w.cohort = getvariable('schooljaar')
), geteld AS (
    SELECT 'verwacht' AS onderwerp, van.klasse AS van, naar.klasse AS naar, count(leerling.u_klasse) AS aantal
    FROM klasse AS van
    CROSS JOIN klasse AS naar
    LEFT JOIN leerling ON leerling.verwacht = van.klasse AND leerling.u_klasse = naar.klasse
    GROUP BY ALL
    UNION ALL
    SELECT 'mbo', '', unnest(['aangemeld', 'aangeboden', 'ingeschreven']),
        unnest([count(*) FILTER (aangemeld), count(*) FILTER (aangeboden), count(*) FILTER (ingeschreven)])
    FROM leerling
    UNION ALL
    SELECT 'overdracht', '', unnest(['bekend', 'gedaan']),
        unnest([count(warme_overdracht), count(*) FILTER (warme_overdracht = 'J')])
    FROM leerling
    UNION ALL
    SELECT 'overleg', '', unnest(['besproken', 'traject', 'traject en werk']),
        unnest([
            count(*) FILTER (telt_in_p2 AND besproken), count(*) FILTER (telt_in_p2 AND traject),
            count(*) FILTER (telt_in_p2 AND traject AND geplaatst)
        ])
    FROM leerling
    UNION ALL
    SELECT 'uitkomst', '', soort.uitkomst, count(leerling.uitkomst)
    FROM (SELECT unnest(['werk', 'opleiding', 'afgebroken', 'anders']) AS uitkomst) AS soort
    LEFT JOIN leerling ON leerling.telt_in_p2 AND leerling.traject AND leerling.uitkomst = soort.uitkomst
    GROUP BY ALL
)
SELECT getvariable('schooljaar')::INTEGER AS schooljaar, onderwerp, van, naar, aantal
FROM geteld
ORDER BY ALL
