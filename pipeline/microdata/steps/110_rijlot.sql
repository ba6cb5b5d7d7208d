-- Eén rij per levering, cohort, meetmoment, lot en reden: hoeveel geleverde rijen dat lot hadden. Samen zijn zij alle rijen.
-- bekend_op is de dag vanaf welke een rapport deze rijen mag kennen: de peildatum van het moment, of van het teljaar.
CREATE TABLE rijlot AS
SELECT
    geleverde_rij.levering_id,
    geleverde_rij.cohort,
    geleverde_rij.meetmoment,
    geleverde_rij.lot,
    geleverde_rij.quarantaine_reden,
    coalesce(
        peildatum.peildatum, make_date(levering.teljaar + 1, 10, 1), make_date(geleverde_rij.cohort + 1, 7, 31),
        levering.leverdatum
    ) AS bekend_op,
    count(*) AS rijen
FROM geleverde_rij
INNER JOIN levering ON geleverde_rij.levering_id = levering.levering_id
LEFT JOIN peildatum
    ON geleverde_rij.cohort = peildatum.cohort AND geleverde_rij.meetmoment = peildatum.meetmoment
GROUP BY ALL
