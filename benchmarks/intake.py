"""The intake of five million rows of outflow, beside what DuckDB and calamine take for the bare reading.

`ratio_read`: reading, contract and the fate that a row has by itself (kept or quarantined), up to where
rows are held side by side, over a bare read and cast of the same file. `ratio_intake`: the whole intake, with
duplicates, superseding and pseudonyms, down to the kept Parquet, over the same. `peak_mb`: memory of the
process that did the whole intake. `ratio_xlsx`: the sheets of a workbook of 100,000 rows, over calamine
alone. `pandas_s` stands beside them: text only, no contract. `rows_per_s_...` at a tenth, once and twice the
size tell whether it is linear.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 5_000_000
SIZES = (500_000, ROWS, 2 * ROWS)
XLSX_ROWS = 100_000
DATES = ("Geboortedatum", "Datum uitstroom", "Begin contract", "Einde contract")

EXPORT = """
COPY (
    SELECT 'L' || i AS "Leerlingnummer",
        CASE WHEN i % 97 = 0 THEN NULL WHEN i % 499 > 0 THEN bsn ELSE bsn // 10 * 10 + (bsn + 1) % 10 END
            AS "BSN",
        strftime(DATE '1998-10-01' + (hash(i) % 1800)::INTEGER, '%d-%m-%Y') AS "Geboortedatum",
        printf('99AA%02d', (hash(i, 2) % 60)::INTEGER) AS "BRIN",
        ['PRO', 'VSO'][(1 + hash(i, 3) % 2)::BIGINT] AS "Schooltype",
        ['ARBEID', 'vervolg', 'dagbesteding'][(1 + hash(i, 4) % 4)::BIGINT] AS "Profiel",
        ['J', 'N'][(1 + hash(i, 5) % 3)::BIGINT] AS "Perspectief arbeid",
        ['2016-2017', '2017-2018'][1 + jaar] AS "Schooljaar",
        strftime(DATE '2017-06-01' + jaar * 365 + (hash(i, 7) % 90)::INTEGER, '%d-%m-%Y')
            AS "Datum uitstroom",
        bestemming AS "Bestemming",
        CASE WHEN bestemming = 'GEEN' AND i % 20 > 0 THEN 'ONTSLAG' END AS "Reden",
        ['Bakkerij de Vries', 'Van Dijk B.V.'][(1 + hash(i, 10) % 5)::BIGINT] AS "Werkgever",
        ['VAST', 'TIJDELIJK'][(1 + hash(i, 11) % 4)::BIGINT] AS "Soort contract",
        CASE WHEN i % 3 = 0 THEN '01-09-2017' END AS "Begin contract",
        CASE WHEN i % 3 = 0 THEN '01-03-2018' END AS "Einde contract",
        CASE WHEN i % 2 = 0 THEN hash(i, 12) % 40 END AS "Uren per week",
        ['0599', '0606'][(1 + hash(i, 13) % 4)::BIGINT] AS "Werkgemeente",
        ['J', 'N'][(1 + hash(i, 14) % 4)::BIGINT] AS "Passend",
        ['J', 'N'][(1 + hash(i, 15) % 4)::BIGINT] AS "Uitkering"
    FROM (
        SELECT *, (hash(i, 6) % 2)::INTEGER AS jaar,
            CASE WHEN som % 11 = 10 THEN 900000000 + i * 10 + 8 ELSE 800000000 + i * 10 + som % 11 END AS bsn,
            ['ARB_REG', 'garantiebaan', 'bbl', 'MBO_BOL', 'GEEN', 'VSO'][(1 + hash(i, 8) % 6)::BIGINT]
                AS bestemming
        FROM (
            SELECT i, 72 + 8 * (i // 1000000 % 10) + 7 * (i // 100000 % 10) + 6 * (i // 10000 % 10)
                + 5 * (i // 1000 % 10) + 4 * (i // 100 % 10) + 3 * (i // 10 % 10) + 2 * (i % 10) AS som
            FROM (SELECT CASE WHEN g % 1000 = 999 THEN g - 500 ELSE g END AS i FROM range({rows}) AS t(g))
        )
    )
) TO '{file}' (FORMAT csv, DELIMITER ';', HEADER)
"""
"""One row in a thousand is a twin of an earlier one. One in 97 has no BSN and goes by the school's number,
one in 499 has one that fails the check; one in twenty without work has no reason. The other BSNs pass, and
start with an 8 or a 9, as none does that was ever given out."""


def main() -> dict[str, float]:
    """Measure each in a process of its own, so that one's memory is not the other's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures: dict[str, float] = {}
        for rows in SIZES:
            file = _export(folder, rows)
            bare, intake = _measured("bare", file), _measured("intake", file)
            figures[f"rows_per_s_{rows}"] = round(rows / intake["seconds"])
            if rows == ROWS:
                figures |= _figures(file, bare, intake)
            file.unlink()
        return figures | _xlsx_figures(folder)


def _export(folder: Path, rows: int) -> Path:
    import duckdb

    file = folder / f"uitstroom_{rows}.csv"
    with duckdb.connect(":memory:") as con:
        con.execute(EXPORT.format(rows=rows, file=file))
    return file


def _figures(file: Path, bare: dict[str, float], intake: dict[str, float]) -> dict[str, float]:
    again = _measured("bare", file)
    bare_s = min(bare["seconds"], again["seconds"])
    return {
        "mb": round(file.stat().st_size / 1e6),
        "bare_s": round(bare_s, 2),
        "bare_peak_mb": bare["peak_mb"],
        "read_s": intake["read"],
        "intake_s": round(intake["seconds"], 2),
        "ratio_read": round(intake["read"] / bare_s, 2),
        "ratio_intake": round(intake["seconds"] / bare_s, 2),
        "peak_mb": intake["peak_mb"],
        "pandas_s": _measured("in_pandas", file)["seconds"],
    }


def _xlsx_figures(folder: Path) -> dict[str, float]:
    import xlsxwriter

    file = folder / "uitstroom.xlsx"
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Uitstroom")
        for number, row in enumerate(_some_rows(folder)):
            sheet.write_row(number, 0, row)
    ours, alone = (min(_measured(what, file)["seconds"] for _ in range(3)) for what in ("sheets", "calamine"))
    return {"calamine_s": alone, "xlsx_s": ours, "ratio_xlsx": round(ours / alone, 2)}


def _some_rows(folder: Path) -> list[list[str]]:
    file = _export(folder, XLSX_ROWS)
    return [line.split(";") for line in file.read_text("utf-8").splitlines()]


def _measured(what: str, file: Path) -> dict[str, float]:
    """Run one of the functions below in a fresh process; its seconds and peak memory."""
    command = [sys.executable, "-m", "benchmarks.intake", what, str(file)]
    with tempfile.TemporaryDirectory(dir=file.parent) as room:
        done = subprocess.run([*command, room], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def bare(file: Path, room: Path) -> dict[str, float]:
    """Read every column as text, cast dates and numbers, keep the table: nothing else."""
    import duckdb

    names = file.open(encoding="utf-8").readline().strip().split(";")
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    cells = ", ".join(_cast(name) for name in names)
    config = {"threads": "2", "memory_limit": "600MB", "temp_directory": str(room)}
    with duckdb.connect(":memory:", config={**config}) as con:
        start = time.perf_counter()
        con.execute(
            f"CREATE TABLE rijen AS SELECT {cells} FROM read_csv('{file}', columns = {{{columns}}},"
            " auto_detect = false, header = true, delim = ';', quote = '\"', escape = '\"')"
        )
        return {"seconds": round(time.perf_counter() - start, 2)}


def _cast(name: str) -> str:
    if name in DATES:
        return f'CAST(try_strptime("{name}", \'%d-%m-%Y\') AS DATE) AS "{name}"'
    return f'TRY_CAST("{name}" AS DECIMAL(18, 4)) AS "{name}"' if name == "Uren per week" else f'"{name}"'


def in_pandas(file: Path, room: Path) -> dict[str, float]:
    """The same file as text in pandas."""
    import pandas as pd

    start = time.perf_counter()
    frame = pd.read_csv(file, sep=";", dtype=str, keep_default_na=False)
    if frame.empty:
        raise AssertionError(f"{room}: nothing was read")
    return {"seconds": round(time.perf_counter() - start, 2)}


def intake(file: Path, room: Path) -> dict[str, float]:
    """The whole intake into a workspace, timed up to the fate of single rows as well."""
    from pipeline.pseudonym import DEMO_SLEUTEL
    from pipeline.sources import suspects
    from pipeline.sources.opname import Opname
    from pipeline.sources.register import take_in
    from pipeline.vocabulary.maanddag import TELDATUM
    from pipeline.workspace.folders import Workspace

    workspace = Workspace.create(room / "werkmap", demo=True)
    (workspace.raw / "2018-11-01").mkdir()
    (workspace.raw / "2018-11-01" / "uitstroom.csv").hardlink_to(file)
    moments: list[float] = []
    original = getattr(suspects, "_find_repeated")  # noqa: B009

    def timed(*arguments: object) -> None:
        moments.append(time.perf_counter())
        original(*arguments)

    setattr(suspects, "_find_repeated", timed)  # noqa: B010
    start = time.perf_counter()
    taken = take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))
    end = time.perf_counter()
    if taken.geweigerd or not taken.genomen:
        raise AssertionError(f"{file}: not taken {taken.geweigerd}")
    return {"seconds": end - start, "read": round(moments[0] - start, 2)}


def sheets(file: Path, room: Path) -> dict[str, float]:
    """Every row of a workbook as text, as the intake reads it."""
    from pipeline.sources.reading import bestand, read_bladen

    start = time.perf_counter()
    read = sum(sum(1 for _ in blad.rijen("", ())) for blad in read_bladen(bestand(file, file.name)))
    if read != XLSX_ROWS + 1:
        raise AssertionError(f"{room}: {read} rows")
    return {"seconds": round(time.perf_counter() - start, 3)}


def calamine(file: Path, room: Path) -> dict[str, float]:
    """The same workbook by calamine alone."""
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    read = len(CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python())
    if read != XLSX_ROWS + 1:
        raise AssertionError(f"{room}: {read} rows")
    return {"seconds": round(time.perf_counter() - start, 3)}


if __name__ == "__main__":
    measured = globals()[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(measured | {"peak_mb": round(peak)}))
