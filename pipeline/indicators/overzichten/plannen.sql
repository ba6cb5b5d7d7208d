-- Eén rij per innovatieplan met een doel dat tot en met het schooljaar van dit rapport begint, zoals het laatst is geleverd.
SELECT plan, indicator, cohort, besturen, scholen
FROM innovatieplannen_lot
WHERE lot = 'gehouden' AND plan IS NOT NULL AND indicator IS NOT NULL AND cohort <= getvariable('schooljaar')
ORDER BY ALL
