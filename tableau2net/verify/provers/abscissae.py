"""The abscissae that are claimed against those that the coefficients make, in words."""

from __future__ import annotations

from collections.abc import Callable

from tableau2net.algebra.domains import Domain, convert
from tableau2net.methods import Claims, Method


def differing(claims: Claims, stages: int, instead: Callable[[int], str]) -> tuple[str, ...]:
    """What of the claimed abscissae is not so, one line each; none where none are claimed. `instead(i)` says what is so
    at stage i, from 0, and is empty where that is what is claimed."""
    if claims.c is None:
        return ()
    pairs = [(i, claimed, instead(i)) for i, claimed in enumerate(claims.c[:stages])]
    lines = [f"c[{i + 1}] = {claimed} is claimed, but {so}" for i, claimed, so in pairs if so]
    if len(claims.c) != stages:
        lines.append(f"{len(claims.c)} abscissae are claimed, but there are {stages} stages")
    return tuple(lines)


def off_row_sums(method: Method, claims: Claims, domain: Domain) -> tuple[str, ...]:
    """c_i against the row sums c = A·1 + U·ξ(•)."""
    claimed = claims.c or ()

    def instead(i: int) -> str:
        value = convert(method.c[i], domain)
        same = not value - convert(claimed[i], domain)
        return "" if same else f"row {i + 1} of A sums to {domain.text(value)}"

    return differing(claims, method.stages, instead)
