"""The slow way to an order, against which the engine is tested: every rooted tree, one by one.

A tree is the sorted tuple of its children. Shares no code with the library.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement
from math import prod
from typing import Any


@cache
def trees(order: int) -> tuple[tuple[Any, ...], ...]:
    """All rooted trees of an order: 1, 1, 2, 4, 9, 20, 48, …"""
    return tuple(sorted(forests(order - 1, order - 1)))


def forests(vertices: int, largest: int) -> list[tuple[Any, ...]]:
    """All multisets of trees with so many vertices in all, no tree larger than `largest`."""
    if vertices == 0:
        return [()]
    found = []
    for size in range(min(vertices, largest), 0, -1):
        for count in range(1, vertices // size + 1):
            for chosen in combinations_with_replacement(trees(size), count):
                for rest in forests(vertices - size * count, size - 1):
                    found.append(tuple(sorted(chosen + rest)))
    return found


def size(tree: tuple[Any, ...]) -> int:
    return 1 + sum(map(size, tree))


def density(tree: tuple[Any, ...]) -> int:
    return size(tree) * prod(map(density, tree))


def parse(text: str) -> tuple[Any, ...]:
    """The tree of the bracket notation, as in [[•],•]."""
    open_trees: list[list[Any]] = [[]]
    for sign in text.replace("•", "[]"):
        if sign == "[":
            open_trees.append([])
        elif sign == "]":
            closed = tuple(sorted(open_trees.pop()))
            open_trees[-1].append(closed)
    return tuple(open_trees[0][0])


class BruteForce:
    """A general linear method with numbers of any exact kind; `external` are (kind, age) pairs."""

    def __init__(
        self,
        A: Sequence[Sequence[Any]],
        B: Sequence[Sequence[Any]],
        U: Sequence[Sequence[Any]] | None = None,
        V: Sequence[Sequence[Any]] = ((1,),),
        external: Sequence[tuple[str, int]] = (("state", 0),),
    ) -> None:
        self.A, self.B, self.V, self.external = A, B, V, external
        self.U = U or [(1,)] * len(A)

    def exact(self, tree: tuple[Any, ...], kind: str, time: int) -> Fraction:
        n = size(tree)
        if kind == "slope":
            return Fraction(n * time ** (n - 1), density(tree))
        return Fraction(time**n, density(tree))

    def slopes(self, tree: tuple[Any, ...]) -> list[Any]:
        """The weight of h F(Y_i): the product over the root's children of the weights of Y_i."""
        weights = [self.stages(child) for child in tree]
        return [prod((w[i] for w in weights), start=Fraction(1)) for i in range(len(self.A))]

    def stages(self, tree: tuple[Any, ...]) -> list[Any]:
        return self._combine(self.A, self.U, tree)

    def outputs(self, tree: tuple[Any, ...]) -> list[Any]:
        return self._combine(self.B, self.V, tree)

    def _combine(self, slopes: Any, values: Any, tree: tuple[Any, ...]) -> list[Any]:
        F = self.slopes(tree)
        xi = [self.exact(tree, kind, -age) for kind, age in self.external]
        return [
            sum((a * f for a, f in zip(row, F, strict=True)), Fraction(0))
            + sum((u * x for u, x in zip(links, xi, strict=True)), Fraction(0))
            for row, links in zip(slopes, values, strict=True)
        ]

    def satisfied(self, tree: tuple[Any, ...]) -> bool:
        wanted = [self.exact(tree, kind, 1 - age) for kind, age in self.external]
        return all(a - b == 0 for a, b in zip(self.outputs(tree), wanted, strict=True))

    def order(self, highest: int) -> int:
        """The order, or `highest` where it is that or more."""
        for n in range(1, highest + 1):
            if not all(map(self.satisfied, trees(n))):
                return n - 1
        return highest

    def stage_order(self, highest: int) -> int:
        c = self.stages(())
        for n in range(1, highest + 1):
            for tree in trees(n):
                wanted = [ci**n * Fraction(1, density(tree)) for ci in c]
                if any(a - b != 0 for a, b in zip(self.stages(tree), wanted, strict=True)):
                    return n - 1
        return highest
