"""Proving the order of a method, beside nodepy and kauri in their exact modes (`pip install 'tableau2net[peers]'`).

The peers are given the same exact coefficients. What they do not have is proved here alone: ten stages of Gauss, a
method of 37 stages and order 12, Feagin's 14(12) with its printed digits, and 50 stages of order 14 whose decimals were
rounded to 60 digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from measure import medians, table

from tableau2net.exact import ZERO, Expression, rounded, to_sympy
from tableau2net.methods import Method, runge_kutta
from tableau2net.read import load_scheme
from tableau2net.read.families.extrapolation import Extrapolation
from tableau2net.read.families.gauss import Gauss
from tableau2net.verify import Claims, prove, verify

SIDE_BY_SIDE = ["dopri5", "fehlberg78", "gauss3"]


def main() -> None:
    for stem in SIDE_BY_SIDE:
        method = member(Gauss, family="gauss", stages=3) if stem == "gauss3" else load_scheme(stem).method
        print(stem)
        table(medians(contestants(method), 1), "tableau2net")
        print()
    table(medians(alone(), 3), "gauss, 10 stages, order 20")


def contestants(method: Method) -> dict[str, Callable[[], object]]:
    """The library and those of its peers that are installed."""
    found: dict[str, Callable[[], object]] = {"tableau2net": lambda: prove(method)}
    A = [[to_sympy(entry) for entry in row] for row in method.A]
    b = [to_sympy(entry) for entry in method.B[0]]
    if installed("nodepy"):
        peer: Any = import_module("nodepy.runge_kutta_method")
        array: Any = import_module("numpy").array
        kind = peer.ExplicitRungeKuttaMethod if method.explicit else peer.RungeKuttaMethod
        theirs = kind(array(A), array(b))
        found["nodepy"] = lambda: theirs.order(mode="exact")
    if installed("kauri"):
        other: Any = import_module("kauri").RK  # made anew each time, for it keeps what it computes
        found["kauri"] = lambda: other(A, b).order()
    return found


def installed(name: str) -> bool:
    if find_spec(name) is None:
        print(f"({name} is not installed)")
        return False
    return True


def alone() -> dict[str, Callable[[], object]]:
    gauss = member(Gauss, family="gauss", stages=10)
    twelve = member(Extrapolation, family="extrapolation", base="midpoint", rows=6)
    fourteen = in_print(member(Extrapolation, family="extrapolation", base="midpoint", rows=7), 60)
    feagin = load_scheme("feagin1412")
    return {
        "gauss, 10 stages, order 20": lambda: prove(gauss),
        "37 stages, order 12": lambda: prove(twelve),
        "Feagin 14(12), 35 stages, within its digits": lambda: verify(feagin),
        "50 stages, order 14 within 60 digits": lambda: prove(fourteen, Claims(order=14)),
    }


def member(document: type[Any], **arguments: str | int) -> Method:
    method: Method = document.model_validate({"name": "member", "kind": "family", **arguments}).method
    return method


def in_print(method: Method, digits: int) -> Method:
    """The method with its coefficients as a table with so many digits has them."""

    def printed(entry: Expression) -> Expression:
        value = entry.rational
        if not value:
            return ZERO
        whole, rest = divmod(round(abs(value) * 10**digits), 10**digits)
        text = rounded(f"{whole}.{rest:0{digits}}")
        return -text if value < 0 else text

    A = tuple(tuple(map(printed, row)) for row in method.A)
    return replace(method, printed=runge_kutta(method.name, A, tuple(map(printed, method.B[0]))))
