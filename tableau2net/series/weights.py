"""Rooted trees with their elementary weights. The vertices are coloured where there are several vector fields; one
field is one colour.

A tree is the Butcher product of two, and what is known of it comes from theirs: its order, its density

    γ(u∘v) = γ(u) γ(v) |u∘v| / |u|

and the weights of its stages, φ_i(u∘v) = φ_i(u) η_i(v). (Hairer, Nørsett, Wanner, Solving Ordinary Differential
Equations I, II.15, for colours.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tableau2net.algebra.element import Element, Vector
from tableau2net.series.rooted_tree import Tree


@dataclass(frozen=True, slots=True, order=True)
class Colour:
    """A field of the parts of the state: it drives the part `drives` and depends on the part `of`; `name` tells the
    fields of one part apart, and a `linear` one has no second derivative."""

    name: str
    drives: int
    of: int
    linear: bool = False


ONE_FIELD = Colour("", 0, 0)


class Weights(NamedTuple):
    """A tree, as the product of two where it is not a leaf, with γ(t) and φ_1(t) … φ_s(t); `last` is the number of its
    last child, where trees are numbered."""

    parts: tuple[Weights, Weights] | None
    root: Colour
    order: int
    density: int
    stages: Vector
    last: int = -1

    @property
    def tree(self) -> Tree:
        """The tree itself."""
        return self.parts[0].tree.product(self.parts[1].tree) if self.parts else Tree(field=self.root.name)


def bears(u: Weights, v: Weights) -> bool:
    """Whether u∘v has an elementary differential that need not vanish: the field of v's root drives what that of u's
    depends on, and where u's is linear, f″ = 0, nothing stands on it yet."""
    return v.root.drives == u.root.of and not (u.root.linear and u.parts)


def leaf(root: Colour, stages: Vector) -> Weights:
    """The tree of one vertex."""
    return Weights(None, root, 1, 1, stages)


def leaves(colouring: Sequence[Colour], zero: Element, one: Element) -> tuple[Weights, ...]:
    """The trees of one vertex of each colour, in the order of colours: φ is 1 at the stages of that colour and 0 at all
    others."""
    return tuple(
        leaf(colour, tuple(one if each == colour else zero for each in colouring))
        for colour in sorted(set(colouring))
    )


def grafted(u: Weights, v: Weights, stages: Vector, last: int = -1) -> Weights:
    """u∘v, whose weights are given."""
    order = u.order + v.order
    return Weights((u, v), u.root, order, u.density * v.density * order // u.order, stages, last)
