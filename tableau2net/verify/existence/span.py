"""Spans of vectors that are equal at the stages of some classes, and linear functionals that are 0 on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tableau2net.algebra.domains.balls import Ball, Balls
from tableau2net.verify.existence.conditions import Monomial, Sparse

Class = tuple[int, ...]  # stages, in order


@dataclass(frozen=True, eq=False)
class Vector:
    """The vector of a monomial, and the pairs, each named by its first stage, at whose two stages it is equal where all
    that is guessed is so."""

    monomial: Monomial
    components: Sparse
    equal: frozenset[int]
    pairs: Mapping[int, int]

    @cached_property
    def classes(self) -> tuple[Class, ...]:
        """The stages where it is not 0."""
        equal = {i for i in self.equal if i in self.components and self.pairs[i] in self.components}
        second = {self.pairs[i] for i in equal}
        return tuple(
            sorted((i, self.pairs[i]) if i in equal else (i,) for i in self.components if i not in second)
        )

    def on(self, classes: Iterable[Class], zero: Iterable[Class] = ()) -> dict[Class, Ball] | None:
        """Its components by class; None where it is not made of these classes, and those where it does not matter."""
        left = set(self.classes)
        for K in zero:
            self._take(left, K)
        found = {}
        for K in classes:
            value = self._take(left, K)
            if value is None:
                return None
            if value is not False:
                found[K] = value
        return None if left else found

    def _take(self, left: set[Class], K: Class) -> Ball | None:
        """Its component at a class, which is taken away; False where it is 0 there, None where it is not equal."""
        if K in left:
            left.remove(K)
            return self.components[K[0]]
        return None if any(set(K) & set(other) for other in left) else False


class Span:
    """The vectors of some classes: whether so many of them are independent for certain that they span all."""

    def __init__(self, kind: Balls, classes: Iterable[Class]) -> None:
        self.kind, self.classes = kind, tuple(classes)
        self.pivots: dict[Class, dict[Class, Ball]] = {}
        self._taken = 0

    @property
    def full(self) -> bool:
        return len(self.pivots) == len(self.classes)

    def take(self, vectors: Sequence[Vector]) -> None:
        """Take in those of a growing list that are new."""
        while self._taken < len(vectors) and not self.full:
            row = vectors[self._taken].on(self.classes)
            self._taken += 1
            if row:
                self.add(row)

    def add(self, row: dict[Class, Ball]) -> bool:
        """Whether a vector is independent of those before it for certain; it is taken in then."""
        rest = dict(row)
        for K, pivot in self.pivots.items():
            if K in rest:
                factor = rest.pop(K) / pivot[K]
                for other, value in pivot.items():
                    if other != K:
                        rest[other] = rest[other] - factor * value if other in rest else -(factor * value)
        certain = [K for K, value in rest.items() if not self.kind.may_be_zero(value)]
        if not certain:
            return False
        best = max(certain, key=lambda K: abs(self.kind.near(rest[K])))
        self.pivots[best] = rest
        return True


class Annihilated:
    """A linear functional that is to be 0 on some vectors and is known to be so on others.

    `zero` are the classes on which its sum is 0 then; `classes` those for which that is an equation; `rest` the vectors
    that need an equation of their own.
    """

    def __init__(
        self,
        kind: Balls,
        may_be_zero: Callable[[Class], bool],
        zero: Iterable[Class],
        known: Iterable[Vector],
        needed: Iterable[Vector],
    ) -> None:
        self.kind, self.may_be_zero = kind, may_be_zero
        self.zero, self.known = list(zero), list(known)
        self.classes: list[Class] = []
        self.one = kind.ball(Fraction(1), Fraction(1))
        self.rest = list(needed)
        while self._step():
            pass

    def _step(self) -> bool:
        """Whether something was found."""
        self.rest = [v for v in self.rest if self._alive(v)]
        tried = sorted({self._alive(v) for v in (*self.rest, *self.known)}, key=len)
        return any(classes and self._settle(classes) for classes in tried)

    def _alive(self, v: Vector) -> tuple[Class, ...]:
        return tuple(K for K in v.classes if K not in self.zero and any((k,) not in self.zero for k in K))

    def _dead(self, v: Vector) -> list[Class]:
        alive = set(self._alive(v))
        return [K for K in v.classes if K not in alive]

    def _settle(self, classes: tuple[Class, ...]) -> bool:
        """Whether the functional is 0 on each of these classes."""
        span = Span(self.kind, classes)
        rows = [v.on(classes, self._dead(v)) for v in self.known]
        rows += [self._rest_of(K, classes) for K in self.zero]
        for row in rows:
            if row:
                span.add(row)
        following = list(span.pivots)
        for v in self.rest:
            row = v.on(classes, self._dead(v))
            if row:
                span.add(row)
        if not span.full or not all(map(self.may_be_zero, classes)):
            return False
        self.classes += [K for K in classes if K not in following]
        self.zero += classes
        return True

    def _rest_of(self, K: Class, classes: tuple[Class, ...]) -> dict[Class, Ball]:
        """What is known of the single stages of a pair where the sum over both is 0; empty where nothing is."""
        left = [(k,) for k in K if (k,) not in self.zero]
        return dict.fromkeys(left, self.one) if len(K) > 1 and set(left) <= set(classes) else {}
