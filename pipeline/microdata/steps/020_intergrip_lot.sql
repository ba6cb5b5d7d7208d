-- Eén rij per geleverde rij uit Intergrip, met haar uiteindelijke lot.
-- Een rij uit een latere levering vervangt die van dezelfde leerling, cohort en meetmoment.
-- Een leerlingnummer dat bij twee geldige PGN's staat, herkent niemand.
CREATE TABLE intergrip_lot AS
SELECT
    * EXCLUDE (lot, volgnummer_persoon, volgnummer_leerling, leerling_gedeeld),
    CASE
        WHEN lot = 'gehouden' AND persoon IS NOT NULL AND volgnummer_persoon > 1 THEN 'vervangen'
        WHEN lot = 'gehouden' AND leerling IS NOT NULL AND volgnummer_leerling > 1 AND NOT leerling_gedeeld THEN 'vervangen'
        ELSE lot
    END AS lot
FROM (
    SELECT
        rij_intergrip.*,
        levering.leverdatum,
        row_number() OVER (
            PARTITION BY lot, cohort, meetmoment, persoon
            ORDER BY
                levering.leverdatum DESC NULLS LAST, registratiedatum DESC NULLS LAST, levering.sha256,
                levering.levering_id, rij
        ) AS volgnummer_persoon,
        row_number() OVER (
            PARTITION BY lot, cohort, meetmoment, leerling
            ORDER BY
                levering.leverdatum DESC NULLS LAST, registratiedatum DESC NULLS LAST, levering.sha256,
                levering.levering_id, rij
        ) AS volgnummer_leerling,
        coalesce(
            min(persoon) FILTER (WHERE pgn_geldig) OVER (PARTITION BY lot, cohort, meetmoment, leerling)
            <> max(persoon) FILTER (WHERE pgn_geldig) OVER (PARTITION BY lot, cohort, meetmoment, leerling), false
        ) AS leerling_gedeeld
    FROM rij_intergrip
    INNER JOIN levering ON rij_intergrip.levering_id = levering.levering_id
)
