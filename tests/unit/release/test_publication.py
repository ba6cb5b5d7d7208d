"""A release on disk: only what is on the allow-list, the same bytes every time, and nothing else can be
opened.
"""

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.release import publication
from pipeline.release.allowlist import allowed_tables, check_meta
from pipeline.release.publication import MANIFEST, open_release, write_release
from pipeline.workspace.errors import ReleaseGeweigerd

META = {
    "schooljaar": "2020-2021",
    "stand": "2021-12-31",
    "voorbeeldgegevens": True,
    "sleutel_id": "demo",
    "versions": {"toeleiding": "0.1.0"},
    "hidden": {"school": {"cellen": 5, "niet_getoond": 2}},
}


def cijfers() -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "cohort": [2020, 2020, 2019],
            "indicator": ["P2", "P1", "P2"],
            "klasse": "",
            "soort_klasse": "",
            "niveau": "regio",
            "eenheid": "regio",
            "naam": "Rijnmond",
            "n": pd.array([40, None, 30], dtype="Int64"),
            "k": pd.array([30, None, 20], dtype="Int64"),
            "pct": [75.0, None, 200 / 3],
            "laag": [60.0, None, 50.0],
            "hoog": [85.0, None, 80.0],
            "onbekend": pd.array([6, None, None], dtype="Int64"),
            "aandeel_onbekend": [15.0, None, None],
            "ondergrens": [75.0, None, None],
            "bovengrens": [90.0, None, None],
            "status": ["gemeten", "niet getoond", "gemeten"],
            "grenzen_getoond": [True, False, False],
            "definitie_versie": "1",
        }
    )
    return table


def eenheden() -> pd.DataFrame:
    return pd.DataFrame(
        {"cohort": [2020], "school": ["99AA00"], "naam": ["A"], "bestuur": ["X"], "schooltype": ["PRO"]}
    )


def tables() -> dict[str, pd.DataFrame]:
    return {"cijfers": cijfers(), "eenheden": eenheden()}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_written_is_what_is_opened(tmp_path: Path) -> None:
    write_release(tmp_path, tables(), META)
    release = open_release(tmp_path)
    assert release.meta == META
    assert release.tables == ("cijfers", "eenheden")
    ordered = cijfers().sort_values(["cohort", "indicator"], ignore_index=True)
    pd.testing.assert_frame_equal(release.table("cijfers"), ordered, check_dtype=False)
    assert release.table("cijfers").dtypes.astype(str).to_dict() == {
        **dict.fromkeys(cijfers().columns, "str"),
        **dict.fromkeys(["cohort", "n", "k", "onbekend"], "Int64"),
        **dict.fromkeys(["pct", "laag", "hoog", "aandeel_onbekend", "ondergrens", "bovengrens"], "float64"),
        "grenzen_getoond": "bool",
    }


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write_release(one, tables(), META)
    shuffled = {name: table.sample(frac=1, random_state=1) for name, table in reversed(tables().items())}
    shuffled["cijfers"] = shuffled["cijfers"][sorted(cijfers().columns)]
    write_release(other, shuffled, dict(reversed(META.items())))
    assert files(one) == files(other)
    assert open_release(one).sha256 == open_release(other).sha256


def test_files_are_named_after_their_content_and_hold_nothing_of_their_making(tmp_path: Path) -> None:
    write_release(tmp_path, tables(), META)
    manifest = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    entry = manifest["files"]["cijfers"]
    assert entry["file"] == f"cijfers-{entry['sha256'][:12]}.parquet"
    assert {path.name for path in tmp_path.iterdir()} == {
        MANIFEST, *(found["file"] for found in manifest["files"].values())
    }  # fmt: skip
    assert pq.read_schema(tmp_path / entry["file"]).metadata is None


def test_a_new_release_replaces_the_old_one(tmp_path: Path) -> None:
    old = write_release(tmp_path, tables(), META)
    changed = cijfers()
    changed.loc[0, "k"] = 31
    new = write_release(tmp_path, {**tables(), "cijfers": changed}, META)
    assert len(files(tmp_path)) == 3
    assert 31 in set(open_release(tmp_path).table("cijfers")["k"])
    assert 30 in set(old.table("cijfers")["k"])
    assert old.sha256 != new.sha256


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"cijfers": cijfers().assign(pseudoniem="x")}, "cijfers, column pseudoniem: not on the allow-list"),
        ({"cijfers": cijfers().drop(columns="pct")}, "cijfers, column pct: missing"),
        ({"personen": eenheden()}, "table personen: not on the allow-list"),
        ({"eenheden": eenheden().assign(naam=3)}, "column naam: not a text"),
        ({"cijfers": cijfers().assign(k=[0.5, None, 1.0])}, "column k: not a count"),
        ({"cijfers": cijfers().assign(k="3")}, "column k: not a count"),
        ({"cijfers": cijfers().assign(pct="75%")}, "column pct: not a number"),
        ({"cijfers": cijfers().assign(grenzen_getoond=[True, None, False])}, "grenzen_getoond: not a flag"),
    ],
)
def test_what_is_not_on_the_list_stays_in(
    tmp_path: Path, change: dict[str, pd.DataFrame], fault: str
) -> None:
    write_release(tmp_path, tables(), META)
    before = files(tmp_path)
    with pytest.raises(ReleaseGeweigerd, match=fault):
        write_release(tmp_path, {**tables(), **change}, META)
    assert files(tmp_path) == before


