"""The principal error: the residuals τ(t) of the conditions of order p + 1, their number and norms.

Of a pair, with m the lower of its two orders and the higher one m + 1 (J. R. Dormand, P. J. Prince, J. Comput.
Appl. Math. 6 (1980) 19–26; C. A. Kennedy, M. H. Carpenter, Appl. Numer. Math. 44 (2003) 139–181):

    B = ‖τ_low^(m+2)‖ / ‖τ_low^(m+1)‖,    C = ‖τ_high^(m+2) − τ_low^(m+2)‖ / ‖τ_low^(m+1)‖,
    E = ‖τ_high^(m+2)‖ / ‖τ_low^(m+1)‖
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt

from tableau2net.algebra.domains import Element, OrderedDomain
from tableau2net.algebra.domains.within_digits import WithinDigits, decimals
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.algebra.polynomials.real_root import real_roots
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.words.ends import value
from tableau2net.errors import InputError
from tableau2net.verify.conditions.residuals import Taus, taus

TITLE = "Principal error"
DEFINED_FOR = (ONE_FIELD,)
_SCALE = 10**60  # of a square root of a ball
SHORT = 30  # characters of an exact number that are still worth printing


def find(subject: Subject) -> tuple[Finding, ...]:
    """Order, number of conditions, 2-norm and max-norm, of the method and of its embedded weights; and the
    conditions one by one where they are asked for."""
    if subject.given.names:
        return (Finding("order", None, "its coefficients have an open parameter"),)
    try:
        own = taus(subject.given)
        pair = () if subject.given.b_hat is None else _pair(subject, own)
    except InputError as error:
        return (Finding("order", None, str(error)),)
    return (*_summary(own, "", subject.digits), *pair, *_listed(subject, own))


def _summary(found: Taus, prefix: str, digits: int) -> tuple[Finding, ...]:
    order, values = _ordered(found), [tau for _, tau in found.values]
    return (
        Finding(f"{prefix}order", found.order),
        Finding(f"{prefix}conditions", len(values)),
        Finding(f"{prefix}2-norm", square_root(_square(values, order), order, digits)),
        Finding(f"{prefix}max-norm", _maximum(values, order, digits)),
    )


def _pair(subject: Subject, own: Taus) -> tuple[Finding, ...]:
    """The embedded weights' own principal error, and the quantities of a pair of neighbouring orders."""
    embedded, digits = taus(subject.given, embedded=True), subject.digits
    findings = _summary(embedded, "embedded ", digits)
    if abs(own.order - embedded.order) != 1:
        return findings
    lower_is_embedded = embedded.order < own.order
    low, high = (embedded, own) if lower_is_embedded else (own, embedded)
    after = dict(taus(subject.given, embedded=lower_is_embedded, beyond=1).values)
    order, differences = _ordered(low), [tau - after[tree] for tree, tau in high.values]
    bottom = _square((tau for _, tau in low.values), order)
    tops = {"B": after.values(), "C": differences, "E": [tau for _, tau in high.values]}
    return (
        *findings,
        *(Finding(n, square_root(_square(t, order) / bottom, order, digits)) for n, t in tops.items()),
    )


def _listed(subject: Subject, own: Taus) -> tuple[Finding, ...]:
    """τ(t) of every tree with its elementary differential."""
    if not subject.residuals:
        return ()
    kinds = [(own, "τ({})")]
    if subject.given.b_hat is not None:
        kinds.append((taus(subject.given, embedded=True), "embedded τ({})"))
    return tuple(
        Finding(name.format(tree), found.domain.text(tau), tree.differential)
        for found, name in kinds
        for tree, tau in found.values
    )


def square_root(square: Element, order: OrderedDomain, digits: int) -> str:
    """√x of an element x ≥ 0, as the positive root of t² − x: exactly where that is short, and in decimals."""
    if not square:
        return "0"
    if isinstance(order, WithinDigits):
        low, high = (isqrt(int(max(end, 0) * _SCALE**2)) for end in square.bounds)
        return decimals(Fraction(low, _SCALE), Fraction(high + 1, _SCALE), places=digits)
    zero, one = order.zero, order.one
    root = next(real_roots(Polynomial((-square, zero, one), order), order, low=Fraction(0)))
    shown = value(root, digits)
    return shown if len(shown) <= SHORT + digits else root.decimal(digits)


def _square(values: Iterable[Element], order: OrderedDomain) -> Element:
    return sum((tau * tau for tau in values), order.zero)


def _maximum(values: Iterable[Element], order: OrderedDomain, digits: int) -> str:
    largest = order.zero
    for tau in values:
        size = tau if order.sign(tau) >= 0 else -tau
        if order.sign(size - largest) > 0:
            largest = size
    return square_root(largest * largest, order, digits)


def _ordered(found: Taus) -> OrderedDomain:
    assert hasattr(found.domain, "sign")
    return found.domain  # type: ignore[return-value]
