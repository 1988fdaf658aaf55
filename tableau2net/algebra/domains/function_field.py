"""Parameters: rational functions in them, so that what holds in this field holds for every value.

The number π is transcendental (Lindemann 1882): no polynomial with algebraic coefficients vanishes
at it, so it is exactly as good as one more parameter; where it is the only one, the field has an order
(`numbers_with_pi.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

from tableau2net.algebra.backend import Backend
from tableau2net.algebra.domains.domain import Domain, Numbers, OrderedDomain
from tableau2net.algebra.domains.field_backend import FieldBackend
from tableau2net.algebra.domains.number_field import NumberField
from tableau2net.algebra.domains.quotients import Extension, Quotient
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.domains.residues import Residues
from tableau2net.algebra.element import Element
from tableau2net.exact import Constant, Expression, Name
from tableau2net.exact.long_numbers import long_numbers

PRIME = 1_000_000_007  # where there is no θ, which has to have a residue


@dataclass(frozen=True, slots=True)
class _Residues:
    """Residues modulo a prime, with θ ↦ root and some number for each parameter."""

    prime: int
    root: int

    def residue(self, element: Element) -> int | None:
        bottom = self._of(element.below)
        if not bottom:
            return None
        total = 0
        for n in reversed(element.above):
            total = (total * self.root + self._of(n)) % self.prime
        return total * pow(bottom, -1, self.prime) % self.prime

    def _of(self, polynomial: Any) -> int:
        total = 0
        for powers, a in polynomial.terms():
            product = int(a)
            for i, power in enumerate(powers):
                product = product * pow(2357 + 1013 * i, power, self.prime) % self.prime
            total += product
        return total % self.prime


class FunctionField(Numbers):
    """K(p, q, …): rational functions in the parameters over the rationals or over a number field
    K."""

    def __init__(self, parameters: Sequence[Name | Constant], base: NumberField | None) -> None:
        from sympy import QQ, ZZ, Symbol

        self.base = base
        self.coefficients: Any = base.field if base else QQ
        self.symbols: tuple[Any, ...] = tuple(Symbol(str(name)) for name in parameters)
        ring = ZZ[self.symbols].ring
        minimal = base.minimal if base else (Fraction(0), Fraction(1))
        # the multiple of θ by which its minimal polynomial has whole coefficients
        self.scale = lcm(*(a.denominator for a in minimal))
        d = len(minimal) - 1
        reduced = tuple(int(-a * self.scale ** (d - k)) for k, a in enumerate(minimal[:-1]))
        self.over = Extension(ring, reduced)
        self.images: dict[Expression, Element] = {
            name: Quotient((gen,), ring.one, self.over)
            for name, gen in zip(parameters, ring.gens, strict=True)
        }

    @cached_property
    def backend(self) -> Backend:
        return FieldBackend(self, self._residues())

    def number(self, value: Fraction) -> Element:
        ring = self.over.ring
        return Quotient((ring.ground_new(value.numerator),), ring.ground_new(value.denominator), self.over)

    def generator(self, expression: Expression) -> Element:
        if isinstance(expression, Name | Constant):
            return self.images[expression]
        if self.base is None:
            raise ValueError(f"{expression} is not a rational function of the parameters")
        return self._constant(self.base.generator(expression))

    def text(self, element: Element) -> str:
        with long_numbers():
            return str(self.to_sympy(element))

    def to_sympy(self, element: Element) -> Any:
        """The element as sympy has it, in θ as it is written."""
        if self.base is None:
            top = element.above[0].as_expr() if element else 0
        else:
            theta = self.base.field.ext.as_expr()
            powers = enumerate(element.above)
            top = sum((n.as_expr() * (self.scale * theta) ** k for k, n in powers), 0)
        return top / element.below.as_expr()

    @property
    def constants(self) -> OrderedDomain:
        """The field K."""
        return self.base or rationals()

    def constant(self, element: Element) -> Element | None:
        """The element of K that it is; None where a parameter is left in it."""
        if not (element.below.is_ground and all(n.is_ground for n in element.above)):
            return None
        bottom = int(element.below.LC)
        rising = [
            Fraction(int(n.LC) * self.scale**k, bottom) if n else Fraction(0)
            for k, n in enumerate(element.above)
        ]
        if self.base is not None:
            return self.base.of(rising)
        return self.constants.number(rising[0] if rising else Fraction(0))

    def parameters_in(self, element: Element) -> set[str]:
        """The parameters that are left in an element; π is none, for its value is known."""
        monomials = [powers for n in (*element.above, element.below) for powers in n]
        named = [(i, name) for i, name in enumerate(self.images) if isinstance(name, Name)]
        return {str(name) for i, name in named if any(powers[i] for powers in monomials)}

    def fraction(self, element: Element) -> tuple[Any, Any]:
        """Numerator and denominator over K in lowest terms, sympy's polynomials in the parameters."""
        ring = self.coefficients[self.symbols].ring
        if self.base is None:
            top = element.above[0].set_ring(ring) if element else ring.zero
            return top, element.below.set_ring(ring)
        top = ring.zero
        for k, n in enumerate(element.above):
            theta = self.base.of([*[Fraction(0)] * k, Fraction(self.scale) ** k])
            top += ring.from_dict({powers: theta * int(a) for powers, a in n.terms()})
        bottom = ring.from_dict(
            {powers: self.base.number(Fraction(int(a))) for powers, a in element.below.terms()}
        )
        found: tuple[Any, Any] = top.cancel(bottom)
        return found

    def _constant(self, element: Element) -> Element:
        """An element of K."""
        assert self.base is not None
        rising = [a / self.scale**k for k, a in enumerate(self.base.rising(element))]
        ring, bottom = self.over.ring, lcm(*(a.denominator for a in rising))
        above = [ring.ground_new(a.numerator * (bottom // a.denominator)) for a in rising]
        return Quotient(above, ring.ground_new(bottom), self.over)

    def _residues(self) -> _Residues | None:
        known = self.base.residues if self.base else Residues(PRIME, 0)
        return _Residues(known.prime, known.root * self.scale % known.prime) if known else None


def settled(elements: Sequence[Element], domain: Domain) -> tuple[Domain, list[Element]]:
    """The elements over the field of constants, where no parameter is left in any of them; else as they are."""
    if not isinstance(domain, FunctionField):
        return domain, list(elements)
    found = [domain.constant(element) for element in elements]
    known = [element for element in found if element is not None]
    return (domain.constants, known) if len(known) == len(found) else (domain, list(elements))
