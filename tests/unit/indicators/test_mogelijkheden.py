"""What the definitions say of each other, against domain.md §7 read by hand."""

from collections.abc import Iterator

import pytest

from pipeline.indicators.mogelijkheden import Soort, mogelijkheden
from pipeline.release.nesting import parts
from pipeline.workspace.settings import Definities

INDICATORS = frozenset(
    ["D", "P1", "P2", "P3", "K1", "UIT", "B1_1", "B1_2", "B2", "B3_RUIM", "B4", "R_U", "R_V2", "S"]
)


def found() -> dict[tuple[str, str], bool]:
    def name(groep: object) -> str:
        key, wie = groep  # type: ignore[misc]
        return f"{wie} {key.klasse or key.indicator}"

    return {
        (name(deel.part), name(deel.whole)): deel.administratief for deel in parts(Definities(), INDICATORS)
    }


@pytest.mark.parametrize(
    ("part", "whole", "only_unmeasured"),
    [
        ("k WERK", "k P1", False),
        ("k P2", "k WERK", False),
        ("k P3", "k WERK", False),
        ("k ONBEKEND", "o P1", False),
        ("n P1", "n R_U", False),  # another school, another country, dead or excused
        ("n B1_1", "k P1", True),  # placed, and not in the delivery of V2
        ("n B3_RUIM", "k P2", True),
        ("n UIT", "n K1", True),
        ("n S", "n K1", True),
        ("n B2", "n B1_2", False),  # who died is left out of B2
        ("k B1_1", "k R_V2", False),
        ("k B3_RUIM", "k B4", False),
    ],
)
def test_a_group_that_is_a_part_of_another_by_definition(
    part: str, whole: str, only_unmeasured: bool
) -> None:
    assert found()[part, whole] == only_unmeasured


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("k P2", "k P3"),
        ("k P3", "k P2"),
        ("k UIT", "o K1"),
        ("k B1_1", "k B1_2"),
        ("k S", "o P1"),
        ("k P1", "k K1"),
    ],
)
def test_groups_that_only_overlap(part: str, whole: str) -> None:
    assert (part, whole) not in found()


def test_a_setting_of_the_definitions_changes_who_is_a_part() -> None:
    """Where beschut werk is no work to the convenant, who has it counts among the others of P2."""
    strict = mogelijkheden(Definities(beschut_is_werk=False))
    assert {kind.uitkomst["P2"] for kind in strict if kind.code == "ARB_BES"} == {"O", "U", "X"}
    assert {kind.uitkomst["P2"] for kind in mogelijkheden(Definities()) if kind.code == "ARB_BES"} == {
        "K",
        "U",
        "X",
    }


def test_every_destination_is_among_the_kinds() -> None:
    from pipeline.vocabulary.tables import bestemmingen

    assert {kind.code for kind in mogelijkheden(Definities())} == {b.code for b in bestemmingen()}


def test_who_is_in_the_vsv_files_is_a_part_of_all_leavers_only() -> None:
    """So that S, which comes when DUO delivers, can be protected beside tables of all leavers alone."""
    wholes = {whole for part, whole in found() if part.endswith(" S")}
    parts_of = {part for part, whole in found() if whole.endswith(" S")}
    assert wholes == {"n K1", "n R_U", "n R_V2"} and parts_of == set()


def who(kinds: tuple[Soort, ...], indicators: frozenset[str]) -> Iterator[tuple[str, frozenset[int]]]:
    """Every group by name, and which kinds are in it: k, o and n of each indicator, k and o of each class."""
    for klasse in sorted({kind.klasse for kind in kinds}):
        inside = frozenset(at for at, kind in enumerate(kinds) if kind.klasse == klasse)
        yield f"k {klasse}", inside
        yield f"o {klasse}", frozenset(range(len(kinds))) - inside
    for indicator in indicators - {"D"}:
        for wie, letters in (("k", "K"), ("o", "O"), ("n", "KO")):
            members = (at for at, kind in enumerate(kinds) if kind.uitkomst[indicator] in letters)
            yield f"{wie} {indicator}", frozenset(members)


def test_parts_are_what_sets_of_kinds_say() -> None:
    """By sets of Python, one pair at a time, where the program multiplies matrices."""
    kinds = mogelijkheden(Definities())
    groups = dict(who(kinds, INDICATORS))
    nested = {(part, whole) for part in groups for whole in groups if groups[part] < groups[whole]}
    rests = {pair: groups[pair[1]] - groups[pair[0]] for pair in nested}

    def unmeasured(part: str, whole: str) -> bool:
        indicator = part.split()[1]
        return indicator in INDICATORS and all(
            kinds[at].uitkomst[indicator] == "U" for at in rests[part, whole]
        )

    def direct(part: str, whole: str) -> bool:
        return not any((part, one) in nested and (one, whole) in nested for one in groups)

    by_hand = {
        (part, whole): (unmeasured(part, whole), direct(part, whole))
        for part, whole in nested
        if part.split()[1] != whole.split()[1]
    }
    delen = {
        tuple(
            f"{groep.wie} {groep.key.klasse or groep.key.indicator}" for groep in (deel.part, deel.whole)
        ): deel
        for deel in parts(Definities(), INDICATORS)
    }
    assert {pair: (deel.administratief, deel.direct) for pair, deel in delen.items()} == by_hand
    names: dict[bytes, frozenset[int]] = {}
    for (part, whole), deel in delen.items():
        assert names.setdefault(deel.rest, rests[part, whole]) == rests[part, whole]
    assert len(set(names.values())) == len(names)
