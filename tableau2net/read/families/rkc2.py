"""Runge–Kutta–Chebyshev of order 2: with w_0 = 1 + ε/s², w_1 = T_s′(w_0)/T_s″(w_0), and

    b_j = T_j″(w_0)/T_j′(w_0)² for j ≥ 2,   b_0 = b_2,   b_1 = 1/w_0,   a_j = 1 − b_j T_j(w_0),

Y_1 = Y_0 + b_1 w_1 h f(Y_0) and

    Y_j = (1 − μ_j − ν_j) Y_0 + μ_j Y_{j−1} + ν_j Y_{j−2} + h (m_j f(Y_{j−1}) − a_{j−1} m_j f(Y_0)),
    μ_j = 2 w_0 b_j/b_{j−1},   ν_j = −b_j/b_{j−2},   m_j = 2 w_1 b_j/b_{j−1}.

(P. J. van der Houwen, B. P. Sommeijer, Z. Angew. Math. Mech. 60 (1980) 479–485; B. P. Sommeijer, L. F. Shampine,
J. G. Verwer, J. Comput. Appl. Math. 88 (1998) 315–326.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from tableau2net.methods import Method
from tableau2net.read.leaves import Choice, Integer
from tableau2net.read.schemes.chebyshev import ChebyshevFamily, Recurrence, chebyshev, recurrent


class RKC2(ChebyshevFamily):
    """s ≥ 2 stages, order 2, stable on an interval of nearly 2/3 s²; the damping is 2/13 unless it is given."""

    family: Annotated[Literal["rkc2"], Choice()]
    stages: Annotated[int, Integer(2, 100)]

    def build(self) -> Method:
        s = self.stages
        w0 = 1 + self.damped(Fraction(2, 13)) / s**2
        values = chebyshev(s, w0)
        w1 = values[s][1] / values[s][2]
        b = [Fraction(0), 1 / w0, *(second / first**2 for _, first, second in values[2:])]
        b[0] = b[2]
        a = [1 - b[j] * values[j][0] for j in range(s + 1)]
        steps = [Recurrence(Fraction(1), Fraction(0), b[1] * w1)]
        for j in range(2, s + 1):
            ratio = 2 * b[j] / b[j - 1]
            m = w1 * ratio
            steps.append(Recurrence(w0 * ratio, -b[j] / b[j - 2], m, -a[j - 1] * m))
        return recurrent(self.name, steps)


DOCUMENT = RKC2
