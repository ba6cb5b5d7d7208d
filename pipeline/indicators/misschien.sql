-- Eén rij per cohort en eenheid van `waarneming`: hoeveel rijen in quarantaine daar misschien een schoolverlater van zijn.
-- Een rij hoort bij de regio, en bij school, bestuur en schooltype van haar vestiging. Heeft de vestiging meer dan één
-- schooltype, dan kan zij bij elk daarvan horen. Is de vestiging niet vast te stellen, dan kan zij bij elke eenheid horen.
-- Van een vestiging die in dat cohort niemand anders heeft, is alleen bekend dat zij geen van de andere scholen is.
CREATE OR REPLACE TEMP TABLE misschien AS
WITH eenheid AS (
    SELECT cohort, 'regio' AS niveau, 'regio' AS eenheid FROM waarneming
    UNION SELECT cohort, 'schooltype' AS niveau, schooltype AS eenheid FROM waarneming
    UNION SELECT cohort, 'bestuur' AS niveau, bestuur AS eenheid FROM waarneming
    UNION SELECT cohort, 'school' AS niveau, school_id AS eenheid FROM waarneming
), vestiging AS (
    SELECT cohort, brin, 'schooltype' AS niveau, coalesce(schooltype, 'onbekend') AS eenheid FROM school
    UNION SELECT cohort, brin, 'bestuur' AS niveau, bestuur AS eenheid FROM school
    UNION SELECT cohort, brin, 'school' AS niveau, school_id AS eenheid FROM school
), rijen AS (
    SELECT quarantaine.cohort, quarantaine.brin, met.brin IS NOT NULL AS met_anderen, count(*) AS rijen
    FROM quarantaine
    LEFT JOIN (SELECT DISTINCT cohort, brin FROM school) AS met
        ON quarantaine.cohort = met.cohort AND quarantaine.brin = met.brin
    GROUP BY ALL
)
SELECT eenheid.cohort, eenheid.niveau, eenheid.eenheid, sum(rijen.rijen)::BIGINT AS rijen
FROM eenheid
INNER JOIN rijen ON eenheid.cohort = rijen.cohort
LEFT JOIN vestiging
    ON rijen.cohort = vestiging.cohort AND rijen.brin = vestiging.brin
    AND eenheid.niveau = vestiging.niveau AND eenheid.eenheid = vestiging.eenheid
WHERE
    eenheid.niveau = 'regio'
    OR vestiging.eenheid IS NOT NULL
    OR NOT rijen.met_anderen AND (rijen.brin IS NULL OR eenheid.niveau <> 'school')
GROUP BY ALL
