"""Order conditions by enumeration: every rooted tree with every colouring, one by one.

A tree is a colour and the sorted tuple of its children, which are numbers of trees in one long list. With Φ_i(t) the
weight of the slope of stage i and Y_i(t) that of its argument,

    Φ(•) = 1,   Φ([t_1 … t_m]) = Π_k Y(t_k),   Y(t) = A^colour(t) Φ(t) + U ξ(t),   condition: B Φ(t) + V ξ(t) = exact

(Hairer, Nørsett, Wanner I, II.2, II.15, III.8). Several fields of one state may follow each other in any way; those of
a separable pair alternate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement
from math import factorial
from typing import NamedTuple

from attack.numbers import Exact


class Tree(NamedTuple):
    colour: int
    children: tuple[int, ...]
    order: int
    density: int
    symmetry: int


Colour = tuple[int, int]  # the part of the state that a field drives, and the part that it depends on


class Forest:
    """All trees whose vertices have these colours, up to some order: a child drives what its parent depends on. A
    colour that is `linear` has no second derivative: its vertices have one child at most."""

    def __init__(self, colours: tuple[Colour, ...], linear: frozenset[int] = frozenset()) -> None:
        self.colours, self.linear = colours, linear
        self.trees: list[Tree] = []
        self.by_order: list[range] = [range(0)]

    def of_order(self, n: int) -> range:
        """The numbers of the trees of order n."""
        while len(self.by_order) <= n:
            self._grow(len(self.by_order))
        return self.by_order[n]

    def up_to(self, n: int) -> range:
        return range(self.of_order(n).stop)

    def _grow(self, n: int) -> None:
        first = len(self.trees)
        for colour, (_, depends) in enumerate(self.colours):
            for children in self._children(n - 1, n - 1):
                below = [self.trees[k] for k in children]
                if any(self.colours[child.colour][0] != depends for child in below):
                    continue
                if colour in self.linear and len(below) > 1:
                    continue
                density, symmetry = n, 1
                for child in below:
                    density, symmetry = density * child.density, symmetry * child.symmetry
                for k in set(children):
                    symmetry *= factorial(children.count(k))
                self.trees.append(Tree(colour, children, n, density, symmetry))
        self.by_order.append(range(first, len(self.trees)))

    def _children(self, vertices: int, largest: int) -> Iterator[tuple[int, ...]]:
        """All sorted tuples of trees of so many vertices in all, no tree larger than `largest`."""
        if vertices == 0:
            yield ()
            return
        for size in range(min(vertices, largest), 0, -1):
            for count in range(1, vertices // size + 1):
                for chosen in combinations_with_replacement(self.by_order[size], count):
                    for rest in self._children(vertices - size * count, size - 1):
                        yield tuple(sorted(chosen + rest))


@cache
def forest(colours: tuple[Colour, ...] = ((0, 0),), linear: frozenset[int] = frozenset()) -> Forest:
    return Forest(colours, linear)


Matrix = Sequence[Sequence[Exact]]


class Weights:
    """The weights of the stages' slopes, tree by tree: `A` has a matrix for each colour, and `start` gives U ξ(t) for a
    tree of an order and a density, nothing for a one-step method."""

    def __init__(
        self,
        A: Sequence[Matrix],
        trees: Forest,
        start: Callable[[int], Sequence[Exact]] | None = None,
    ) -> None:
        self.A, self.trees, self.start = A, trees, start
        self.stages = len(A[0])
        self._slopes: dict[int, list[Exact]] = {}
        self._arguments: dict[int, list[Exact]] = {}

    def slopes(self, k: int) -> list[Exact]:
        """Φ(t)."""
        if k not in self._slopes:
            result: list[Exact] = [Fraction(1)] * self.stages
            for child in self.trees.trees[k].children:
                result = [a * b for a, b in zip(result, self.arguments(child), strict=True)]
            self._slopes[k] = result
        return self._slopes[k]

    def arguments(self, k: int) -> list[Exact]:
        """Y(t)."""
        if k not in self._arguments:
            slopes = self.slopes(k)
            found = [dot(row, slopes) for row in self.A[self.trees.trees[k].colour]]
            if self.start is not None:
                found = [a + b for a, b in zip(found, self.start(k), strict=True)]
            self._arguments[k] = found
        return self._arguments[k]


def dot(row: Sequence[Exact], column: Sequence[Exact]) -> Exact:
    total: Exact = Fraction(0)
    for a, x in zip(row, column, strict=True):
        if a and x:
            total = total + a * x
    return total


def order(A: Sequence[Matrix], b: Sequence[Sequence[Exact]], trees: Forest, highest: int) -> int:
    """The order of a one-step method with a tableau for each colour, no more than `highest`."""
    weights = Weights(A, trees)
    for n in range(1, highest + 1):
        for k in trees.of_order(n):
            tree = trees.trees[k]
            if dot(b[tree.colour], weights.slopes(k)) - Fraction(1, tree.density):
                return n - 1
    return highest


def stage_order(A: Matrix, highest: int) -> int:
    """The largest q so that every stage is exact up to order q, by its abscissa."""
    trees = forest()
    weights = Weights([A], trees)
    c = weights.arguments(0) if trees.of_order(1) else []
    for n in range(1, highest + 1):
        for k in trees.of_order(n):
            exact = [x**n * Fraction(1, trees.trees[k].density) for x in c]
            if any(a - e for a, e in zip(weights.arguments(k), exact, strict=True)):
                return n - 1
    return highest


def residuals(A: Matrix, b: Sequence[Exact], n: int) -> list[Exact]:
    """(Σ b_i Φ_i(t) − 1/γ(t))/σ(t) for the trees of an order."""
    trees = forest()
    weights, numbers = Weights([A], trees), trees.of_order(n)
    return [
        (dot(b, weights.slopes(k)) - Fraction(1, trees.trees[k].density))
        * Fraction(1, trees.trees[k].symmetry)
        for k in numbers
    ]


def outputs_order(
    A: Matrix, U: Matrix, B: Matrix, V: Matrix, ages: Sequence[int], moving: bool, highest: int
) -> int | None:
    """The order of a general linear method whose values are exact states, each so many steps ago; after the step they
    are those of one step later where they are `moving` — and where not, all are the new state. None where V or U do
    not preserve a constant state."""
    trees = forest()

    def exact(k: int, time: int) -> Fraction:
        tree = trees.trees[k]
        return Fraction(time) ** tree.order / tree.density

    if any(sum(row, Fraction(0)) - 1 for row in (*U, *V)):
        return None
    weights = Weights([A], trees, lambda k: [dot(row, [exact(k, -age) for age in ages]) for row in U])
    for n in range(1, highest + 1):
        for k in trees.of_order(n):
            xi = [exact(k, -age) for age in ages]
            wanted = [exact(k, 1 - age) if moving else exact(k, 1) for age in ages]
            for j, right in enumerate(wanted):
                if dot(B[j], weights.slopes(k)) + dot(V[j], xi) - right:
                    return n - 1
    return highest


def split_order(A: Matrix, U: Matrix, B: Matrix, highest: int) -> int:
    """The order of a method for the parts of a state, V = I: a stage is built from one part, its slope drives one."""
    stages, parts = range(len(A)), range(len(B))
    depends = [next(p for p in parts if U[i][p]) for i in stages]
    drives = [_driven(A, B, depends, j) for j in stages]
    kinds = tuple(dict.fromkeys(zip(drives, depends, strict=True)))
    colour = [kinds.index(pair) for pair in zip(drives, depends, strict=True)]
    trees = forest(kinds)

    def only(row: Sequence[Exact], k: int) -> list[Exact]:
        return [a if colour[j] == k else Fraction(0) for j, a in enumerate(row)]

    weights = Weights([[only(row, k) for row in A] for k in range(len(kinds))], trees)
    for n in range(1, highest + 1):
        for k in trees.of_order(n):
            tree = trees.trees[k]
            row = only(B[kinds[tree.colour][0]], tree.colour)
            if dot(row, weights.slopes(k)) - Fraction(1, tree.density):
                return n - 1
    return highest


def _driven(A: Matrix, B: Matrix, depends: Sequence[int], j: int) -> int:
    found = [q for q, row in enumerate(B) if row[j]] or [depends[i] for i, row in enumerate(A) if row[j]]
    return found[0]
