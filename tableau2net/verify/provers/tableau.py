"""The tableau that is claimed of a scheme in a form of its own against the one that it is, in words."""

from __future__ import annotations

from collections.abc import Callable

from tableau2net.algebra.domains import Domain, convert
from tableau2net.exact import Expression
from tableau2net.methods import Claims, Method
from tableau2net.methods.claims import ClaimedEntry


def first_difference(method: Method, claims: Claims, instead: Callable[[Expression, Expression], str]) -> str:
    """The first claimed entry that is not so, with its place; empty where all are. `instead(a, claimed)` tells the
    entry a of the method, and is empty where that is the one claimed."""
    for entry in claims.tableau or ():
        so = instead(_of(method, entry), entry.value)
        if so:
            place = f"{entry.place}: " if entry.place else ""
            return f"{place}{entry} = {entry.value} is claimed, but the form gives {so}"
    return ""


def exactly(domain: Domain) -> Callable[[Expression, Expression], str]:
    """The comparison over a domain that holds both."""

    def instead(a: Expression, claimed: Expression) -> str:
        value = convert(a, domain)
        return domain.text(value) if value - convert(claimed, domain) else ""

    return instead


def _of(method: Method, entry: ClaimedEntry) -> Expression:
    match entry.part:
        case "A":
            i, j = entry.at
            return method.A[i][j]
        case "b":
            return method.B[0][entry.at[0]]
        case "b_hat":
            assert method.b_hat is not None  # reading refuses a claim of weights that the form does not have
            return method.b_hat[entry.at[0]]
    return method.c[entry.at[0]]
