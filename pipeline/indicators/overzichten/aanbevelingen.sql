-- Eén rij per aanbeveling, zoals zij stond in de laatste lijst die op de stand van dit rapport was aangeleverd. Wat een
-- latere lijst zegt, was toen niet bekend. verandering vergelijkt met de lijsten van een jaar eerder. Alleen de zin die de
-- aanbeveling noemt gaat mee, met rapport en rol: geen naam van een persoon of organisatie.
WITH lijsten AS (
    SELECT
        rij.rapport,
        rij.aanbeveling,
        rij.eigenaar,
        rij.uiterlijk,
        rij.status,
        rij.status IN ('UITGEVOERD', 'NIET_OVERGENOMEN') AS af,
        levering.leverdatum,
        coalesce(coalesce(levering.leverdatum, rij.rapportdatum) <= getvariable('stand') - INTERVAL 1 YEAR, true) AS eerder,
        row_number() OVER (
            PARTITION BY rij.rapport, rij.aanbeveling
            ORDER BY levering.leverdatum DESC NULLS LAST, rij.gereed_op DESC NULLS LAST, levering.sha256, rij.levering_id, rij.rij
        ) AS ouderdom
    FROM rij_aanbevelingen AS rij
    INNER JOIN levering ON rij.levering_id = levering.levering_id
    WHERE rij.lot = 'gehouden' AND coalesce(coalesce(levering.leverdatum, rij.rapportdatum) <= getvariable('stand'), true)
), gewijzigd AS (
    SELECT
        *,
        lag(status, 1, '') OVER verloop IS DISTINCT FROM status
        OR lag(eigenaar, 1, '') OVER verloop IS DISTINCT FROM eigenaar
        OR lag(uiterlijk) OVER verloop IS DISTINCT FROM uiterlijk AS anders
    FROM lijsten
    WINDOW verloop AS (PARTITION BY rapport, aanbeveling ORDER BY ouderdom DESC)
), aanbeveling AS (
    SELECT
        rapport,
        aanbeveling,
        arg_min(struct_pack(eigenaar, uiterlijk, status, af), ouderdom) AS nu,
        arg_min(struct_pack(af), ouderdom) FILTER (eerder) AS toen,
        max(leverdatum) FILTER (anders) AS gewijzigd
    FROM gewijzigd
    GROUP BY ALL
)
SELECT
    aanbeveling,
    rapport,
    nu.eigenaar AS eigenaar,
    strftime(nu.uiterlijk, '%Y-%m-%d') AS uiterlijk,
    nu.status AS status,
    strftime(gewijzigd, '%Y-%m-%d') AS gewijzigd,
    CASE
        WHEN nu.af IS NOT TRUE AND nu.uiterlijk < getvariable('stand')
            THEN date_diff('day', nu.uiterlijk, getvariable('stand'))
    END AS dagen_te_laat,
    CASE
        WHEN NOT (SELECT bool_or(eerder) FROM lijsten) THEN 'onbekend'
        WHEN toen IS NULL THEN 'nieuw'
        WHEN nu.af AND NOT coalesce(toen.af, false) THEN 'afgerond'
        WHEN nu.af THEN 'was al af'
        WHEN toen.af THEN 'heropend'
        ELSE 'nog open'
    END AS verandering
FROM aanbeveling
ORDER BY ALL
