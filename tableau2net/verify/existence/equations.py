"""The equations of which a choice of coefficients is a zero: each has a value and a gradient at a point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from tableau2net.verify.existence.conditions import (
    Component,
    Gradient,
    Monomial,
    Scalar,
    Sparse,
    Values,
    add,
    dot,
    product,
)
from tableau2net.verify.existence.tableau import Row


class Equation(Protocol):
    """What is to be 0."""

    def value(self, at: Values) -> Scalar: ...
    def gradient(self, at: Values) -> Gradient: ...


@dataclass(frozen=True)
class Output:
    """b·m − expected, for weights b of some field."""

    b: tuple[tuple[int, int], ...]
    monomial: Monomial
    expected: Fraction

    def value(self, at: Values) -> Scalar:
        weights = at.row(dict(self.b))
        return dot(weights, at.monomial(self.monomial), -at.constant(self.expected))

    def gradient(self, at: Values) -> Gradient:
        row, vector, found = dict(self.b), at.monomial(self.monomial), Gradient()
        for i, k in row.items():
            if i in vector:
                add(found, k, vector[i])
        weights = {i: at.entries[k] for i, k in row.items() if i in vector}
        at.into_monomial(self.monomial, weights, found)
        return found


@dataclass(frozen=True)
class Vanishing:
    """A component of a defect."""

    component: Component

    def value(self, at: Values) -> Scalar:
        field, monomial, stage = self.component
        return at.raw_defect(field, monomial).get(stage, at.constant(Fraction(0)))

    def gradient(self, at: Values) -> Gradient:
        field, monomial, stage = self.component
        found = Gradient()
        at.into_defect(field, monomial, {stage: at.constant(Fraction(1))}, found)
        return found


@dataclass(frozen=True)
class Left:
    """The j-th component of b C^k A − (b' − b' C^{k+1})/(k + 1), where b' and A are of one field and b C^k of one that
    depends on what that field drives: a component of Butcher's D(ζ), k = ζ − 1. Without `share`, of b C^k A alone."""

    b: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]
    field: int
    power: int
    stage: int
    share: bool = True

    def value(self, at: Values) -> Scalar:
        field, column = at.tableaux.fields[self.field], self._column(at)
        weights = product(at.row(dict(self.b)), at.power(field.drives, self.power))
        total = dot(weights, {i: at.entries[k] for i, k in column.items()}, at.constant(Fraction(0)))
        own = dict(self.after).get(self.stage)
        if not self.share or own is None:
            return total
        part = at.constant(Fraction(1, self.power + 1)) * at.entries[own]
        later = at.power(field.of, self.power + 1).get(self.stage)
        return total - part if later is None else total - part + part * later

    def gradient(self, at: Values) -> Gradient:
        field, column, found = at.tableaux.fields[self.field], self._column(at), Gradient()
        row, powers = dict(self.b), at.power(field.drives, self.power)
        slopes: Sparse = {}
        lower = at.power(field.drives, self.power - 1) if self.power else {}
        for i, k in column.items():
            if i in row and i in powers:
                add(found, k, at.entries[row[i]] * powers[i])
                add(found, row[i], at.entries[k] * powers[i])
            if i in row and i in lower:
                factor = at.constant(Fraction(self.power)) * at.entries[k]
                add(slopes, i, factor * at.entries[row[i]] * lower[i])
        at.into_abscissae(field.drives, slopes, found)
        own = dict(self.after).get(self.stage)
        if not self.share or own is None:
            return found
        share = at.constant(Fraction(1, self.power + 1))
        later = at.power(field.of, self.power + 1).get(self.stage)
        add(found, own, -share if later is None else share * later - share)
        before = at.power(field.of, self.power).get(self.stage)
        if before is not None:
            at.into_abscissae(field.of, {self.stage: at.entries[own] * before}, found)
        return found

    def _column(self, at: Values) -> Row:
        rows = at.tableaux.fields[self.field].A
        return {i: row[self.stage] for i, row in enumerate(rows) if self.stage in row}


