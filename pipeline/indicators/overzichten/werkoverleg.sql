-- Eén rij per kwartaal en cluster van het WERKoverleg in het schooljaar van dit rapport: hoeveel leerlingen er zijn
-- besproken, hoeveel van hen een traject kregen en hoeveel een negatief advies naar mbo. Een leerling telt per kwartaal en
-- cluster één keer; wie in twee kwartalen is besproken, telt in beide, zodat kwartalen optellen tot het jaar. Een kwartaal
-- is er een van het schooljaar: 1 is augustus tot en met oktober. Een traject of advies zonder antwoord op de vraag of de
-- leerling is besproken, komt uit een bespreking.
WITH leerling AS (
    SELECT
        coalesce((((month(datum) + 4) % 12) // 3 + 1)::VARCHAR, 'onbekend') AS kwartaal,
        coalesce(cluster, 'onbekend') AS cluster,
        coalesce(persoon, leerling, levering_id || ' ' || rij::VARCHAR) AS wie,
        bool_or(coalesce(besproken, CASE WHEN traject = 'J' OR advies_mbo IN ('POSITIEF', 'NEGATIEF') THEN 'J' END) = 'J') AS besproken,
        bool_or(traject = 'J') AS traject,
        bool_or(advies_mbo = 'NEGATIEF') AS negatief
    FROM werkoverleg_lot
    WHERE lot = 'gehouden' AND cohort = getvariable('schooljaar') AND coalesce(datum <= getvariable('stand'), true)
    GROUP BY ALL
)
SELECT
    getvariable('schooljaar')::INTEGER AS schooljaar,
    kwartaal,
    cluster,
    count(*) FILTER (besproken) AS besproken,
    count(*) FILTER (besproken AND traject) AS traject,
    count(*) FILTER (besproken AND negatief) AS negatief
FROM leerling
GROUP BY ALL
ORDER BY ALL
