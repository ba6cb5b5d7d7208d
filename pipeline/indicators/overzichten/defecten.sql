-- Eén rij per bron en soort defect in de cohorten van dit rapport: het schooljaar zelf en de twee ervoor.
SELECT bron, soort, sum(aantal)::BIGINT AS aantal FROM (
    SELECT levering.bron, defect.soort, defect.aantal
    FROM defect INNER JOIN levering USING (levering_id)
    WHERE
        levering.bron IN ('uitstroom', 'intergrip')
        AND defect.cohort BETWEEN getvariable('schooljaar') - 2 AND getvariable('schooljaar')
        AND defect.bekend_op <= getvariable('stand')
    UNION ALL
    SELECT 'intergrip' AS bron, verschil.soort, verschil.aantal
    FROM verschil INNER JOIN peildatum USING (cohort, meetmoment)
    WHERE
        verschil.cohort BETWEEN getvariable('schooljaar') - 2 AND getvariable('schooljaar')
        AND peildatum.peildatum <= getvariable('stand')
)
GROUP BY ALL
ORDER BY bron, soort
