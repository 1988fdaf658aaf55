"""Dispersion and dissipation of oscillations u' = iωu (van der Houwen, Sommeijer, SIAM J. Numer. Anal. 24 (1987)).

With log R(z) = Σ l_n z^n and z = iν: log |R| = Σ over even n of ±l_n ν^n, and arg R = Σ over odd n of
±l_n ν^n. The dissipation order is q where |R| − 1 = O(ν^{q+1}), the dispersion order q where
arg R − ν = O(ν^{q+1}), both as large as they can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from tableau2net.algebra.domains import Element
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD, ONE_VALUE
from tableau2net.analyse.stability.stability_function import StabilityFunction
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.within_digits import UNDECIDED

TITLE = "Oscillations"
DEFINED_FOR = (ONE_FIELD, ONE_VALUE)


def find(subject: Subject) -> tuple[Finding, ...]:
    """Both orders of a method with R(0) = 1; no dissipation at all where |R(iν)| = 1."""
    R = None if subject.too_long else subject.R
    if R is None:
        return (Finding("dispersion order", None, subject.too_long or "its recursion has several steps"),)
    if not R.P or R.P.coefficients[0] - R.P.domain.one:
        return (Finding("dispersion order", None, "R(0) is not 1"),)
    return (_found("dispersion order", _dispersion(R)), _found("dissipation order", _dissipation(R)))


def _found(name: str, order: int | str | None) -> Finding:
    return Finding(name, order, "" if order is not None else UNDECIDED)


def _dispersion(R: StabilityFunction) -> int | None:
    """None where no term that could still be told from 0 is not 0, which coefficients without error never come to."""
    one = R.P.domain.one
    terms = enumerate(islice(logarithm(R), _last(R)), start=1)
    return next((n - 1 for n, term in terms if n % 2 and (term - one if n == 1 else term)), None)


def _dissipation(R: StabilityFunction) -> int | str | None:
    if not R.damping:
        return "∞"
    terms = enumerate(islice(logarithm(R), _last(R)), start=1)
    return next((n - 1 for n, term in terms if n % 2 == 0 and term), None)


def _last(R: StabilityFunction) -> int | None:
    """How many terms are looked at, where numbers are known within their digits."""
    return 2 * (R.P.degree + R.Q.degree + 1) if isinstance(R.P.domain, WithinDigits) else None


def logarithm(R: StabilityFunction) -> Iterator[Element]:
    """l_1, l_2, … of log R(z) for R(0) = 1: those of P less those of Q."""
    yield from (p - q for p, q in zip(_logarithm(R.P), _logarithm(R.Q), strict=False))


def _logarithm(p: Polynomial) -> Iterator[Element]:
    """From p' = p (log p)':  n l_n = n p_n − Σ_{m<n} m l_m p_{n−m}, where p_0 = 1."""
    integer, zero = p.domain.integer, p.domain.zero
    found = [zero]
    for n in count(1):
        coefficients = [*p.coefficients, *[zero] * (n + 1 - len(p.coefficients))]
        inner = (integer(m) * found[m] * coefficients[n - m] for m in range(1, n))
        found.append(coefficients[n] - sum(inner, zero) / integer(n))
        yield found[n]
