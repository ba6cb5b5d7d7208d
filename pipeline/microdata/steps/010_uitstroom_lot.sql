-- Eén rij per geleverde rij van een uitstroomlijst, met haar uiteindelijke lot.
-- Een rij uit een latere levering vervangt die van dezelfde leerling, school en cohort, herkend aan PGN of leerlingnummer.
-- Een leerlingnummer dat bij twee geldige PGN's staat, herkent niemand: daarop vervangen zou een leerling laten verdwijnen.
CREATE TABLE uitstroom_lot AS
SELECT
    * EXCLUDE (lot, volgnummer_persoon, volgnummer_leerling, leerling_gedeeld),
    CASE
        WHEN lot = 'gehouden' AND persoon IS NOT NULL AND volgnummer_persoon > 1 THEN 'vervangen'
        WHEN lot = 'gehouden' AND leerling IS NOT NULL AND volgnummer_leerling > 1 AND NOT leerling_gedeeld THEN 'vervangen'
        ELSE lot
    END AS lot
FROM (
    SELECT
        rij_uitstroom.*,
        levering.leverdatum,
        row_number() OVER (
            PARTITION BY lot, cohort, brin, persoon
            ORDER BY
                levering.leverdatum DESC NULLS LAST, datum_uitstroom DESC NULLS LAST, levering.sha256,
                levering.levering_id, rij
        ) AS volgnummer_persoon,
        row_number() OVER (
            PARTITION BY lot, cohort, brin, leerling
            ORDER BY
                levering.leverdatum DESC NULLS LAST, datum_uitstroom DESC NULLS LAST, levering.sha256,
                levering.levering_id, rij
        ) AS volgnummer_leerling,
        coalesce(
            min(persoon) FILTER (WHERE pgn_geldig) OVER (PARTITION BY lot, cohort, brin, leerling)
            <> max(persoon) FILTER (WHERE pgn_geldig) OVER (PARTITION BY lot, cohort, brin, leerling), false
        ) AS leerling_gedeeld
    FROM rij_uitstroom
    INNER JOIN levering ON rij_uitstroom.levering_id = levering.levering_id
)
