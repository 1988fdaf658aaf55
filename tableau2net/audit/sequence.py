"""The audit of a sequence: the formula that its steps come to follow, how its first steps differ, and the order of both
and of the sequence.

n steps are one Runge–Kutta step of the n-fold length, so the order of the state after any number of them is proved like
that of any other scheme. A start that is exact up to O(h^g) leaves a sequence of a zero-stable formula of order p with
the order min(p, g) (E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, III.8). Of a
formula that reads one state, and slopes of r steps, g is one more than the order of the state r steps after the start,
for from there on all states have the same first term in their errors. Of one that reads several states g is no less
than what the states of the start have, and no more where these are steps of one method (`verify/sequence.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tableau2net.audit.comparison import Comparison, Difference, compared, near, reduced, text
from tableau2net.audit.expected import of_method
from tableau2net.audit.multistep import determined
from tableau2net.audit.periodic import Formula, Line, formula, is_started_by_one_step
from tableau2net.audit.recording import Recording, Row
from tableau2net.audit.recovered import Recovered, judged, recovered
from tableau2net.audit.trajectory import Trajectory
from tableau2net.errors import InputError
from tableau2net.exact import as_printed, to_float
from tableau2net.notations.found import identifier
from tableau2net.pipeline import verify
from tableau2net.read import SchemeDocument
from tableau2net.read.kinds.linear_multistep import LinearMultistepDocument
from tableau2net.values import scheme

HIGHEST = "up to rounding, its floats are those of the method of the highest order with these α and slopes"
ADDED = Fraction(1, 2**46)  # of a coefficient: what the roundings of some forty steps add up to


@dataclass(frozen=True)
class Start:
    """The state after so many steps of the start: its order, None where it is not known; and by which shares of the
    state before, and of all slopes, it is made."""

    steps: int
    order: int | None
    row: Row


@dataclass(frozen=True)
class SequenceAudit:
    """A sequence of steps: what was recorded, the formula that they follow, as a scheme too, the start, and between
    which bounds the order of the sequence is, None where none is known; what is wrong with it; the scheme that the
    formula should be, and how it differs."""

    recording: Recording
    found: Recovered
    followed: Formula
    starts: tuple[Start, ...] = ()
    order: int | None = None
    at_most: int | None = None
    faults: tuple[str, ...] = ()
    expected: str = ""
    comparison: Comparison = field(default_factory=Comparison)
    reason: str = ""

    @property
    def refuted(self) -> bool:
        """Whether the formula, or the order of the sequence, is not what it is said to be."""
        return bool(self.faults) or not self.comparison.agrees

    @property
    def ok(self) -> bool:
        return not self.refuted


def of_sequence(trajectory: Trajectory, followed: Formula, expect: SchemeDocument | None) -> SequenceAudit:
    """The audit of a sequence that has a past, which follows the formula, and should follow a scheme where one is told.
    Raises InputError where its coefficients cannot be decided."""
    recording = trajectory.recording
    name = identifier(recording.name)
    found = _found({"name": name, **_keys(trajectory, followed)})
    starts = tuple(_starts(trajectory, followed, name))
    order, at_most = _order(trajectory, followed, found, starts, name)
    comparison = Comparison() if expect is None else _compared(found.document, expect)
    wanted = recording.claims.get("order") if expect is None else expect.order
    faults = tuple(_faults(found, at_most, wanted))
    expected = "" if expect is None else expect.name
    return SequenceAudit(recording, found, followed, starts, order, at_most, faults, expected, comparison)


def _found(keys: dict[str, Any]) -> Recovered:
    """The formula's scheme, exact where its numbers are simple or, of a multistep one, those of the highest order."""
    found = judged(keys, ADDED)
    meant = None if found.exact or "alpha" not in keys else determined(keys["alpha"], keys["beta"])
    if meant is None:
        return found
    document = scheme(name=keys["name"], alpha=meant[0], beta=meant[1])
    return Recovered(document, verify(document), (HIGHEST,))


def _compared(found: SchemeDocument, expected: SchemeDocument) -> Comparison:
    """How the formula differs from a scheme; multistep methods, of whatever number of steps, by their α and β."""
    if not isinstance(found, LinearMultistepDocument) or not isinstance(expected, LinearMultistepDocument):
        return compared(of_method(found.taken), of_method(expected.taken))
    ours, theirs = (
        [[to_float(as_printed(x / each.alpha[-1])) for x in values] for values in (each.alpha, each.beta)]
        for each in (found, expected)
    )
    k = max(len(ours[0]), len(theirs[0]))
    differences = []
    for letter, mine, its in zip("αβ", ours, theirs, strict=True):
        for i, (a, b) in enumerate(zip(_filled(mine, k), _filled(its, k), strict=True)):
            if not near(a, b):
                differences.append(Difference(f"{letter}{i}", text(a), text(b)))
    words = (
        ()
        if len(ours[0]) == len(theirs[0])
        else (f"{len(ours[0]) - 1} steps found, {len(theirs[0]) - 1} expected",)
    )
    return Comparison(tuple(differences), words)


