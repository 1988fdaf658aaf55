"""From a general linear method with rounded decimals and its claims to a certificate within the digits.

What is proved is proved of one choice of coefficients that is exact (`existence/candidates.py`). What is refuted is
refuted for all choices, by balls: its conditions tree by tree, for each external value, where these are known. Relative
to a starting method the same is computed as of an exact method (`series/relative.py`), step by step with balls: what is
computed of any choice that has the order so far lies in them. So a ball that leaves 0 out refutes all choices; one that
holds 0 among other numbers is neither left out of a sum (`absent`) nor divided by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf

from tableau2net.algebra.domains import Domain, convert
from tableau2net.algebra.domains.balls import FixedBalls
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.algebra.element import Element, Vector
from tableau2net.algebra.linear.matrix import characteristic
from tableau2net.exact import as_printed, units
from tableau2net.methods import Claims, Method
from tableau2net.series.enumeration import Enumeration
from tableau2net.series.known import Known
from tableau2net.series.relative import relative_order
from tableau2net.series.weights import Colour, Weights
from tableau2net.verify.certificate import Certificate, Violation
from tableau2net.verify.conditions.colours import colours, fields_note
from tableau2net.verify.conditions.digits import FEW, widest
from tableau2net.verify.conditions.order import Found, Output, inconsistency, outputs
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.existence.candidates import candidates
from tableau2net.verify.findings import Findings
from tableau2net.verify.judge import judged
from tableau2net.verify.provers.abscissae import differing
from tableau2net.verify.provers.free_start import abscissae_given
from tableau2net.verify.provers.rounded import WIDE, exactly, radius_text
from tableau2net.verify.provers.several_fields import OF_ONE_FIELD
from tableau2net.verify.stability.within_digits import stable_but_for_one
from tableau2net.verify.stability.zero_stability import Stability, zero_stability

HIGHEST = 10  # the order up to which conditions are looked at: 1,842 trees of the next one
BEYOND = f"within the digits, orders above {HIGHEST} of a general linear scheme are not examined"
FREE = 8  # the same where external values are free, for each order costs three times the one below, or as claimed
_UNLOOKED = "it is not determined within digits where the order is 0"

Prove = Callable[[Method, Claims], Certificate]


def prove_general_within_digits(
    draft: Certificate, printed: Method, claims: Claims, prove: Prove
) -> Certificate:
    """The certificate of the method as printed; `prove` decides an exact one.

    Raises InputError for a coefficient that has no enclosure.
    """
    domain = _Balls()
    bounds = _bounds(printed, claims, domain)
    chosen = _best(printed, claims, prove)
    order = _order(bounds, chosen)
    several = printed.several_fields
    findings = Findings(
        order=order,
        stability=_stability(printed, chosen, domain),
        stage_order=OF_ONE_FIELD if several else _stage_order(bounds, chosen, order.known),
        rescaled_order=OF_ONE_FIELD if several else _rescaled(order.known),
        effective_order=OF_ONE_FIELD if several else _effective(printed, chosen, order.known),
        abscissae=bounds.abscissae,
        no_abscissae=order.reason,
    )
    radius = widest(printed)
    wide = radius * FEW > 1
    notes = (
        order.reason,
        findings.stability.remark,
        fields_note(colour.name for colour in _colouring(printed)) if several else "",
        exactly(printed.taken_exactly),
        WIDE if wide else "",
    )
    return replace(
        judged(replace(draft, within_digits=True), claims, findings),
        notes=tuple(filter(None, notes)),
        widest=radius_text(radius),
        wide=wide,
    )


class _Balls(WithinDigits):
    """Balls that are told with their radii, as those of one-step methods are."""

    def text(self, element: Element) -> str:
        return FixedBalls().text(element)


@dataclass(frozen=True)
class _Bounds:
    """What no choice of coefficients exceeds: the order and the stage order, None where that is not known; why no
    choice has a higher order, or the condition that none satisfies; the abscissae that no choice has, in words."""

    order: int | None
    stage_order: int | None
    reason: str = ""
    broken: Callable[[], Violation] | None = None
    abscissae: tuple[str, ...] | None = None


def _bounds(printed: Method, claims: Claims, domain: Domain) -> _Bounds:
    if not any(value.kind == "free" for value in printed.external):
        return _Conditions(printed, domain).bounds(claims)
    orders = (claims.order, claims.at_least, claims.effective_order)
    relative = relative_order(printed, domain, max(FREE, *(order or 0 for order in orders)))
    found = abscissae_given(printed, claims, relative, domain)
    if relative.known.decided:
        stages = relative.stage_order.most
        return _Bounds(relative.known.least, stages, relative.known.reason, None, found)
    return _Bounds(None, relative.stage_order.most, relative.known.reason, None, found)


class _Conditions:
    """The conditions of a method whose external values are states: balls, none of them left out."""

    def __init__(self, printed: Method, domain: Domain) -> None:
        self.printed, self.domain = printed, domain
        self.A, self.U, self.B, self.V = (
            [[convert(entry, domain) for entry in row] for row in matrix]
            for matrix in (printed.A, printed.U, printed.B, printed.V)
        )
        colouring = None if not printed.several_fields else _colouring(printed)
        self.span = Span(printed.A, printed.U, printed.external, domain, colouring=colouring)  # what is exact
        self.trees = Enumeration(self.span.leaves, self._images, self.span.algebra.product)

    def bounds(self, claims: Claims) -> _Bounds:
        computed = outputs(self.printed)
        uneven = inconsistency(self.span, self.printed.U, computed, "")
        if uneven is not None:
            return _Bounds(uneven.known.most, None, uneven.reason, uneven.broken, ())
        for n in range(1, HIGHEST + 2):
            broken = self._first_broken(n, computed)
            if broken is not None:
                return _Bounds(
                    n - 1,
                    self._stage_order(n - 1),
                    "",
                    partial(self._violation, *broken),
                    self._abscissae(claims),
                )
        return _Bounds(None, self._stage_order(HIGHEST), BEYOND, None, self._abscissae(claims))

    def _first_broken(self, n: int, computed: Sequence[Output]) -> tuple[Weights, Element, Element] | None:
        for t in self.trees.of_order(n) if n <= HIGHEST else self.trees.products(n):
            xi = self._start(t)
            for output, b, v in zip(computed, self.B, self.V, strict=True):
                if output.part == t.root.drives:
                    value = self._dot(b, t.stages) + self._dot(v, xi)
                    expected = self.span.value(t, output.external, 1)
                    if value - expected:
                        return t, value, expected
        return None

    def _violation(self, t: Weights, value: Element, expected: Element) -> Violation:
        return Violation.at(t.tree, self.domain.text(value), self.domain.text(expected))

    def _stage_order(self, highest: int) -> int | None:
        """The largest q up to the highest so that no choice is known to break η_i(t) = c_i^n/γ(t) for |t| ≤ q."""
        if self.printed.several_fields:
            return None
        c = powers = self.trees.etas(1)[0]
        for n in range(1, highest + 1):
            for t, eta in zip(self.trees.of_order(n), self.trees.etas(n), strict=True):
                share = self.span.share(t)
                if any(e - p * share for e, p in zip(eta, powers, strict=True)):
                    return n - 1
            powers = self.span.algebra.product(powers, c)
        return highest

    def _abscissae(self, claims: Claims) -> tuple[str, ...] | None:
        if self.printed.several_fields:
            return () if claims.c is None else None
        sums, claimed = self.trees.etas(1)[0], claims.c or ()

        def instead(i: int) -> str:
            differs = sums[i] - convert(claimed[i], self.domain)
            return f"row {i + 1} of A sums to {self.domain.text(sums[i])}" if differs else ""

        return differing(claims, self.printed.stages, instead)

    def _images(self, several: Sequence[Weights]) -> list[Vector]:
        return [tuple(self._etas(t, self._start(t))) for t in several]

    def _etas(self, t: Weights, xi: Vector) -> Iterator[Element]:
        for a, u in zip(self.A, self.U, strict=True):
            yield self._dot(a, t.stages) + self._dot(u, xi)

    def _start(self, t: Weights) -> Vector:
        return tuple(self.span.value(t, value, 0) for value in self.printed.external)

    def _dot(self, row: Sequence[Element], column: Sequence[Element]) -> Element:
        return sum((a * x for a, x in zip(row, column, strict=True)), self.domain.zero)


def _best(printed: Method, claims: Claims, prove: Prove) -> Certificate | None:
    """What is proved of the exact choice of the highest order; None where none has any."""
    effective = Claims(effective_order=claims.effective_order)
    found = [prove(replace(each, printed=None), effective) for each in candidates(printed)]
    best = max(found, key=lambda each: -inf if each.order is None else each.order, default=None)
    return None if best is None or best.order is None else best


def _order(bounds: _Bounds, chosen: Certificate | None) -> Found:
    least = -1 if chosen is None or chosen.order is None else chosen.order
    most = bounds.order
    assert most is None or least <= most
    reason = bounds.reason
    if most is None or least < most:
        known = f"a choice of order {least}" if least >= 0 else "none of any order"
        what = "no order is refuted" if most is None else f"order {most} is not refuted within the digits"
        reason = f"{what}, and among exact choices {known} was found{f': {reason}' if most is None else ''}"
    return Found(Known(least, most, reason), bounds.broken)


def _stage_order(bounds: _Bounds, chosen: Certificate | None, order: Known) -> Known:
    """That of a choice of the order; of one, no more than of the others."""
    least = 0 if chosen is None else chosen.stage_order or 0
    if not order.decided:
        return Known.or_more(least, "the order is left open")
    if order.proved is None:
        return order
    most = bounds.stage_order
    assert most is None or least <= most
    return Known(least, most, "" if least == most else "not refuted within the digits")


def _rescaled(order: Known) -> Known:
    return replace(order, reason="") if order.least > 0 else Known.undecided(_UNLOOKED)


def _effective(printed: Method, chosen: Certificate | None, order: Known) -> Known:
    if any(value.kind == "free" for value in printed.external):
        return order
    least = max(order.least, -1 if chosen is None else chosen.effective_order or -1)
    return Known.or_more(least, "no more is decided within digits")


def _stability(printed: Method, chosen: Certificate | None, domain: Domain) -> Stability:
    """Exactly where V is exact. Else that of an exact choice, if it is zero-stable; or by Schur's criterion for the
    polynomial det(w I − V)/(w − 1), of whatever choice has the eigenvalue 1: a root outside is outside for all."""
    if not any(units(entry) for row in printed.V for entry in row):
        return zero_stability(printed.mapped(as_printed))
    if chosen is not None and chosen.zero_stable:
        return Stability(True)
    V = [[convert(entry, domain) for entry in row] for row in printed.V]
    return stable_but_for_one(characteristic(V, domain)[::-1])


def _colouring(printed: Method) -> tuple[Colour, ...]:
    found = colours(printed)
    assert not isinstance(found, str)  # `_obstacle` tells where there are none
    return found
