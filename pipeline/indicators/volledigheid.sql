-- Eén rij per ding dat voor dit rapport nog ontbreekt. Een rapport gaat over het cohort van zijn schooljaar en de twee
-- ervoor, vanaf het eerste dat er ooit was. In elk daarvan worden schoolverlaters verwacht van elke school die ze in een van
-- de drie vorige cohorten had, en van elk is er op elk meetmoment iets gemeten. Is er geen vorig cohort, dan is niet bekend
-- welke scholen er zijn. Een verloren cohort is niet meer te tellen; daarvan ontbreekt geen levering.
WITH scholen AS (
    SELECT DISTINCT brin, cohort FROM uitschrijving
), vorige AS (
    SELECT DISTINCT brin FROM scholen
    WHERE cohort BETWEEN getvariable('schooljaar') - 3 AND getvariable('schooljaar') - 1
), gaat_over AS (
    SELECT getvariable('schooljaar') - jaren AS cohort
    FROM (VALUES (0), (1), (2)) AS laatste (jaren)
    WHERE
        NOT list_contains(getvariable('verloren'), cohort)
        AND cohort >= (SELECT least(min(cohort), list_min(getvariable('verloren'))) FROM scholen)
), nodig AS (
    SELECT getvariable('schooljaar') - jaren AS cohort, meetmoment
    FROM (VALUES (1, 'V1'), (1, 'V2'), (2, 'V3'), (2, 'V4')) AS momenten (jaren, meetmoment)
)
SELECT 'school' AS soort, vorige.brin AS wat, gaat_over.cohort
FROM vorige CROSS JOIN gaat_over
ANTI JOIN scholen ON vorige.brin = scholen.brin AND gaat_over.cohort = scholen.cohort
WHERE NOT list_contains(getvariable('zonder_levering'), vorige.brin)
UNION ALL
SELECT 'meetmoment' AS soort, nodig.meetmoment AS wat, nodig.cohort
FROM nodig
SEMI JOIN gaat_over ON gaat_over.cohort = nodig.cohort
SEMI JOIN schoolverlater ON schoolverlater.cohort = nodig.cohort
ANTI JOIN (SELECT cohort, meetmoment FROM meting WHERE peildatum <= getvariable('stand')) AS gemeten
    ON gemeten.cohort = nodig.cohort AND gemeten.meetmoment = nodig.meetmoment
UNION ALL
SELECT 'vorig cohort' AS soort, NULL AS wat, NULL AS cohort
WHERE NOT EXISTS (FROM vorige)
ORDER BY ALL
