-- Eén rij per cohort, soort verschil tussen de bronnen en meetmoment waarop het voor het eerst bleek: hoeveel personen
-- het betreft. Opgeteld over de meetmomenten die een rapport kent, telt iedereen één keer.
CREATE TABLE verschil AS
SELECT cohort, soort, meetmoment, count(*) AS aantal
FROM (
    SELECT
        volgrecord.cohort,
        volgrecord.persoon,
        CASE
            WHEN schoolverlater.persoon IS NULL THEN 'staat niet in een uitstroomlijst van dit cohort'
            ELSE 'bestemming bij uitstroom anders dan in de uitstroomlijst'
        END AS soort,
        min(volgrecord.meetmoment) AS meetmoment
    FROM volgrecord
    LEFT JOIN schoolverlater
        ON volgrecord.persoon = schoolverlater.persoon AND volgrecord.cohort = schoolverlater.cohort
    WHERE
        schoolverlater.persoon IS NULL
        OR (volgrecord.meetmoment = 'U' AND volgrecord.bestemming <> schoolverlater.bestemming)
    GROUP BY ALL
)
GROUP BY ALL
