"""The formula that the steps of a sequence come to follow: each value as a combination of the last states and of h
times the last slopes, the same in every step from some step on.

A state is a combination of the first one and of all slopes since. What stands in it of slopes that are older than those
that the formula reads can only have come there by the last states: so the shares of these solve linear equations, one
for each old slope, of which there are more than shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from tableau2net.audit.recording import Row
from tableau2net.audit.trajectory import Trajectory

SEEN = 4  # steps at least that follow the formula
MOST = 24  # states and steps of slopes, together, that are tried
TOLERANCE = 1e-10  # of a coefficient, beside 1 or the largest one: steps add up roundings
LARGE = 1e6  # of a coefficient, up to which states are looked at that grow
SIMPLE = 10_000  # the largest denominator of a share of a state that is taken as a fraction


@dataclass(frozen=True, slots=True)
class Line:
    """A value in a step: `states` are the shares of the last states, newest first, `slopes` those of h times the slopes
    of this step, of the one before, and so on, each in the order of evaluation; the time is in steps from the start of
    this one."""

    states: Row
    slopes: tuple[Row, ...]
    time: float | None = None
    field: str = ""

    def like(self, other: Line) -> bool:
        """Whether it is the same combination, at the same time. In a step with more or fewer evaluations, as one of the
        start, it is that of those which are read."""
        if self.time is not None and other.time is not None and not _same((self.time,), (other.time,)):
            return False
        alike = all(map(_alike, self.slopes, other.slopes))
        return alike and self.field == other.field and _same(self.states, other.states)

    @property
    def is_old_state(self) -> bool:
        """Whether it is the state from which the step begins, at that time."""
        alone = _same(self.states, (1.0, *(0.0,) * (len(self.states) - 1)))
        return alone and not any(map(any, self.slopes)) and _same((self.time or 0.0,), (0.0,))


@dataclass(frozen=True, slots=True)
class Formula:
    """What every step from the `first` one on computes: what each of its evaluations is given, in order, and the
    result; of so many last states, and of slopes of so many steps."""

    first: int
    arguments: tuple[Line, ...]
    result: Line
    states: int
    reach: int

    @property
    def is_one_step(self) -> bool:
        """Whether it reads the last state and slopes of its own only."""
        return self.first == 1 and self.states == 1 and self.reach == 1

    @property
    def ends_in_slope(self) -> bool:
        """Whether its one evaluation is at the new state, at the end of the step."""
        given = self.arguments[-1]
        at_end = given.time is None or _same((given.time,), (1.0,))
        return at_end and Line(given.states, given.slopes).like(Line(self.result.states, self.result.slopes))


def formula(trajectory: Trajectory) -> Formula | None:
    """The formula with the fewest states and slopes that the last steps follow; None where none is found."""
    small = (n for n in range(trajectory.steps, 0, -1) if max(map(abs, trajectory.state(n))) < LARGE)
    last = next(small, 0)
    for total in range(2, min(MOST, last - SEEN) + 1):
        for states in range(1, total):
            reach = total - states
            found = _lines(trajectory, last, states, reach)
            if found is None:
                continue
            first = last
            while first > 1 and _follows(trajectory, first - 1, found, states, reach):
                first -= 1
            if last - first + 1 >= SEEN:
                return Formula(first, found[:-1], found[-1], states, reach)
    return None


def is_started_by_one_step(trajectory: Trajectory, found: Formula) -> bool:
    """Whether the states before those of the formula are made by steps of one method that reads nothing of the past."""
    steps = [_step(trajectory, n) for n in range(1, found.first)]
    first, *others = steps or [None]
    if first is None or found.first != found.states:
        return False
    return all(
        each is not None and len(each) == len(first) and all(map(Line.like, each, first)) for each in others
    )


def _step(trajectory: Trajectory, n: int) -> tuple[Line, ...] | None:
    """Step n by the last state and slopes of its own; None where it reads more."""
    begin, end = trajectory.count(n - 1), trajectory.count(n)
    past, bounds = [trajectory.state(n - 1)], [end, begin]
    evaluations = trajectory.recording.evaluations[begin:end]
    rows = [*(each.argument[0] for each in evaluations), trajectory.state(n)]
    lines = [_line(row, past, bounds, 1, (1.0,)) for row in rows]
    return None if None in lines else tuple(line for line in lines if line is not None)


def _follows(trajectory: Trajectory, n: int, lines: tuple[Line, ...], states: int, reach: int) -> bool:
    found = _lines(trajectory, n, states, reach, lines)
    return found is not None and all(map(Line.like, found, lines))


def _lines(
    trajectory: Trajectory, n: int, states: int, reach: int, known: tuple[Line, ...] | None = None
) -> tuple[Line, ...] | None:
    """Step n in this form: the arguments of its evaluations and its result, with the shares of the states found, or as
    they are `known`; None where it is not of the form."""
    last = trajectory.steps
    begin, end = trajectory.count(n - 1), trajectory.count(n)
    if (
        n < max(states, reach)
        or end == begin
        or end - begin != trajectory.count(last) - trajectory.count(last - 1)
    ):
        return None
    past = [trajectory.state(n - 1 - j) for j in range(states)]
    bounds = [trajectory.count(n - age) for age in range(reach + 1)]
    least = states  # of fewer states the result is not, or else that was found before
    result = _line(trajectory.state(n), past, bounds, least, None if known is None else known[-1].states)
    if result is None:
        return None
    found: list[Line] = []
    for i, each in enumerate(trajectory.recording.evaluations[begin:end]):
        line = _line(each.argument[0], past, bounds, 1, None if known is None else known[i].states)
        if line is None:
            return None
        time = None if each.time is None else each.time - (n - 1)
        found.append(replace(line, time=time, field=each.field))
    return (*found, result)


def _line(row: Row, past: Sequence[Row], bounds: Sequence[int], least: int, known: Row | None) -> Line | None:
    """A value by at least so many past states and the slopes of the last steps, which end and begin at the bounds,
    newest first."""
    old = 1 + bounds[-1]
    shares = _shares(row[:old], [each[:old] for each in past], least) if known is None else known
    if shares is None:
        return None
    rest = [
        share - sum(u * each[place] for u, each in zip(shares, past, strict=True))
        for place, share in enumerate(row)
    ]
    scale = max(1.0, *map(abs, row))
    if any(abs(each) > TOLERANCE * scale for each in (*rest[:old], *rest[1 + bounds[0] :])):
        return None
    cleaned = [0.0 if abs(each) < 1e-15 * scale else each for each in rest]
    return Line(shares, tuple(tuple(cleaned[1 + one : 1 + two]) for two, one in pairwise(bounds)))


def _shares(row: Row, past: Sequence[Row], least: int) -> Row | None:
    """The shares of as few of the past states as give the row, but at least so many, as simple fractions where these
    do; None where none do."""
    for used in range(least, len(past) + 1):
        found = _solved(row, past[:used])
        if found is None:
            continue
        simple = [float(Fraction(each).limit_denominator(SIMPLE)) for each in found]
        for shares in (simple, found):
            values = [
                sum(u * each[i] for u, each in zip(shares, past, strict=False)) for i in range(len(row))
            ]
            if _same(values, row):
                return (*shares, *(0.0,) * (len(past) - used))
    return None


def _solved(row: Row, past: Sequence[Row]) -> list[float] | None:
    """The solution of Σ x_j past_j = row in as many columns as there are unknowns, by elimination; None where they are
    not independent."""
    columns = [[*(each[i] for each in past), share] for i, share in enumerate(row)]
    pivots: list[list[float]] = []
    for j in range(len(past)):
        best = max(columns, key=lambda column: abs(column[j]), default=None)
        if best is None or abs(best[j]) < TOLERANCE:
            return None
        pivots.append([each / best[j] for each in best])
        columns.remove(best)
        columns = [[a - column[j] * b for a, b in zip(column, pivots[-1], strict=True)] for column in columns]
    found = [0.0] * len(past)
    for j in reversed(range(len(past))):
        found[j] = pivots[j][-1] - sum(pivots[j][i] * found[i] for i in range(j + 1, len(past)))
    return found


def _alike(ours: Row, theirs: Row) -> bool:
    """Whether the slopes of a step are taken alike."""
    if len(ours) == len(theirs):
        return _same(ours, theirs)
    read = [[share for share in row if abs(share) > TOLERANCE] for row in (ours, theirs)]
    return len(read[0]) == len(read[1]) and _same(*read)


def _same(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    scale = max(map(abs, (1.0, *ours, *theirs)))
    return all(abs(a - b) <= TOLERANCE * scale for a, b in zip(ours, theirs, strict=True))
