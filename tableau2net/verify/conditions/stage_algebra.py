"""How the weights of stages multiply: stage by stage, or as polynomials modulo a node polynomial."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol

from tableau2net.algebra.domains import Domain, Element

Vector = tuple[Element, ...]


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

    def __init__(self, stages: int, domain: Domain) -> None:
        self.unit: Vector = (domain.number(Fraction(1)),) * stages

    def product(self, u: Vector, v: Vector) -> Vector:
        return tuple([a * b for a, b in zip(u, v, strict=True)])


class Quotient:
    """A function on the roots of a polynomial is a polynomial modulo it: its s coefficients, the constant term
    first. Two such polynomials have the same values iff they are the same, for the roots are distinct."""

    def __init__(self, nodes: Sequence[Fraction], domain: Domain) -> None:
        self.nodes = [domain.number(a) for a in nodes]
        zero, one = domain.number(Fraction(0)), domain.number(Fraction(1))
        self.zero = zero
        self.unit: Vector = (one, *(zero,) * (len(nodes) - 2))

    def product(self, u: Vector, v: Vector) -> Vector:
        s = len(u)
        result = [self.zero] * (2 * s - 1)
        for i, a in enumerate(u):
            if a:
                for j, b in enumerate(v, start=i):
                    result[j] = result[j] + a * b
        for top in range(2 * s - 2, s - 1, -1):  # x^s = −Σ p_i x^i
            factor = result[top]
            if factor:
                for i in range(s):
                    result[top - s + i] = result[top - s + i] - factor * self.nodes[i]
        return tuple(result[:s])


class FlintQuotient(Quotient):
    """The same, on python-flint's polynomials."""

    def __init__(self, nodes: Sequence[Fraction], domain: Domain) -> None:
        import flint

        super().__init__(nodes, domain)
        self.polynomial: Any = flint.fmpq_poly
        self.modulus: Any = flint.fmpq_poly(self.nodes)

    def product(self, u: Vector, v: Vector) -> Vector:
        result = self.polynomial(list(u)) * self.polynomial(list(v)) % self.modulus
        return tuple([result[i] for i in range(len(u))])


def power(algebra: Algebra, u: Vector, n: int) -> Vector:
    """The function with the values u_i^n."""
    result = algebra.unit
    for _ in range(n):
        result = algebra.product(result, u)
    return result
