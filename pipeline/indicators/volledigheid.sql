-- Eén rij per ding dat voor dit rapport nog ontbreekt: een school die het jaar ervoor schoolverlaters opgaf en dit jaar
-- niet, of een meetmoment van een cohort waar het rapport over gaat en waarvan nog niets is gemeten.
SELECT 'school' AS soort, vorige.brin AS wat, vorige.cohort + 1 AS cohort
FROM (SELECT DISTINCT brin, cohort FROM uitschrijving WHERE cohort = getvariable('schooljaar') - 1) AS vorige
ANTI JOIN (SELECT DISTINCT brin FROM uitschrijving WHERE cohort = getvariable('schooljaar')) AS dit
    ON vorige.brin = dit.brin
WHERE NOT list_contains(getvariable('zonder_levering'), vorige.brin)
UNION ALL
SELECT 'meetmoment' AS soort, verwacht.meetmoment AS wat, verwacht.cohort
FROM (
    SELECT getvariable('schooljaar') - jaren AS cohort, meetmoment
    FROM (VALUES (1, 'V1'), (1, 'V2'), (2, 'V3'), (2, 'V4')) AS nodig (jaren, meetmoment)
) AS verwacht
SEMI JOIN schoolverlater ON schoolverlater.cohort = verwacht.cohort
ANTI JOIN (SELECT cohort, meetmoment FROM meting WHERE peildatum <= getvariable('stand')) AS gemeten
    ON gemeten.cohort = verwacht.cohort AND gemeten.meetmoment = verwacht.meetmoment
ORDER BY ALL
