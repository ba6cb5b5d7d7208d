-- Eén rij per leerlingnummer van een school dat in alle leveringen samen bij precies één PGN hoort.
-- Daarmee wordt een rij zonder PGN aan haar persoon gekoppeld. Een vervangen rij telt alleen als geen gehouden rij een
-- PGN geeft: zo verdwijnt een PGN niet als een school haar de tweede keer weglaat, en blijft een verbeterd PGN staan.
CREATE TABLE koppeling AS
SELECT
    leerling,
    coalesce(min(persoon) FILTER (WHERE lot = 'gehouden'), min(persoon)) AS persoon
FROM (
    SELECT leerling, persoon, lot FROM uitstroom_lot WHERE lot IN ('gehouden', 'vervangen')
    UNION ALL
    SELECT leerling, persoon, lot FROM intergrip_lot WHERE lot IN ('gehouden', 'vervangen')
)
WHERE leerling IS NOT NULL AND persoon IS NOT NULL
GROUP BY leerling
HAVING coalesce(nullif(count(DISTINCT persoon) FILTER (WHERE lot = 'gehouden'), 0), count(DISTINCT persoon)) = 1
