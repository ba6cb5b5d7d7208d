"""New versions of the notebooks beside those of the analyst, which stay as she left them."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.verkennen.meegeleverd import bring


def notebook(source: str, outputs: tuple[str, ...] = ()) -> bytes:
    cell = {"cell_type": "code", "source": [source], "outputs": list(outputs)}
    return json.dumps({"cells": [cell]}).encode()


def shipped(tmp_path: Path, source: str) -> Path:
    path = tmp_path / "programma" / "verkenning_x.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(notebook(source))
    return path


def test_hers_stays_and_the_new_one_lies_beside_it_once(tmp_path: Path) -> None:
    folder = tmp_path / "eigen"
    folder.mkdir()
    own = folder / "verkenning_x.ipynb"
    assert bring([shipped(tmp_path, "een")], folder) == []
    own.write_bytes(notebook("een, van mij", ("Jansen",)))
    mine = own.read_bytes()
    assert bring([shipped(tmp_path, "een")], folder) == []
    (name,) = bring([shipped(tmp_path, "twee")], folder)
    assert own.read_bytes() == mine
    assert (folder / name).read_bytes() == notebook("twee") and name.startswith("verkenning_x-nieuw-")
    assert bring([shipped(tmp_path, "twee")], folder) == []
    (folder / name).unlink()
    assert bring([shipped(tmp_path, "twee")], folder) == []


def test_one_that_she_only_ran_is_left_alone_too(tmp_path: Path) -> None:
    folder = tmp_path / "eigen"
    folder.mkdir()
    bring([shipped(tmp_path, "een")], folder)
    ran = notebook("een", ("uitkomst",))
    (folder / "verkenning_x.ipynb").write_bytes(ran)
    assert len(bring([shipped(tmp_path, "twee")], folder)) == 1
    assert (folder / "verkenning_x.ipynb").read_bytes() == ran


def test_a_folder_from_before_this_was_kept(tmp_path: Path) -> None:
    """The same cells are the same version; others are hers."""
    for source, expected in (("een", 0), ("anders", 1)):
        folder = tmp_path / source
        folder.mkdir()
        (folder / "verkenning_x.ipynb").write_bytes(notebook(source, ("uitkomst",)))
        assert len(bring([shipped(tmp_path, "een")], folder)) == expected


def test_a_list_or_notebook_that_cannot_be_read_is_no_reason_to_overwrite(tmp_path: Path) -> None:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / ".meegeleverd.json").write_text("{half")
    (folder / "verkenning_x.ipynb").write_bytes(b"half")
    assert len(bring([shipped(tmp_path, "een")], folder)) == 1
    assert (folder / "verkenning_x.ipynb").read_bytes() == b"half"
