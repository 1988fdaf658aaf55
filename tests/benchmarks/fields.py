"""Number fields: one that holds several irrational numbers, beside sympy's `primitive_element`; then what takes sympy
minutes, and the analysis of a dense tableau of 16 stages over Q(√6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from measure import medians, table
from sympy.polys.numberfields.subfield import primitive_element

from tableau2net.algebra.domains.compositum import compositum
from tableau2net.analyse import analyse
from tableau2net.exact import ZERO, Expression, Function, number, parse, to_sympy
from tableau2net.methods import Method, runge_kutta

SIDE_BY_SIDE = [
    ["sqrt(2)", "sqrt(3)", "sqrt(6)"],
    ["sqrt(2)", "sqrt(5)", "sqrt(7)"],
    ["cos(pi/7)", "sqrt(5)"],
    ["root(1, -2, 0, 0, 1)", "sqrt(3)"],
]
PRODUCTS = [2, 5, 7, 10, 14, 35, 70]


def main() -> None:
    for texts in SIDE_BY_SIDE:
        print(", ".join(texts))
        table(medians(contestants(texts), 5), "tableau2net")
        print()
    times = medians(alone(), 3)
    table(times, next(iter(times)))


def contestants(texts: list[str]) -> dict[str, Callable[[], object]]:
    values = [to_sympy(parse(text)) for text in texts]
    return {
        "tableau2net": lambda: compositum(functions(texts)),
        "sympy": lambda: primitive_element(values, ex=True, polys=True),
    }


def alone() -> dict[str, Callable[[], object]]:
    spellings = [f"sqrt({n * k * k})" for n in PRODUCTS for k in range(1, 8)][:43]
    quartic = [f"root({i}, 1, 3, -9, 0, 2)" for i in range(1, 5)]
    scheme = Scheme(dense(16))
    return {
        "43 spellings of √2, √5, √7": lambda: compositum(functions(spellings)),
        "the four roots of a quartic": lambda: compositum(functions(quartic)),
        "cos(π/101)": lambda: compositum(functions(["cos(pi/101)"])),
        "analysis, 16 dense stages": lambda: analyse(scheme),
    }


def functions(texts: list[str]) -> tuple[Function, ...]:
    return tuple(value for value in map(parse, texts) if isinstance(value, Function))


@dataclass(frozen=True)
class Scheme:
    """What is analysed."""

    method: Method


def dense(stages: int) -> Method:
    """A tableau whose entries are random numbers of Q(√6), its weights of sum 1."""
    draw = Random(6)

    def entry() -> Expression:
        irrational = number(Fraction(draw.randint(-99, 99), 997)) * parse("sqrt(6)")
        return number(Fraction(draw.randint(-999, 999), 1000)) + irrational

    A = tuple(tuple(entry() if j < i else ZERO for j in range(stages)) for i in range(stages))
    b = [entry() for _ in range(stages - 1)]
    return runge_kutta("dense", A, (*b, number(1) - sum(b, ZERO)))


if __name__ == "__main__":
    main()
