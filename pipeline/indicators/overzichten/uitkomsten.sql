-- Eén rij per cohort: de dag waarop er voor het eerst iets van is geleverd. Eerder kon niemand een uitkomst ervan kennen.
SELECT rijlot.cohort, min(levering.leverdatum) AS sinds
FROM rijlot INNER JOIN levering USING (levering_id)
WHERE levering.bron IN ('uitstroom', 'intergrip') AND rijlot.cohort <= getvariable('schooljaar')
GROUP BY ALL
ORDER BY ALL
