-- Eén rij per persoon en teljaar in de definitieve bestanden van DUO met voortijdig schoolverlaters.
CREATE TABLE vsv AS
SELECT DISTINCT
    rijen.persoon,
    levering.teljaar
FROM (
    SELECT persoon, levering_id FROM duo_nenr_lot WHERE lot = 'gehouden'
    UNION ALL
    SELECT persoon, levering_id FROM duo_nrsp_lot WHERE lot = 'gehouden'
) AS rijen
INNER JOIN levering ON rijen.levering_id = levering.levering_id
WHERE levering.stand_levering = 'D' AND rijen.persoon IS NOT NULL
