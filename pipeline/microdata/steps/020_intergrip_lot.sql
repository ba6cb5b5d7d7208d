-- Eén rij per geleverde rij uit Intergrip, met haar uiteindelijke lot.
-- Een rij uit een latere levering vervangt die van dezelfde leerling, cohort en meetmoment.
CREATE TABLE intergrip_lot AS
SELECT
    * EXCLUDE (lot, volgnummer_persoon, volgnummer_leerling),
    CASE
        WHEN lot = 'gehouden' AND persoon IS NOT NULL AND volgnummer_persoon > 1 THEN 'vervangen'
        WHEN lot = 'gehouden' AND leerling IS NOT NULL AND volgnummer_leerling > 1 THEN 'vervangen'
        ELSE lot
    END AS lot
FROM (
    SELECT
        rij_intergrip.*,
        levering.leverdatum,
        row_number() OVER (
            PARTITION BY lot, cohort, meetmoment, persoon
            ORDER BY levering.leverdatum DESC NULLS LAST, registratiedatum DESC NULLS LAST, levering.sha256, rij
        ) AS volgnummer_persoon,
        row_number() OVER (
            PARTITION BY lot, cohort, meetmoment, leerling
            ORDER BY levering.leverdatum DESC NULLS LAST, registratiedatum DESC NULLS LAST, levering.sha256, rij
        ) AS volgnummer_leerling
    FROM rij_intergrip
    INNER JOIN levering ON rij_intergrip.levering_id = levering.levering_id
)
