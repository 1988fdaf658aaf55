"""The system of equations whose zeros have the orders that are wanted: which components of defects vanish, and what is
left of the order conditions then.

All that is read off balls here is a guess, which components are to be 0. It is an equation of the system each time, so
whatever the guesses are, a zero of the system is a method of these orders. Equations that follow from the others would
make Newton's step fail. So what is known to follow is left out:

- b C^k A m' = (b m' − b C^{k+1} m')/(k + 1) where D(k + 1) holds at the stages at which m' is not 0: the condition of
  c^k ⊙ d(m') follows from two others. Of D's components e = b C^k A − (b − b C^{k+1})/(k + 1) some follow in turn, for
  e·m' is made of three conditions, whichever way D is: where these hold for as many m', linearly independent, as many
  components of e are 0 if the others are.
- Where a defect d(c^k) is a multiple of u = A e_j, at all stages but j (`columns`), as in methods whose first stage has
  another stage order, b C^l A … d(c^k) = 0 follows from b C^l A … u = 0 and (b C^l A …)_j = 0.
- Where the last row of A is b, as in pairs whose last stage is the next step's first one, the defects of that stage are
  conditions of b.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as kept
from fractions import Fraction

from tableau2net.algebra.domains.balls import Ball, Balls
from tableau2net.verify.existence.conditions import (
    Component,
    Grown,
    Monomial,
    Sparse,
    Values,
    add,
    product,
)
from tableau2net.verify.existence.equations import Equation, Left, Output, Parallel, Vanishing
from tableau2net.verify.existence.tableau import Row, Tableaux

Word = tuple[tuple[int, int, int], ...]  # the part, the power of its c and the field of A, from b on

MOST = 150  # equations: more are not tried


@dataclass(frozen=True)
class Wanted:
    """What one choice of coefficients is to have: the order of b, that of b_hat where there is one, the stage order."""

    order: int
    embedded: int | None = None
    stage_order: int = 1

    @property
    def highest(self) -> int:
        return max(self.order, self.embedded or 0, self.stage_order + 1)


class TooMany(Exception):
    """There are too many equations."""


@dataclass(frozen=True)
class System:
    """The equations, and which components of defects they make vanish. Without `defects` they are in elementary
    weights. Of each two stages that are `alike` the first one's abscissa is taken from the second one, for they make
    them equal."""

    equations: tuple[Equation, ...]
    vanishing: frozenset[Component]
    defects: bool = True
    alike: tuple[tuple[int, int], ...] = ()


def system(
    values: Values, kind: Balls, wanted: Wanted, *, guess: bool = True, columns: bool = False
) -> System:
    """The system of a method, with guesses from the balls in which its entries are; without, the order conditions as
    they are. With `columns`, defects that may be multiples of columns of A are to be. Raises TooMany."""
    return _Builder(values, kind, wanted, guess, columns).build()


class _Builder:
    def __init__(self, values: Values, kind: Balls, wanted: Wanted, guess: bool, columns: bool) -> None:
        self.kind, self.wanted, self.guess = kind, wanted, guess
        self.multiples = columns
        self.columns: dict[tuple[int, Monomial], int] = {}  # j of the column of which a defect is a multiple
        self.vanishing: set[Component] = set()
        self.equations: dict[Equation, None] = {}  # each once, in order
        found = relevant(values.tableaux, wanted)
        self.values = Values(found, values.entries, values.constant, self.vanishing)
        self.last = _last_rows(values.tableaux)

    def build(self) -> System:
        monomials = list(Grown(self.values, self.wanted.highest).monomials(self._found))
        if self.multiples:
            self._find_columns([m for m in monomials if m.pure and 1 < m.power < self.wanted.highest - 1])
        for embedded, order in ((False, self.wanted.order), (True, self.wanted.embedded)):
            if order is not None:
                known = [m for m in monomials if m.order <= order]
                self._add(_Outputs(self, embedded, order, known).equations())
        return System(tuple(self.equations), frozenset(self.vanishing))

    def _found(self, component: Component, value: Ball) -> bool:
        """Whether a component is to vanish."""
        f, monomial, stage = component
        wanted = monomial.pure and monomial.order <= self.wanted.stage_order
        if not (self.guess or wanted) or not self.kind.may_be_zero(value):
            return False
        self.vanishing.add(component)
        if (f, stage) not in self.last or monomial.order > self.wanted.order:
            self._add([Vanishing(component)])
        return True

    def _find_columns(self, powers: Sequence[Monomial]) -> None:
        for g, field in enumerate(self.values.tableaux.fields):
            for m in powers:
                if m.part != field.of:
                    continue
                for j in range(self.values.tableaux.stages):
                    parallel = self._parallel(g, m, j)
                    if parallel:
                        self.columns[g, m] = j
                        self._add(list(parallel))
                        break

    def _parallel(self, g: int, m: Monomial, j: int) -> Sequence[Parallel]:
        """The equations by which a defect is a multiple of a column, at all stages but j; none where it is not."""
        column = self.values.defect(g, Monomial(m.part, 0, (), j))
        certain = {i: a for i, a in column.items() if i != j and not self.kind.may_be_zero(a)}
        stages = (self.values.defect(g, m).keys() | column.keys()) - {j}
        if not certain or len(stages) < 3:
            return ()
        other = max(certain, key=lambda i: abs(self.kind.near(certain[i])))
        found = [Parallel(Component(g, m, i), j, other) for i in sorted(stages - {other})]
        return found if all(self.kind.may_be_zero(each.value(self.values)) for each in found) else ()

    def _add(self, equations: Iterator[Equation] | list[Equation]) -> None:
        for equation in equations:
            self.equations[equation] = None
            if len(self.equations) > MOST:
                raise TooMany


@dataclass
class _Outputs:
    """The conditions of one set of weights."""

    builder: _Builder
    embedded: bool
    order: int
    monomials: Sequence[Monomial]
    rows: dict[tuple[int, Word], Sparse] = kept(default_factory=dict)

    def equations(self) -> Iterator[Equation]:
        fields = self.builder.values.tableaux.fields
        components: dict[tuple[int, int, int], dict[int, Left]] = {}
        for f, field in enumerate(fields):
            b = self.weights(f)
            for m in self.monomials:
                if m.part != field.of:
                    continue
                if m.pure:
                    yield Output(tuple(b.items()), m, Fraction(1, m.order))
                elif b.keys() & self.builder.values.monomial(m).keys():
                    if not self.builder.guess:
                        yield Output(tuple(b.items()), m, Fraction(0))
                        continue
                    by_d = self._by_d(f, m)
                    if by_d is not None:
                        components.setdefault((f, m.children[0][0], m.power), {}).update(by_d)
                    elif (column := self._column(f, m)) is not None:
                        yield from self._by_column(f, m, column)
                    else:
                        yield from self._by_rows(f, m)
        for (f, g, power), found in components.items():
            following = self._following(f, g, power)
            yield from (each for j, each in found.items() if j not in following)

    def _by_d(self, f: int, m: Monomial) -> dict[int, Left] | None:
        """The components of D(power + 1) from which the condition of c^power ⊙ d(g, m') follows; None where it does
        not."""
        if len(m.children) > 1:
            return None
        ((g, inner),) = m.children
        own, after = tuple(self.weights(f).items()), tuple(self.weights(g).items())
        support = self._support(f, g, m.power, self.builder.values.monomial(inner))
        found = {j: Left(own, after, g, m.power, j) for j in support}
        if not all(self._may_vanish(each) for each in found.values()):
            return None
        row = self._row(f, ((m.part, m.power, g),))
        for j in support:
            if j not in self.weights(g):  # (b C^k A)_j itself is to be 0
                row.pop(j, None)
        return found

    def _column(self, f: int, m: Monomial) -> int | None:
        """The column of which the innermost defect of c^k ⊙ d(c^l ⊙ d(… c^n)) is a multiple; None where it is of none,
        or the stage of that number has a weight."""
        while len(m.children) == 1:
            ((g, inner),) = m.children
            if inner.pure:
                j = self.builder.columns.get((g, inner))
                return None if j in self.weights(f) else j
            m = inner
        return None

    def _by_column(self, f: int, m: Monomial, j: int) -> Iterator[Equation]:
        """b C^k A C^l … A e_j = 0 and, one A less, that the row's component j is 0."""
        word: Word = ()
        while m.children:
            ((g, inner),) = m.children
            word, m = (*word, (m.part, m.power, g)), inner
        for length in (len(word) - 1, len(word)):
            if length == 1:
                ((_, power, g),) = word[:1]
                if j not in self.weights(g):
                    yield Left(tuple(self.weights(f).items()), tuple(self.weights(g).items()), g, power, j)
                    continue
            if length:
                part = self.builder.values.tableaux.fields[word[length - 1][2]].of
                yield Output(tuple(self.weights(f).items()), _with_unit(word[:length], part, j), Fraction(0))

    def _by_rows(self, f: int, m: Monomial) -> Iterator[Equation]:
        """The condition of c^k ⊙ d(c^l ⊙ d(… m')), or the components of the row b C^k A C^l A … that are to be 0 where
        m' is not."""
        word: Word = ()
        inner = m
        while len(inner.children) == 1:
            ((g, after),) = inner.children
            if after.pure:
                break
            word, inner = (*word, (inner.part, inner.power, g)), after
            row = self._row(f, word)
            support = product(row, self.builder.values.monomial(inner))
            if not support:
                return
            if all(self.builder.kind.may_be_zero(row[j]) for j in support):
                for j in support:
                    del row[j]
                    yield Output(tuple(self.weights(f).items()), _with_unit(word, inner.part, j), Fraction(0))
                return
        yield Output(tuple(self.weights(f).items()), m, Fraction(0))

    def _row(self, f: int, word: Word) -> Sparse:
        """b C^k A C^l A …, without the components that are to be 0."""
        found = self.rows.get((f, word))
        if found is None:
            values = self.builder.values
            if not word:
                found = values.row(self.weights(f))
            else:
                part, power, g = word[-1]
                before = product(self._row(f, word[:-1]), values.power(part, power))
                found = {}
                for i, weight in before.items():
                    for j, k in values.tableaux.fields[g].A[i].items():
                        add(found, j, weight * values.entries[k])
            self.rows[f, word] = found
        return found

    def weights(self, f: int) -> Row:
        field = self.builder.values.tableaux.fields[f]
        return (field.b_hat or {}) if self.embedded else field.b

    def _may_vanish(self, left: Left) -> bool:
        return self.builder.kind.may_be_zero(left.value(self.builder.values))

    def _support(self, f: int, g: int, power: int, vector: Sparse) -> list[int]:
        """The stages of a vector where D(power + 1) has something to say."""
        values = self.builder.values
        reached = self.weights(f).keys() & values.power(values.tableaux.fields[g].drives, power).keys()
        after = self.weights(g)
        rows = values.tableaux.fields[g].A
        return [j for j in vector if j in after or any(j in rows[i] for i in reached)]

    def _following(self, f: int, g: int, power: int) -> set[int]:
        """The components of D(power + 1) that are 0 where the others are, for some e·m' are made of conditions that
        hold anyway."""
        values, kind = self.builder.values, self.builder.kind
        everywhere = self._support(f, g, power, dict.fromkeys(range(values.tableaux.stages), None))
        own, after = tuple(self.weights(f).items()), tuple(self.weights(g).items())
        known = [j for j in everywhere if self._may_vanish(Left(own, after, g, power, j))]
        unknown = set(everywhere) - set(known)
        rows = []
        for m in self.monomials:
            vector = values.monomial(m)
            fits = m.part == values.tableaux.fields[g].of and m.order + power < self.order
            if fits and not unknown & vector.keys() and self._holds_anyway(f, g, power, m):
                rows.append({j: vector[j] for j in known if j in vector})
        return pivots(rows, kind)

    def _holds_anyway(self, f: int, g: int, power: int, m: Monomial) -> bool:
        """Whether b C^k A m, b' m and b' C^{k+1} m are what they should be without D."""
        values = self.builder.values
        field = values.tableaux.fields[g]
        first = values.defect(g, m) if not m.pure or m.power or values.first(field.drives) != g else {}
        if self.weights(f).keys() & values.power(field.drives, power).keys() & first.keys():
            return False
        vector, after = values.monomial(m), self.weights(g)
        return m.pure or not after.keys() & vector.keys()


def _with_unit(word: Word, part: int, j: int) -> Monomial:
    """The monomial of which a component of b C^k A C^l A … is the condition."""
    found = Monomial(part, 0, (), j)
    for part, power, g in reversed(word):
        found = Monomial(part, power, ((g, found),))
    return found


def pivots(rows: list[Sparse], kind: Balls) -> set[int]:
    """Columns in which as many of the rows are linearly independent for certain."""
    found: set[int] = set()
    rest = list(rows)
    for _ in range(len(rows)):
        candidates = [
            (abs(kind.near(a)) / _size(row, kind), number, j)
            for number, row in enumerate(rest)
            for j, a in row.items()
            if j not in found and not kind.may_be_zero(a)
        ]
        if not candidates:
            break
        _, number, column = max(candidates)
        pivot = rest.pop(number)
        found.add(column)
        rest = [_without(row, pivot, column) for row in rest]
    return found


def _without(row: Sparse, pivot: Sparse, column: int) -> Sparse:
    if column not in row:
        return row
    factor = row[column] / pivot[column]
    zero = factor - factor
    return {j: row.get(j, zero) - factor * pivot.get(j, zero) for j in {*row, *pivot} if j != column}


def _size(row: Sparse, kind: Balls) -> float:
    return max(abs(kind.near(a)) for a in row.values()) or 1.0


def relevant(tableaux: Tableaux, wanted: Wanted) -> Tableaux:
    """Without the rows of stages that no weight depends on."""
    if wanted.stage_order > 1:
        return tableaux
    hats = wanted.embedded is not None
    used = {f: {*field.b, *(field.b_hat or () if hats else ())} for f, field in enumerate(tableaux.fields)}
    while True:
        parts: dict[int, set[int]] = {}
        for f, field in enumerate(tableaux.fields):
            parts.setdefault(field.of, set()).update(used[f])
        grown = {
            f: used[f].union(
                *(
                    other.A[i]
                    for g, other in enumerate(tableaux.fields)
                    if g == f
                    for i in parts.get(other.drives, ())
                )
            )
            for f in used
        }
        if grown == used:
            break
        used = grown
    fields = tuple(
        replace(
            field, A=tuple(row if i in parts.get(field.drives, ()) else {} for i, row in enumerate(field.A))
        )
        for field in tableaux.fields
    )
    return replace(tableaux, fields=fields)


def _last_rows(tableaux: Tableaux) -> set[tuple[int, int]]:
    """The stages, by field, whose row of A is b, entry by entry the same unknowns."""
    return {
        (f, i)
        for f, field in enumerate(tableaux.fields)
        for i, row in enumerate(field.A)
        if row and row is field.b
    }
