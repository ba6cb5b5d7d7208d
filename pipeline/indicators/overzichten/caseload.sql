-- Eén rij per kwartaal van het schooljaar van dit rapport en soort: verblijven op de bespreeklijst aan het begin, erbij, eraf
-- naar reden, en aan het eind. Begin en erbij zijn samen eraf en eind. Wie terugkomt op de lijst, heeft een tweede verblijf.
-- Van wie een reden heeft en geen dag, is de dag die van de levering die het zegt. Een kwartaal na de stand is er niet.
WITH gezegd AS (
    SELECT
        coalesce(op_lijst, make_date(cohort, 8, 1)) AS erop,
        coalesce(van_lijst, CASE WHEN reden_af IS NOT NULL THEN coalesce(leverdatum, op_lijst) END) AS eraf,
        reden_af
    FROM bespreeklijst_lot
    WHERE lot = 'gehouden'
), verblijf AS (
    SELECT
        erop,
        CASE WHEN eraf IS NOT NULL THEN greatest(erop, eraf) END AS eraf,
        CASE WHEN reden_af IN ('CONTRACT', 'SCHOOL', 'OVERDRACHT') THEN lower(reden_af) ELSE 'anders' END AS reden
    FROM gezegd
), kwartaal AS (
    SELECT
        nummer,
        make_date(getvariable('schooljaar'), 8, 1) + to_months(3 * (nummer - 1)::INTEGER) AS van,
        make_date(getvariable('schooljaar'), 8, 1) + to_months(3 * nummer::INTEGER) AS tot
    FROM unnest(range(1, 5)) AS alle (nummer)
), per_kwartaal AS (
    SELECT
        nummer,
        count(*) FILTER (erop < van AND coalesce(eraf >= van, true)) AS begin_,
        count(*) FILTER (erop >= van AND erop < tot) AS erbij,
        count(*) FILTER (eraf >= van AND eraf < tot AND reden = 'contract') AS contract,
        count(*) FILTER (eraf >= van AND eraf < tot AND reden = 'school') AS school,
        count(*) FILTER (eraf >= van AND eraf < tot AND reden = 'overdracht') AS overdracht,
        count(*) FILTER (eraf >= van AND eraf < tot AND reden = 'anders') AS anders,
        count(*) FILTER (erop < tot AND coalesce(eraf >= tot, true)) AS eind
    FROM kwartaal, verblijf
    WHERE tot <= getvariable('stand') + 1
    GROUP BY nummer
)
SELECT getvariable('schooljaar')::INTEGER AS schooljaar, nummer::VARCHAR AS kwartaal, soort, aantal
FROM (
    SELECT nummer, unnest([
        {'soort': 'begin', 'aantal': begin_},
        {'soort': 'erbij', 'aantal': erbij},
        {'soort': 'contract', 'aantal': contract},
        {'soort': 'school', 'aantal': school},
        {'soort': 'overdracht', 'aantal': overdracht},
        {'soort': 'anders', 'aantal': anders},
        {'soort': 'eind', 'aantal': eind}
    ], recursive := true)
    FROM per_kwartaal
)
ORDER BY ALL
