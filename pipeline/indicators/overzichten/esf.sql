-- Eén rij per ESF-aanvraag tot en met het schooljaar van dit rapport (euro's; percentage van de baten).
SELECT
    aanvraag,
    periode::VARCHAR || '-' || (periode + 1)::VARCHAR AS periode,
    gerealiseerde_baten::DOUBLE AS gerealiseerde_baten,
    coalesce(percentage, 100 * bedrag_bestemd / nullif(gerealiseerde_baten, 0))::DOUBLE AS percentage,
    bedrag_bestemd::DOUBLE AS bedrag_bestemd,
    besteed_arbeidstoeleiding::DOUBLE AS besteed_arbeidstoeleiding,
    besteed_nazorg::DOUBLE AS besteed_nazorg
FROM esf_lot
WHERE lot = 'gehouden' AND periode <= getvariable('schooljaar')
ORDER BY ALL
