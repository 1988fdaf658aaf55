"""Order conditions in abscissae and defects.

With the abscissae c = A 1 and the defects

    d(c^{k-1}) = A c^{k-1} − c^k/k,    d(m) = A m  where m has a defect among its factors,

the products m = c^k ⊙ d(m_1) ⊙ d(m_2) ⊙ … of n vertices, one for each rooted tree, span with the exact weights the same
space as the elementary weights of the trees: to replace a child by its defect is a triangular change of basis. So a
method has order p iff, for all of them of n ≤ p vertices,

    b·c^{n-1} = 1/n,    b·m = 0  where m has a defect.

(J. C. Butcher, J. Austral. Math. Soc. 3 (1963) 185–201, and Math. Comp. 18 (1964) 50–64, for the simplifying
assumptions that some defects are 0. With several fields, each has its own A and b, and c is that of the first one.)

Vectors are held as what is not 0, by stage. Where a component of a defect is to be 0 (`vanishing`), it is an equation
of its own, and left out of whatever has the defect as a factor.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from tableau2net.verify.existence.tableau import Row, Tableaux

Scalar = Any  # a ball, or a fraction: has +, - and *
Sparse = dict[int, Scalar]
Gradient = dict[int, Scalar]  # by the number of the entry


class Monomial(NamedTuple):
    """c^power ⊙ Π d(f, m) over the `children` (f, m), at the stages of a part of the state; of so many vertices. Where
    `unit` is a stage, that unit vector instead: A times it is a column of A."""

    part: int
    power: int
    children: tuple[tuple[int, Monomial], ...] = ()
    unit: int | None = None

    @property
    def pure(self) -> bool:
        """Whether it is a power of c."""
        return not self.children and self.unit is None

    @property
    def order(self) -> int:
        return 1 + self.power + sum(child.order for _, child in self.children)


class Component(NamedTuple):
    """The i-th component of the defect d(field, monomial)."""

    field: int
    monomial: Monomial
    stage: int


class Values:
    """What monomials and defects are at a point: each entry of the tableaux is a number, a ball or a fraction.

    `constant` makes such a number of a fraction. Without `defects`, children are not replaced by their defects: the
    monomials are the elementary weights φ(t) of the trees. A stage that is a key of `alike` takes its abscissa from
    another one, to which it is equal.
    """

    def __init__(
        self,
        tableaux: Tableaux,
        entries: Sequence[Scalar],
        constant: Callable[[Fraction], Scalar],
        vanishing: Collection[Component] = (),
        *,
        defects: bool = True,
        alike: Mapping[int, int] | None = None,
    ) -> None:
        self.tableaux, self.entries, self.constant, self.vanishing = tableaux, entries, constant, vanishing
        self.defects, self.alike = defects, alike or {}
        self._powers: dict[int, list[Sparse]] = {}
        self._monomials: dict[Monomial, Sparse] = {}
        self._defects: dict[tuple[int, Monomial], Sparse] = {}

    def row(self, row: Row) -> Sparse:
        return {j: self.entries[k] for j, k in row.items()}

    def first(self, part: int) -> int:
        """The field whose abscissae are those of a part."""
        return next(f for f, field in enumerate(self.tableaux.fields) if field.drives == part)

    def power(self, part: int, exponent: int) -> Sparse:
        """c^exponent."""
        powers = self._powers.setdefault(part, [])
        while len(powers) <= exponent:
            if not powers:
                one = self.constant(Fraction(1))
                powers.append(dict.fromkeys(range(self.tableaux.stages), one))
            elif len(powers) == 1:
                rows = self._rows_of_abscissae(part)
                powers.append({i: _total(self.row(row).values()) for i, row in enumerate(rows) if row})
            else:
                powers.append(product(powers[-1], powers[1]))
        return powers[exponent]

    def monomial(self, m: Monomial) -> Sparse:
        """The vector m."""
        found = self._monomials.get(m)
        if found is None:
            if m.unit is not None:
                found = {m.unit: self.constant(Fraction(1))}
            elif m.children:
                last = self.defect(*m.children[-1])
                found = product(self.monomial(m._replace(children=m.children[:-1])), last)
            else:
                found = self.power(m.part, m.power)
            self._monomials[m] = found
        return found

    def raw_defect(self, f: int, m: Monomial) -> Sparse:
        """d(f, m) with all of its components."""
        field = self.tableaux.fields[f]
        vector = self.monomial(m)
        found = {}
        for i, row in enumerate(field.A):
            terms = [self.entries[k] * vector[j] for j, k in row.items() if j in vector]
            if terms:
                found[i] = _total(terms)
        if m.pure and self.defects:
            share = self.constant(Fraction(1, m.power + 1))
            for i, value in self.power(field.drives, m.power + 1).items():
                found[i] = found[i] - value * share if i in found else -(value * share)
        return found

    def defect(self, f: int, m: Monomial) -> Sparse:
        """d(f, m) without the components that are to vanish."""
        found = self._defects.get((f, m))
        if found is None:
            found = self._defects[f, m] = {
                i: value
                for i, value in self.raw_defect(f, m).items()
                if Component(f, m, i) not in self.vanishing
            }
        return found

    # The gradients are found backwards: what a change of a vector's components changes, times `weights`, is passed on
    # to what the vector is made of.

    def into_monomial(self, m: Monomial, weights: Sparse, gradient: Gradient) -> None:
        """Add to the gradient that of Σ_i weights_i m_i."""
        if m.unit is not None:
            return
        vectors = [self.power(m.part, m.power), *(self.defect(*child) for child in m.children)]
        if m.power:
            rest = {i: w * self.constant(Fraction(m.power)) for i, w in weights.items()}
            for vector in (self.power(m.part, m.power - 1), *vectors[1:]):
                rest = product(rest, vector)
            self.into_abscissae(m.part, rest, gradient)
        for place, child in enumerate(m.children, start=1):
            rest = weights
            for number, vector in enumerate(vectors):
                if number != place:
                    rest = product(rest, vector)
            kept = self.defect(*child)
            self.into_defect(*child, {i: w for i, w in rest.items() if i in kept}, gradient)

    def into_defect(self, f: int, m: Monomial, weights: Sparse, gradient: Gradient) -> None:
        """Add to the gradient that of Σ_i weights_i d(f, m)_i."""
        field, vector = self.tableaux.fields[f], self.monomial(m)
        passed: Sparse = {}
        for i, w in weights.items():
            for j, k in field.A[i].items():
                if j in vector:
                    add(gradient, k, w * vector[j])
                    add(passed, j, w * self.entries[k])
        self.into_monomial(m, passed, gradient)
        if m.pure and self.defects:
            self.into_abscissae(
                field.drives,
                {i: -w for i, w in product(weights, self.power(field.drives, m.power)).items()},
                gradient,
            )

    def into_abscissae(self, part: int, weights: Sparse, gradient: Gradient) -> None:
        """Add to the gradient that of Σ_i weights_i c_i."""
        rows = self._rows_of_abscissae(part)
        for i, w in weights.items():
            for k in rows[i].values():
                add(gradient, k, w)

    def _rows_of_abscissae(self, part: int) -> list[Row]:
        rows = self.tableaux.fields[self.first(part)].A
        return [rows[self.alike.get(i, i)] for i in range(len(rows))]


def product(u: Mapping[int, Scalar], v: Mapping[int, Scalar]) -> Sparse:
    """u ⊙ v."""
    if len(v) < len(u):
        u, v = v, u
    return {i: value * v[i] for i, value in u.items() if i in v}


def dot(u: Mapping[int, Scalar], v: Mapping[int, Scalar], zero: Scalar) -> Scalar:
    """u·v."""
    return sum(product(u, v).values(), zero)


def add(sums: Sparse, place: int, value: Scalar) -> None:
    """Add a value at a place."""
    sums[place] = sums[place] + value if place in sums else value


def _total(terms: Any) -> Scalar:
    first, *rest = terms
    return sum(rest, first)


@dataclass(frozen=True)
class Grown:
    """The monomials of a number of vertices, made of defects that do not vanish."""

    values: Values
    highest: int

    def monomials(self, found: Callable[[Component, Scalar], bool] | None) -> Iterator[Monomial]:
        """All monomials in order of their vertices, but those that vanish: each once. Of every new component of a
        defect, `found` decides whether it is to vanish."""
        fields = self.values.tableaux.fields
        parts = sorted({field.of for field in fields})
        children: dict[int, list[tuple[int, tuple[int, Monomial]]]] = {part: [] for part in parts}
        for order in range(1, self.highest + 1):
            new = [
                Monomial(part, power, chosen)
                for part in parts
                for power, chosen in _chosen(order - 1, children[part], len(children[part]))
            ]
            kept = [m for m in new if self.values.monomial(m)]
            yield from kept
            if order == self.highest:
                return
            for f, field in enumerate(fields):
                for m in kept:
                    if m.part != field.of or (not m.children and m.power == 0 and self._is_first(f)):
                        continue
                    if found is not None:
                        for i, value in self.values.raw_defect(f, m).items():
                            found(Component(f, m, i), value)
                    if self.values.defect(f, m):
                        children[field.drives].append((order, (f, m)))

    def _is_first(self, f: int) -> bool:
        """Whether A 1 is the abscissae themselves."""
        return self.values.first(self.values.tableaux.fields[f].drives) == f


def _chosen(
    vertices: int, children: Sequence[tuple[int, tuple[int, Monomial]]], below: int
) -> Iterator[tuple[int, tuple[tuple[int, Monomial], ...]]]:
    """Each multiset of children of no more vertices than given, with the power of c that makes up for the rest."""
    yield vertices, ()
    for number in range(below):
        order, child = children[number]
        if order <= vertices:
            for power, rest in _chosen(vertices - order, children, number + 1):
                yield power, (*rest, child)
