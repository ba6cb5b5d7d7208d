-- Eén rij per school, cohort en meetmoment waarvan er schoolverlaters zijn maar geen enkele rij uit Intergrip, ook niet een
-- die zegt dat een leerling niet bereikt is. Het gaat om de momenten waar het rapport van dit schooljaar over gaat, en die
-- op zijn stand voorbij zijn. Van een verloren cohort wordt geen levering meer verwacht.
WITH nodig AS (
    SELECT getvariable('schooljaar') - jaren AS cohort, meetmoment
    FROM (VALUES (1, 'V1'), (1, 'V2'), (2, 'V3'), (2, 'V4')) AS momenten (jaren, meetmoment)
)
SELECT DISTINCT uitschrijving.brin, nodig.cohort, nodig.meetmoment
FROM uitschrijving
INNER JOIN nodig ON uitschrijving.cohort = nodig.cohort
INNER JOIN peildatum ON nodig.cohort = peildatum.cohort AND nodig.meetmoment = peildatum.meetmoment
ANTI JOIN volgrecord
    ON uitschrijving.brin = volgrecord.brin AND nodig.cohort = volgrecord.cohort
    AND nodig.meetmoment = volgrecord.meetmoment
WHERE
    peildatum.peildatum <= getvariable('stand')
    AND NOT list_contains(getvariable('verloren'), nodig.cohort)
    AND NOT list_contains(getvariable('zonder_levering'), uitschrijving.brin)
ORDER BY ALL
