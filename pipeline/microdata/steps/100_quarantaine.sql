-- Eén rij per rij van een uitstroomlijst die in quarantaine staat, met het schooljaar waarbij zij telt (geleverde_rij)
-- en de vestiging als die vast te stellen was. Zij kan een schoolverlater zijn die nergens anders te zien is.
CREATE TABLE quarantaine AS
SELECT
    uitstroom_lot.levering_id,
    uitstroom_lot.rij,
    geleverde_rij.cohort,
    uitstroom_lot.quarantaine_reden AS reden,
    uitstroom_lot.brin
FROM uitstroom_lot
INNER JOIN geleverde_rij
    ON uitstroom_lot.levering_id = geleverde_rij.levering_id AND uitstroom_lot.rij = geleverde_rij.rij
WHERE uitstroom_lot.lot = 'quarantaine'
