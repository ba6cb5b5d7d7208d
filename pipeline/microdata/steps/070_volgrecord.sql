-- Eén rij per gehouden rij uit Intergrip, met de persoon zoals gekoppeld en haar sleutel volgens haar eigen nummers; niet
-- bereikt is bestemming onbekend.
CREATE TABLE volgrecord AS
SELECT
    intergrip_lot.* EXCLUDE (persoon, bereikt, bestemming),
    coalesce(gelijkstelling.persoon, intergrip_lot.persoon, koppeling.persoon, intergrip_lot.leerling) AS persoon,
    coalesce(intergrip_lot.persoon, koppeling.persoon, intergrip_lot.leerling) AS sleutel,
    CASE
        WHEN volgkoppeling.los IS NOT NULL OR gelijkstelling.persoon IS NOT NULL THEN 'waarschijnlijkheid'
        WHEN intergrip_lot.persoon IS NOT NULL THEN 'pgn'
        WHEN koppeling.persoon IS NOT NULL THEN 'leerlingnummer, pgn elders'
        ELSE 'leerlingnummer'
    END AS koppeling,
    coalesce(intergrip_lot.bereikt = 'J', intergrip_lot.bestemming <> 'ONBEKEND', false) AS bereikt,
    coalesce(intergrip_lot.bestemming, 'ONBEKEND') AS bestemming
FROM intergrip_lot
LEFT JOIN koppeling ON intergrip_lot.leerling = koppeling.leerling
LEFT JOIN gelijkstelling
    ON intergrip_lot.cohort = gelijkstelling.cohort
    AND coalesce(intergrip_lot.persoon, koppeling.persoon, intergrip_lot.leerling) = gelijkstelling.sleutel
LEFT JOIN volgkoppeling
    ON intergrip_lot.cohort = volgkoppeling.cohort
    AND coalesce(intergrip_lot.persoon, koppeling.persoon, intergrip_lot.leerling) = volgkoppeling.los
WHERE intergrip_lot.lot = 'gehouden'
