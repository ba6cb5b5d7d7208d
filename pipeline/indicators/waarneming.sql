-- Eén rij per schoolverlater van het schooljaar van het rapport of eerder: wat er op de stand over haar bekend is.
-- Een meting met een peildatum na de stand bestaat voor dit rapport niet. NULL betekent steeds: niet bekend, omdat er
-- niet is gemeten, de leerling niet is bereikt of het niet is ingevuld.
-- bekend wordt per meetmoment opnieuw gelezen: bewaren is bij een miljoen schoolverlaters trager en kost meer geheugen.
CREATE OR REPLACE TEMP TABLE waarneming AS
WITH bekend AS NOT MATERIALIZED (
    SELECT
        persoon, cohort, meetmoment, peildatum, bereikt, bestemming, klasse, reden, uitkering,
        CASE WHEN bestemming <> 'ONBEKEND' THEN in_werk END AS werk,
        CASE WHEN bestemming <> 'ONBEKEND' THEN klasse IN ('WERK', 'LEREN', 'DAGBESTEDING') END AS plek,
        bestemming IN ('OVERLEDEN', 'BUITENLAND') AS weg,
        bestemming NOT IN ('ONBEKEND', 'OVERLEDEN', 'BUITENLAND') AS gezien,
        CASE WHEN in_werk THEN werkgever END AS werkgever,
        CASE WHEN in_werk THEN contract_lang END AS contract_lang,
        CASE WHEN in_werk THEN uren_genoeg END AS uren_genoeg,
        CASE WHEN in_werk THEN passend END AS passend,
        CASE WHEN in_werk THEN werkgemeente END AS werkgemeente
    FROM meting WHERE peildatum <= getvariable('stand')
), geleverd AS (
    SELECT
        cohort,
        bool_or(meetmoment = 'V1') AS v1_geleverd,
        bool_or(meetmoment = 'V2') AS v2_geleverd,
        bool_or(meetmoment = 'V3') AS v3_geleverd,
        bool_or(meetmoment = 'V4') AS v4_geleverd
    FROM bekend GROUP BY cohort
), gezegd AS (
    SELECT persoon, cohort, arg_max(begindatum_eerste_werk, (peildatum, meetmoment)) AS begin
    FROM eerste_werk WHERE peildatum <= getvariable('stand')
    GROUP BY persoon, cohort
), aan_het_werk AS (
    SELECT persoon, cohort, min(peildatum) AS eerste_dag FROM bekend WHERE werk GROUP BY persoon, cohort
), begonnen AS (
    -- Wie al werkte voordat haar eerste werk begon, heeft de begindatum van later werk: die telt als onbekend.
    SELECT
        gezegd.persoon, gezegd.cohort,
        CASE WHEN gezegd.begin <= coalesce(aan_het_werk.eerste_dag, gezegd.begin) THEN gezegd.begin END AS begin
    FROM gezegd
    LEFT JOIN aan_het_werk
        ON gezegd.persoon = aan_het_werk.persoon AND gezegd.cohort = aan_het_werk.cohort
), teljaren AS (
    SELECT list(teljaar) AS geleverd FROM levering
    WHERE
        bron IN ('duo_nenr', 'duo_nrsp') AND stand_levering = 'D'
        AND make_date(teljaar + 1, 10, 1) <= getvariable('stand')
), vsv_teljaren AS (
    SELECT persoon, list(teljaar) AS teljaren FROM vsv GROUP BY persoon
)
SELECT
    s.persoon, s.cohort, s.school_id, s.school, s.bestuur, s.schooltype, s.uitstroomprofiel, s.perspectief_arbeid,
    s.geslacht, s.leeftijd, s.koppeling <> 'leerlingnummer' AS met_pgn,
    u.bestemming AS u_code, u.klasse AS u_klasse, u.reden AS u_reden, u.uitkering AS u_uitkering, u.werk AS u_werk,
    u.plek AS u_plek, u.weg AS u_weg,
    u.passend AS u_passend, u.werkgemeente AS u_werkgemeente,
    u.werkgever AS u_werkgever, u.contract_lang AS u_contract_lang, u.uren_genoeg AS u_uren_genoeg,
    CASE
        WHEN b.p1 = 'reden' THEN coalesce(r.p1, 'niet geslaagd')
        ELSE b.p1
    END AS u_p1,
    CASE WHEN u.bestemming <> 'ONBEKEND' THEN b.p1 = 'geslaagd' END AS u_geplaatst,
    u.bestemming IN ('PRO', 'VSO', 'BUITENLAND', 'OVERLEDEN') AS u_vertrokken,
    u.werk AND (b.p2 <> 'parameter' OR getvariable('beschut_is_werk')) AS u_werk_convenant,
    s.perspectief_arbeid = 'J' AND NOT u_vertrokken AND u_werk_convenant AS p2_geplaatst,
    s.perspectief_arbeid = 'J' AND CASE WHEN u.bestemming <> 'ONBEKEND' THEN NOT u_vertrokken END AS p2_bekend,
    CASE
        WHEN u.werkgemeente IS NOT NULL
            THEN u.werkgemeente IN (SELECT code FROM gemeente WHERE convenant = 'ja')
    END AS u_in_regio,
    ku.rang AS u_rang,
    v1.bereikt AS v1_bereikt, v1.werk AS v1_werk, v1.weg AS v1_weg, coalesce(v1.gezien, false) AS v1_gezien,
    v2.persoon IS NOT NULL AS v2_gemeten, v2.bereikt AS v2_bereikt, v2.werk AS v2_werk, v2.plek AS v2_plek,
    v2.weg AS v2_weg, coalesce(v2.gezien, false) AS v2_gezien,
    v2.werkgever AS v2_werkgever, v2.contract_lang AS v2_contract_lang, v2.uren_genoeg AS v2_uren_genoeg,
    v3.bereikt AS v3_bereikt, v3.werk AS v3_werk, v3.weg AS v3_weg, coalesce(v3.gezien, false) AS v3_gezien,
    v4.persoon IS NOT NULL AS v4_gemeten, v4.bereikt AS v4_bereikt, v4.bestemming AS v4_code, v4.werk AS v4_werk,
    v4.weg AS v4_weg, coalesce(v4.gezien, false) AS v4_gezien, v4.plek AS v4_plek, v4.werkgever AS v4_werkgever, v4.contract_lang AS v4_contract_lang,
    v4.uren_genoeg AS v4_uren_genoeg, k4.rang AS v4_rang,
    u.werk OR v1.werk OR v2.werk OR v3.werk OR v4.werk OR begonnen.begin IS NOT NULL AS ooit_werk,
    CASE
        WHEN begonnen.begin <= s.datum_uitstroom THEN 0
        ELSE
            (
                12 * (year(begonnen.begin) - year(s.datum_uitstroom)) + month(begonnen.begin) - month(s.datum_uitstroom)
                - (day(begonnen.begin) < day(s.datum_uitstroom))::INTEGER
            ) // 3 + 1
    END AS eerste_kwartaal,
    geleverd.v1_geleverd, geleverd.v2_geleverd, geleverd.v3_geleverd, geleverd.v4_geleverd,
    coalesce(list_has_any(vsv_teljaren.teljaren, [s.cohort, s.cohort + 1]), false) AS in_vsv,
    coalesce(list_has_all(teljaren.geleverd, [s.cohort, s.cohort + 1]), false) AS vsv_geleverd
