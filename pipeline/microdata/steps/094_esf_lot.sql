-- Eén rij per geleverde ESF-aanvraag, met haar uiteindelijke lot: de laatst geleverde stand telt.
CREATE TABLE esf_lot AS
SELECT
    * EXCLUDE (lot, volgnummer),
    CASE WHEN lot = 'gehouden' AND volgnummer > 1 THEN 'vervangen' ELSE lot END AS lot
FROM (
    SELECT
        rij_esf.*,
        row_number() OVER (
            PARTITION BY lot, aanvraag, periode
            ORDER BY levering.leverdatum DESC NULLS LAST, levering.sha256, levering.levering_id, rij
        ) AS volgnummer
    FROM rij_esf
    INNER JOIN levering ON rij_esf.levering_id = levering.levering_id
)
