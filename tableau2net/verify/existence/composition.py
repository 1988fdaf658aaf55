"""Separable pairs that are compositions of flows: q′ = f(p) and p′ = g(q) one after the other, for parts of the step.

Every entry of A is then 0 or the weight of its column, and for slopes j of f and i of g just one of a^f_ij and a^g_ji
is not 0: the method is symplectic. For two rooted trees that differ in their root only, either condition follows from
the other and those of smaller trees, so one of each free tree is enough (L. Abia, J. M. Sanz-Serna, Math. Comp. 60
(1993) 617–634). Where the flows are the same backwards, the method is symmetric and its order even: conditions of even
orders follow (Hairer, Lubich, Wanner, Geometric Numerical Integration, II.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tableau2net.verify.existence.conditions import Grown, Monomial, Values
from tableau2net.verify.existence.equations import Equation, Output
from tableau2net.verify.existence.tableau import Tableaux


@dataclass(frozen=True)
class Flow:
    """A flow of a field, for the entry of that number times the step."""

    field: int
    entry: int


def flows(tableaux: Tableaux) -> tuple[Flow, ...] | None:
    """The flows that a pair is made of, in their order; None where it is none. Rows of the same entries have the same
    numbers in `tableaux` (`tied`)."""
    if len(tableaux.fields) != 2 or any(field.of == field.drives for field in tableaux.fields):
        return None
    f, g = tableaux.fields
    before = {j: {i for i in g.b if i in g.A[j]} for j in f.b}  # the slopes of g that come before one of f
    for j in f.b:
        for i in g.b:
            if (j in f.A[i]) == (i in g.A[j]):
                return None
            if f.A[i].get(j, f.b[j]) != f.b[j] or g.A[j].get(i, g.b[i]) != g.b[i]:
                return None
    ordered: list[Flow] = []
    rest = set(g.b)
    for j in sorted(f.b, key=lambda j: (len(before[j]), j)):
        if not before[j] >= set(g.b) - rest:
            return None
        ordered += [Flow(1, g.b[i]) for i in sorted(rest & before[j])]
        rest -= before[j]
        ordered.append(Flow(0, f.b[j]))
    return (*ordered, *(Flow(1, g.b[i]) for i in sorted(rest)))


def symmetric(found: tuple[Flow, ...]) -> bool:
    """Whether the flows are the same backwards."""
    return found == found[::-1]


def conditions(values: Values, order: int, found: tuple[Flow, ...]) -> Iterator[Equation]:
    """A condition for each free tree of no more vertices than the order, by elementary weights: `values` are without
    defects."""
    seen = set[str]()
    fields = values.tableaux.fields
    for m in Grown(values, order).monomials(None):
        if symmetric(found) and m.order % 2 == 0:
            continue
        for f, field in enumerate(fields):
            if m.part != field.of:
                continue
            graph = _Graph.of(values, f, m)
            if not graph.counts or graph.name in seen:
                continue
            seen.add(graph.name)
            yield Output(tuple(field.b.items()), m, Fraction(1, density(m)))


def density(m: Monomial) -> int:
    """γ of the trees of a monomial without defects."""
    found = m.order
    for _, child in m.children:
        found *= density(child)
    return found


@dataclass(frozen=True)
class _Graph:
    """A tree without its root: the field of each vertex and the neighbours."""

    fields: tuple[int, ...]
    neighbours: tuple[tuple[int, ...], ...]
    linear: frozenset[int]

    @classmethod
    def of(cls, values: Values, f: int, m: Monomial) -> _Graph:
        """The graph of the tree with a root of the field f."""
        fields: list[int] = []
        neighbours: list[list[int]] = []

        def grow(f: int, m: Monomial, above: int | None) -> None:
            here = len(fields)
            fields.append(f)
            neighbours.append([] if above is None else [above])
            if above is not None:
                neighbours[above].append(here)
            leaves = [(values.first(m.part), Monomial(values.tableaux.fields[values.first(m.part)].of, 0))]
            for g, child in (*leaves * m.power, *m.children):
                grow(g, child, here)

        grow(f, m, None)
        linear = frozenset(g for g, field in enumerate(values.tableaux.fields) if field.linear)
        return cls(tuple(fields), tuple(map(tuple, neighbours)), linear)

    @property
    def counts(self) -> bool:
        """Whether the tree's differential is not 0 with its root, the first vertex, and a field that is linear: no
        vertex of such a field has two children."""
        return all(
            len(near) - (vertex > 0) < 2
            for vertex, near in enumerate(self.neighbours)
            if self.fields[vertex] in self.linear
        )

    @property
    def name(self) -> str:
        """The same for all roots."""
        return min(self._from(vertex, None) for vertex in range(len(self.fields)))

    def _from(self, vertex: int, above: int | None) -> str:
        children = sorted(self._from(each, vertex) for each in self.neighbours[vertex] if each != above)
        return f"{self.fields[vertex]}[{''.join(children)}]"
