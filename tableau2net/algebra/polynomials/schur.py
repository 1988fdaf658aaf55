"""Where the roots of a polynomial with real or complex coefficients lie, exactly (J. J. H. Miller, On the location of
zeros of certain classes of polynomials with applications to numerical analysis, J. Inst. Maths Applics 8 (1971)
397–406, theorems 6.1 to 6.4).

With φ*(z) = z^n φ̄(1/z), the reduced polynomial is φ_1(z) = (φ*(0) φ(z) − φ(0) φ*(z)) / z, and φ has

- all its roots in the open disc iff |φ(0)| < |φ*(0)| and φ_1 has;
- all its roots in the closed disc iff either |φ(0)| < |φ*(0)| and φ_1 has, or φ_1 = 0 and φ′ has;
- and those on the circle simple iff either |φ(0)| < |φ*(0)| and the same is true of φ_1, or φ_1 = 0 and φ′ has
  all its roots in the open disc.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from tableau2net.algebra.domains import Element
from tableau2net.algebra.domains.complex import Complex


class Signs(Protocol):
    """What is asked of an ordered field here."""

    def integer(self, value: int) -> Element: ...
    def sign(self, element: Element) -> int: ...


class Disc(Enum):
    """The root condition; its failure by a multiple root on the circle alone; or by a root outside."""

    STABLE = "stable"
    MULTIPLE = "multiple"
    UNSTABLE = "unstable"


class Coefficients(Protocol):
    """What conjugation does to coefficients."""

    def conjugate(self, a: Element) -> Element: ...
    def norm(self, a: Element) -> Element: ...
    def times(self, n: Element, a: Element) -> Element: ...


class Real:
    """Real coefficients."""

    def conjugate(self, a: Element) -> Element:
        return a

    def norm(self, a: Element) -> Element:
        return a * a

    def times(self, n: Element, a: Element) -> Element:
        return n * a


class OfComplex:
    """Pairs of real numbers."""

    def conjugate(self, a: Complex) -> Complex:
        return a.conjugate

    def norm(self, a: Complex) -> Element:
        return a.norm

    def times(self, n: Element, a: Complex) -> Complex:
        return Complex(n * a.re, n * a.im)


def root_condition(polynomial: Sequence[Element], order: Signs) -> bool:
    """Whether all roots of a real polynomial lie in the closed unit disc, those on the circle being simple."""
    return disc(polynomial, order, Real()) is Disc.STABLE


def disc(polynomial: Sequence[Element], order: Signs, field: Coefficients | None = None) -> Disc:
    """Where the roots are: coefficients from the constant term up, complex ones where nothing else is said. A leading
    coefficient 0 is a root at ∞."""
    field = field or OfComplex()
    phi, derived = list(polynomial), False
    if not phi[-1]:
        return Disc.UNSTABLE
    while len(phi) > 1:
        first, last, n = phi[0], phi[-1], len(phi) - 1
        star = [field.conjugate(a) for a in reversed(phi)]  # φ*
        reduced = [star[0] * phi[i + 1] - first * star[i + 1] for i in range(n)]
        if not any(reduced):
            if derived:
                return Disc.MULTIPLE if _closed(phi, order, field) else Disc.UNSTABLE
            phi, derived = _derivative(phi, order, field), True
        elif order.sign(field.norm(last) - field.norm(first)) <= 0:
            return Disc.UNSTABLE
        else:
            phi = [a / reduced[-1] for a in reduced]
    return Disc.STABLE


def _closed(polynomial: Sequence[Element], order: Signs, field: Coefficients) -> bool:
    """Whether all roots lie in the closed disc, for a polynomial with φ_1 = 0."""
    return disc(_derivative(polynomial, order, field), order, field) is not Disc.UNSTABLE


def _derivative(polynomial: Sequence[Element], order: Signs, field: Coefficients) -> list[Element]:
    return [field.times(order.integer(n), a) for n, a in enumerate(polynomial)][1:]
