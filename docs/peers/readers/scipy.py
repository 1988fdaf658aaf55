"""scipy.integrate: the explicit pairs and Radau of solve_ivp, and its backward differentiation with κ.

The embedded weights are those that the error estimate implies. The fifth-order method of Radau is computed from the
inverse that its eigenvectors are of: A = T Λ⁻¹ T⁻¹, exactly what the doubles give. BDF of order k is the numerical
differentiation formula of k + 1 steps with the double that stands for κ; any κ has the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb
from typing import Any

from scheme import Scheme, multistep, tableau, with_error
from sympy import Matrix, Rational


def read() -> Iterator[Scheme]:
    """The tableaux of its Runge–Kutta solvers, Radau, and BDF."""
    from scipy.integrate._ivp import radau, rk
    from scipy.integrate._ivp.bdf import BDF

    for solver in (rk.RK23, rk.RK45):
        yield with_new_slope(solver, solver.__name__, solver.E, solver.error_estimator_order)
    yield with_new_slope(rk.DOP853, "DOP853, E5", rk.DOP853.E5, 5)
    yield with_new_slope(rk.DOP853, "DOP853, E3", rk.DOP853.E3, 3)
    yield radau_iia(radau)
    multistep_solver = BDF(lambda t, y: -y, 0, [1.0], 1)
    for k in range(1, 6):
        yield differentiation(multistep_solver, k)


def with_new_slope(solver: Any, name: str, error: Any, embedded: int) -> Scheme:
    """The error estimate uses the slope at the end of the step too: a further stage. Its sign is of no account: the
    embedded weights on the other side of b have the same order."""
    A = [*([*map(float, each)] for each in solver.A), [*map(float, solver.B)]]
    scheme = tableau(name, A, [*map(float, solver.B), 0], c=[*map(float, solver.C), 1], order=solver.order)
    return with_error(scheme, error.tolist(), embedded)


def radau_iia(module: Any) -> Scheme:
    """A⁻¹ = T Λ T⁻¹ with a real and a complex block: exact, for the last digits of a product or an inverse by
    numpy depend on the processor."""
    real, pair = float(module.MU_REAL), complex(module.MU_COMPLEX)
    blocks = [[real, 0, 0], [0, pair.real, -pair.imag], [0, pair.imag, pair.real]]
    T, block, TI = (
        Matrix(3, 3, [Rational(*float(x).as_integer_ratio()) for row in rows for x in row])
        for rows in (module.T.tolist(), blocks, module.TI.tolist())
    )
    A = [[float(x) for x in row] for row in (T * block * TI).inv().tolist()]
    return tableau("Radau", A, A[-1], c=module.C.tolist(), order=5)


def differentiation(solver: Any, k: int) -> Scheme:
    """Σ_{m≤k} ∇^m u_{n+k+1}/m − κ γ_k ∇^{k+1} u_{n+k+1} = h f_{n+k+1} with γ_k = 1 + 1/2 + … + 1/k.

    κ is found from scipy's α_k = (1 − κ) γ_k. (L. F. Shampine, M. W. Reichelt, SIAM J. Sci. Comput. 18 (1997) 1–22.)
    """
    harmonic = sum(Fraction(1, m) for m in range(1, k + 1))
    kappa = 1 - Fraction(float(solver.alpha[k])) / harmonic
    alpha = [Fraction(0)] * (k + 2)
    for m in range(1, k + 2):
        weight = Fraction(1, m) if m <= k else -kappa * harmonic
        for j in range(m + 1):
            alpha[k + 1 - j] += weight * (-1) ** j * comb(m, j)
    return multistep(f"BDF, order {k}", alpha, [0] * (k + 1) + [1], k)
