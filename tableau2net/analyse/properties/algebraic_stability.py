"""Algebraic stability, and with it B-stability (Burrage, Butcher; Crouzeix 1979; Hairer, Wanner II, IV.12)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from tableau2net.algebra.domains import Element, OrderedDomain
from tableau2net.algebra.domains.domain import ordering
from tableau2net.algebra.domains.function_field import settled
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.properties.linear_stability import e_polynomial
from tableau2net.analyse.properties.structure import MAY_BE_EQUAL
from tableau2net.analyse.scope import ONE_FIELD, RUNGE_KUTTA
from tableau2net.analyse.subject import Rows, Subject
from tableau2net.analyse.within_digits import UNDECIDED, Bracket

TITLE = "Nonlinear stability"
DEFINED_FOR = (ONE_FIELD, RUNGE_KUTTA)


def find(subject: Subject) -> tuple[Finding, ...]:
    """Whether b ≥ 0 and M = (b_i a_ij + b_j a_ji − b_i b_j) is positive semidefinite."""
    if _negative_on_diagonal(subject):
        found: bool | None = False
    else:
        A, b, s = subject.A, subject.b, subject.method.stages
        M = [[_entry(A, b, i, j) for j in range(s)] for i in range(s)]
        domain, elements = settled([*b, *chain.from_iterable(M)], subject.domain)
        order = ordering(domain)
        if order is None:
            return (Finding("algebraically stable", None, "its coefficients have an open parameter"),)
        b, M = tuple(elements[:s]), [elements[i : i + s] for i in range(s, len(elements), s or 1)]
        found = all(order.sign(weight) >= 0 for weight in b) and semidefinite(M, order)
    if found is False and subject.within_digits and not (subject.certainly_irreducible or _unstable(subject)):
        return (Finding("algebraically stable", None, MAY_BE_EQUAL),)
    return (Finding("algebraically stable", found, UNDECIDED if found is None else ""),)


def _entry(A: Rows, b: Sequence[Element], i: int, j: int) -> Element:
    return b[i] * A[i][j] + b[j] * A[j][i] - b[i] * b[j]


def _negative_on_diagonal(subject: Subject) -> bool:
    """Whether an entry on the diagonal of M is negative for certain, as of every explicit method: no other is asked."""
    order, A, b = ordering(subject.domain), subject.A, subject.b
    return order is not None and any(order.sign(_entry(A, b, i, i)) < 0 for i in range(len(b)))


def _unstable(subject: Subject) -> bool:
    """Whether the method is I-stable for no choice within the digits, which an algebraically stable one is."""
    R = subject.R
    return R is not None and Bracket.of(e_polynomial(R)).first_negative().infinite is False


def semidefinite(matrix: Sequence[Sequence[Element]], order: OrderedDomain) -> bool | None:
    """Whether a symmetric matrix is positive semidefinite, by M = L D Lᵀ: no pivot is negative, and where a pivot is
    zero its row is. Within digits, where a pivot may be zero or not, a row that is not zero leaves it open, unless a
    minor of two rows is negative."""
    decided = True
    rows = [list(row) for row in matrix]
    while rows:
        top, *below = rows
        sign = order.sign(top[0])
        if sign < 0:
            return False
        if sign == 0:
            minors = (top[0] * row[j] - top[j] * top[j] for j, row in enumerate(below, start=1))
            if any(order.sign(minor) < 0 for minor in minors):
                return False
            decided = decided and not any(top)
            rows = [row[1:] for row in below]
        else:
            rows = [[a - row[0] / top[0] * t for a, t in zip(row[1:], top[1:], strict=True)] for row in below]
    return True if decided else None
