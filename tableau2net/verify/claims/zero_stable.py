"""Zero-stability, or its contrary."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.methods import Claims
from tableau2net.verify.findings import Findings
from tableau2net.verify.objections import Objection, objection

HELP = (
    "The method is zero-stable, or is not, as it is claimed: without it, errors grow however small the "
    "steps are."
)


def unproved(claims: Claims) -> str:
    """The claim in words."""
    return "" if claims.zero_stable is None else "zero-stability"


def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """Zero-stability as it was found, or what there is to say of it."""
    stable, remark = found.stability.stable, found.stability.remark
    if claims.zero_stable is None or claims.zero_stable == stable:
        return
    claimed = "zero-stability is" if claims.zero_stable else "that it is not zero-stable is"
    so = {True: "it is zero-stable", False: "it is not zero-stable", None: remark}[stable]
    yield from objection(None if stable is None else False, f"{claimed} claimed, but {remark or so}")
