-- Eén rij per paar van wie in Intergrip staat en een schoolverlater, met het besluit (koppeling/besluit.sql).
-- Schoolverlaters die bij twee scholen dezelfde bleken te zijn (schoolpaar), zijn er hier één: zij hebben samen één nummer,
-- het beste, en zijn gemeten op de momenten van allebei. Een tweede rij voor zo'n moment is van een ander.
CREATE TABLE volgpaar AS
SELECT *, koppel_besluit(kans, gewicht, rivaal) AS besluit
FROM (
    SELECT * EXCLUDE (van_een), max(van_een) AS rivaal
    FROM (
        SELECT paar.*, koppel_rivaal(paar.cohort, rol.wie, paar.gewicht, paar.los, paar.anker) AS van_een
        FROM (
            SELECT
                paar.cohort,
                paar.los,
                coalesce(dezelfde.anker, paar.anker) AS anker,
                paar.rang_los,
                coalesce(dezelfde.rang_anker, paar.rang_anker) AS rang_anker,
                max(paar.gewicht) AS gewicht,
                max(paar.kans) AS kans
            FROM koppelpaar AS paar
            LEFT JOIN schoolpaar AS dezelfde
                ON
                    paar.cohort = dezelfde.cohort AND paar.anker IN (dezelfde.los, dezelfde.anker)
                    AND dezelfde.besluit = 'gekoppeld'
            WHERE
                paar.soort = 'volg'
                AND NOT (paar.rang_los = 3 AND coalesce(dezelfde.rang_anker, paar.rang_anker) = 3)
                AND NOT list_has_any(
                    paar.momenten_los, coalesce(dezelfde.momenten_los || dezelfde.momenten_anker, [])
                )
            GROUP BY ALL
        ) AS paar
        CROSS JOIN unnest([paar.los, paar.anker]) AS rol (wie)
    )
    GROUP BY ALL
)
