"""Stability of general linear methods: powers of V, and of M(z) = V + z B (I − zA)⁻¹ U, by their eigenvalues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy
from mpmath import mp

from attack.numbers import Exact, real
from attack.oracles.multistep import root_condition
from attack.oracles.polynomials import Poly
from attack.oracles.relative import solution
from attack.oracles.trees import Matrix, dot


def power_bounded(V: Matrix) -> bool:
    """The root condition of the minimal polynomial, which is found where a power depends on those before."""
    r = len(V)
    power: list[list[Exact]] = [[Fraction(int(i == j)) for j in range(r)] for i in range(r)]
    powers = [[x for row in power for x in row]]
    for _ in range(r):
        columns = [list(column) for column in zip(*V, strict=True)]
        power = [[dot(row, column) for column in columns] for row in power]
        flat = [x for row in power for x in row]
        dependence = solution([list(entry) for entry in zip(*powers, strict=True)], flat)
        if dependence is not None:
            return root_condition(Poly([*(-x for x in dependence), 1]))
        powers.append(flat)
    raise AssertionError("Cayley and Hamilton")


@dataclass(frozen=True)
class StabilityMatrix:
    """M(z), in floats, and where they do not tell to 120 places."""

    exact: tuple[Matrix, Matrix, Matrix, Matrix]
    A: Any
    U: Any
    B: Any
    V: Any

    @staticmethod
    def of(A: Matrix, U: Matrix, B: Matrix, V: Matrix) -> StabilityMatrix:
        floats = (numpy.array([[float(real(x)) for x in row] for row in m]) for m in (A, U, B, V))
        return StabilityMatrix((A, U, B, V), *floats)

    def excess(self, z: Any) -> Any:
        """By how much the largest modulus is more than 1, to many places."""
        with mp.workdps(120):
            A, U, B, V = (mp.matrix([[real(x) for x in row] for row in m]) for m in self.exact)
            M = V + z * B * mp.inverse(mp.eye(A.rows) - z * A) * U
            roots = [M[0, 0]] if M.rows == 1 else mp.eig(M, left=False, right=False)
            return max(map(abs, roots)) - 1

    @property
    def moved(self) -> bool:
        """Whether a coefficient differs from a simple one by so little that growth may be between roots that no
        sample tells apart."""
        small = mp.mpf(10) ** -20
        entries = [real(x) for m in self.exact for row in m for x in row]
        return any(0 < abs(x * 5040 - mp.nint(x * 5040)) < small for x in entries)

    def radius(self, z: complex) -> float:
        """The largest modulus of an eigenvalue."""
        s = len(self.A)
        try:
            inner = numpy.linalg.solve(numpy.eye(s) - z * self.A, self.U.astype(complex))
        except numpy.linalg.LinAlgError:  # a pole, or one that nothing comes of: close to it this is seen
            return self.radius(z * (1 + 1e-9))
        try:
            return float(numpy.max(numpy.abs(numpy.linalg.eigvals(self.V + z * self.B @ inner))))
        except numpy.linalg.LinAlgError:  # no convergence, as of entries of very different sizes
            return float(1 + self.excess(z))

    def unstable(self, zs: Sequence[complex], beyond: float = 1e-5) -> bool:
        """Whether at one of these the radius is more than 1 for certain: a multiple eigenvalue is known to half of the
        places."""
        return any(self.radius(z) > 1 + beyond for z in zs)

    def left_half_plane(self) -> list[complex]:
        """A sample of it, the axis and large numbers among them."""
        sizes = numpy.geomspace(1e-3, 1e4, 60)
        angles = [numpy.pi / 2, numpy.pi / 2 + 0.05, 2.0, 2.6, numpy.pi]
        return [complex(size * numpy.exp(1j * angle)) for size in sizes for angle in angles]
