-- Eén rij per paar dat is gewogen: wie te koppelen is (los), een schoolverlater van dat cohort (anker), het gewicht in
-- bits en de kans dat zij dezelfde leerling zijn. Soort school: twee scholen melden haar; volg: Intergrip volgt haar.
-- Momenten zijn die waarop elk van beiden onder het eigen nummer al is gemeten.
CREATE TABLE koppelpaar AS
SELECT
    cohort,
    CASE WHEN los_bron = 'uitstroom' THEN 'school' ELSE 'volg' END AS soort,
    los,
    anker,
    rang_los,
    rang_anker,
    momenten_los,
    momenten_anker,
    gewicht,
    kans
FROM koppelscore