@dataclass(frozen=True)
class Abscissa:
    """The sum of a row of A minus the abscissa that is claimed, the entry of that number."""

    field: int
    stage: int
    claimed: int

    def value(self, at: Values) -> Scalar:
        row = at.tableaux.fields[self.field].A[self.stage]
        return sum((at.entries[k] for k in row.values()), -at.entries[self.claimed])

    def gradient(self, at: Values) -> Gradient:
        one = at.constant(Fraction(1))
        row = at.tableaux.fields[self.field].A[self.stage]
        return {**dict.fromkeys(row.values(), one), self.claimed: -one}


@dataclass(frozen=True)
class Difference:
    """A component of a defect minus that at another stage."""

    component: Component
    other: int

    def value(self, at: Values) -> Scalar:
        first, second = self._both
        return first.value(at) - second.value(at)

    def gradient(self, at: Values) -> Gradient:
        first, second = self._both
        found = Gradient(first.gradient(at))
        for k, slope in second.gradient(at).items():
            add(found, k, -slope)
        return found

    @property
    def _both(self) -> tuple[Vanishing, Vanishing]:
        return Vanishing(self.component), Vanishing(self.component._replace(stage=self.other))


@dataclass(frozen=True)
class Parallel:
    """d_i u_r − d_r u_i for a component d_i of a defect d, and u = A e_j: a column of A."""

    component: Component
    column: int
    other: int

    def value(self, at: Values) -> Scalar:
        (d_i, u_i), (d_r, u_r) = ([part.value(at) for part in parts] for parts in self._parts)
        return d_i * u_r - d_r * u_i

    def gradient(self, at: Values) -> Gradient:
        (d_i, u_i), (d_r, u_r) = self._parts
        found = Gradient()
        for part, factor in ((d_i, u_r), (u_r, d_i)):
            for k, slope in part.gradient(at).items():
                add(found, k, slope * factor.value(at))
        for part, factor in ((d_r, u_i), (u_i, d_r)):
            for k, slope in part.gradient(at).items():
                add(found, k, -slope * factor.value(at))
        return found

    @property
    def _parts(self) -> tuple[tuple[Vanishing, Vanishing], tuple[Vanishing, Vanishing]]:
        """d and u at the stage itself, and at the other one."""
        field, monomial, stage = self.component
        unit = Monomial(monomial.part, 0, (), self.column)
        first, second = (
            tuple(Vanishing(Component(field, each, i)) for each in (monomial, unit))
            for i in (stage, self.other)
        )
        return (first[0], first[1]), (second[0], second[1])


@dataclass(frozen=True)
class LeftOf:
    """The sum of what is left of D at some stages."""

    parts: tuple[Left, ...]

    def value(self, at: Values) -> Scalar:
        return sum((part.value(at) for part in self.parts), at.constant(Fraction(0)))

    def gradient(self, at: Values) -> Gradient:
        found = Gradient()
        for part in self.parts:
            for k, slope in part.gradient(at).items():
                add(found, k, slope)
        return found


@dataclass(frozen=True)
class Sum:
    """The sum of some entries minus that of others."""

    plus: tuple[int, ...]
    minus: tuple[int, ...]

    @staticmethod
    def of(plus: Iterable[int], minus: Iterable[int]) -> Sum:
        """Of entries that may be on both sides."""
        plus, minus = list(plus), list(minus)
        for k in list(plus):
            if k in minus:
                plus.remove(k)
                minus.remove(k)
        return Sum(tuple(plus or minus), tuple(minus if plus else ()))

    def value(self, at: Values) -> Scalar:
        total = sum((at.entries[k] for k in self.plus), at.constant(Fraction(0)))
        return sum((-at.entries[k] for k in self.minus), total)

    def gradient(self, at: Values) -> Gradient:
        one = at.constant(Fraction(1))
        return {**dict.fromkeys(self.plus, one), **dict.fromkeys(self.minus, -one)}
