-- Eén rij per paar van wie in Intergrip staat (los) en een schoolverlater dat is gekoppeld: welke sleutel bij welke persoon
-- hoort. De persoon is de kant met het betere nummer; zijn ze even goed, dan de schoolverlater.
CREATE TABLE volgkoppeling AS
SELECT
    cohort,
    los,
    CASE WHEN rang_los > rang_anker THEN anker ELSE los END AS sleutel,
    CASE WHEN rang_los > rang_anker THEN los ELSE anker END AS persoon,
    gewicht,
    kans
FROM volgpaar
WHERE besluit = 'gekoppeld'
