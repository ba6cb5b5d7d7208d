"""Made-up regions with their releases, of which an analyst shares; and shares to try on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.release.circulation import NOTHING, Circulation
from pipeline.release.delingen import KLASSEN, Aantal, Atoom, Deling, Groep, as_dict, from_dict
from pipeline.release.figures import Key
from pipeline.release.policy import Policy, Publiek
from pipeline.release.protection import protect
from pipeline.release.sharing import decide_shared
from tests.property.test_release_attack import quarantine
from tests.support import population
from tests.support.attack import Recovered
from tests.support.attack_delen import Allowed, Gedeeld, Indicator, attack_shared

POLICY = Policy()
SIZE = (5, 3, 40, 1)
"""Schools, boards, leavers per school on average, and a seed; as in test_release_attack, for its cache."""
Chosen = Callable[[pd.DataFrame], "pd.Series[bool]"]
P1, P2, K1, R_U = (Key(name, "", "") for name in ("P1", "P2", "K1", "R_U"))
GIRLS: dict[str, Chosen] = {"V": lambda p: p.geslacht == "V", "M": lambda p: p.geslacht == "M"}
ADULT: dict[str, Chosen] = {"18+": lambda p: p.leeftijd >= 18}
BOTH: dict[str, Chosen] = {"V18+": lambda p: (p.geslacht == "V") & (p.leeftijd >= 18)}
PER_BOARD: dict[str, Chosen] = {
    f"{g} {b}": lambda p, g=g, b=b: (p.geslacht == g) & (p.bestuur == b)
    for g in "VM"
    for b in ("Bestuur 0", "Bestuur 1", "Bestuur 2")
}  # fmt: skip
PER_SCHOOL: dict[str, Chosen] = {
    f"{g} 99A{s}00": lambda p, g=g, s=s: (p.geslacht == g) & (p.school == f"99A{s}00")
    for g in "VM"
    for s in "ABCDE"
}  # fmt: skip
WITHOUT_A: dict[str, Chosen] = {"zonder A": lambda p: p.school != "99AA00"}


class Region:
    """A made-up region with its release for each public, and what was shared of it so far, with everybody."""

    def __init__(self, size: tuple[int, int, int, int] = SIZE, policy: Policy = POLICY) -> None:
        self.units = population.eenheden([2020], *size[:2])
        people = population.leavers(self.units, size[3], size[2])
        rng = np.random.default_rng(size[3] + 5)
        self.people = people.assign(
            geslacht=rng.choice(["V", "M"], len(people), p=[0.4, 0.6]),
            leeftijd=rng.choice([16, 17, 18, 19], len(people)),
        )
        self.truth = population.cijfers(people, self.units)
        self.outcomes = {
            Key(one.indicator, one.klasse, one.soort): one.outcome for one in population.definitions(people)
        }
        self.chosen: dict[str, Chosen] = {}
        self.deling = Deling(2020, (), ())
        self.publish(policy)

    def publish(self, policy: Policy, circulation: Circulation = NOTHING) -> None:
        """Make the release for everybody, and for who sees more; in the place of those that are there."""
        self.policies: dict[Publiek, Policy] = {"openbaar": policy}
        if policy.wider:
            self.policies["stuurgroep"] = policy.wider
        self.releases = {
            publiek: protect(self.truth, self.units, own, circulation).cijfers
            for publiek, own in self.policies.items()
        }

    def agree(self, policy: Policy, memory: bool = True) -> None:
        """Publish again by another policy, reckoning with what is out; without memory not with shares."""
        kept = from_dict(json.loads(json.dumps(as_dict(self.deling))), "0001-een")
        seen = NOTHING.seeing("openbaar", {"cijfers": self.releases["openbaar"]}).generations
        circulation = Circulation(tuple(replace(one, delingen=(kept,) if memory else ()) for one in seen))
        self.publish(policy, circulation)

    def counts(self, rows: pd.DataFrame, indicator: Indicator) -> tuple[int, int]:
        own = self.outcomes[_key(indicator)].loc[rows.index]
        return int((own == 1).sum()), int(own.notna().sum())

    def ask(self, groups: dict[str, Chosen], keys: list[Key], naam: str) -> Deling:
        """The groups that were shared, and these, of which nothing is decided."""
        self.chosen |= groups
        asked = tuple(Groep(group, naam, tuple((key, None) for key in keys)) for group in groups)
        groepen = (*(one for one in self.deling.groepen if one.getoond), *asked)
        counted = dict.fromkeys((*KLASSEN, *(key for one in groepen for key, _ in one.getoond)))
        signature = pd.DataFrame({name: chosen(self.people) for name, chosen in self.chosen.items()})
        atoms = []
        by = [
            self.people.school,
            self.people.bestuur,
            self.people.schooltype,
            *(signature[n] for n in signature),
        ]
        for (school, bestuur, soort, *member), rows in self.people.groupby(by).groups.items():
            own = [(key, Aantal(*self.counts(self.people.loc[rows], name_of(key)))) for key in counted]
            groups_of = tuple(n for n, inside in zip(signature, member, strict=True) if inside)
            atoms.append(Atoom(school, bestuur, soort, groups_of, tuple(own)))
        return Deling(2020, groepen, tuple(atoms))

    def share(self, groups: dict[str, Chosen], keys: list[Key], naam: str) -> None:
        """Let what may be shown of these groups be shared."""
        (self.deling,) = decide_shared(
            self.truth, self.units, self.policies["openbaar"], NOTHING, [self.ask(groups, keys, naam)]
        )

    def share_all(self, groups: dict[str, Chosen], keys: list[Key], naam: str) -> None:
        """Share them without looking."""
        self.deling = self.ask(groups, keys, naam).decided(())

    def shown(self) -> dict[str, dict[str, bool | None]]:
        return {
            one.naam: {key.indicator: shown for key, shown in one.getoond}
            for one in self.deling.groepen
            if one.getoond
        }

    def attacked(self, publiek: Publiek = "openbaar") -> list[Recovered]:
        """What those of a public work out of all that they got."""
        shared = [
            Gedeeld(
                one.naam,
                one.deling,
                frozenset(self.people.index[self.chosen[one.naam](self.people)]),
                {name_of(key): bool(shown) for key, shown in one.getoond},
            )
            for one in self.deling.groepen
            if one.getoond
        ]
        return attack_shared(
            self.seen_by(publiek),
            self.units,
            quarantine(self.truth),
            self.truth,
            self.people,
            shared,
            self.counts,
            self.policies[publiek].telling,
            self._no_secret_for(publiek),
        )

    def _no_secret_for(self, publiek: Publiek) -> Allowed:
        """There is one share, for everybody: what is hidden in it from others may be known to who sees more,
        where it is large enough for them."""
        own = self.policies[publiek]

        def allowed(k: int, n: int) -> bool:
            return publiek != "openbaar" and min(k, n - k) >= own.telling and n >= own.noemer

        return allowed

    def seen_by(self, publiek: Publiek) -> pd.DataFrame:
        """Its release, and what everybody sees: which is a part of that, or it says so."""
        own, public = self.releases[publiek], self.releases["openbaar"]
        for column, what in (("status", "gemeten"), ("grenzen_getoond", True)):
            assert not ((public[column] == what) & (own[column] != what)).any()
        return own


def name_of(key: Key) -> Indicator:
    """As the attacker calls a table."""
    return key.indicator, f"{key.soort_klasse}:{key.klasse}" if key.soort_klasse else ""


def _key(indicator: Indicator) -> Key:
    soort, _, klasse = indicator[1].partition(":")
    return Key(indicator[0], klasse, soort)


SHARES: dict[str, list[tuple[dict[str, Chosen], list[Key]]]] = {
    "girls and boys": [(GIRLS, [P2, P1])],
    "of each board": [(PER_BOARD, [P2])],
    "of each school": [(PER_SCHOOL, [R_U])],
    "where they went": [(PER_BOARD, list(KLASSEN))],
    "all schools but one": [(WITHOUT_A, [P2, K1])],
    "one after another": [(GIRLS, [P2]), (ADULT, [P2]), (BOTH, [P2]), (PER_BOARD, [P2])],
    "other indicators of the same": [(PER_BOARD, [P1]), (PER_BOARD, [R_U]), (PER_BOARD, [K1])],
}


def shared(region: Region, naam: str) -> None:
    for number, (groups, keys) in enumerate(SHARES[naam]):
        own = {f"{number} {group}": chosen for group, chosen in groups.items()}
        region.share(own, keys, str(number))
