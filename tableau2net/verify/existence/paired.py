"""The system of a method of one field with pairs of stages that cancel: b_i = −b_j, c_i = c_j and, up to some order,
equal defects. Feagin's methods are made so (Neural, Parallel and Scientific Computations 20 (2012) 437–458).

As in `system.py`, all that is read off balls is a guess that becomes an equation. Here it is that a component of a
defect is 0, or that it is the same at both stages of a pair. So each vector m has some *classes*: the pairs at whose
two stages it is equal, and single stages. For a linear functional f, a row of A, a difference of two rows, or
e = b C^k A − (b − b C^{k+1})/(k + 1),

    f m = Σ_K f_K m_K,   f_K = Σ_{k ∈ K} f_k,

so that f m = 0 for as many m as there are classes, linearly independent for certain, is equivalent to f_K = 0 for each
class K, and then f vanishes on all vectors of these classes. For the same reason a vector with a defect among its
factors that is a combination of others of no more vertices needs no condition, nor does anything that is made of it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tableau2net.algebra.domains.balls import Ball, Balls
from tableau2net.exact.root_sum import Interval
from tableau2net.verify.existence.conditions import Component, Monomial, Values
from tableau2net.verify.existence.equations import Difference, Equation, Left, LeftOf, Output, Sum, Vanishing
from tableau2net.verify.existence.lobatto import node_and_weight
from tableau2net.verify.existence.span import Annihilated, Class, Span, Vector
from tableau2net.verify.existence.system import System, Wanted, relevant
from tableau2net.verify.existence.tableau import Row, Tableaux

Rows = tuple[int, int | None]


def paired(values: Values, kind: Balls, wanted: Wanted) -> tuple[Tableaux, System] | None:
    """The system, and the tableaux with numbers that are known besides; None where there are several fields, or no
    pairs."""
    if len(values.tableaux.fields) > 1 or wanted.stage_order > 1:
        return None
    builder = _Builder(values, kind, wanted)
    if not builder.pairs:
        return None
    found = builder.build()
    return builder.chosen(values.tableaux), found


class _Builder:
    def __init__(self, values: Values, kind: Balls, wanted: Wanted) -> None:
        self.kind, self.wanted = kind, wanted
        self.vanishing: set[Component] = set()
        self.values = Values(
            relevant(values.tableaux, wanted), values.entries, values.constant, self.vanishing
        )
        self.field = self.values.tableaux.fields[0]
        self.pairs = self._pairs()
        self.equations: dict[Equation, None] = {}
        self.known: list[Interval] = []  # around numbers that are known, after the entries of the tableaux
        self.fixed: dict[int, Interval] = {}  # entries that are one number of those within their digits
        self.ends: set[int] = set()  # the stages whose abscissae are 1
        self.vectors: list[Vector] = []  # those of which all others are combinations
        # By row i, or by rows i and j: where d(m)_i is 0, or equal to d(m)_j; whether a class's sum may be 0; and is 0.
        self.differing: dict[Rows, list[Vector]] = {}
        self.sums: dict[tuple[Rows, Class], bool] = {}
        self.zero: set[tuple[Rows, Class]] = set()

    def build(self) -> System:
        self._grow()
        for i, j in self.pairs.items():
            for b in self._weights():
                self._add(Sum.of((b[i], b[j]), ()))
        for rows, vectors in self.differing.items():
            self._rows(*rows, vectors)
        for b, order in zip(self._weights(), (self.wanted.order, self.wanted.embedded), strict=False):
            if order is not None and not (b is not self.field.b and self._nearly_b(b, order)):
                self._outputs(b, order)
        return System(
            tuple(self.equations),
            frozenset(self.vanishing),
            alike=tuple((j, i) for i, j in self.pairs.items()),
        )

    def chosen(self, tableaux: Tableaux) -> Tableaux:
        """The tableaux with what is known of some of their entries, and numbers besides."""
        entries = [self.fixed.get(k, bounds) for k, bounds in enumerate(tableaux.intervals)]
        unknowns = tuple(k for k in tableaux.unknowns if k not in self.fixed)
        return replace(tableaux, intervals=(*entries, *self.known), unknowns=unknowns)

    def _add(self, equation: Equation) -> None:
        self.equations[equation] = None

    def _weights(self) -> list[Row]:
        hats = self.field.b_hat if self.wanted.embedded is not None else None
        return [self.field.b] if hats is None else [self.field.b, hats]

    def _may_be_zero(self, value: Ball) -> bool:
        return self.kind.may_be_zero(value)

    def _pairs(self) -> dict[int, int]:
        """The second stage of each pair, by the first one."""
        c, entries = self.values.power(self.field.drives, 1), self.values.entries
        found: dict[int, int] = {}
        for i in c:
            for j in c:
                if (
                    i < j
                    and i not in found
                    and j not in found.values()
                    and self._may_be_zero(c[i] - c[j])
                    and all(
                        i in b and j in b and self._may_be_zero(entries[b[i]] + entries[b[j]])
                        for b in self._weights()
                    )
                ):
                    found[i] = j
        return found

    # Vectors

    def _grow(self) -> None:
        """All monomials in order of their vertices, but those that are combinations of others for certain."""
        part = self.field.of
        every = frozenset(self.pairs)
        first = Vector(Monomial(part, 0), self.values.power(part, 0), every, self.pairs)
        self.differing.update({(i, j): [first] for i, j in self.pairs.items()})
        children: list[Vector] = []
        by_order: dict[int, list[tuple[Vector, int]]] = {}
        spans: dict[tuple[Class, ...], Span] = {}
        impure: list[Vector] = []
        for order in range(1, self.wanted.highest + 1):
            pure = Monomial(part, order - 1)
            new = by_order[order] = [(Vector(pure, self.values.monomial(pure), every, self.pairs), 0)]
            made = [
                (self._times(m, child), number)
                for number, child in enumerate(children)
                for m, least in by_order.get(order - child.monomial.order, ())
                if least <= number and m.components.keys() & child.components.keys()
            ]
            for vector, number in sorted(made, key=lambda each: _depth(each[0].monomial)):
                span = spans.setdefault(vector.classes, Span(self.kind, vector.classes))
                span.take(impure)
                if not span.full:
                    new.append((vector, number))
                    impure.append(vector)
            self.vectors += (vector for vector, _ in new)
            for vector, _ in new:
                if order < self.wanted.highest and (order > 1 or not vector.monomial.pure):
                    children += self._defects(vector)

    def _times(self, m: Vector, child: Vector) -> Vector:
        """m ⊙ d(m'), where `child` is d(m') under the name of m'."""
        monomial = m.monomial._replace(children=(*m.monomial.children, (0, child.monomial)))
        return Vector(monomial, self.values.monomial(monomial), m.equal & child.equal, self.pairs)

    def _defects(self, vector: Vector) -> list[Vector]:
        """d(m), where it is not 0, and what is guessed of it."""
        m = vector.monomial
        zero = {
            i
            for i, value in self.values.raw_defect(0, m).items()
            if self._may_be_zero(value) and (m.pure or self._sums_may_be_zero(i, None, vector))
        }
        self.vanishing.update(Component(0, m, i) for i in zero)
        found = self.values.defect(0, m)
        equal = set()
        for i, j in self.pairs.items():
            if i in found and j in found:
                if not self._may_be_zero(found[i] - found[j]):
                    continue
                if not m.pure and not self._sums_may_be_zero(i, j, vector):
                    continue
                equal.add(i)
            elif i in found or j not in zero:
                continue
            zero.discard(j)
            self.differing.setdefault((i, j), []).append(vector)
        for i in sorted(zero):
            self.differing.setdefault((i, None), []).append(vector)
        return [Vector(m, found, frozenset(equal), self.pairs)] if found else []

    # Rows of A

    def _rows(self, i: int, j: int | None, vectors: list[Vector]) -> None:
        """Row i, or its difference from row j, is 0 on some vectors."""
        own, other = self.field.A[i], {} if j is None else self.field.A[j]
        for v in vectors:
            if (j is not None or not v.monomial.pure) and self._sums_may_be_zero(i, j, v):
                for K in v.classes:
                    self.zero.add(((i, j), K))
                    if any(k in own or k in other for k in K):
                        self._add(
                            Sum.of((own[k] for k in K if k in own), (other[k] for k in K if k in other))
                        )
            elif v.monomial.order == 1:
                self._add(Sum.of(own.values(), other.values()))
            else:
                first = Component(0, v.monomial, i)
                self._add(Vanishing(first) if j is None else Difference(first, j))

    def _sums_may_be_zero(self, i: int, j: int | None, v: Vector) -> bool:
        """Whether row i, or its difference from row j, may be 0 on each class of a vector."""
        for K in v.classes:
            if ((i, j), K) not in self.sums:
                total = self._sum(self.field.A[i], K)
                if j is not None:
                    total = total - self._sum(self.field.A[j], K)
                self.sums[(i, j), K] = self._may_be_zero(total)
            if not self.sums[(i, j), K]:
                return False
        return True

    def _sum(self, row: Row, K: Class) -> Ball:
        return sum((self.values.entries[row[k]] for k in K if k in row), self.values.constant(Fraction(0)))

    # Conditions of the weights

    def _outputs(self, b: Row, order: int) -> None:
        own = tuple(b.items())
        known = [v for v in self.vectors if v.monomial.order <= order]
        quadrature = self._lobatto(b, order)
        for equation in quadrature:
            self._add(equation)
        absent = [(k,) for k in range(self.values.tableaux.stages) if k not in b]
        cancelling = list(self.pairs.items())
        several: list[Vector] = []
        needed: dict[int, list[Vector]] = {}
        anyway: dict[int, list[Vector]] = {}
        by_name = {v.monomial: v for v in self.vectors}
        for v in known:
            m = v.monomial
            if m.pure:
                if not quadrature:
                    self._add(Output(own, m, Fraction(1, m.order)))
            elif len(m.children) > 1:
                several.append(v)
            elif not self._cancels(b, v):
                needed.setdefault(m.power, []).append(by_name[m.children[0][1]])
        for power in needed:
            anyway[power] = [
                v
                for v in known
                if v.monomial.order + power < order
                and v not in needed[power]
                and self._holds_anyway(b, power, v)
            ]
        found = Annihilated(
            self.kind, lambda K: self._may_be_zero(self._sum(b, K)), [*absent, *cancelling], [], several
        )
        for K in found.classes:
            self._add(Sum.of((b[k] for k in K), ()))
        for v in found.rest:
            self._add(Output(own, v.monomial, Fraction(0)))
        for power, vectors in needed.items():
            self._left(b, power, vectors, anyway[power])

    def _lobatto(self, b: Row, order: int) -> list[Equation]:
        """That the stages without pairs are Lobatto's formula, whose symmetry makes more conditions hold than there are
        equations; nothing where they are not."""
        nodes = [i for i in b if i not in self.pairs and i not in self.pairs.values()]
        c = self.values.power(self.field.drives, 1)
        if order > 2 * len(nodes) - 2:
            return []
        found: list[Equation] = []
        places = set()
        known: list[Interval] = []
        fixed: dict[int, Interval] = {}
        first = len(self.values.tableaux.intervals) + len(self.known)
        for i in nodes:
            near = sum(self.kind.bounds(c[i]), Fraction(0)) / 2 if i in c else Fraction(0)
            both = node_and_weight(len(nodes), near)
            if both is None:
                return []
            (low, high), weight = both
            ball = self.kind.ball(low, high)
            if not self._may_be_zero(c[i] - ball if i in c else ball):
                return []
            if not self._may_be_zero(self.values.entries[b[i]] - self.kind.ball(*weight)):
                return []
            places.add(round(low * 2**64))
            found.append(Sum(tuple(self.field.A[i].values()), (first + len(known),)))
            known.append((low, high))
            least, most = self.values.tableaux.intervals[b[i]]
            if weight[0] == weight[1] and least <= weight[0] <= most:
                fixed[b[i]] = weight
            else:
                found.append(Sum((b[i],), (first + len(known),)))
                known.append(weight)
            if low == high == 1:
                self.ends.add(i)
        if len(places) < len(nodes):
            return []
        self.known += known
        self.fixed |= fixed
        return found

    def _nearly_b(self, hats: Row, order: int) -> bool:
        """Whether b_hat differs from b by what cancels only: then it has the conditions that b has."""
        b, entries = self.field.b, self.values.entries
        equal = {k for k in hats if k in b and self._may_be_zero(entries[hats[k]] - entries[b[k]])}
        for i, j in self.pairs.items():
            if not {i, j} <= equal:
                equal -= {i, j}
        differing = {*b, *hats} - equal
        known = [v for v in self.vectors if v.monomial.order <= order]
        if order > self.wanted.order or any(
            len(K) == 1 and K[0] in differing for v in known for K in v.classes
        ):
            return False
        for k in sorted(equal):
            if k not in self.pairs.values():
                self._add(Sum.of((hats[k],), (b[k],)))
        return True

    def _cancels(self, b: Row, v: Vector) -> bool:
        return all(len(K) > 1 or K[0] not in b for K in v.classes)

    def _holds_anyway(self, b: Row, power: int, v: Vector) -> bool:
        """Whether b C^k d(m) = 0 whatever D is: e·m = 0 is known then."""
        m = v.monomial
        if m.pure and not m.power:
            return True
        if not m.pure and not self._cancels(b, v):
            return False
        raw = self.values.defect(0, m)
        equal = {
            i for i, j in self.pairs.items() if i in raw and j in raw and v in self.differing.get((i, j), ())
        }
        return self._cancels(b, Vector(m, raw, frozenset(equal), self.pairs))

    def _left(self, b: Row, power: int, needed: list[Vector], anyway: list[Vector]) -> None:
        """e = b C^k A − (b − b C^{k+1})/(k + 1) is 0 on some vectors."""
        own = tuple(b.items())

        def equation(K: Class) -> Equation:
            at = power if any(k in self.field.A[i] for k in K for i in b) else 0
            return LeftOf(tuple(Left(own, own, 0, at, k) for k in K))

        def may_be_zero(K: Class) -> bool:
            return self._may_be_zero(LeftOf(tuple(Left(own, own, 0, power, k) for k in K)).value(self.values))

        classes = {K for v in (*needed, *anyway) for K in v.classes}
        found = Annihilated(
            self.kind, may_be_zero, [K for K in sorted(classes) if self._follows(b, K)], anyway, needed
        )
        for K in found.classes:
            self._add(equation(K))
        for v in found.rest:
            monomial = Monomial(self.field.of, power, ((0, v.monomial),))
            self._add(Output(own, monomial, Fraction(0)))

    def _follows(self, b: Row, K: Class) -> bool:
        """Whether e_K is 0 for what is known of rows: those of a pair cancel, and others are 0."""
        if len(K) == 1 and K[0] in b and K[0] not in self.ends:
            return False
        rows = {i for i in b if any(k in self.field.A[i] for k in K) and ((i, None), K) not in self.zero}
        for i, j in self.pairs.items():
            if ((i, j), K) in self.zero:
                rows -= {i, j}
        return not rows


def _depth(m: Monomial) -> int:
    """How deep defects are within one another."""
    return max((1 + _depth(child) for _, child in m.children), default=0)
