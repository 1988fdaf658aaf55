"""What holds of a tableau that was found: exactly, within the digits of its decimals, or as the doubles that it is."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.errors import InputError
from tableau2net.notations.found import Found
from tableau2net.read.schemes.printed import WIDTHS
from tableau2net.verify import Certificate, verify

READINGS = ("exact", "rounded", "double")


@dataclass(frozen=True)
class Judgement:
    """The certificate, how the numbers were taken for it, and within what nothing would be refuted where something is;
    empty where that is nowhere."""

    found: Found
    certificate: Certificate
    taken: str
    wider: str = ""


def judge(found: Found, *, at_least: int | None = None) -> Judgement:
    """The first certificate that refutes nothing, and, where no order is claimed, the one of the highest order: of the
    numbers taken exactly as they are written, within the digits of their decimals, and as doubles.

    Raises InputError, with the place in the source, where the tableau is not well formed.
    """
    proved: list[Judgement] = []
    for taken in READINGS:
        try:
            document = found.document(taken)
        except InputError:
            if taken == "exact":
                raise
            continue  # no coefficient is known within digits only
        judgement = Judgement(found, verify(document, at_least=at_least), taken)
        if judgement.certificate.wide:
            continue
        proved.append(judgement)
        claimed = "order" in found.claims or at_least is not None
        if claimed and judgement.certificate.ok:
            return judgement
    best = max(proved, key=_rank)  # of equals the first
    if best.certificate.refuted:
        best = next((each for each in proved if each.certificate.remedy), best)
    return best if not best.certificate.refuted else _widened(best, at_least)


def _rank(judgement: Judgement) -> tuple[bool, bool, int, int]:
    certificate = judgement.certificate
    unrefuted = not certificate.refuted
    return (
        unrefuted,
        unrefuted and certificate.ok,
        certificate.most("order") or certificate.order or 0,
        certificate.most("embedded_order") or 0,
    )


def _widened(judgement: Judgement, at_least: int | None) -> Judgement:
    """The same, with the accuracy within which nothing would be refuted."""
    for places in WIDTHS:
        accuracy = f"1e-{places}"
        try:
            certificate = verify(judgement.found.document(accuracy=accuracy), at_least=at_least)
        except InputError:
            break
        if not certificate.refuted and not certificate.wide:
            return Judgement(judgement.found, judgement.certificate, judgement.taken, accuracy)
    return judgement
