-- Eén rij per kenmerk, groep en klasse: hoeveel schoolverlaters van het schooljaar van dit rapport. gemeente: waar de leerling
-- woonde, in de indeling van de dag na het schooljaar van vertrek (1 oktober): een gemeente van het convenant, ELDERS (elke
-- andere, ook een naam die niet in de tabel staat) of ONBEKEND (niets ingevuld, of een gemeente die er toen nog niet was).
-- profiel: alleen vso, want praktijkonderwijs heeft geen uitstroomprofiel; naar werk of niet (NIET_WERK). Het profiel arbeid
-- staat er niet bij: dat is P3.
WITH indeling AS (
    SELECT
        van.code,
        CASE
            WHEN TRY_CAST(van.geldig_van AS DATE) > make_date(getvariable('schooljaar') + 1, 10, 1) THEN 'ONBEKEND'
            WHEN van.convenant <> 'ja' THEN 'ELDERS'
            WHEN TRY_CAST(van.geldig_tot AS DATE) < make_date(getvariable('schooljaar') + 1, 10, 1) THEN van.opvolger
            ELSE van.code
        END AS groep
    FROM gemeente AS van
), leerling AS (
    SELECT
        w.u_klasse AS klasse,
        CASE WHEN s.gemeente IS NULL THEN 'ONBEKEND' ELSE coalesce(i.groep, 'ELDERS') END AS gemeente,
        CASE WHEN w.schooltype = 'VSO' THEN w.uitstroomprofiel END AS profiel,
        count(*) AS n
    FROM waarneming AS w
    INNER JOIN schoolverlater AS s ON w.persoon = s.persoon AND w.cohort = s.cohort
    LEFT JOIN indeling AS i ON s.gemeente = i.code
    WHERE w.cohort = getvariable('schooljaar')
    GROUP BY ALL
), groepen AS (
    SELECT groep FROM indeling
    UNION
    SELECT unnest(['ELDERS', 'ONBEKEND'])
), geteld AS (
    SELECT
        'gemeente' AS kenmerk, g.groep, naar.klasse,
        sum(l.n) FILTER (l.gemeente = g.groep AND l.klasse = naar.klasse) AS aantal
    FROM groepen AS g
    CROSS JOIN klasse AS naar
    LEFT JOIN leerling AS l ON true
    GROUP BY ALL
    UNION ALL
    SELECT
        'profiel', p.profiel, naar.klasse,
        sum(l.n) FILTER (l.profiel = p.profiel AND (l.klasse = 'WERK') = (naar.klasse = 'WERK'))
    FROM (SELECT unnest(['VERVOLGONDERWIJS', 'DAGBESTEDING', 'ONBEKEND']) AS profiel) AS p
    CROSS JOIN (SELECT unnest(['WERK', 'NIET_WERK']) AS klasse) AS naar
    LEFT JOIN leerling AS l ON true
    GROUP BY ALL
)
SELECT getvariable('schooljaar')::INTEGER AS schooljaar, kenmerk, groep, klasse, coalesce(aantal, 0)::BIGINT AS aantal
FROM geteld
ORDER BY ALL
