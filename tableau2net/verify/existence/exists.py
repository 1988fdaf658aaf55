"""One choice of coefficients within their digits that has the orders of a method."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import inf

from tableau2net.algebra.domains.balls import Ball, Balls, Vector
from tableau2net.exact import ZERO, Expression, Rounded
from tableau2net.methods import Method
from tableau2net.verify.conditions.setting import entries
from tableau2net.verify.existence.candidates import has, some_candidate
from tableau2net.verify.existence.composition import conditions, flows
from tableau2net.verify.existence.conditions import Gradient, Scalar, Values
from tableau2net.verify.existence.equations import Equation, Parallel
from tableau2net.verify.existence.fractions_found import extended, simple_entries, with_fractions
from tableau2net.verify.existence.newton import Point, Rows, has_zero
from tableau2net.verify.existence.paired import paired
from tableau2net.verify.existence.strang import is_strang, strang
from tableau2net.verify.existence.system import System, TooMany, Wanted, system
from tableau2net.verify.existence.tableau import Tableaux, tableaux

FEW = 5  # the order up to which the conditions are tried as they are, 17 with one field

_FEW_SIMPLE = 3  # one of so many entries has to be a simple fraction for others to be looked for

MOST_OF_PAIRS = 10  # the order up to which pairs of stages are tried

MOST_IN_COLUMNS = 7  # the order up to which defects are tried as multiples of columns of A

MOST_OF_FLOWS = 6  # the order up to which compositions of flows are tried, not of Strang's splitting


def exists(kind: Balls, printed: Method, wanted: Wanted) -> bool:
    """Whether one choice of coefficients within the digits is proved to satisfy all the conditions that are wanted.

    Of the stage order, each condition has to hold for some choice. Raises InputError for a coefficient that has no
    enclosure.
    """
    for choice in _choices(printed):
        if any(_has_zero(box, found) for box, found in _systems(kind, choice, wanted)):
            return True
    return some_candidate(printed, wanted) or _has_fractions(kind, printed, wanted)


def _choices(printed: Method) -> Iterator[Method]:
    """The method, and what it is where each decimal is 0 that may be: a weight of 3e-13 ± 1e-12 was computed where 0
    was meant, and the conditions of a stage that counts so little nearly follow from others."""
    yield printed
    if any(map(_may_be_zero, entries(printed))):
        yield printed.mapped(lambda entry: ZERO if _may_be_zero(entry) else entry)


def _may_be_zero(entry: Expression) -> bool:
    return isinstance(entry, Rounded) and abs(entry.value) <= entry.unit


def _has_fractions(kind: Balls, printed: Method, wanted: Wanted) -> bool:
    """Whether fractions have the orders, that are found from those that are simple (`fractions.py`)."""
    if printed.fields is not None or printed.recurrence is not None:
        return False
    found = tableaux(printed, tied=True)
    if found is None:
        return False
    simple = simple_entries(found)
    if _FEW_SIMPLE * len(simple) < len(found.unknowns):
        return False
    box = Box(kind, found)
    try:
        made = system(box.values(box.centre, Fraction(1), defects=True), kind, wanted, guess=True)
    except TooMany:
        return False
    search = _Search(box, made)
    rows = [
        {k: kind.near(slope * box.constant(box.half(k))) for k, slope in each.gradient(search.around).items()}
        for each in search.equations
    ]
    chosen = extended(found, search.equations, made.vanishing, rows, simple)
    return chosen is not None and has(with_fractions(printed, found, chosen), wanted)


def exists_plainly(kind: Balls, printed: Method, order: int) -> bool:
    """The same of an order, by the conditions as they are; quick, and often enough for a low order."""
    found = tableaux(printed)
    if found is None:
        return False
    box = Box(kind, found)
    around = box.values(box.centre, Fraction(1), defects=True)
    try:
        return _has_zero(box, system(around, kind, Wanted(order), guess=False))
    except TooMany:
        return False


def _systems(kind: Balls, printed: Method, wanted: Wanted) -> Iterator[tuple[Box, System]]:
    """Systems of which a zero is such a choice, each with its unknowns."""
    tied = tableaux(printed, tied=True) if printed.fields is not None else None
    composed = None if tied is None or printed.b_hat is not None else flows(tied)
    if tied is not None and composed is not None:
        box = Box(kind, tied)
        if is_strang(composed):
            yield box, System(tuple(dict.fromkeys(strang(composed, wanted.order))), frozenset())
        if wanted.order <= MOST_OF_FLOWS:
            around = box.values(box.centre, Fraction(1), defects=False)
            yield box, System(tuple(conditions(around, wanted.order, composed)), frozenset(), defects=False)
    found = tableaux(printed)
    if found is None or any(field.linear for field in found.fields):
        return
    box = Box(kind, found)
    if FEW < wanted.highest <= MOST_OF_PAIRS:
        made = paired(box.values(box.centre, Fraction(1), defects=True), kind, wanted)
        if made is not None:
            more, equations = made
            yield Box(kind, more), equations
    for guess, columns in ((True, False), (False, False), (True, True)):
        if wanted.highest > (MOST_IN_COLUMNS if columns else FEW if not guess else inf):
            continue
        around = box.values(box.centre, Fraction(1), defects=True)
        try:
            guessed = system(around, kind, wanted, guess=guess, columns=columns)
        except TooMany:
            continue
        if not columns or any(isinstance(each, Parallel) for each in guessed.equations):
            yield box, guessed


def _has_zero(box: Box, found: System) -> bool:
    search = _Search(box, found)
    if not search.equations:  # each holds exactly, whatever the choice
        return bool(found.equations)
    if len(search.equations) > len(box.unknowns):  # the step needs no more equations than unknowns
        return False
    return has_zero(box.kind, len(box.unknowns), search.at, search.slopes)


class Box:
    """The entries of tableaux within their digits. A point has each unknown between −1 and 1."""

    def __init__(self, kind: Balls, tableaux: Tableaux) -> None:
        self.kind, self.tableaux = kind, tableaux
        self.unknowns = {k: number for number, k in enumerate(tableaux.unknowns)}
        self.centre: Point = [Fraction(0)] * len(self.unknowns)
        self._wide = [kind.ball(*bounds) for bounds in tableaux.intervals]
        self._middles = {k: kind.ball(self.middle(k), self.middle(k)) for k in self.unknowns}
        self._halves = {k: kind.ball(self.half(k), self.half(k)) for k in self.unknowns}
        self._constants: dict[Fraction, Ball] = {}

    def entries(self, point: Point, around: Fraction) -> list[Ball]:
        """The entries with each unknown in the ball of so much around its place."""
        found = list(self._wide)
        if around == 1 and not any(point):
            return found
        for k, number in self.unknowns.items():
            place = point[number]
            if not place and not around:
                found[k] = self._middles[k]
            else:
                moved = self.kind.ball(place - around, place + around)
                found[k] = self._middles[k] + self._halves[k] * moved
        return found

    def values(self, point: Point, around: Fraction, *, defects: bool) -> Values:
        """What monomials and defects are there."""
        return Values(self.tableaux, self.entries(point, around), self.constant, defects=defects)

    def by_unknown(self, gradient: Gradient) -> dict[int, Ball]:
        """The slopes in the unknowns, in units of how far each is known."""
        return {
            self.unknowns[k]: slope * self._halves[k] for k, slope in gradient.items() if k in self.unknowns
        }

    def constant(self, value: Fraction) -> Ball:
        """A ball around a fraction."""
        found = self._constants.get(value)
        if found is None:
            found = self._constants[value] = self.kind.ball(value, value)
        return found

    def middle(self, k: int) -> Fraction:
        """The printed value of an entry."""
        low, high = self.tableaux.intervals[k]
        return (low + high) / 2

    def half(self, k: int) -> Fraction:
        """How far an entry may be from that."""
        low, high = self.tableaux.intervals[k]
        return (high - low) / 2


class _Search:
    def __init__(self, box: Box, system: System) -> None:
        self.box, self.system = box, system
        gradients = [(each, each.gradient(self.around)) for each in system.equations]
        left = [(each, slope) for each, slope in gradients if not self._holds_exactly(each, slope)]
        self.equations = tuple(each for each, _ in left)
        self._widest = [box.by_unknown(slope) for _, slope in left]  # of the whole box

    def at(self, point: Point) -> Vector:
        values = self._values(point, Fraction(0))
        return tuple(equation.value(values) for equation in self.equations)

    def slopes(self, point: Point, around: Fraction) -> Rows:
        if around == 1 and not any(point):
            return self._widest
        values = self._values(point, around)
        return [self.box.by_unknown(equation.gradient(values)) for equation in self.equations]

    def _values(self, point: Point, around: Fraction) -> Values:
        return self._with(self.box.entries(point, around), self.box.constant)

    def _with(self, entries: Sequence[Scalar], constant: Callable[[Fraction], Scalar]) -> Values:
        return Values(
            self.box.tableaux,
            entries,
            constant,
            self.system.vanishing,
            defects=self.system.defects,
            alike=dict(self.system.alike),
        )

    def _holds_exactly(self, equation: Equation, slope: Gradient) -> bool:
        """Whether an equation has neither an unknown nor an irrational number in it, and holds in fractions."""
        if slope.keys() & self._inexact:
            return False
        return bool(equation.value(self._exact) == 0)

    @cached_property
    def _inexact(self) -> set[int]:
        return {k for k, (low, high) in enumerate(self.box.tableaux.intervals) if low < high}

    @cached_property
    def around(self) -> Values:
        return self._values(self.box.centre, Fraction(1))

    @cached_property
    def _exact(self) -> Values:
        """Values at the middles, in fractions."""
        middles = [self.box.middle(k) for k in range(len(self.box.tableaux.intervals))]
        return self._with(middles, lambda value: value)