def _filled(values: list[float], size: int) -> list[float]:
    return [*(0.0,) * (size - len(values)), *values]


def _faults(found: Recovered, at_most: int | None, wanted: int | None) -> Iterator[str]:
    certificate = found.certificate
    formula_has = certificate.most("order")
    if certificate.zero_stable is False:
        yield "the formula is not zero-stable, and the sequence has no order"
    elif wanted is not None and formula_has is not None and formula_has < wanted:
        yield f"order {wanted} is expected, and the formula has order {formula_has}"
    elif wanted is not None and at_most is not None and at_most < wanted:
        yield f"order {wanted} is expected, and the sequence has order {at_most}, because of its start"


def _order(
    trajectory: Trajectory, followed: Formula, found: Recovered, starts: tuple[Start, ...], name: str
) -> tuple[int | None, int | None]:
    """Between which bounds the order of the sequence is."""
    certificate = found.certificate
    if certificate.zero_stable is False:
        return None, None
    most, at_most = certificate.most("order"), None
    orders: list[int | None] = [start.order for start in starts]
    if followed.states == 1:
        orders = [_order_after(trajectory, followed.first - 1 + followed.reach, name)]
        at_most = _least(most, None if orders[0] is None else orders[0] + 1)
    elif is_started_by_one_step(trajectory, followed) and orders[0] is not None:
        at_most = _least(most, orders[0] + 1)
    if certificate.order is None or None in orders:
        return None, at_most
    order = min(certificate.order, *(each + 1 for each in orders if each is not None))
    return order, order if order == most else at_most


def _least(one: int | None, two: int | None) -> int | None:
    known = [each for each in (one, two) if each is not None]
    return min(known, default=None)


def _order_after(trajectory: Trajectory, n: int, name: str) -> int | None:
    """The order of the state after n steps, None where it is not known."""
    if n > trajectory.steps:
        return None
    try:
        found = recovered(reduced(trajectory.until(n)), name)
    except InputError:
        return None
    if found is None or found.certificate.order != found.certificate.most("order"):
        return None
    return found.certificate.order


def _starts(trajectory: Trajectory, followed: Formula, name: str) -> Iterator[Start]:
    """The states before the first one that follows the followed."""
    for n in range(1, followed.first):
        before, after = trajectory.state(n - 1), trajectory.state(n)
        row = (1.0, *(a - b for a, b in zip(after[1:], before[1:], strict=True)))
        yield Start(n, _order_after(trajectory, n, name), row)


def _keys(trajectory: Trajectory, followed: Formula) -> dict[str, Any]:
    """The keys of the formula's document: as a linear multistep method, where each step evaluates its field at a state
    alone, or else as a general linear one, whose external values are its past states and slopes. Of such a step the
    slope at the state from which it begins counts as the last one of the step before."""
    begins = followed.arguments[0].is_old_state
    if len(followed.arguments) == 1 and (begins or followed.ends_in_slope):
        result = followed.result
        slopes = [*((0.0,) if begins else ()), *(row[0] for row in result.slopes)]  # newest first
        k = max(len(result.states), len(slopes) - 1)
        alpha = [1.0, *(-share for share in result.states), *(0.0,) * (k - len(result.states))]
        beta = [*slopes, *(0.0,) * (k + 1 - len(slopes))]
        return {"alpha": _plain(reversed(alpha)), "beta": _plain(reversed(beta))}
    turned = formula(trajectory.counted(1)) if begins else None
    return _general(turned or followed)


def _general(followed: Formula) -> dict[str, Any]:
    """Stages are the evaluations of a step. External are the last states, and of each evaluation as many past slopes as
    are read, newest first."""
    lines, s = (*followed.arguments, followed.result), len(followed.arguments)
    read = [
        max((age for line in lines for age in range(1, followed.reach) if line.slopes[age][lane]), default=0)
        for lane in range(s)
    ]
    past = [(lane, age) for lane in range(s) for age in range(1, read[lane] + 1)]

    def shares(line: Line) -> list[float]:
        return _plain([*line.states, *(line.slopes[age][lane] for lane, age in past)])

    def unit(size: int, place: int) -> list[float]:
        return [1.0 if i == place else 0.0 for i in range(size)]

    size, silent = followed.states + len(past), [0.0] * s
    B, V = [_plain(followed.result.slopes[0])], [shares(followed.result)]
    for j in range(1, followed.states):
        B.append(silent)
        V.append(unit(size, j - 1))
    for i, (lane, age) in enumerate(past):
        B.append(unit(s, lane) if age == 1 else silent)
        V.append([0.0] * size if age == 1 else unit(size, followed.states + i - 1))
    times = [line.time for line in followed.arguments]
    keys: dict[str, Any] = {
        "A": [_plain(line.slopes[0]) for line in followed.arguments],
        "U": [shares(line) for line in followed.arguments],
        "B": B,
        "V": V,
        "start": "free",
    }
    return {**keys, "c": [time for time in times if time is not None]} if None not in times else keys


def _plain(values: Any) -> list[float]:
    """Without the signs of zeros."""
    return [value + 0.0 for value in values]
