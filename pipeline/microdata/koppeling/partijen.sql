-- Wie er te koppelen is: één rij per persoon, cohort en bron, met wat van haar het laatst is ingevuld.
-- momenten zijn die waarop Intergrip haar onder dit nummer heeft gemeten, ook voor wie in een uitstroomlijst staat.
-- rang zegt hoe goed haar nummer is: 3 geldig BSN, 2 onderwijsnummer, 1 nummer dat de proef niet doorstaat, 0 geen.
CREATE OR REPLACE TEMP TABLE koppelpartij AS
WITH rijen AS (
    SELECT
        'uitstroom' AS bron, levering_id, rij, cohort, brin, leerling, persoon, pgn_geldig, defecten,
        NULL AS meetmoment
    FROM uitstroom_lot WHERE lot = 'gehouden'
    UNION ALL
    SELECT
        'intergrip', levering_id, rij, cohort, brin, leerling, persoon, pgn_geldig, defecten, meetmoment
    FROM intergrip_lot WHERE lot = 'gehouden'
), nummer AS (
    SELECT
        persoon,
        max(CASE
            WHEN NOT coalesce(pgn_geldig, false) THEN 1
            WHEN list_contains(defecten, 'pgn: geldig als onderwijsnummer (geen BSN)') THEN 2
            ELSE 3
        END) AS rang
    FROM rijen WHERE persoon IS NOT NULL GROUP BY persoon
), geleverd AS (
    SELECT
        levering_id, row_number() OVER (ORDER BY coalesce(leverdatum, DATE '0001-01-01'), levering_id) AS volgnummer
    FROM levering
), van_wie AS (
    -- Eén getal is veel sneller te vergelijken dan levering en rij apart; zo veel rijen heeft geen levering.
    SELECT
        rijen.* EXCLUDE (persoon), coalesce(rijen.persoon, koppeling.persoon, rijen.leerling) AS sleutel,
        geleverd.volgnummer * 10000000000 + rijen.rij AS volgorde
    FROM rijen
    INNER JOIN geleverd ON rijen.levering_id = geleverd.levering_id
    LEFT JOIN koppeling ON rijen.leerling = koppeling.leerling
)
SELECT
    concat_ws(' ', van_wie.cohort, van_wie.bron, van_wie.sleutel) AS unique_id,
    van_wie.bron, van_wie.cohort, van_wie.sleutel, coalesce(any_value(nummer.rang), 0) AS rang,
    list_sort(flatten(
        list(coalesce(list(DISTINCT van_wie.meetmoment) FILTER (van_wie.meetmoment IS NOT NULL), []))
            OVER (PARTITION BY van_wie.cohort, van_wie.sleutel)
    )) AS momenten,
    arg_max(van_wie.brin, van_wie.volgorde) AS brin,
    arg_max(van_wie.leerling, van_wie.volgorde) AS leerling,
    arg_max(kv_geboren, van_wie.volgorde) AS kv_geboren,
    -- Van dezelfde rij als de geboortedatum, ook als die niet te verwisselen is.
    arg_max({'verwisseld': kv_verwisseld}, van_wie.volgorde) FILTER (kv_geboren IS NOT NULL).verwisseld AS kv_verwisseld,
    arg_max(kv_naam, van_wie.volgorde) AS kv_naam,
    arg_max(kv_klank, van_wie.volgorde) AS kv_klank,
    arg_max(kv_roepnaam, van_wie.volgorde) AS kv_roepnaam,
    arg_max(kv_postcode, van_wie.volgorde) AS kv_postcode,
    arg_max(kv_geslacht, van_wie.volgorde) AS kv_geslacht
FROM van_wie
LEFT JOIN nummer ON van_wie.sleutel = nummer.persoon
LEFT JOIN koppelveld ON van_wie.levering_id = koppelveld.levering_id AND van_wie.rij = koppelveld.rij
WHERE van_wie.sleutel IS NOT NULL AND van_wie.cohort IS NOT NULL
GROUP BY van_wie.bron, van_wie.cohort, van_wie.sleutel
