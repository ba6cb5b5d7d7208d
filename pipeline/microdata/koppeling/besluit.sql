-- Het besluit over een paar, voor stap 032 en 033. De rivaal is het hoogste gewicht van de andere paren van wie, in
-- welke rol zij daar ook staat: zo is niemand bij de een los en bij de ander anker, en zijn er geen ketens.
CREATE OR REPLACE TEMP MACRO koppel_rivaal(cohort, wie, gewicht) AS
    max(gewicht) OVER (
        PARTITION BY cohort, wie ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW
    );
CREATE OR REPLACE TEMP MACRO koppel_besluit(kans, gewicht, rivaal) AS
    CASE
        WHEN kans < getvariable('koppel_drempel') THEN 'te onzeker'
        WHEN gewicht - coalesce(rivaal, '-infinity'::DOUBLE) >= getvariable('koppel_marge') THEN 'gekoppeld'
        WHEN gewicht - rivaal > -getvariable('koppel_marge') THEN 'dubbelzinnig'
        ELSE 'een ander past beter'
    END;
