-- Eén rij per paar van wie in Intergrip staat en een schoolverlater, met het besluit. Schoolverlaters die bij twee scholen
-- dezelfde bleken te zijn (schoolpaar), zijn er hier één.
CREATE TABLE volgpaar AS
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
    FROM (
        SELECT
            paar.cohort,
            paar.los,
            coalesce(dezelfde.anker, paar.anker) AS anker,
            paar.rang_los,
            coalesce(dezelfde.rang_anker, paar.rang_anker) AS rang_anker,
            max(paar.gewicht) AS gewicht,
            max(paar.kans) AS kans
        FROM koppelpaar AS paar
        LEFT JOIN schoolpaar AS dezelfde
            ON paar.cohort = dezelfde.cohort AND paar.anker = dezelfde.los AND dezelfde.besluit = 'gekoppeld'
        WHERE paar.soort = 'volg' AND NOT (paar.rang_los = 3 AND coalesce(dezelfde.rang_anker, paar.rang_anker) = 3)
        GROUP BY ALL
    )
    WINDOW
        van_los AS (
            PARTITION BY cohort, los ORDER BY gewicht DESC, anker ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ),
        van_anker AS (
            PARTITION BY cohort, anker ORDER BY gewicht DESC, los ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
)
