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
        w.u_klasse,
        CASE WHEN s.gemeente IS NULL THEN 'ONBEKEND' ELSE coalesce(i.groep, 'ELDERS') END AS gemeente,
        CASE WHEN w.schooltype = 'VSO' THEN w.uitstroomprofiel END AS profiel
    FROM waarneming AS w
    INNER JOIN schoolverlater AS s ON w.persoon = s.persoon AND w.cohort = s.cohort
    LEFT JOIN indeling AS i ON s.gemeente = i.code
    WHERE w.cohort = getvariable('schooljaar')
), groepen AS (
    SELECT groep FROM indeling
    UNION
    SELECT unnest(['ELDERS', 'ONBEKEND'])
), geteld AS (
    SELECT 'gemeente' AS kenmerk, g.groep, naar.klasse AS klasse, count(leerling.u_klasse) AS aantal
    FROM groepen AS g
    CROSS JOIN klasse AS naar
    LEFT JOIN leerling ON leerling.gemeente = g.groep AND leerling.u_klasse = naar.klasse
    GROUP BY ALL
    UNION ALL
    SELECT 'profiel', p.profiel, unnest(['WERK', 'NIET_WERK']),
        unnest([
            count(*) FILTER (leerling.u_klasse = 'WERK'),
            count(leerling.u_klasse) FILTER (leerling.u_klasse <> 'WERK')
        ])
    FROM (SELECT unnest(['VERVOLGONDERWIJS', 'DAGBESTEDING', 'ONBEKEND']) AS profiel) AS p
    LEFT JOIN leerling ON leerling.profiel = p.profiel
    GROUP BY p.profiel
)
SELECT getvariable('schooljaar')::INTEGER AS schooljaar, kenmerk, groep, klasse, aantal
FROM geteld
ORDER BY ALL
