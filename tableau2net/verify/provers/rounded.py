"""From a one-step method with rounded decimals and its claims to a certificate within the digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil

from tableau2net.algebra.domains.balls import Balls, balls, enclosed
from tableau2net.exact import ONE, Expression
from tableau2net.methods import Claims, Matrix, Method
from tableau2net.series.known import Known
from tableau2net.verify.certificate import Certificate, Violation
from tableau2net.verify.conditions.colours import fields_note
from tableau2net.verify.conditions.digits import (
    BallTrees,
    Digits,
    balls_of,
    enumeration,
    holds_widely,
    order_within_digits,
    stage_order_within_digits,
    widest,
)
from tableau2net.verify.conditions.order import Found
from tableau2net.verify.existence.proofs import Proofs
from tableau2net.verify.findings import Findings
from tableau2net.verify.judge import judged
from tableau2net.verify.provers.abscissae import differing
from tableau2net.verify.provers.several_fields import OF_ONE_FIELD
from tableau2net.verify.provers.tableau import first_difference
from tableau2net.verify.stability.zero_stability import Stability

_NAMED = 8  # decimals that a note names
WIDE = (
    "the digits are so few that this means little: some order condition is known to fewer than three digits"
)


def prove_within_digits(draft: Certificate, printed: Method, claims: Claims) -> Certificate:
    """The certificate of the method as printed: its verdict is `digits` where no claim is refuted.

    Raises InputError for a coefficient that has no enclosure.
    """
    kind = balls()
    with kind.working():
        trees = enumeration(printed, kind)
        digits = _digits(trees, printed.B)
        hats = None if printed.b_hat is None else _digits(trees, (printed.b_hat,))
        most = 1 if printed.fields else stage_order_within_digits(trees, digits.order)
        proofs = Proofs.of(kind, printed, digits, hats, most)
        findings = Findings(
            order=_inconsistency(printed, kind) or proofs.order,
            stability=Stability(True),
            stage_order=OF_ONE_FIELD if printed.fields else proofs.stage_order,
            rescaled_order=OF_ONE_FIELD if printed.fields else _rescaled(proofs.order.known),
            effective_order=OF_ONE_FIELD if printed.fields else _effective(proofs.order.known),
            embedded=proofs.embedded,
            abscissae=None if printed.fields else _abscissae(trees, claims),
            no_abscissae="they are not determined within digits for several fields",
            tableau=first_difference(printed, claims, partial(_instead, kind)),
        )
    notes = (
        findings.order.reason,
        proofs.remark,
        fields_note(printed.fields),
        exactly(printed.taken_exactly),
        WIDE if digits.wide else "",
    )
    return replace(
        judged(replace(draft, within_digits=True), claims, findings),
        notes=tuple(filter(None, notes)),
        widest=radius_text(widest(printed)),
        wide=digits.wide,
    )


def exactly(taken: Sequence[str]) -> str:
    """Which decimals were not taken for rounded ones; empty where all were."""
    if not taken:
        return ""
    more = f" and {len(taken) - _NAMED} more" if len(taken) > _NAMED else ""
    return (
        f"taken as exact, because they are much shorter than the longest: {', '.join(taken[:_NAMED])}{more}"
    )


def _rescaled(order: Known) -> Known:
    """What is known of the order after rescaling: the order itself where the slopes need not be rescaled."""
    if order.least < 1:
        return Known.undecided("it is not determined within digits where the order is 0")
    return replace(order, reason="")


def _effective(order: Known) -> Known:
    return Known.or_more(order.least, "no more is decided within digits")


def known_widely(printed: Method, highest: int) -> bool:
    """Whether the digits are so few that it would mean little that the conditions of orders 1 … highest hold."""
    kind = balls()
    with kind.working():
        trees = enumeration(printed, kind)
        return holds_widely(trees, [balls_of(b, kind) for b in printed.B], highest)


def radius_text(radius: Fraction) -> str:
    """A radius as 1e-15, rounded up to one digit."""
    exponent = 0
    while radius and radius * Fraction(10) ** -exponent < 1:
        exponent -= 1
    while radius * Fraction(10) ** -exponent >= 10:
        exponent += 1
    digit = ceil(radius * Fraction(10) ** -exponent)
    return f"{digit}e{exponent}" if digit < 10 else f"1e{exponent + 1}"


def _digits(trees: BallTrees, B: Matrix) -> Digits:
    return order_within_digits(trees, [balls_of(b, trees.kind) for b in B])


def _inconsistency(printed: Method, kind: Balls) -> Found | None:
    """The stage, or the external value, that does not carry the state once within the digits; None where all do. Only
    what is written in a form of its own can have one."""
    places = [f"stage {i}" for i in range(1, printed.stages + 1)] + ["external value 1"]
    for place, (share, *_) in zip(places, (*printed.U, *printed.V), strict=False):
        if printed.recurrence is not None and share != ONE:
            text = kind.text(kind.ball(*enclosed(share)))
            uneven = printed.recurrence.uneven or f"{place} carries {text} times the state, not 1"
            reason = f"it is not pre-consistent: {uneven}"
            return Found(Known.nothing(reason), partial(Violation, 0, "∅", 1, text, "1"))
    return None


def _instead(kind: Balls, entry: Expression, claimed: Expression) -> str:
    a, wanted = (kind.ball(*enclosed(each)) for each in (entry, claimed))
    return "" if kind.may_be_zero(a - wanted) else kind.text(a)


def _abscissae(trees: BallTrees, claims: Claims) -> tuple[str, ...]:
    claimed, sums = balls_of(claims.c or (), trees.kind), trees.etas(1)[0]

    def instead(i: int) -> str:
        same = trees.kind.may_be_zero(sums[i] - claimed[i])
        return "" if same else f"row {i + 1} of A sums to {trees.kind.text(sums[i])}"

    return differing(claims, len(sums), instead)
