"""What is known of the orders of a method within its digits: proved of one choice of coefficients, refuted for all, or
neither."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tableau2net.algebra.domains.balls import Balls
from tableau2net.methods import Method
from tableau2net.series.known import Known
from tableau2net.verify.certificate import Violation
from tableau2net.verify.conditions.digits import HIGHEST, Digits
from tableau2net.verify.conditions.order import Found
from tableau2net.verify.existence.exists import exists, exists_plainly
from tableau2net.verify.existence.refuted import refuted
from tableau2net.verify.existence.system import Wanted

QUICK = 4  # the order up to which a proof is quick, where that of the whole order fails
BEYOND = f"within the digits, orders above {HIGHEST} are not examined"
_EACH = "each of its orders is proved for its own choice of coefficients within the digits"


@dataclass(frozen=True)
class Proofs:
    """The order, that of the embedded weights where there are any, and the stage order. `remark` says of what they are
    proved where that is not one choice of coefficients."""

    order: Found
    embedded: Found | None
    stage_order: Known
    remark: str = ""

    @staticmethod
    def of(kind: Balls, printed: Method, digits: Digits, hats: Digits | None, stages: int) -> Proofs:
        """What is known where the conditions of orders 1 … `digits.order` hold each for some choice of coefficients,
        and so those of b_hat, and of the stage order up to `stages`."""
        embedded = None if hats is None else hats.order
        stages = min(stages, digits.order)
        if exists(kind, printed, Wanted(digits.order, embedded, stages)):
            return Proofs(
                _found(digits, digits.order),
                None if hats is None else _found(hats, hats.order),
                _stage_order(digits, stages, stages),
            )
        bare = replace(printed, b_hat=None)
        order = _alone(kind, bare, digits)
        found = None
        if hats is not None and printed.b_hat is not None:
            found = _alone(kind, replace(bare, B=(printed.b_hat,)), hats)
        least = stages if stages < 2 or exists(kind, bare, Wanted(1, None, stages)) else 1
        proved = order.known.decided and (found is None or found.known.decided)
        several = found is not None or stages > 1
        return Proofs(order, found, _stage_order(digits, least, stages), _EACH if proved and several else "")


def _alone(kind: Balls, printed: Method, digits: Digits) -> Found:
    """What is known of the order of the weights b alone."""
    while not exists(kind, printed, Wanted(digits.order)):
        violation = refuted(kind, printed, digits.order)
        if violation is None:
            lower = range(min(digits.order - 1, QUICK), 0, -1)
            least = next((n for n in lower if exists_plainly(kind, printed, n)), 0)
            return _found(digits, least)
        digits = replace(digits, order=violation.order - 1, violation=violation)
        if not digits.order:
            break
    return _found(digits, digits.order)


def _found(digits: Digits, least: int) -> Found:
    violation: Violation | None = digits.violation
    reason = "" if violation else BEYOND
    if least < digits.order:
        reason = not_refuted(digits.order, least)
    return Found(
        Known(least, digits.order if violation else None, reason), (lambda: violation) if violation else None
    )


def _stage_order(digits: Digits, least: int, most: int) -> Known:
    """The stage order, which is no higher than the order."""
    if least < most:
        return Known(least, most, "not refuted within the digits")
    if most < digits.order or digits.violation:
        return Known.exactly(most)
    return Known.or_more(most, BEYOND)


def not_refuted(most: int, least: int) -> str:
    """Why an order is left open between two."""
    proved = f"up to order {least} only" if least > 0 else "for no order"
    return (
        f"not refuted within the digits: each condition up to order {most} holds for some choice of "
        f"coefficients; that one choice satisfies all of them is proved {proved}"
    )
