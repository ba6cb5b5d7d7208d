-- Eén rij per schoolverlater en cohort: wat er op de stand van het rapport over haar bekend is.
-- Een meting met een peildatum na de stand bestaat voor dit rapport niet.
CREATE OR REPLACE TEMP TABLE waarneming AS
WITH bekend AS (
    SELECT * FROM meting WHERE peildatum <= getvariable('stand')
), geleverd AS (
    SELECT
        cohort,
        bool_or(meetmoment = 'V1') AS v1_geleverd,
        bool_or(meetmoment = 'V2') AS v2_geleverd,
        bool_or(meetmoment = 'V3') AS v3_geleverd,
        bool_or(meetmoment = 'V4') AS v4_geleverd
    FROM bekend GROUP BY cohort
), vsv_op_stand AS (
    SELECT DISTINCT persoon FROM vsv
    WHERE teljaar IS NULL OR make_date(teljaar + 1, 10, 1) <= getvariable('stand')
)
SELECT
    s.persoon, s.cohort, s.school_id, s.school, s.bestuur, s.schooltype, s.uitstroomprofiel, s.perspectief_arbeid,
    s.geslacht, s.leeftijd, s.koppeling <> 'leerlingnummer' AS met_pgn,
    u.bestemming AS u_code, u.klasse AS u_klasse, coalesce(u.in_werk, false) AS u_werk, u.reden AS u_reden,
    u.uitkering AS u_uitkering, u.passend AS u_passend, u.werkgemeente AS u_werkgemeente,
    u.werkgever AS u_werkgever, u.contract_lang AS u_contract_lang, u.uren_genoeg AS u_uren_genoeg,
    CASE
        WHEN b.p1 = 'reden' THEN coalesce(r.p1, 'niet geslaagd')
        ELSE b.p1
    END AS u_p1,
    u.bestemming IN ('PRO', 'VSO', 'BUITENLAND', 'OVERLEDEN') AS u_vertrokken,
    coalesce(b.p2 = 'ja' OR (b.p2 = 'parameter' AND getvariable('beschut_is_werk')), false) AS u_werk_convenant,
    CASE
        WHEN u.werkgemeente IS NOT NULL
            THEN u.werkgemeente IN (SELECT code FROM gemeente WHERE convenant = 'ja')
    END AS u_in_regio,
    ku.rang AS u_rang,
    v1.persoon IS NOT NULL AS v1_gemeten, v1.bereikt AS v1_bereikt, v1.bestemming AS v1_code, v1.klasse AS v1_klasse,
    coalesce(v1.in_werk, false) AS v1_werk,
    v2.persoon IS NOT NULL AS v2_gemeten, v2.bereikt AS v2_bereikt, v2.bestemming AS v2_code, v2.klasse AS v2_klasse,
    coalesce(v2.in_werk, false) AS v2_werk, v2.werkgever AS v2_werkgever, v2.contract_lang AS v2_contract_lang,
    v2.uren_genoeg AS v2_uren_genoeg,
    v3.persoon IS NOT NULL AS v3_gemeten, v3.bereikt AS v3_bereikt, v3.bestemming AS v3_code, v3.klasse AS v3_klasse,
    coalesce(v3.in_werk, false) AS v3_werk,
    v4.persoon IS NOT NULL AS v4_gemeten, v4.bereikt AS v4_bereikt, v4.bestemming AS v4_code, v4.klasse AS v4_klasse,
    coalesce(v4.in_werk, false) AS v4_werk, v4.werkgever AS v4_werkgever, v4.contract_lang AS v4_contract_lang,
    v4.uren_genoeg AS v4_uren_genoeg,
    k4.rang AS v4_rang,
    geleverd.v1_geleverd, geleverd.v2_geleverd, geleverd.v3_geleverd, geleverd.v4_geleverd,
    coalesce(s.perspectief_arbeid = 'J' AND NOT u_vertrokken AND u_werk_convenant, false) AS p2_geplaatst,
    coalesce(
        v2_gemeten AND v2_werk AND v4_gemeten AND v4_werk
        AND u_werkgever = v2_werkgever AND u_werkgever = v4_werkgever
        AND u_contract_lang AND v2_contract_lang AND v4_contract_lang
        AND u_uren_genoeg AND v2_uren_genoeg AND v4_uren_genoeg, false
    ) AS strikt_zeker,
    (NOT v2_gemeten OR v2_code = 'ONBEKEND' OR (
        v2_werk AND coalesce(u_werkgever = v2_werkgever, true) AND coalesce(v2_contract_lang, true)
        AND coalesce(v2_uren_genoeg, true)))
    AND (NOT v4_gemeten OR v4_code = 'ONBEKEND' OR (
        v4_werk AND coalesce(u_werkgever = v4_werkgever, true) AND coalesce(v4_contract_lang, true)
        AND coalesce(v4_uren_genoeg, true)))
    AND coalesce(v2_werkgever = v4_werkgever, true)
    AND coalesce(u_contract_lang, true) AND coalesce(u_uren_genoeg, true) AS strikt_mogelijk,
    s.persoon IN (SELECT persoon FROM vsv_op_stand) AS in_vsv,
    (SELECT count(*) > 0 FROM vsv_op_stand) AS vsv_geleverd
FROM schoolverlater AS s
INNER JOIN bekend AS u ON s.persoon = u.persoon AND s.cohort = u.cohort AND u.meetmoment = 'U'
LEFT JOIN bekend AS v1 ON s.persoon = v1.persoon AND s.cohort = v1.cohort AND v1.meetmoment = 'V1'
LEFT JOIN bekend AS v2 ON s.persoon = v2.persoon AND s.cohort = v2.cohort AND v2.meetmoment = 'V2'
LEFT JOIN bekend AS v3 ON s.persoon = v3.persoon AND s.cohort = v3.cohort AND v3.meetmoment = 'V3'
LEFT JOIN bekend AS v4 ON s.persoon = v4.persoon AND s.cohort = v4.cohort AND v4.meetmoment = 'V4'
LEFT JOIN bestemming AS b ON u.bestemming = b.code
LEFT JOIN reden AS r ON u.reden = r.code
LEFT JOIN klasse AS ku ON u.klasse = ku.klasse
LEFT JOIN klasse AS k4 ON v4.klasse = k4.klasse
LEFT JOIN geleverd ON s.cohort = geleverd.cohort
