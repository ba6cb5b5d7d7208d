-- Eén rij per cohort en stap op de weg van geleverde rijen naar getelde schoolverlaters.
-- soort: totaal, af (gaat van het vorige totaal af) of waarvan (een deel van het vorige totaal).
-- Een rij in quarantaine met meer dan één reden telt bij de eerste: leerling, dan school, dan schooljaar.
WITH rijen AS (
    SELECT rijlot.cohort, rijlot.lot, rijlot.quarantaine_reden AS reden, sum(rijlot.rijen)::BIGINT AS aantal
    FROM rijlot INNER JOIN levering USING (levering_id)
    WHERE levering.bron = 'uitstroom' AND rijlot.cohort <= getvariable('schooljaar')
    GROUP BY ALL
), per_cohort AS (
    SELECT
        cohort,
        sum(aantal)::BIGINT AS geleverd,
        coalesce(sum(aantal) FILTER (lot = 'dubbel'), 0)::BIGINT AS dubbel,
        coalesce(sum(aantal) FILTER (lot = 'vervangen'), 0)::BIGINT AS vervangen,
        coalesce(sum(aantal) FILTER (reden = 'persoon niet vast te stellen'), 0)::BIGINT AS zonder_persoon,
        coalesce(sum(aantal) FILTER (reden = 'school niet vast te stellen'), 0)::BIGINT AS zonder_school,
        coalesce(sum(aantal) FILTER (reden = 'schooljaar niet vast te stellen'), 0)::BIGINT AS zonder_schooljaar,
        coalesce(sum(aantal) FILTER (lot = 'gehouden'), 0)::BIGINT AS gehouden
    FROM rijen GROUP BY cohort
), personen AS (
    SELECT
        cohort,
        count(*) AS schoolverlaters,
        count(*) FILTER (perspectief_arbeid IS NULL) AS zonder_perspectief,
        count(*) FILTER (perspectief_arbeid = 'N') AS ander_perspectief,
        count(*) FILTER (perspectief_arbeid = 'J') AS perspectief,
        count(*) FILTER (perspectief_arbeid = 'J' AND u_code IN ('PRO', 'VSO')) AS naar_school,
        count(*) FILTER (perspectief_arbeid = 'J' AND u_code IN ('BUITENLAND', 'OVERLEDEN')) AS vertrokken,
        count(*) FILTER (perspectief_arbeid = 'J' AND NOT u_vertrokken) AS noemer,
        count(*) FILTER (p2_geplaatst) AS geplaatst
    FROM waarneming WHERE u_code IS NOT NULL GROUP BY cohort
)
SELECT cohort, volgorde, stap, label, soort, aantal FROM (
    SELECT cohort, unnest([
        {'volgorde': 1, 'stap': 'geleverd', 'label': 'geleverde rijen in uitstroomlijsten', 'soort': 'totaal', 'aantal': geleverd},
        {'volgorde': 2, 'stap': 'dubbel', 'label': 'dezelfde rij nog eens', 'soort': 'af', 'aantal': dubbel},
        {'volgorde': 3, 'stap': 'vervangen', 'label': 'vervangen door een latere rij', 'soort': 'af', 'aantal': vervangen},
        {'volgorde': 4, 'stap': 'zonder_persoon', 'label': 'leerling niet vast te stellen', 'soort': 'af', 'aantal': zonder_persoon},
        {'volgorde': 5, 'stap': 'zonder_school', 'label': 'school niet vast te stellen', 'soort': 'af', 'aantal': zonder_school},
        {'volgorde': 6, 'stap': 'zonder_schooljaar', 'label': 'schooljaar niet vast te stellen', 'soort': 'af', 'aantal': zonder_schooljaar},
        {'volgorde': 7, 'stap': 'eerdere_school', 'label': 'eerdere uitschrijving van dezelfde leerling', 'soort': 'af', 'aantal': gehouden - schoolverlaters},
        {'volgorde': 8, 'stap': 'schoolverlaters', 'label': 'schoolverlaters', 'soort': 'totaal', 'aantal': schoolverlaters},
        {'volgorde': 9, 'stap': 'ander_perspectief', 'label': 'geen perspectief arbeid', 'soort': 'af', 'aantal': ander_perspectief},
        {'volgorde': 10, 'stap': 'zonder_perspectief', 'label': 'perspectief niet ingevuld', 'soort': 'af', 'aantal': zonder_perspectief},
        {'volgorde': 11, 'stap': 'perspectief_arbeid', 'label': 'schoolverlaters met perspectief arbeid', 'soort': 'totaal', 'aantal': perspectief},
        {'volgorde': 12, 'stap': 'naar_school', 'label': 'naar een andere school voor pro of vso', 'soort': 'af', 'aantal': naar_school},
        {'volgorde': 13, 'stap': 'vertrokken', 'label': 'naar het buitenland of overleden', 'soort': 'af', 'aantal': vertrokken},
        {'volgorde': 14, 'stap': 'noemer_p2', 'label': 'tellen mee voor plaatsing (convenant)', 'soort': 'totaal', 'aantal': noemer},
        {'volgorde': 15, 'stap': 'geplaatst', 'label': 'met werk', 'soort': 'waarvan', 'aantal': geplaatst}
    ], recursive := true)
    FROM per_cohort INNER JOIN personen USING (cohort)
)
ORDER BY cohort, volgorde
