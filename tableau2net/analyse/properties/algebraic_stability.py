"""Algebraic stability, and with it B-stability (Burrage, Butcher; Crouzeix 1979; Hairer, Wanner II, IV.12)."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.algebra.domains import Element, OrderedDomain
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD, RUNGE_KUTTA
from tableau2net.analyse.subject import Subject

TITLE = "Nonlinear stability"
DEFINED_FOR = (ONE_FIELD, RUNGE_KUTTA)


def find(subject: Subject) -> tuple[Finding, ...]:
    """Whether b ≥ 0 and M = (b_i a_ij + b_j a_ji − b_i b_j) is positive semidefinite."""
    if subject.ordered is None:
        return (Finding("algebraically stable", None, "a parameter is left in the coefficients"),)
    A, b, stages = subject.A, subject.b, range(subject.method.stages)
    M = [[b[i] * A[i][j] + b[j] * A[j][i] - b[i] * b[j] for j in stages] for i in stages]
    positive = all(subject.ordered.sign(weight) >= 0 for weight in b)
    return (Finding("algebraically stable", positive and semidefinite(M, subject.ordered)),)


def semidefinite(matrix: Sequence[Sequence[Element]], order: OrderedDomain) -> bool:
    """Whether a symmetric matrix is positive semidefinite, by M = L D Lᵀ: no pivot is negative, and
    where a pivot is zero its row is."""
    rows = [list(row) for row in matrix]
    while rows:
        top, *below = rows
        sign = order.sign(top[0])
        if sign < 0 or (sign == 0 and any(top)):
            return False
        if sign == 0:
            rows = [row[1:] for row in below]
        else:
            rows = [[a - row[0] / top[0] * t for a, t in zip(row[1:], top[1:], strict=True)] for row in below]
    return True
