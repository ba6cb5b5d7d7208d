-- Eén rij per schoolverlater en meetmoment waarop Intergrip zegt wanneer zij voor het eerst werk had: de rij die als laatste is
-- geleverd, ook die van bij uitstroom. Of zij is bereikt, doet er niet toe: een begindatum veroudert niet.
CREATE TABLE eerste_werk AS
SELECT persoon, cohort, meetmoment, peildatum, begindatum_eerste_werk
FROM (
    SELECT
        volgrecord.persoon, volgrecord.cohort, volgrecord.meetmoment, peildatum.peildatum,
        volgrecord.begindatum_eerste_werk,
        row_number() OVER (
            PARTITION BY volgrecord.persoon, volgrecord.cohort, volgrecord.meetmoment
            ORDER BY volgrecord.leverdatum DESC NULLS LAST, volgrecord.registratiedatum DESC NULLS LAST,
                volgrecord.levering_id, volgrecord.rij
        ) AS volgnummer
    FROM volgrecord
    INNER JOIN schoolverlater
        ON volgrecord.persoon = schoolverlater.persoon AND volgrecord.cohort = schoolverlater.cohort
    INNER JOIN peildatum ON volgrecord.cohort = peildatum.cohort AND volgrecord.meetmoment = peildatum.meetmoment
) AS gemeten
WHERE volgnummer = 1 AND begindatum_eerste_werk IS NOT NULL
