-- Eén rij per schoolverlater en meetmoment waarop is gemeten. Bij uitstroom (U) telt de uitstroomlijst, op V1 tot en
-- met V4 telt Intergrip. Een moment zonder rij is niet gemeten; een leerling die niet bereikt is, is onbekend.
CREATE TABLE meting AS
SELECT
    gemeten.* EXCLUDE (volgnummer),
    peildatum.peildatum,
    bestemming.klasse,
    bestemming.in_werk,
    CASE
        WHEN contract_soort = 'VAST' THEN true
        WHEN contract_begin IS NOT NULL AND contract_einde IS NOT NULL
            THEN contract_einde + INTERVAL 1 DAY >= contract_begin + to_months(getvariable('contract_maanden'))
    END AS contract_lang,
    uren >= getvariable('uren_minimum') AS uren_genoeg
FROM (
    SELECT
        persoon, cohort, 'U' AS meetmoment, bestemming <> 'ONBEKEND' AS bereikt, bestemming, reden, werkgever,
        contract_soort, contract_begin, contract_einde, uren, werkgemeente, passend, uitkering, 1 AS volgnummer
    FROM schoolverlater
    UNION ALL
    SELECT
        volgrecord.persoon, volgrecord.cohort, volgrecord.meetmoment, volgrecord.bereikt, volgrecord.bestemming,
        volgrecord.reden, volgrecord.werkgever, volgrecord.contract_soort, volgrecord.contract_begin,
        volgrecord.contract_einde, volgrecord.uren, volgrecord.werkgemeente, volgrecord.passend, volgrecord.uitkering,
        row_number() OVER (
            PARTITION BY volgrecord.persoon, volgrecord.cohort, volgrecord.meetmoment
            ORDER BY volgrecord.leverdatum DESC NULLS LAST, volgrecord.registratiedatum DESC NULLS LAST,
                volgrecord.levering_id, volgrecord.rij
        ) AS volgnummer
    FROM volgrecord
    INNER JOIN schoolverlater
        ON volgrecord.persoon = schoolverlater.persoon AND volgrecord.cohort = schoolverlater.cohort
    WHERE volgrecord.meetmoment <> 'U'
) AS gemeten
INNER JOIN peildatum ON gemeten.cohort = peildatum.cohort AND gemeten.meetmoment = peildatum.meetmoment
LEFT JOIN bestemming ON gemeten.bestemming = bestemming.code
WHERE gemeten.volgnummer = 1
