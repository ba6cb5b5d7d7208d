-- Eén rij per school (vestiging, en schooltype als een vestiging er meer heeft) en cohort: naam en bestuur zoals
-- het laatst geleverd.
CREATE TABLE school AS
SELECT
    cohort,
    brin,
    schooltype,
    CASE
        WHEN count(*) OVER (PARTITION BY cohort, brin) > 1 THEN brin || '-' || coalesce(schooltype, 'onbekend')
        ELSE brin
    END AS school_id,
    coalesce(naam, brin) AS naam,
    coalesce(bestuur, 'bestuur onbekend') AS bestuur
FROM (
    SELECT
        cohort,
        brin,
        schooltype,
        arg_max(school, (coalesce(leverdatum, DATE '0001-01-01'), school)) FILTER (school IS NOT NULL) AS naam,
        arg_max(bestuur, (coalesce(leverdatum, DATE '0001-01-01'), bestuur)) FILTER (bestuur IS NOT NULL) AS bestuur
    FROM uitschrijving
    GROUP BY cohort, brin, schooltype
)
