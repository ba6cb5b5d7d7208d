-- Eén rij per uitschrijving die telt: een gehouden rij van een uitstroomlijst, met de persoon zoals gekoppeld.
CREATE TABLE uitschrijving AS
SELECT
    uitstroom_lot.* EXCLUDE (persoon),
    coalesce(uitstroom_lot.persoon, koppeling.persoon, uitstroom_lot.leerling) AS persoon,
    CASE
        WHEN uitstroom_lot.persoon IS NOT NULL THEN 'pgn'
        WHEN koppeling.persoon IS NOT NULL THEN 'leerlingnummer, pgn elders'
        ELSE 'leerlingnummer'
    END AS koppeling
FROM uitstroom_lot
LEFT JOIN koppeling ON uitstroom_lot.leerling = koppeling.leerling
WHERE uitstroom_lot.lot = 'gehouden'
