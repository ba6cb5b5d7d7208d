"""From a percentage and its interval, as printed with one decimal, back to the counts."""

from functools import cache

from tests.support.population import wilson

Counts = tuple[int, int]


def printed(k: int, n: int) -> tuple[float, float, float]:
    """Percentage and Wilson 95% as a report prints them."""
    low, high = wilson(k, n)
    assert low is not None and high is not None
    return round(100 * k / n, 1), round(low, 1), round(high, 1)


@cache
def _every(most: int) -> dict[tuple[float, float, float], tuple[Counts, ...]]:
    found: dict[tuple[float, float, float], tuple[Counts, ...]] = {}
    for n in range(1, most + 1):
        for k in range(n + 1):
            found[printed(k, n)] = (*found.get(printed(k, n), ()), (k, n))
    return found


def invert(pct: float, low: float, high: float, most: int = 200) -> tuple[Counts, ...]:
    """Every k of n up to `most` that prints like this."""
    return _every(most).get((round(pct, 1), round(low, 1), round(high, 1)), ())
