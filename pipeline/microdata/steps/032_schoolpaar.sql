-- Eén rij per paar schoolverlaters van twee scholen, met het besluit. De rivaal is het beste andere paar van een van beiden.
CREATE TABLE schoolpaar AS
SELECT
    *,
    CASE
        WHEN kans < getvariable('koppel_drempel') THEN 'te onzeker'
        WHEN gewicht - coalesce(rivaal, '-infinity'::DOUBLE) >= getvariable('koppel_marge') THEN 'gekoppeld'
        WHEN gewicht - rivaal > -getvariable('koppel_marge') THEN 'dubbelzinnig'
        ELSE 'een ander past beter'
    END AS besluit
FROM (
    SELECT
        *,
        greatest(
            CASE WHEN row_number() OVER van_los = 1 THEN nth_value(gewicht, 2) OVER van_los ELSE max(gewicht) OVER van_los END,
            CASE WHEN row_number() OVER van_anker = 1 THEN nth_value(gewicht, 2) OVER van_anker ELSE max(gewicht) OVER van_anker END
        ) AS rivaal
    FROM koppelpaar
    WHERE soort = 'school'
    WINDOW
        van_los AS (
            PARTITION BY cohort, los ORDER BY gewicht DESC, anker ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ),
        van_anker AS (
            PARTITION BY cohort, anker ORDER BY gewicht DESC, los ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
)
