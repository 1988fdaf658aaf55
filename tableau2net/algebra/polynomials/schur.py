"""Where the roots of a polynomial with complex coefficients lie, exactly (J. J. H. Miller, J. Inst. Maths Applics 8
(1971) 397–406, theorems 6.1 to 6.4).

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


def disc(polynomial: Sequence[Complex], order: Signs) -> Disc:
    """Where the roots are: coefficients from the constant term up. A leading coefficient 0 is a root at ∞."""
    phi, derived = list(polynomial), False
    if not phi[-1]:
        return Disc.UNSTABLE
    while len(phi) > 1:
        first, last, n = phi[0], phi[-1], len(phi) - 1
        reduced = [last.conjugate * phi[i + 1] - first * phi[n - i - 1].conjugate for i in range(n)]
        if not any(reduced):
            if derived:
                return Disc.MULTIPLE if _closed(phi, order) else Disc.UNSTABLE
            phi, derived = _derivative(phi, order), True
        elif order.sign(last.norm - first.norm) <= 0:
            return Disc.UNSTABLE
        else:
            phi = [a / reduced[-1] for a in reduced]
    return Disc.STABLE


def _closed(polynomial: Sequence[Complex], order: Signs) -> bool:
    """Whether all roots lie in the closed disc, for a polynomial with φ_1 = 0."""
    return disc(_derivative(polynomial, order), order) is not Disc.UNSTABLE


def _derivative(polynomial: Sequence[Complex], order: Signs) -> list[Complex]:
    factors = [order.integer(i) for i in range(len(polynomial))]
    return [Complex(n * a.re, n * a.im) for n, a in zip(factors, polynomial, strict=True)][1:]
