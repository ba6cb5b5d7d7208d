-- Eén rij per schoolverlater die er kan zijn, en haar metingen: elke combinatie van wat een definitie samen bekijkt.
-- groep 1: bestemming, perspectief en de situatie na een en na twee jaar; groep 2: bestemming, profiel en wat er bij
-- vertrek is vastgelegd; groep 3: elk daarvan naast de situatie later; groep 4: of zij tussentijds is bereikt; groep 5: wie
-- werk had, op alle momenten; groep 6: en dat naast wat er bij vertrek is vastgelegd; groep 7 en 8: hetzelfde voor wie geen
-- werk had, van wie de tussentijdse momenten alleen tellen als bereikt of niet. In groep 1 tot en met 3 is ook bekend wanneer
-- zij voor het eerst werk had; dat alleen wie perspectief arbeid heeft dan anders telt, zegt de definitie van T.
CREATE TABLE bij_vertrek AS
SELECT b.code AS bestemming, r.reden, b.klasse, b.in_werk
FROM bestemming AS b
CROSS JOIN (SELECT NULL AS reden UNION ALL SELECT code FROM reden) AS r
WHERE b.p1 = 'reden' OR r.reden IS NULL;

CREATE TABLE later (situatie, bereikt, bestemming, goed) AS VALUES
    ('niet gemeten', NULL, NULL, NULL),
    ('niet bereikt', false, 'ONBEKEND', false),
    ('bereikt', true, 'ONBEKEND', false),
    ('zelfde werk', true, 'ARB_REG', true),
    ('ander werk', true, 'ARB_REG', false),
    ('leren', true, 'MBO_BOL', false),
    ('dagbesteding', true, 'DAG_ARB', false),
    ('geen', true, 'GEEN', false),
    ('overleden', true, 'OVERLEDEN', false);

CREATE TABLE kort AS
SELECT situatie FROM later WHERE situatie IN ('niet gemeten', 'niet bereikt', 'zelfde werk', 'geen', 'overleden');

CREATE TABLE bijzonder (profiel, schooltype, uitkering, passend, gemeente, koppeling, vsv) AS VALUES
    ('VERVOLGONDERWIJS', 'VSO', 'J', 'J', '0599', 'pgn', false), ('ARBEID', 'VSO', 'N', 'J', '0599', 'pgn', false),
    ('ARBEID', 'VSO', NULL, 'J', '0599', 'pgn', false), ('ARBEID', 'VSO', 'J', 'N', '0599', 'pgn', false),
    ('ARBEID', 'VSO', 'J', NULL, '0599', 'pgn', false), ('ARBEID', 'VSO', 'J', 'J', '0000', 'pgn', false),
    ('ARBEID', 'VSO', 'J', 'J', NULL, 'pgn', false), ('ARBEID', 'VSO', 'J', 'J', '0599', 'pgn', true),
    ('ARBEID', 'VSO', 'J', 'J', '0599', 'leerlingnummer', false);

CREATE TABLE eerste (maanden, vaak) AS VALUES (NULL, true), (1, true), (13, true), (4, false), (7, false), (30, false);

