-- Eén rij per schoolverlater en cohort: de laatste uitschrijving telt, ook als de leerling van school wisselde.
CREATE TABLE schoolverlater AS
SELECT
    uitschrijving.persoon,
    uitschrijving.cohort,
    uitschrijving.koppeling,
    uitschrijving.pgn_geldig,
    school.school_id,
    school.naam AS school,
    school.bestuur,
    coalesce(uitschrijving.schooltype, 'onbekend') AS schooltype,
    uitschrijving.geslacht,
    uitschrijving.leeftijd,
    uitschrijving.gemeente,
    coalesce(uitschrijving.uitstroomprofiel, 'ONBEKEND') AS uitstroomprofiel,
    uitschrijving.perspectief_arbeid,
    uitschrijving.datum_uitstroom,
    uitschrijving.diploma,
    coalesce(uitschrijving.bestemming, 'ONBEKEND') AS bestemming,
    uitschrijving.reden,
    uitschrijving.werkgever,
    uitschrijving.contract_soort,
    uitschrijving.contract_begin,
    uitschrijving.contract_einde,
    uitschrijving.uren,
    uitschrijving.werkgemeente,
    uitschrijving.passend,
    uitschrijving.uitkering,
    count(*) OVER (PARTITION BY uitschrijving.persoon, uitschrijving.cohort) AS uitschrijvingen,
    uitschrijving.levering_id
FROM uitschrijving
INNER JOIN school
    ON uitschrijving.cohort = school.cohort
    AND uitschrijving.brin = school.brin
    AND uitschrijving.schooltype IS NOT DISTINCT FROM school.schooltype
QUALIFY row_number() OVER (
    PARTITION BY uitschrijving.persoon, uitschrijving.cohort
    ORDER BY uitschrijving.datum_uitstroom DESC NULLS LAST, uitschrijving.leverdatum DESC NULLS LAST,
        uitschrijving.brin, uitschrijving.levering_id, uitschrijving.rij
) = 1
