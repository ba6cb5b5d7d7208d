-- Eén rij per gehouden rij uit Intergrip, met de persoon zoals gekoppeld; niet bereikt is bestemming onbekend.
CREATE TABLE volgrecord AS
SELECT
    intergrip_lot.* EXCLUDE (persoon, bereikt, bestemming),
    coalesce(intergrip_lot.persoon, koppeling.persoon, intergrip_lot.leerling) AS persoon,
    coalesce(intergrip_lot.bereikt = 'J', intergrip_lot.bestemming <> 'ONBEKEND', false) AS bereikt,
    coalesce(intergrip_lot.bestemming, 'ONBEKEND') AS bestemming
FROM intergrip_lot
LEFT JOIN koppeling ON intergrip_lot.leerling = koppeling.leerling
WHERE intergrip_lot.lot = 'gehouden'
