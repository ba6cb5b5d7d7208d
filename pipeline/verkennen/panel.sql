-- Eén rij per schoolverlater en cohort: alles waar de indicatoren naar kijken (waarneming), wat er verder van haar bekend
-- is, en waar zij was op elk meetmoment. De situaties zijn die van de volgcurve: wie overleed of vertrok is 'weg', wie niet
-- is gemeten heet ook zo. Een meting met een peildatum na de stand bestaat hier niet.
CREATE TEMP TABLE panel AS
WITH situatie AS (
    SELECT
        persoon, cohort, meetmoment,
        CASE WHEN bestemming IN ('OVERLEDEN', 'BUITENLAND') THEN 'weg' ELSE klasse END AS situatie
    FROM meting WHERE peildatum <= getvariable('stand')
), naast_elkaar AS (
    SELECT
        persoon, cohort,
        any_value(situatie) FILTER (meetmoment = 'U') AS u,
        any_value(situatie) FILTER (meetmoment = 'V1') AS v1,
        any_value(situatie) FILTER (meetmoment = 'V2') AS v2,
        any_value(situatie) FILTER (meetmoment = 'V3') AS v3,
        any_value(situatie) FILTER (meetmoment = 'V4') AS v4
    FROM situatie GROUP BY persoon, cohort
)
SELECT
    waarneming.*,
    s.koppeling, s.gemeente, s.diploma, s.datum_uitstroom, s.uitschrijvingen,
    coalesce(n.u, 'niet gemeten') AS u_situatie,
    coalesce(n.v1, 'niet gemeten') AS v1_situatie,
    coalesce(n.v2, 'niet gemeten') AS v2_situatie,
    coalesce(n.v3, 'niet gemeten') AS v3_situatie,
    coalesce(n.v4, 'niet gemeten') AS v4_situatie
FROM waarneming
INNER JOIN schoolverlater AS s ON waarneming.persoon = s.persoon AND waarneming.cohort = s.cohort
LEFT JOIN naast_elkaar AS n ON waarneming.persoon = n.persoon AND waarneming.cohort = n.cohort
