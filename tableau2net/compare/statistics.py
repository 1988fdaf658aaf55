"""The arithmetic of a paired comparison: Student's t about the mean of the differences.

Student, Biometrika 6 (1908) 1–25; the number of pairs by the noncentral t distribution: Cohen, Statistical power
analysis for the behavioral sciences (1988), ch. 2; many claims at once: Holm, Scand. J. Statist. 6 (1979) 65–70;
equivalence by intervals: Schuirmann, J. Pharmacokinet. Biopharm. 15 (1987) 657–680. Needs scipy.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tableau2net.errors import InputError
from tableau2net.extras import absent


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean of n values, and low … high = mean ± half_width, where the true one is with the confidence asked for."""

    mean: float
    half_width: float
    low: float
    high: float
    n: int


class Verdict(StrEnum):
    """What the interval of an error's difference b − a decides."""

    LOWER = "lower"
    HIGHER = "higher"
    EQUAL = "equal within the margin"
    NOT_RESOLVED = "not resolved"
    NON_INFERIOR = "non-inferior"
    INFERIOR = "inferior"


def mean(values: Sequence[float]) -> float:
    """Σ x / n. Raises ValueError for no values."""
    if not values:
        raise ValueError("a mean is of one value or more")
    return math.fsum(values) / len(values)


def deviation(values: Sequence[float]) -> float:
    """The sample's standard deviation, √(Σ (x − mean)² / (n − 1)). Raises ValueError for fewer than two values."""
    if len(values) < 2:
        raise ValueError("a deviation is of two values or more")
    centre = mean(values)
    return math.sqrt(math.fsum((x - centre) ** 2 for x in values) / (len(values) - 1))


def interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """mean ± t s / √n with t the quantile of Student's distribution; one value alone says nothing: ± ∞.

    Raises ValueError for no values and for a confidence that is not between 0 and 1.
    """
    _between_0_and_1(confidence=confidence)
    centre, n = mean(values), len(values)
    half = math.inf if n == 1 else _quantile(n, confidence) * deviation(values) / math.sqrt(n)
    return Interval(centre, half, centre - half, centre + half, n)


def paired(a: Mapping[int, float], b: Mapping[int, float], confidence: float = 0.95) -> Interval:
    """The interval of b − a over the seeds that both have. Raises InputError where there is none."""
    found = differences(a, b)
    if not found:
        raise InputError(
            "the two have no seed in common", None, f"{sorted(a)} and {sorted(b)}", "a common seed"
        )
    return interval(found, confidence)


def differences(a: Mapping[int, float], b: Mapping[int, float]) -> list[float]:
    """b − a, in the order of the seeds that both have."""
    return [b[seed] - a[seed] for seed in sorted(a.keys() & b.keys())]


def verdict(difference: Interval, margin: float) -> Verdict:
    """Whether b is better than a, by the interval of the errors' difference b − a and a margin in the same points.

    lower                    all of the interval is below 0: b's error is lower, by little or much
    higher                   all of it is above 0: b's error is higher
    equal within the margin  it holds 0 and lies within ± margin: whatever the difference is, it is too small to matter
    not resolved             it holds 0 and a difference that matters: more pairs are needed
    """
    if difference.high < 0:
        return Verdict.LOWER
    if difference.low > 0:
        return Verdict.HIGHER
    if -margin < difference.low and difference.high < margin:
        return Verdict.EQUAL
    return Verdict.NOT_RESOLVED


def non_inferior(difference: Interval, margin: float) -> Verdict:
    """Whether b is as good as a but for a margin, by the interval of the errors' difference b − a.

    non-inferior  all of the interval is below the margin: b is better, or worse by less than what matters
    inferior      all of it is above the margin: b is worse by more than what matters
    not resolved  it holds the margin: more pairs are needed
    """
    if difference.high < margin:
        return Verdict.NON_INFERIOR
    if difference.low > margin:
        return Verdict.INFERIOR
    return Verdict.NOT_RESOLVED


def p_value(differences: Sequence[float]) -> float:
    """Of the paired t-test, two-sided: how often differences as far from 0 would be found if there were none.

    Fewer than two differences test nothing: 1. Differences that are all the same leave no doubt: 0, or 1 if they are 0.
    """
    if len(differences) < 2:
        return 1.0
    centre, scatter, n = mean(differences), deviation(differences), len(differences)
    if scatter == 0:
        return 1.0 if centre == 0 else 0.0
    return float(2 * _stats().t.sf(abs(centre) / scatter * math.sqrt(n), n - 1))


def holm(p_values: Sequence[float]) -> list[float]:
    """Each p-value adjusted for there being so many claims, in the order given.

    The i-th smallest of m, from 0, becomes the largest of (m − j) p_j over j ≤ i, and at most 1. Claims whose adjusted
    value is below α are all true but for a chance of at most α.
    """
    adjusted = [1.0] * len(p_values)
    largest = 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def pairs_needed(deviation: float, difference: float, power: float = 0.8, confidence: float = 0.95) -> int:
    """How many pairs find a true difference with this chance (`power`), by a two-sided paired t-test.

    `deviation` is that of the differences. Raises ValueError for a difference of 0, which no number of pairs finds, for
    a negative deviation, and for a power or a confidence that is not between 0 and 1.
    """
    _between_0_and_1(power=power, confidence=confidence)
    if difference == 0 or deviation < 0:
        raise ValueError("a difference other than 0 is needed, and a deviation that is not negative")
    if deviation == 0:
        return 2
    effect = abs(difference) / deviation
    enough = 2
    while _power(enough, effect, confidence) < power:
        enough *= 2
    too_few = enough // 2
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        if _power(middle, effect, confidence) < power:
            too_few = middle
        else:
            enough = middle
    return enough


def _power(n: int, effect: float, confidence: float) -> float:
    """The chance that the t of n differences, whose mean is `effect` deviations from 0, is beyond the quantile."""
    threshold, shift = _quantile(n, confidence), effect * math.sqrt(n)
    near = float(_stats().nct.sf(threshold, n - 1, shift))
    far = float(_stats().nct.cdf(-threshold, n - 1, shift))
    return near if math.isnan(far) else near + far  # scipy loses the far tail where it is nothing


def _quantile(n: int, confidence: float) -> float:
    return float(_stats().t.ppf((1 + confidence) / 2, n - 1))


def _stats() -> Any:
    try:
        return importlib.import_module("scipy.stats")
    except ImportError:
        raise absent("networks are compared with scipy", "scipy", "train") from None


def _between_0_and_1(**values: float) -> None:
    for name, value in values.items():
        if not 0 < value < 1:
            raise ValueError(f"{name} is between 0 and 1, not {value}")
