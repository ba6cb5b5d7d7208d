-- Eén rij per levering, cohort, meetmoment en soort defect: in hoeveel gehouden rijen een waarde niet te gebruiken was.
CREATE TABLE defect AS
SELECT
    gevonden.levering_id,
    gevonden.cohort,
    gevonden.meetmoment,
    gevonden.soort,
    coalesce(peildatum.peildatum, make_date(gevonden.cohort + 1, 7, 31), levering.leverdatum) AS bekend_op,
    count(*) AS aantal
FROM (
    SELECT levering_id, cohort, meetmoment, unnest(defecten) AS soort FROM geleverde_rij WHERE lot = 'gehouden'
) AS gevonden
INNER JOIN levering ON gevonden.levering_id = levering.levering_id
LEFT JOIN peildatum ON gevonden.cohort = peildatum.cohort AND gevonden.meetmoment = peildatum.meetmoment
GROUP BY ALL
