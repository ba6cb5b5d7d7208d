-- Eén rij per paar schoolverlaters van twee scholen, met het besluit (koppeling/besluit.sql). Wie bij het ene paar los is
-- en bij het andere anker, heeft twee paren: ook dan is het ene de rivaal van het andere.
CREATE TABLE schoolpaar AS
SELECT *, koppel_besluit(kans, gewicht, rivaal) AS besluit
FROM (
    SELECT * EXCLUDE (van_een), max(van_een) AS rivaal
    FROM (
        SELECT paar.*, koppel_rivaal(paar.cohort, rol.wie, paar.gewicht, paar.los, paar.anker) AS van_een
        FROM koppelpaar AS paar
        CROSS JOIN unnest([paar.los, paar.anker]) AS rol (wie)
        WHERE paar.soort = 'school'
    )
    GROUP BY ALL
)
