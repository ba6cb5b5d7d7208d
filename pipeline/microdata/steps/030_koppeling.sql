-- Eén rij per leerlingnummer van een school dat in alle leveringen samen bij precies één PGN hoort.
-- Daarmee wordt een rij zonder PGN aan haar persoon gekoppeld. Een vervangen rij telt alleen als geen gehouden rij een
-- PGN geeft: zo verdwijnt een PGN niet als een school haar de tweede keer weglaat, en blijft een verbeterd PGN staan. Een
-- PGN dat de controle niet doorstaat, telt alleen als er geen geldig PGN naast staat.
CREATE TABLE koppeling AS
SELECT leerling, min(persoon) AS persoon
FROM (
    SELECT
        leerling,
        persoon,
        rank() OVER (
            PARTITION BY leerling ORDER BY lot = 'gehouden' DESC, lot = 'gehouden' AND coalesce(pgn_geldig, false) DESC
        ) AS keus
    FROM (
        SELECT leerling, persoon, lot, pgn_geldig FROM uitstroom_lot WHERE lot IN ('gehouden', 'vervangen')
        UNION ALL
        SELECT leerling, persoon, lot, pgn_geldig FROM intergrip_lot WHERE lot IN ('gehouden', 'vervangen')
    )
    WHERE leerling IS NOT NULL AND persoon IS NOT NULL
)
WHERE keus = 1
GROUP BY leerling
HAVING count(DISTINCT persoon) = 1