FROM schoolverlater AS s
CROSS JOIN teljaren
LEFT JOIN bekend AS u ON s.persoon = u.persoon AND s.cohort = u.cohort AND u.meetmoment = 'U'
LEFT JOIN bekend AS v1 ON s.persoon = v1.persoon AND s.cohort = v1.cohort AND v1.meetmoment = 'V1'
LEFT JOIN bekend AS v2 ON s.persoon = v2.persoon AND s.cohort = v2.cohort AND v2.meetmoment = 'V2'
LEFT JOIN bekend AS v3 ON s.persoon = v3.persoon AND s.cohort = v3.cohort AND v3.meetmoment = 'V3'
LEFT JOIN bekend AS v4 ON s.persoon = v4.persoon AND s.cohort = v4.cohort AND v4.meetmoment = 'V4'
LEFT JOIN begonnen ON s.persoon = begonnen.persoon AND s.cohort = begonnen.cohort
LEFT JOIN bestemming AS b ON u.bestemming = b.code
LEFT JOIN reden AS r ON u.reden = r.code
LEFT JOIN klasse AS ku ON u.klasse = ku.klasse
LEFT JOIN klasse AS k4 ON v4.klasse = k4.klasse
LEFT JOIN geleverd ON s.cohort = geleverd.cohort
LEFT JOIN vsv_teljaren ON s.persoon = vsv_teljaren.persoon
WHERE s.cohort <= getvariable('schooljaar')
