-- Eén rij per geleverde rij van welke bron ook, met haar lot. Een rij zonder schooljaar telt bij het laatste schooljaar
-- van haar levering, zodat zij ergens te zien is.
CREATE TABLE geleverde_rij AS
SELECT
    levering_id,
    coalesce(cohort, max(cohort) OVER (PARTITION BY levering_id)) AS cohort,
    meetmoment,
    lot,
    quarantaine_reden,
    defecten
FROM (
    SELECT levering_id, cohort, 'U' AS meetmoment, lot, quarantaine_reden, defecten FROM uitstroom_lot
    UNION ALL
    SELECT levering_id, cohort, coalesce(meetmoment, 'U'), lot, quarantaine_reden, defecten FROM intergrip_lot
    UNION ALL
    SELECT levering_id, cohort, NULL, lot, quarantaine_reden, defecten FROM rij_duo_nenr
    UNION ALL
    SELECT levering_id, cohort, NULL, lot, quarantaine_reden, defecten FROM rij_duo_nrsp
    UNION ALL
    SELECT levering_id, cohort, NULL, lot, quarantaine_reden, defecten FROM rij_duo_a04
    UNION ALL
    SELECT levering_id, cohort, NULL, lot, quarantaine_reden, defecten FROM doelen_lot
    UNION ALL
    SELECT levering_id, cohort, NULL, lot, quarantaine_reden, defecten FROM esf_lot
)
