"""Runge–Kutta–Chebyshev of order 1: the stability function is a damped Chebyshev polynomial,

    R_s(z) = T_s(w_0 + w_1 z) / T_s(w_0),   w_0 = 1 + ε/s²,   w_1 = T_s(w_0) / T_s′(w_0),

and with b_j = 1/T_j(w_0), Y_1 = Y_0 + b_1 w_1 h f(Y_0),

    Y_j = μ_j Y_{j−1} + ν_j Y_{j−2} + 2 w_1 b_j/b_{j−1} h f(Y_{j−1}),   μ_j = 2 w_0 b_j/b_{j−1},   ν_j = −b_j/b_{j−2},

where μ_j + ν_j = 1.
(P. J. van der Houwen, B. P. Sommeijer, Z. Angew. Math. Mech. 60 (1980) 479–485; Hairer, Wanner, Solving Ordinary
Differential Equations II, IV.2.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from tableau2net.methods import Method
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.chebyshev import ChebyshevFamily, Recurrence, chebyshev, recurrent


class RKC1(ChebyshevFamily):
    """s stages, order 1, stable on an interval of nearly 2s²; the damping is 1/20 unless it is given."""

    family: Annotated[Literal["rkc1"], Choice()]

    def build(self) -> Method:
        s = self.stages
        w0 = 1 + self.damped(Fraction(1, 20)) / s**2
        values = chebyshev(s, w0)
        w1 = values[s][0] / values[s][1]
        b = [1 / value for value, _, _ in values]
        steps = [Recurrence(Fraction(1), Fraction(0), b[1] * w1)]
        for j in range(2, s + 1):
            ratio = 2 * b[j] / b[j - 1]
            steps.append(Recurrence(w0 * ratio, -b[j] / b[j - 2], w1 * ratio))
        return recurrent(self.name, steps)


DOCUMENT = RKC1
