-- Eén rij per innovatieplan dat tot en met het schooljaar van dit rapport begint, zoals het op de stand was aangeleverd; is
-- het pas later aangeleverd, dan zoals het er voor het eerst stond (euro's). Geen naam van een persoon of organisatie.
WITH plan AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY plan
            ORDER BY
                coalesce(leverdatum <= getvariable('stand'), true) DESC,
                CASE WHEN leverdatum <= getvariable('stand') THEN leverdatum END DESC NULLS LAST,
                leverdatum, levering_id, rij
        ) AS ouderdom
    FROM innovatieplannen_lot
    WHERE lot IN ('gehouden', 'vervangen') AND plan IS NOT NULL AND cohort <= getvariable('schooljaar')
)
SELECT
    plan,
    strftime(begin, '%Y-%m-%d') AS begin,
    strftime(einde, '%Y-%m-%d') AS einde,
    budget::DOUBLE AS budget,
    indicator,
    score::DOUBLE AS score,
    coalesce(schaal, 10)::BIGINT AS schaal
FROM plan
WHERE ouderdom = 1
ORDER BY ALL
