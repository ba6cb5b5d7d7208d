-- Eén rij per cohort en soort verschil tussen de bronnen: hoeveel personen het betreft.
CREATE TABLE verschil AS
SELECT cohort, soort, meetmoment, count(DISTINCT persoon) AS aantal
FROM (
    SELECT
        volgrecord.cohort,
        volgrecord.meetmoment,
        volgrecord.persoon,
        CASE
            WHEN schoolverlater.persoon IS NULL THEN 'staat niet in een uitstroomlijst van dit cohort'
            ELSE 'bestemming bij uitstroom anders dan in de uitstroomlijst'
        END AS soort
    FROM volgrecord
    LEFT JOIN schoolverlater
        ON volgrecord.persoon = schoolverlater.persoon AND volgrecord.cohort = schoolverlater.cohort
    WHERE
        schoolverlater.persoon IS NULL
        OR (volgrecord.meetmoment = 'U' AND volgrecord.bestemming <> schoolverlater.bestemming)
)
GROUP BY ALL
