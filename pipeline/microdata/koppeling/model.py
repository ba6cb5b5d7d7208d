"""The model of Splink, from the settings alone: comparisons with fixed weights, and pairs to weigh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.workspace.settings import Koppeling

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from splink import SettingsCreator
    from splink.comparison_library import CustomComparison

THREADS = "2"
PARTIJEN = (Path(__file__).parent / "partijen.sql").read_text("utf-8")
_LOS = """
    SELECT partij.* FROM koppelpartij AS partij
    LEFT JOIN koppelpartij AS verlater
        ON partij.cohort = verlater.cohort AND partij.sleutel = verlater.sleutel
        AND verlater.bron = 'uitstroom'
    WHERE CASE WHEN partij.bron = 'uitstroom' THEN partij.rang < 3 ELSE verlater.sleutel IS NULL END"""
"""Who has to be linked: in Intergrip and no leaver, or a leaver without a BSN."""
_ANKER = """
    SELECT * FROM koppelpartij WHERE bron = 'uitstroom'"""
"""Who they may be: the leavers."""
_TOELAATBAAR = """
    l.cohort = r.cohort AND l.sleutel <> r.sleutel AND NOT (l.rang = 3 AND r.rang = 3)
    AND CASE WHEN l.bron = 'uitstroom' THEN l.rang < r.rang AND r.rang >= 2 AND l.brin <> r.brin
        ELSE NOT list_has_any(l.momenten, r.momenten) END
    AND NOT coalesce(l.kv_geboren = r.kv_geboren AND (l.kv_naam = r.kv_naam OR l.kv_klank = r.kv_klank)
        AND l.kv_roepnaam <> r.kv_roepnaam AND NOT coalesce(l.leerling = r.leerling, false), false)"""
"""Which pairs there can be. The last rule is for twins: weights take fields to be independent, and in twins
all but the first name agrees. Without one number at school that both have, such a pair is no candidate."""
_BLOKKEN = (
    "l.kv_geboren = r.kv_geboren",
    "l.kv_geboren = r.kv_verwisseld",
    "l.leerling = r.leerling",
    "l.kv_klank = r.kv_klank AND l.kv_roepnaam = r.kv_roepnaam",
    "l.kv_naam = r.kv_naam AND l.kv_roepnaam = r.kv_roepnaam",
)
"""Pairs with none of these in common cannot reach a threshold."""
NIVEAUS = {
    "geboren": (
        "kv_geboren_l IS NULL OR kv_geboren_r IS NULL",
        {
            "gelijk": "kv_geboren_l = kv_geboren_r",
            "verwisseld": "kv_geboren_l = kv_verwisseld_r",
        },
    ),
    "achternaam": (
        "kv_naam_l IS NULL OR kv_naam_r IS NULL",
        {
            "gelijk": "kv_naam_l = kv_naam_r AND kv_klank_l = kv_klank_r",
            "bijna": "kv_naam_l = kv_naam_r OR kv_klank_l = kv_klank_r",
        },
    ),
    "roepnaam": (
        "kv_roepnaam_l IS NULL OR kv_roepnaam_r IS NULL",
        {"gelijk": "kv_roepnaam_l = kv_roepnaam_r"},
    ),
    "school": (
        "brin_l IS NULL OR brin_r IS NULL",
        {
            "leerlingnummer": "leerling_l = leerling_r",
            "ander_nummer": "brin_l = brin_r AND leerling_l <> leerling_r",
            "gelijk": "brin_l = brin_r",
        },
    ),
    "geslacht": (
        "kv_geslacht_l IS NULL OR kv_geslacht_r IS NULL",
        {"gelijk": "kv_geslacht_l = kv_geslacht_r"},
    ),
    "postcode": (
        "kv_postcode_l IS NULL OR kv_postcode_r IS NULL",
        {"gelijk": "kv_postcode_l = kv_postcode_r"},
    ),
}
"""Per field: when it tells nothing, and its ways of agreeing, of which the first that holds counts."""
SCORE = (
    "los VARCHAR, los_bron VARCHAR, anker VARCHAR, cohort INTEGER, rang_los INTEGER, rang_anker INTEGER,"
    " momenten_los VARCHAR[], momenten_anker VARCHAR[], gewicht DOUBLE, kans DOUBLE"
)


def score_pairs(con: duckdb.DuckDBPyConnection, koppeling: Koppeling) -> None:
    """Make `koppelscore`: every pair that was weighed, with its weight in bits and its chance.

    Needs koppeling (step 030), uitstroom_lot, intergrip_lot and koppelveld; leaves no link field behind.
    """
    con.execute(f"CREATE TEMP TABLE koppelscore ({SCORE})")
    con.execute(PARTIJEN)
    con.execute(f"CREATE TEMP TABLE a_los AS {_LOS}; CREATE TEMP TABLE b_anker AS {_ANKER}")
    if rows := _who_may_pair(con):
        con.register("gewogen", weigh(*rows, koppeling))
        con.execute("INSERT INTO koppelscore BY NAME SELECT * FROM gewogen")
        con.unregister("gewogen")
    con.execute("DROP TABLE a_los; DROP TABLE b_anker; DROP TABLE koppelpartij; DROP TABLE koppelveld")


def _who_may_pair(con: duckdb.DuckDBPyConnection) -> tuple[pa.Table, pa.Table] | None:
    """The loose and the leavers that some pair to weigh is of, in a fixed order; mostly there are none."""
    pairs = " UNION ".join(
        f"SELECT l.unique_id AS los, r.unique_id AS anker FROM a_los AS l JOIN b_anker AS r"
        f" ON {blok} AND {_TOELAATBAAR}"
        for blok in _BLOKKEN
    )
    con.execute(f"CREATE TEMP TABLE kandidaat AS {pairs}")
    rows = [
        con.sql(f"FROM {table} SEMI JOIN kandidaat ON unique_id = kandidaat.{kant} ORDER BY unique_id")
        for table, kant in (("a_los", "los"), ("b_anker", "anker"))
    ]
    los, anker = (found.to_arrow_table() for found in rows)
    con.execute("DROP TABLE kandidaat")
    return (los, anker) if los.num_rows else None


def weigh(los: pa.Table, anker: pa.Table, koppeling: Koppeling) -> pa.Table:
    """The pairs of the loose and the leavers by Splink, in a session that reaches nothing outside itself."""
    import duckdb
    from splink import DuckDBAPI, Linker

    config = {
        "autoinstall_known_extensions": "false",
        "enable_external_access": "false",
        "temp_directory": "",
        "threads": THREADS,
    }
    with duckdb.connect(":memory:", config={**config}) as con:
        api = DuckDBAPI(con)
        for name, rows in (("a_los", los), ("b_anker", anker)):
            con.register("rijen", rows)
            con.execute(f"CREATE TABLE {name} AS FROM rijen")
            con.unregister("rijen")
        frames = [api.register(name) for name in ("a_los", "b_anker")]
        linker = Linker(frames, splink_settings(koppeling), log_level="ERROR")
        pairs = linker.inference.predict()
        return con.sql(
            "SELECT sleutel_l AS los, bron_l AS los_bron, sleutel_r AS anker, cohort_l AS cohort,"
            " rang_l AS rang_los, rang_r AS rang_anker,"
            " momenten_l AS momenten_los, momenten_r AS momenten_anker,"
            " round(match_weight, 6) AS gewicht, round(match_probability, 9) AS kans"
            f" FROM {pairs.physical_name} ORDER BY ALL"
        ).to_arrow_table()


def splink_settings(koppeling: Koppeling) -> SettingsCreator:
    """Everything Splink needs to know; nothing of it is estimated."""
    from splink import SettingsCreator
    from splink.blocking_rule_library import CustomRule

    return SettingsCreator(
        link_type="link_only",
        comparisons=[_comparison(veld, koppeling) for veld in NIVEAUS],
        blocking_rules_to_generate_predictions=[
            CustomRule(f"{blok} AND {_TOELAATBAAR}", sql_dialect="duckdb") for blok in _BLOKKEN
        ],
        probability_two_random_records_match=koppeling.vooraf,
        retain_matching_columns=False,
        additional_columns_to_retain=["sleutel", "bron", "cohort", "rang", "momenten"],
    )


def _comparison(veld: str, koppeling: Koppeling) -> CustomComparison:
    """A field with its levels: nothing known, each way of agreeing, and disagreement for what is left."""
    from splink.comparison_level_library import CustomLevel, ElseLevel
    from splink.comparison_library import CustomComparison

    nothing, ways = NIVEAUS[veld]
    weights = {naam: getattr(koppeling.gewichten, f"{veld}_{naam}") for naam in ways}
    agreeing = [
        CustomLevel(sql, naam).configure(m_probability=weights[naam][0], u_probability=weights[naam][1])
        for naam, sql in ways.items()
    ]
    rest = [1 - sum(weight[n] for weight in weights.values()) for n in (0, 1)]
    return CustomComparison(
        [
            CustomLevel(nothing, "niet bekend").configure(is_null_level=True),
            *agreeing,
            ElseLevel().configure(m_probability=rest[0], u_probability=rest[1]),
        ],
        output_column_name=veld,
    )
