-- Eén rij per bron en wijze waarop rijen aan leerlingen zijn gekoppeld, in de cohorten van dit rapport: het schooljaar zelf
-- en de twee ervoor. precisie is het deel van de koppelingen met een kans dat naar schatting klopt, volledigheid het deel
-- van wie zo te vinden was dat is gevonden: uit de kansen van alle paren, naar beneden afgerond, en nooit meer dan 99.
WITH rijen AS (
    SELECT
        'uitstroom' AS bron, uitschrijving.cohort, uitschrijving.sleutel,
        CASE uitschrijving.koppeling
            WHEN 'pgn' THEN 'pgn'
            WHEN 'leerlingnummer, pgn elders' THEN 'leerlingnummer'
            WHEN 'waarschijnlijkheid' THEN 'waarschijnlijkheid'
            ELSE 'niet'
        END AS methode
    FROM uitschrijving
    UNION ALL
    SELECT
        'intergrip', volgrecord.cohort, volgrecord.sleutel,
        CASE
            WHEN schoolverlater.persoon IS NULL THEN 'niet'
            WHEN volgrecord.koppeling = 'waarschijnlijkheid' THEN 'waarschijnlijkheid'
            WHEN volgrecord.koppeling = 'pgn' THEN 'pgn'
            ELSE 'leerlingnummer'
        END
    FROM volgrecord
    INNER JOIN peildatum USING (cohort, meetmoment)
    LEFT JOIN schoolverlater ON volgrecord.persoon = schoolverlater.persoon AND volgrecord.cohort = schoolverlater.cohort
    WHERE peildatum.peildatum <= getvariable('stand')
), in_rapport AS (
    SELECT * FROM rijen WHERE cohort BETWEEN getvariable('schooljaar') - 2 AND getvariable('schooljaar')
), paar AS (
    SELECT 'uitstroom' AS bron, cohort, los, kans, besluit FROM schoolpaar
    UNION ALL
    SELECT 'intergrip', cohort, los, kans, besluit FROM volgpaar
), beste AS (
    SELECT
        paar.bron, paar.cohort, paar.los, max(paar.kans) AS kans,
        max(paar.kans) FILTER (paar.besluit = 'gekoppeld') AS gekoppeld,
        bool_or(paar.besluit = 'dubbelzinnig') AS dubbelzinnig
    FROM paar
    SEMI JOIN in_rapport
        ON paar.bron = in_rapport.bron AND paar.cohort = in_rapport.cohort AND paar.los = in_rapport.sleutel
    GROUP BY ALL
), geschat AS (
    SELECT
        least(99, floor(100 * avg(gekoppeld))) AS precisie,
        least(99, floor(100 * sum(gekoppeld) / sum(kans))) AS volledigheid
    FROM beste
), geteld AS (
    SELECT
        in_rapport.bron,
        CASE WHEN methode = 'niet' AND dubbelzinnig THEN 'dubbelzinnig' ELSE methode END AS methode,
        count(*) AS aantal
    FROM in_rapport
    LEFT JOIN beste
        ON in_rapport.bron = beste.bron AND in_rapport.cohort = beste.cohort AND in_rapport.sleutel = beste.los
    GROUP BY ALL
)
SELECT
    bron, volgorde, methode, coalesce(aantal, 0)::BIGINT AS aantal,
    CASE WHEN methode = 'waarschijnlijkheid' AND aantal > 0 THEN precisie END AS precisie,
    CASE WHEN methode = 'waarschijnlijkheid' AND aantal > 0 THEN volledigheid END AS volledigheid
FROM (SELECT DISTINCT bron FROM geteld)
CROSS JOIN (
    VALUES (1, 'pgn'), (2, 'leerlingnummer'), (3, 'waarschijnlijkheid'), (4, 'dubbelzinnig'), (5, 'niet')
) AS wijze (volgorde, methode)
LEFT JOIN geteld USING (bron, methode)
CROSS JOIN geschat
ORDER BY bron DESC, volgorde
