-- Eén rij per bron, kolom en soort herstel: in hoeveel cellen iets is gedaan om ze te kunnen lezen. Dat is per levering
-- geteld, dus een levering telt pas mee als dit rapport al haar rijen kent: een oud rapport verandert niet door een
-- nieuwe meting.
WITH gekend AS (
    SELECT levering_id FROM rijlot
    GROUP BY levering_id
    HAVING bool_and(
        coalesce(cohort <= getvariable('schooljaar'), true) AND coalesce(bekend_op <= getvariable('stand'), true)
    )
)
SELECT levering.bron, herstel.kolom, herstel.soort, sum(herstel.aantal)::BIGINT AS aantal
FROM herstel
INNER JOIN gekend USING (levering_id)
INNER JOIN levering USING (levering_id)
GROUP BY ALL
ORDER BY ALL
