"""The order of operations of a step that is written in a form of its own, and the tableau that it is.

    v_m = Σ_l λ_ml v_l + h Σ_j μ_mj k_j        v_0 = u, the state;  l < m
    k_j = f(v_r(j))

The last value is the state after the step. Shu–Osher forms are recurrences of the stages themselves, low-storage forms
of a few registers. Every value is the state and slopes after all,

    v_m = ξ_m u + h Σ_j a_mj k_j        ξ_m = Σ_l λ_ml ξ_l,   a_mj = Σ_l λ_ml a_lj + μ_mj

so that the rows of A are those of the values v_r(j), and b is the row of the last one. (D. I. Ketcheson, J. Comput.
Phys. 229 (2010) 1763–1773; S. Gottlieb, D. I. Ketcheson, C.-W. Shu, Strong Stability Preserving Runge–Kutta and
Multistep Time Discretizations, 2011, ch. 3.)
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from tableau2net.algebra.domains import choose, convert, written
from tableau2net.algebra.domains.balls import enclosed
from tableau2net.exact import ONE, ZERO, Expression, Rounded, as_printed, between, decided
from tableau2net.exact.enclosure import plus, times
from tableau2net.methods.general_linear import External, Method, Vector

Element = TypeVar("Element")
Terms = tuple[tuple[int, Expression], ...]
Weights = dict[int, Element]  # ξ at 0, a_j at j + 1; what is not there is 0


@dataclass(frozen=True, slots=True)
class Line:
    """A value v_m: the name of what holds it, its λ by the numbers of the values, its μ by those of the stages, both
    from 0."""

    name: str
    values: Terms
    slopes: Terms = ()

    def mapped(self, change: Callable[[Expression], Expression]) -> Line:
        """The line with every coefficient changed."""
        return Line(
            self.name,
            tuple((m, change(entry)) for m, entry in self.values),
            tuple((j, change(entry)) for j, entry in self.slopes),
        )


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The lines of v_1, v_2, …, the value r(j) that each stage's field is given, and the line of the embedded result,
    which no step computes. `registers` is how many values the form promises to keep at a time, the state among them;
    None where it promises nothing."""

    lines: tuple[Line, ...]
    reads: tuple[int, ...]
    embedded: Line | None = None
    registers: int | None = None

    def mapped(self, change: Callable[[Expression], Expression]) -> Recurrence:
        """The recurrence with every coefficient changed."""
        embedded = None if self.embedded is None else self.embedded.mapped(change)
        lines = tuple(line.mapped(change) for line in self.lines)
        return Recurrence(lines, self.reads, embedded, self.registers)

    def coefficients(self) -> Iterator[Expression]:
        """Every λ and μ."""
        lines = (*self.lines, *([] if self.embedded is None else [self.embedded]))
        return (entry for line in lines for _, entry in chain(line.values, line.slopes))

    @property
    def uneven(self) -> str:
        """Which line of a form without registers is the first whose λ do not add up to 1, and to what they do; empty
        where all do, so that all values carry the state once."""
        for line in self.lines if self.registers is None else ():
            total = decided(as_printed(sum((share for _, share in line.values), ZERO)))
            if total != ONE:
                name = "u_next" if line.name == "u" else line.name.replace("y", "Y_")
                return f"the shares of values in the row of {name} add up to {total}, not 1"
        return ""

    def method(self, name: str) -> Method:
        """The method with the tableau that this is, exactly, and this as its order of operations. Of decimals that were
        rounded, each entry is known within what theirs make of it; a value that carries the state once within them does
        so. Raises InputError for coefficients that cannot be decided."""
        values = self._weights()
        stages = [values[m] for m in self.reads]
        embedded, last = (values[-1], values[-2]) if self.embedded else (None, values[-1])
        return Method(
            name=name,
            title=name,
            kind="runge-kutta",
            A=tuple(map(self._row, stages)),
            U=tuple((_carried(each),) for each in stages),
            B=(self._row(last),),
            V=((_carried(last),),),
            external=(External("state"),),
            b_hat=None if embedded is None else self._row(embedded),
            recurrence=self,
        )

    def _row(self, weights: Weights[Expression]) -> Vector:
        return tuple(weights.get(j + 1, ZERO) for j in range(len(self.reads)))

    def _weights(self) -> list[Weights[Expression]]:
        """ξ_m and a_m of every value, in the arithmetic that its coefficients need."""
        entries = list(self.coefficients())
        parts = {type(part) for entry in entries for part in entry.walk()}
        if Rounded in parts:
            return [
                {at: between(*bounds) for at, bounds in each.items()}
                for each in self._values(enclosed, plus, times)
            ]
        if all(entry.rational is not None for entry in entries):
            return self._values(lambda entry: entry, operator.add, operator.mul)
        domain, names = choose(entries), frozenset[str]().union(*(entry.names for entry in entries))
        found = self._values(lambda entry: convert(entry, domain), operator.add, operator.mul)
        return [{at: written(x, domain, names) for at, x in each.items() if x} for each in found]

    def _values(
        self,
        element: Callable[[Expression], Element],
        add: Callable[[Element, Element], Element],
        multiply: Callable[[Element, Element], Element],
    ) -> list[Weights[Element]]:
        found: list[Weights[Element]] = [{0: element(ONE)}]
        for line in (*self.lines, *([] if self.embedded is None else [self.embedded])):
            value: Weights[Element] = {}
            terms = [(at, multiply(element(c), x)) for m, c in line.values for at, x in found[m].items()]
            terms += [(j + 1, element(c)) for j, c in line.slopes]
            for at, x in terms:
                value[at] = add(value[at], x) if at in value else x
            found.append(value)
        return found


def terms(row: Vector) -> Terms:
    """The entries of a row that are not 0, each with its place."""
    return tuple((place, entry) for place, entry in enumerate(row) if entry != ZERO)


def _carried(weights: Weights[Expression]) -> Expression:
    """ξ, which is 1 where it may be within the digits."""
    share = weights.get(0, ZERO)
    if isinstance(share, Rounded) and abs(share.value - 1) <= share.unit:
        return ONE
    return share
