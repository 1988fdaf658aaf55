"""From a linear multistep method with rounded decimals and its claims to a certificate within the digits.

The conditions Σ α_i i^q = q Σ β_i i^{q−1}, q = 0 … p, are linear in the coefficients, of which α_k = 1 is exact
(Hairer, Nørsett, Wanner I, III.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tableau2net.algebra.domains.balls import Ball, Balls, balls, enclosed
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.exact import Expression, as_printed, units
from tableau2net.methods import Claims, Method
from tableau2net.series.known import Known
from tableau2net.series.rooted_tree import Tree
from tableau2net.verify.certificate import Certificate, Violation
from tableau2net.verify.conditions import multistep
from tableau2net.verify.conditions.digits import FEW, HIGHEST
from tableau2net.verify.conditions.order import Found
from tableau2net.verify.existence.newton import Point, Rows, has_zero
from tableau2net.verify.existence.proofs import BEYOND, not_refuted
from tableau2net.verify.findings import Findings
from tableau2net.verify.judge import judged
from tableau2net.verify.provers.rounded import WIDE, exactly, radius_text
from tableau2net.verify.stability.within_digits import stable_but_for_one
from tableau2net.verify.stability.zero_stability import Stability, zero_stability

_UNLOOKED = "it is not determined within digits for a multistep scheme"


def prove_multistep_within_digits(draft: Certificate, printed: Method, claims: Claims) -> Certificate:
    """The certificate of the method as printed. Raises InputError for a coefficient that has no enclosure."""
    assert printed.multistep is not None
    kind = balls()
    with kind.working():
        recursion = _Recursion.of(kind, *printed.multistep)
        order, wide = recursion.order()
    findings = Findings(
        order=order,
        stability=_stability(printed, printed.multistep[0]),
        stage_order=Known.undecided(_UNLOOKED),
        rescaled_order=order.known if order.known.least > 0 else Known.undecided(_UNLOOKED),
        effective_order=Known.undecided(_UNLOOKED),
        no_abscissae=_UNLOOKED,
    )
    notes = (
        order.reason,
        findings.stability.remark,
        exactly(printed.taken_exactly),
        _divisor(printed.meant_exactly),
        WIDE if wide else "",
    )
    return replace(
        judged(replace(draft, within_digits=True), claims, findings),
        stage_order=None,
        notes=tuple(filter(None, notes)),
        widest=radius_text(max((high - low) / 2 for low, high in recursion.intervals)),
        wide=wide,
        error_constant=_error_constant(order.order, printed) if order.known.decided else None,
    )


@dataclass(frozen=True)
class _Recursion:
    """The coefficients α_0 … α_k, β_0 … β_k as intervals, and which of them are known within digits only."""

    kind: Balls
    intervals: tuple[tuple[Fraction, Fraction], ...]
    unknowns: tuple[int, ...]

    @classmethod
    def of(cls, kind: Balls, alpha: Sequence[Expression], beta: Sequence[Expression]) -> _Recursion:
        entries = (*alpha, *beta)
        unknowns = (number for number, entry in enumerate(entries) if units(entry))
        return cls(kind, tuple(map(enclosed, entries)), tuple(unknowns))

    def order(self) -> tuple[Found, bool]:
        """The order, and whether some condition of it is known to fewer than three digits."""
        around = self._entries([Fraction(0)] * len(self.unknowns), Fraction(1))
        wide = False
        for q in range(HIGHEST + 2):
            value = self._condition(q, around)
            if not self.kind.may_be_zero(value):
                return self._found(q - 1, self._violation(q, value)), wide
            wide = wide or self.kind.wider(value, FEW)
        return self._found(HIGHEST, None), wide

    def _found(self, most: int, violation: Violation | None) -> Found:
        least = next((p for p in range(most, -1, -1) if self._exists(p)), -1)
        reason = ("" if violation else BEYOND) if least == most else not_refuted(most, least)
        if most < 0 and violation is not None:
            reason = f"it is not pre-consistent: Σ α is {violation.value}, not 0"
        known = Known(least, most if violation else None, reason)
        return Found(known, (lambda: violation) if violation else None)

    def _violation(self, q: int, value: Ball) -> Violation:
        if q == 0:
            return Violation(0, "∅", 1, self.kind.text(value), "0")
        tree = Tree()
        for _ in range(q - 1):
            tree = tree.product(Tree())
        expected = Fraction(1, q)  # of the state at t_n + h: Σ β i^{q−1} − Σ α i^q/q is to be 0
        return Violation.at(tree, self.kind.text(value + self.kind.ball(expected, expected)), str(expected))

    def _entries(self, point: Point, around: Fraction) -> list[Ball]:
        found = [self.kind.ball(*bounds) for bounds in self.intervals]
        for place, k in zip(point, self.unknowns, strict=True):
            low, high = self.intervals[k]
            middle, half = (low + high) / 2, (high - low) / 2
            ends = (middle + half * (place + side * around) for side in (-1, 1))
            found[k] = self.kind.ball(*ends)
        return found

    def _weights(self, q: int) -> list[Fraction]:
        """Σ β_i i^{q−1} − Σ α_i i^q/q, and Σ α_i where q is 0: the factor of each coefficient."""
        steps = range(len(self.intervals) // 2)
        if not q:
            return [*(Fraction(1) for _ in steps), *(Fraction(0) for _ in steps)]
        return [*(-Fraction(i**q, q) for i in steps), *(Fraction(i ** (q - 1)) for i in steps)]

    def _condition(self, q: int, entries: Sequence[Ball]) -> Ball:
        terms = (a * self.kind.ball(w, w) for a, w in zip(entries, self._weights(q), strict=True) if w)
        return sum(terms, self.kind.ball(Fraction(0), Fraction(0)))

    def _exists(self, p: int) -> bool:
        """Whether one choice of coefficients satisfies the conditions 0 … p."""
        moving = [q for q in range(p + 1) if any(self._weights(q)[k] for k in self.unknowns)]
        if any(not self._holds_exactly(q) for q in range(p + 1) if q not in moving):
            return False

        def at(point: Point) -> tuple[Ball, ...]:
            entries = self._entries(point, Fraction(0))
            return tuple(self._condition(q, entries) for q in moving)

        def slopes(point: Point, around: Fraction) -> Rows:
            halves = [(self.intervals[k][1] - self.intervals[k][0]) / 2 for k in self.unknowns]
            rows = [
                [self._weights(q)[k] * half for k, half in zip(self.unknowns, halves, strict=True)]
                for q in moving
            ]
            return [{j: self.kind.ball(w, w) for j, w in enumerate(row) if w} for row in rows]

        return not moving or has_zero(self.kind, len(self.unknowns), at, slopes)

    def _holds_exactly(self, q: int) -> bool:
        pairs = list(zip(self.intervals, self._weights(q), strict=True))
        return all(low == high for (low, high), w in pairs if w) and not sum(
            (low * w for (low, _), w in pairs), Fraction(0)
        )


def _divisor(meant: Sequence[str]) -> str:
    """Which decimal is an integer for it is the coefficient by which all are divided; empty where there is none."""
    return f"taken as exact, because everything is divided by it: {', '.join(meant)}" if meant else ""


def _stability(printed: Method, alpha: Sequence[Expression]) -> Stability:
    """Zero-stability of the choice for which Σ α = 0: that ρ(w)/(w − 1) has its roots inside the unit circle, or one
    outside. Exactly where α is exact."""
    if not any(map(units, alpha)):
        return zero_stability(printed.mapped(as_printed))
    return stable_but_for_one([WithinDigits().generator(entry) for entry in alpha])


def _error_constant(p: int | None, printed: Method) -> str | None:
    if not p or printed.multistep is None:
        return None
    domain = WithinDigits()
    value = multistep.error_constant(p, *printed.multistep, domain)
    return None if value is None else domain.text(value)
