-- Eén rij per persoon en teljaar in de definitieve bestanden van DUO met voortijdig schoolverlaters. Wie na weging een ander
-- nummer kreeg (gelijkstelling), staat er onder beide: DUO kende haar misschien nog onder het eerste.
CREATE TABLE vsv AS
SELECT DISTINCT
    wie.persoon,
    levering.teljaar
FROM (
    SELECT persoon, levering_id FROM duo_nenr_lot WHERE lot = 'gehouden'
    UNION ALL
    SELECT persoon, levering_id FROM duo_nrsp_lot WHERE lot = 'gehouden'
) AS rijen
INNER JOIN levering ON rijen.levering_id = levering.levering_id
LEFT JOIN gelijkstelling ON rijen.persoon = gelijkstelling.sleutel
CROSS JOIN unnest([rijen.persoon, gelijkstelling.persoon]) AS wie (persoon)
WHERE levering.stand_levering = 'D' AND wie.persoon IS NOT NULL