CREATE TABLE soort AS
SELECT row_number() OVER () AS nummer, alle.*, eerste.maanden FROM (
    SELECT
        1 AS groep, u.*, perspectief, 'ARBEID' AS profiel, 'VSO' AS schooltype, 'J' AS uitkering, 'J' AS passend, '0599' AS gemeente,
        'pgn' AS koppeling, false AS vsv, g.goed, 'niet gemeten' AS v1, v2.situatie AS v2, 'niet gemeten' AS v3, v4.situatie AS v4
    FROM bij_vertrek AS u
    CROSS JOIN (VALUES ('J'), ('N'), (NULL)) AS p (perspectief)
    CROSS JOIN (VALUES (true), (false)) AS g (goed)
    CROSS JOIN later AS v2
    CROSS JOIN later AS v4
    UNION ALL
    SELECT
        2, u.*, 'J', profiel, schooltype, uitkering, passend, gemeente, koppeling, vsv, true,
        'zelfde werk', 'zelfde werk', 'zelfde werk', 'zelfde werk'
    FROM bij_vertrek AS u
    CROSS JOIN (VALUES ('ARBEID'), ('VERVOLGONDERWIJS'), ('ONBEKEND')) AS p (profiel)
    CROSS JOIN (VALUES ('PRO'), ('VSO')) AS s (schooltype)
    CROSS JOIN (VALUES ('J'), ('N'), (NULL)) AS k (uitkering)
    CROSS JOIN (VALUES ('J'), ('N'), (NULL)) AS q (passend)
    CROSS JOIN (VALUES ('0599'), ('0000'), (NULL)) AS w (gemeente)
    CROSS JOIN (VALUES ('pgn', false), ('pgn', true), ('leerlingnummer', false)) AS v (koppeling, vsv)
    UNION ALL
    SELECT
        3, u.*, perspectief, e.profiel, e.schooltype, e.uitkering, e.passend, e.gemeente, e.koppeling, e.vsv, later.goed,
        later.situatie, later.situatie, later.situatie, later.situatie
    FROM bij_vertrek AS u
    CROSS JOIN (VALUES ('J'), ('N')) AS p (perspectief)
    CROSS JOIN later
    CROSS JOIN (
        VALUES
        ('VERVOLGONDERWIJS', 'VSO', 'J', 'J', '0599', 'pgn', false), ('ONBEKEND', 'VSO', 'J', 'J', '0599', 'pgn', false),
        ('ARBEID', 'VSO', 'N', 'J', '0599', 'pgn', false), ('ARBEID', 'VSO', NULL, 'J', '0599', 'pgn', false),
        ('ARBEID', 'VSO', 'J', 'N', '0599', 'pgn', false), ('ARBEID', 'VSO', 'J', NULL, '0599', 'pgn', false),
        ('ARBEID', 'VSO', 'J', 'J', '0000', 'pgn', false), ('ARBEID', 'VSO', 'J', 'J', NULL, 'pgn', false),
        ('ARBEID', 'VSO', 'J', 'J', '0599', 'pgn', true), ('ARBEID', 'VSO', 'J', 'J', '0599', 'leerlingnummer', false)
    ) AS e (profiel, schooltype, uitkering, passend, gemeente, koppeling, vsv)
    UNION ALL
    SELECT
        4, u.*, 'J', 'ARBEID', 'VSO', NULL, NULL, NULL, 'leerlingnummer', false, true,
        v1.situatie, v2.situatie, v3.situatie, v4.situatie
    FROM bij_vertrek AS u
    CROSS JOIN later AS v1
    CROSS JOIN later AS v3
    CROSS JOIN later AS v2
    CROSS JOIN later AS v4
    WHERE v2.situatie IN ('niet gemeten', 'zelfde werk') AND v4.situatie IN ('niet gemeten', 'zelfde werk')
    UNION ALL
    SELECT
        5, u.*, perspectief, 'ARBEID', 'VSO', 'J', 'J', '0599', 'pgn', false, true,
        v1.situatie, v2.situatie, v3.situatie, v4.situatie
    FROM bij_vertrek AS u
    CROSS JOIN (VALUES ('J'), ('N')) AS p (perspectief)
    CROSS JOIN kort AS v1
    CROSS JOIN later AS v2
    CROSS JOIN kort AS v3
    CROSS JOIN later AS v4
    WHERE u.in_werk OR u.bestemming = 'MBO_BOL'
    UNION ALL
    SELECT
        6, u.*, 'J', e.profiel, e.schooltype, e.uitkering, e.passend, e.gemeente, e.koppeling, e.vsv, true,
        v1.situatie, v2.situatie, v3.situatie, v4.situatie
    FROM bij_vertrek AS u
    CROSS JOIN bijzonder AS e
    CROSS JOIN kort AS v1
    CROSS JOIN kort AS v2
    CROSS JOIN kort AS v3
    CROSS JOIN kort AS v4
    WHERE u.in_werk
    UNION ALL
    SELECT
        7, u.*, 'J', 'ARBEID', 'VSO', 'J', 'J', '0599', 'pgn', false, true,
        v1.situatie, v2.situatie, v3.situatie, v4.situatie
    FROM bij_vertrek AS u
    CROSS JOIN (VALUES ('niet gemeten'), ('zelfde werk')) AS v1 (situatie)
    CROSS JOIN later AS v2
    CROSS JOIN (VALUES ('niet gemeten'), ('zelfde werk')) AS v3 (situatie)
    CROSS JOIN later AS v4
    WHERE NOT u.in_werk
    UNION ALL
    SELECT
        8, u.*, 'J', e.profiel, e.schooltype, e.uitkering, e.passend, e.gemeente, e.koppeling, e.vsv, true,
        'zelfde werk', v2.situatie, 'zelfde werk', v4.situatie
    FROM bij_vertrek AS u
    CROSS JOIN bijzonder AS e
    CROSS JOIN kort AS v2
    CROSS JOIN kort AS v4
    WHERE NOT u.in_werk
) AS alle
INNER JOIN eerste
    ON eerste.maanden IS NULL
    OR alle.perspectief = 'J' AND (alle.groep = 1 AND (eerste.vaak OR alle.goed) OR alle.groep IN (2, 3) AND eerste.vaak);

