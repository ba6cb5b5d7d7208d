-- Eén rij per doel tot en met het schooljaar van dit rapport; eenheid is als in cijfers.
SELECT
    schooljaar,
    niveau,
    CASE niveau WHEN 'school' THEN brin WHEN 'bestuur' THEN bestuur ELSE 'regio' END AS eenheid,
    indicator,
    doel::DOUBLE AS doel
FROM doelen_lot
WHERE lot = 'gehouden' AND doel IS NOT NULL AND schooljaar <= getvariable('schooljaar')
ORDER BY ALL