def test_a_release_has_its_figures(tmp_path: Path) -> None:
    with pytest.raises(ReleaseGeweigerd, match="table cijfers: missing"):
        write_release(tmp_path, {"eenheden": eenheden()}, META)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"leerlingen": "Jan"}, "entry leerlingen: not on the allow-list"),
        ({"voorbeeldgegevens": "ja"}, "entry voorbeeldgegevens: not of its kind"),
        ({"versions": {"python": ["3"]}}, "entry versions: not of its kind"),
    ],
)
def test_the_manifest_has_an_allow_list_too(change: dict[str, object], fault: str) -> None:
    with pytest.raises(ReleaseGeweigerd, match=fault):
        check_meta({**META, **change})


def test_the_manifest_says_what_it_is_of() -> None:
    with pytest.raises(ReleaseGeweigerd, match="entry stand: missing"):
        check_meta({name: value for name, value in META.items() if name != "stand"})


def rewrite(folder: Path, change: object) -> None:
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)  # type: ignore[operator]
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_a_changed_file_is_not_opened(tmp_path: Path) -> None:
    write_release(tmp_path, tables(), META)
    path = next(tmp_path.glob("cijfers-*.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(ReleaseGeweigerd, match="changed since it was released"):
        open_release(tmp_path)


def test_a_file_of_another_name_is_not_opened(tmp_path: Path) -> None:
    write_release(tmp_path, tables(), META)
    rewrite(tmp_path, lambda m: m["files"]["cijfers"].update(file="../microdata.parquet"))
    with pytest.raises(ReleaseGeweigerd, match="does not name its file and hash"):
        open_release(tmp_path)


def test_a_file_with_another_column_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looser = {**allowed_tables(), "eenheden": {**allowed_tables()["eenheden"], "pseudoniem": "text"}}
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.release.allowlist.allowed_tables", lambda: looser)
        patch.setattr(publication, "allowed_tables", lambda: looser)
        write_release(tmp_path, {**tables(), "eenheden": eenheden().assign(pseudoniem="x")}, META)
    with pytest.raises(ReleaseGeweigerd, match="column pseudoniem: not on the allow-list"):
        open_release(tmp_path)


def test_a_folder_without_a_release_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(ReleaseGeweigerd, match="there is no release here"):
        open_release(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "\xff", '{"files": []}'])
def test_a_broken_manifest_is_not_opened(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="latin-1")
    with pytest.raises(ReleaseGeweigerd, match="not a manifest"):
        open_release(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_release(tmp_path, tables(), META)
    next(tmp_path.glob("cijfers-*.parquet")).unlink()
    with pytest.raises(ReleaseGeweigerd, match=r"cijfers-.*lacks this file"):
        open_release(tmp_path)


def test_a_reader_that_is_overtaken_reads_the_new_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_release(tmp_path, tables(), META)
    read = publication._read
    overtaken = []

    def slow_read(folder: Path, name: str, entry: object) -> bytes:
        if not overtaken:
            overtaken.append(name)
            changed = cijfers()
            changed.loc[0, "k"] = 31
            with monkeypatch.context() as patch:
                patch.setattr(publication, "_read", read)
                write_release(tmp_path, {**tables(), "cijfers": changed}, META)
        return read(folder, name, entry)

    monkeypatch.setattr(publication, "_read", slow_read)
    assert 31 in set(open_release(tmp_path).table("cijfers")["k"])


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="no table 'stroom'"):
        write_release(tmp_path, tables(), META).table("stroom")


def test_a_foreign_file_in_the_folder_is_left_alone_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "goedkeuring.json").write_text("{}", encoding="utf-8")
    (tmp_path / "verkenning.parquet").write_bytes(b"x")
    release = write_release(tmp_path, tables(), META)
    assert {"goedkeuring.json", "verkenning.parquet"} <= set(files(tmp_path))
    assert release.tables == ("cijfers", "eenheden")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/home/anna/exports", "column naam: a path of a machine"),
        ("School 999990019", "column naam: a number of nine digits"),
        ("ab" * 32, "column naam: a pseudonym"),
    ],
)
def test_a_release_with_a_trace_of_a_person_or_a_machine_stays_inside(
    tmp_path: Path, name: str, said: str
) -> None:
    write_release(tmp_path, tables(), META)
    before = files(tmp_path)
    with pytest.raises(ReleaseGeweigerd, match=rf"eenheden-[0-9a-f]+\.parquet, {said}") as fault:
        write_release(tmp_path, {**tables(), "eenheden": eenheden().assign(naam=name)}, META)
    assert fault.value.exit_code == 4 and name not in str(fault.value)
    assert files(tmp_path) == before
