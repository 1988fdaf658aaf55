"""How functions on the stages multiply: stage by stage, or as polynomials modulo a node polynomial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tableau2net.algebra.coefficients import divided, times
from tableau2net.algebra.element import Element, Vector


class Algebra(Protocol):
    """Functions on the stages as vectors over a domain; commutative and associative, with a unit."""

    @property
    def unit(self) -> Vector:
        """The function that is 1 at every stage."""
        ...

    def product(self, u: Vector, v: Vector) -> Vector:
        """The function with the values u_i v_i."""
        ...


class Pointwise:
    """A function is the vector of its values at the s stages."""

    def __init__(self, stages: int, one: Element) -> None:
        self.unit: Vector = (one,) * stages

    def product(self, u: Vector, v: Vector) -> Vector:
        return tuple([a * b for a, b in zip(u, v, strict=True)])


class Quotient:
    """A function on the roots of a monic polynomial is a polynomial modulo it: its s coefficients, the constant term
    first. Two such polynomials have the same values iff they are the same, for the roots are distinct."""

    def __init__(self, nodes: Sequence[Element], zero: Element, one: Element) -> None:
        self.nodes, self.zero = tuple(nodes), zero
        self.unit: Vector = (one, *(zero,) * (len(nodes) - 2))

    def product(self, u: Vector, v: Vector) -> Vector:
        _, rest = divided(times(u, v, self.zero), self.nodes)
        return (*rest, *(self.zero,) * (len(u) - len(rest)))


def power(algebra: Algebra, u: Vector, n: int) -> Vector:
    """The function with the values u_i^n."""
    result = algebra.unit
    for _ in range(n):
        result = algebra.product(result, u)
    return result
