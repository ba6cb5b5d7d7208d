"""What is shared is kept with the generation of its microdata, and goes when its cohort is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.release.delingen import Aantal, Atoom, Deling, Groep, Toen
from pipeline.release.figures import Key, Unit
from pipeline.release.generations import forget_counted, keep_shared, read_generations, read_shared
from pipeline.workspace.errors import ReleaseGeweigerd

P2 = Key("P2", "", "")


def deling(cohort: int) -> Deling:
    """Two schools; of one of them the girls are shared."""
    atoms = (
        Atoom("A", "B1", "PRO", ("V",), ((P2, Aantal(12, 20)),)),
        Atoom("A", "B1", "PRO", (), ((P2, Aantal(7, 15)),)),
        Atoom("B", "B1", "PRO", (), ((P2, Aantal(9, 30)),)),
    )
    toen = (Toen(P2, Unit("school", "A"), Aantal(19, 35), True),)
    return Deling(cohort, (Groep("V", "een", ((P2, True),), "geslacht = 'V'"),), atoms, toen)


def test_what_is_kept_is_what_was_shared(tmp_path: Path) -> None:
    keep_shared(tmp_path, "een", [deling(2020), deling(2021)])
    kept = read_shared(tmp_path, "een")
    assert [one.cohort for one in kept] == [2020, 2021]
    assert kept[0].groepen == deling(2020).groepen and kept[0].atomen == deling(2020).atomen
    assert kept[0].toen == deling(2020).toen
    (generation,) = read_generations(tmp_path, "twee")
    assert generation.delingen == kept
    assert read_generations(tmp_path, "een") == ()


def test_beside_other_microdata_nothing_is_kept(tmp_path: Path) -> None:
    keep_shared(tmp_path, "een", [deling(2020)])
    with pytest.raises(ReleaseGeweigerd, match="no release of these microdata"):
        read_shared(tmp_path, "twee")


def test_one_that_was_changed_is_refused(tmp_path: Path) -> None:
    keep_shared(tmp_path, "een", [deling(2020)])
    (path,) = tmp_path.rglob("gedeeld-*.json")
    path.write_text(path.read_text("utf-8").replace("20", "21"), "utf-8")
    with pytest.raises(ReleaseGeweigerd, match="not as it was written"):
        read_shared(tmp_path, "een")


def test_counts_of_a_forgotten_cohort_go(tmp_path: Path) -> None:
    keep_shared(tmp_path, "een", [deling(2020), deling(2021)])
    forget_counted(tmp_path, {2020})
    assert [one.cohort for one in read_shared(tmp_path, "een")] == [2021]


def test_the_rest_is_who_is_of_the_same_school_and_in_no_group() -> None:
    """By hand: 7 of 15 of school A; school B has no group in it."""
    with_rest = deling(2020).with_rests()
    (rest,) = [groep for groep in with_rest.groepen if not groep.getoond]
    assert with_rest.aantal(P2, with_rest.of_groups[rest.naam]) == Aantal(7, 15)
    assert with_rest.aantal(P2, with_rest.of_groups["V"]) == Aantal(12, 20)
    assert with_rest.with_rests() == with_rest
