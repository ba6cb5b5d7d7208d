-- Eén rij per levering die dit rapport kent: wat er van haar rijen werd.
SELECT
    levering.levering_id AS levering,
    levering.bron,
    strftime(levering.leverdatum, '%Y-%m-%d') AS leverdatum,
    levering.sha256,
    sum(rijlot.rijen)::BIGINT AS rijen,
    coalesce(sum(rijlot.rijen) FILTER (rijlot.lot = 'gehouden'), 0)::BIGINT AS behouden,
    coalesce(sum(rijlot.rijen) FILTER (rijlot.lot = 'dubbel'), 0)::BIGINT AS dubbel,
    coalesce(sum(rijlot.rijen) FILTER (rijlot.lot = 'vervangen'), 0)::BIGINT AS vervangen,
    coalesce(sum(rijlot.rijen) FILTER (rijlot.lot = 'quarantaine'), 0)::BIGINT AS quarantaine
FROM levering
INNER JOIN rijlot USING (levering_id)
WHERE coalesce(rijlot.cohort <= getvariable('schooljaar'), true) AND coalesce(rijlot.bekend_op <= getvariable('stand'), true)
GROUP BY ALL
ORDER BY levering.bron, leverdatum, levering.levering_id
