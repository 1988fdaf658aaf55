"""What irrational fields do to many of their elements at once."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.algebra.backend.plain import PlainBackend
from tableau2net.algebra.coefficients import divided
from tableau2net.algebra.domains.residues import ResidueMap, coprime
from tableau2net.algebra.element import Vector


@dataclass(frozen=True)
class FieldBackend(PlainBackend):
    """Row by row, with one inverse for all coefficients of a polynomial; polynomials are first looked at modulo a
    prime, where most pairs are seen to be coprime."""

    residues: ResidueMap | None

    def polynomial_division(self, p: Vector, q: Vector) -> tuple[Vector, Vector]:
        return divided(p, q, q[-1] ** -1)

    def monic(self, p: Vector) -> Vector:
        if not p:
            return ()
        inverse = p[-1] ** -1
        return (*(a * inverse for a in p[:-1]), self.domain.one)

    def common_divisor(self, p: Vector, q: Vector) -> Vector:
        if self.residues is not None and coprime(p, q, self.residues):
            return (self.domain.one,)
        return super().common_divisor(p, q)
