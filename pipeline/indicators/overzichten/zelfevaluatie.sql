-- Eén rij per schooljaar en element tot en met het schooljaar van dit rapport: hoeveel partners zichzelf scoorden en hun
-- gemiddelde, van 1 tot en met 5. Een andere schaal is naar deze omgerekend. Van een partner die in één schooljaar vaker
-- invulde, telt de laatste dag. Een score zonder partner telt niet mee: van wie zij is, is niet te zeggen.
WITH scores AS (
    SELECT cohort, element, lower(trim(partner)) AS partner, 1 + 4 * (score - 1) / (coalesce(schaal, 5) - 1)::DOUBLE AS score
    FROM zelfevaluatie_lot
    WHERE
        lot = 'gehouden' AND score IS NOT NULL AND element IS NOT NULL AND partner IS NOT NULL AND coalesce(schaal, 5) > 1
        AND cohort <= getvariable('schooljaar') AND coalesce(datum <= getvariable('stand'), true)
    QUALIFY row_number() OVER (
        PARTITION BY cohort, element, lower(trim(partner))
        ORDER BY datum DESC NULLS LAST, leverdatum DESC NULLS LAST, levering_id, rij
    ) = 1
)
SELECT cohort AS schooljaar, element, count(*) AS partners, round(avg(score::DECIMAL(9, 4))::DOUBLE, 1) AS gemiddelde
FROM scores
GROUP BY ALL
ORDER BY ALL
