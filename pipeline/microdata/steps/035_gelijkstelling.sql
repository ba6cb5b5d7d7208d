-- Eén rij per cohort en sleutel (PGN, of anders leerlingnummer) die na weging van een ander bleek te zijn: van wie.
CREATE TABLE gelijkstelling AS
SELECT cohort, sleutel, persoon, 'volg' AS soort, gewicht, kans FROM volgkoppeling
UNION ALL
SELECT
    school.cohort,
    school.los AS sleutel,
    coalesce(volgkoppeling.persoon, school.anker) AS persoon,
    'school' AS soort,
    school.gewicht,
    school.kans
FROM schoolpaar AS school
LEFT JOIN volgkoppeling ON school.cohort = volgkoppeling.cohort AND school.anker = volgkoppeling.sleutel
WHERE school.besluit = 'gekoppeld'
