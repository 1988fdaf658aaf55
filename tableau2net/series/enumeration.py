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

    def products(self, order: int) -> Iterator[Weights]:
        """The trees of an order as they are made, for orders from 2; all lower orders are kept."""
        self.of_order(order - 1)
        product = self._product
        for size in range(1, order):
            us = self._orders[order - size - 1]
            for number, (v, eta) in enumerate(
                zip(self._orders[size - 1], self.etas(size), strict=True), start=self._starts[size - 1]
            ):
                for u in us:
                    if u.last <= number and bears(u, v):
                        yield grafted(u, v, product(u.stages, eta), number)

    def etas(self, order: int) -> Sequence[Vector]:
        """η(v) for every tree v of an order."""
        while len(self._etas) < order:
            self._etas.append(self._images(self.of_order(len(self._etas) + 1)))
        return self._etas[order - 1]
