-- Eén rij per geleverd doel, met haar uiteindelijke lot: het laatst geleverde doel telt.
CREATE TABLE doelen_lot AS
SELECT
    * EXCLUDE (lot, volgnummer),
    CASE WHEN lot = 'gehouden' AND volgnummer > 1 THEN 'vervangen' ELSE lot END AS lot
FROM (
    SELECT
        rij_doelen.*,
        row_number() OVER (
            PARTITION BY lot, schooljaar, niveau, brin, bestuur, indicator
            ORDER BY levering.leverdatum DESC NULLS LAST, levering.sha256, levering.levering_id, rij
        ) AS volgnummer
    FROM rij_doelen
    INNER JOIN levering ON rij_doelen.levering_id = levering.levering_id
)
