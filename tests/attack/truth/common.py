"""What the answers on schemes of several kinds share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from mpmath import mpf

from attack.expected import AtLeast, Expected, Is
from attack.numbers import Exact
from attack.scheme import Scheme

Truth = dict[str, Expected]
HIGHEST = 7  # orders above are not looked for: 85 trees of order 7
EFFECTIVE = 6
COLOURED = 5  # 214 trees of order 5 with two colours
ANGLE = mpf(10) ** -6  # how well angles are known, in degrees


def of_order(p: int, highest: int = HIGHEST) -> Expected:
    return AtLeast(p) if p >= highest else Is(p)


def refuted_claims(scheme: Scheme, orders: dict[str, Any]) -> tuple[str, ...]:
    """The keys of the claims that do not hold."""
    names = {"order": "order", "embedded_order": "embedded order", "stage_order": "stage order",
            "zero_stable": "zero-stable", "effective_order": "effective order"}  # fmt: skip
    found = [
        key
        for key, name in names.items()
        if key in scheme.keys and name in orders and scheme.keys[key] != str(orders[name]).lower()
    ]
    c = scheme.get("c")
    if c is not None and scheme.kind == "runge-kutta":
        rows = [sum(row, Fraction(0)) for row in scheme["A"]]
        if any(x - y for x, y in zip(c[0], rows, strict=True)):
            found.append("c")
    return tuple(sorted(found))


def is_explicit(A: Sequence[Sequence[Exact]]) -> bool:
    """Whether the stages can be computed one after the other, in some order."""
    left = set(range(len(A)))
    while ready := {i for i in left if not any(A[i][j] for j in left)}:
        left -= ready
    return not left
