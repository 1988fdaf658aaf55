"""All rooted trees, coloured or not, order by order: each once, as the Butcher product u∘v of earlier ones with v the
last of the children of its root, in the order in which they are made. Whatever weights a user has are carried along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tableau2net.algebra.element import Vector
from tableau2net.series.weights import Weights, bears, grafted


class Enumeration:
    """The trees over some leaves, one for each colour. `images` gives η of several trees at once, `product` the weights
    of u∘v from φ(u) and η(v)."""

    def __init__(
        self,
        leaves: Sequence[Weights],
        images: Callable[[Sequence[Weights]], Sequence[Vector]],
        product: Callable[[Vector, Vector], Vector],
    ) -> None:
        self._images, self._product = images, product
        self._orders: list[Sequence[Weights]] = [leaves]
        self._starts = [0]  # the number of the first tree of each order
        self._etas: list[Sequence[Vector]] = []

    def of_order(self, order: int) -> Sequence[Weights]:
        """Every tree of an order."""
        while len(self._orders) < order:
            self._starts.append(self._starts[-1] + len(self._orders[-1]))
            self._orders.append(list(self.products(len(self._orders) + 1)))
        return self._orders[order - 1]

    def first(self, order: int) -> int:
        """The number of the first tree of an order."""
        self.of_order(order)
        return self._starts[order - 1]

    def kept(self, order: int) -> bool:
        """Whether the trees of an order are made already."""
        return len(self._orders) >= order

    def products(self, order: int, most: int | None = None) -> Iterator[Weights]:
        """The trees of an order as they are made, for orders from 2; with `most`, those whose last child has no higher
        number. Lower orders are kept, but the one below only where more is asked for than its trees with a leaf."""
        product = self._product
        for size in range(1, order):
            vs = self.numbered(size, most)
            if not vs:
                return
            us = self.with_children(order - size, size)
            for number, v, eta in vs:
                for u in us:
                    if u.last <= number and bears(u, v):
                        yield grafted(u, v, product(u.stages, eta), number)

    def with_children(self, order: int, size: int) -> Sequence[Weights]:
        """The trees of an order whose last child is of no higher order than `size`; and all others, where these are
        kept or not many."""
        if self.kept(order) or 2 * size >= order:
            return self.of_order(order)
        return list(self.products(order, self.first(size + 1) - 1))

    def numbered(self, order: int, most: int | None = None) -> Sequence[tuple[int, Weights, Vector]]:
        """Every tree v of an order, or those of numbers up to `most`, with its number and η(v)."""
        first = self.first(order)
        if most is not None and most < first:
            return []
        found = zip(self.of_order(order), self.etas(order), strict=True)
        return [
            (number, v, eta)
            for number, (v, eta) in enumerate(found, start=first)
            if most is None or number <= most
        ]

    def etas(self, order: int) -> Sequence[Vector]:
        """η(v) for every tree v of an order."""
        while len(self._etas) < order:
            self._etas.append(self._images(self.of_order(len(self._etas) + 1)))
        return self._etas[order - 1]
