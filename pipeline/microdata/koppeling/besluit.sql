-- Het besluit over een paar, voor stap 032 en 033. De rivaal is het hoogste gewicht van de andere paren van wie, in
-- welke rol zij daar ook staat: zo is niemand bij de een los en bij de ander anker, en zijn er geen ketens. De andere paren
-- zijn die ervoor en die erna, in welke volgorde ook: EXCLUDE CURRENT ROW kent Spark niet (elders.py).
CREATE OR REPLACE TEMP MACRO koppel_rivaal(cohort, wie, gewicht, los, anker) AS
    greatest(
        max(gewicht) OVER (
            PARTITION BY cohort, wie ORDER BY gewicht, los, anker ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ),
        max(gewicht) OVER (
            PARTITION BY cohort, wie ORDER BY gewicht, los, anker ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        )
    );
CREATE OR REPLACE TEMP MACRO koppel_besluit(kans, gewicht, rivaal) AS
    CASE
        WHEN kans < getvariable('koppel_drempel') THEN 'te onzeker'
        WHEN gewicht - coalesce(rivaal, '-infinity'::DOUBLE) >= getvariable('koppel_marge') THEN 'gekoppeld'
        WHEN gewicht - rivaal > -getvariable('koppel_marge') THEN 'dubbelzinnig'
        ELSE 'een ander past beter'
    END;