CREATE TABLE schoolverlater AS
SELECT
    nummer AS persoon, 2014 AS cohort, 'S' AS school_id, 'S' AS school, 'B' AS bestuur, schooltype,
    profiel AS uitstroomprofiel, perspectief AS perspectief_arbeid, NULL AS geslacht, NULL AS leeftijd, koppeling,
    DATE '2013-01-01' AS datum_uitstroom
FROM soort;

-- Zo laat na het vertrek als het kan: wie op de eerste dag van het cohort vertrok. Het eerste werk is nooit later dan een moment
-- waarop er al werk was.
CREATE TABLE dag (moment, peildatum) AS VALUES
    ('U', DATE '2014-02-01'), ('V1', DATE '2014-07-01'), ('V2', DATE '2015-02-01'), ('V3', DATE '2015-07-01'),
    ('V4', DATE '2016-02-01');

CREATE TABLE eerste_werk AS
SELECT
    nummer AS persoon, 2014 AS cohort, 'V4' AS meetmoment, DATE '2016-02-01' AS peildatum,
    (DATE '2013-01-01' + to_months(maanden))::DATE AS begindatum_eerste_werk
FROM soort WHERE maanden IS NOT NULL;

CREATE TABLE meting AS
WITH metingen AS (
    SELECT
        nummer, 'U' AS meetmoment, bestemming <> 'ONBEKEND' AS bereikt, bestemming, reden, uitkering, passend, gemeente,
        goed, 'a' AS werkgever
    FROM soort
    UNION ALL
    SELECT
        soort.nummer, m.moment, later.bereikt, later.bestemming, NULL, NULL, NULL, NULL, later.goed,
        CASE WHEN later.goed THEN 'a' ELSE 'b' END
    FROM soort
    CROSS JOIN (VALUES ('V1'), ('V2'), ('V3'), ('V4')) AS m (moment)
    INNER JOIN later
        ON later.situatie = CASE m.moment WHEN 'V1' THEN v1 WHEN 'V2' THEN v2 WHEN 'V3' THEN v3 ELSE v4 END
    WHERE later.bereikt IS NOT NULL
)
SELECT
    nummer AS persoon, 2014 AS cohort, meetmoment, bereikt, metingen.bestemming, metingen.reden, uitkering, b.klasse, b.in_werk,
    werkgever, goed AS contract_lang, goed AS uren_genoeg, passend, gemeente AS werkgemeente, peildatum
FROM metingen
INNER JOIN bestemming AS b ON metingen.bestemming = b.code
INNER JOIN dag ON metingen.meetmoment = dag.moment;

CREATE TABLE vsv AS SELECT nummer AS persoon, 2014 AS teljaar FROM soort WHERE vsv;
CREATE TABLE levering AS SELECT 'duo_nenr' AS bron, unnest([2014, 2015]) AS teljaar, 'D' AS stand_levering;
CREATE TABLE school AS SELECT 2014 AS cohort, NULL AS brin, 'VSO' AS schooltype, 'B' AS bestuur, 'S' AS school_id;
CREATE TABLE quarantaine AS SELECT 2014 AS cohort, NULL AS brin WHERE false
