-- Eén rij per uitschrijving die telt: een gehouden rij van een uitstroomlijst, met de persoon zoals gekoppeld. Sleutel is
-- wie zij is volgens haar eigen nummers: zo blijft te zien wie na weging bij elkaar kwamen. Waar het schooltype niet is
-- ingevuld, is het dat van de vestiging, als die er in dat cohort precies één heeft.
CREATE TABLE uitschrijving AS
SELECT
    uitstroom_lot.* EXCLUDE (persoon, schooltype),
    coalesce(gelijkstelling.persoon, uitstroom_lot.persoon, koppeling.persoon, uitstroom_lot.leerling) AS persoon,
    coalesce(uitstroom_lot.persoon, koppeling.persoon, uitstroom_lot.leerling) AS sleutel,
    CASE
        WHEN gelijkstelling.persoon IS NOT NULL THEN 'waarschijnlijkheid'
        WHEN uitstroom_lot.persoon IS NOT NULL THEN 'pgn'
        WHEN koppeling.persoon IS NOT NULL THEN 'leerlingnummer, pgn elders'
        ELSE 'leerlingnummer'
    END AS koppeling,
    CASE
        WHEN uitstroom_lot.schooltype IS NULL AND min(uitstroom_lot.schooltype) OVER vestiging = max(uitstroom_lot.schooltype) OVER vestiging
            THEN min(uitstroom_lot.schooltype) OVER vestiging
        ELSE uitstroom_lot.schooltype
    END AS schooltype
FROM uitstroom_lot
LEFT JOIN koppeling ON uitstroom_lot.leerling = koppeling.leerling
LEFT JOIN gelijkstelling
    ON uitstroom_lot.cohort = gelijkstelling.cohort
    AND coalesce(uitstroom_lot.persoon, koppeling.persoon, uitstroom_lot.leerling) = gelijkstelling.sleutel
WHERE uitstroom_lot.lot = 'gehouden'
WINDOW vestiging AS (PARTITION BY uitstroom_lot.cohort, uitstroom_lot.brin)
