-- Eén rij per leerlingnummer van een school dat in alle leveringen samen bij precies één PGN hoort.
-- Daarmee wordt een rij zonder PGN aan haar persoon gekoppeld.
CREATE TABLE koppeling AS
SELECT
    leerling,
    min(persoon) AS persoon
FROM (
    SELECT leerling, persoon FROM uitstroom_lot WHERE lot = 'gehouden'
    UNION ALL
    SELECT leerling, persoon FROM intergrip_lot WHERE lot = 'gehouden'
)
WHERE leerling IS NOT NULL AND persoon IS NOT NULL
GROUP BY leerling
HAVING count(DISTINCT persoon) = 1
