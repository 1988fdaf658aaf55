"""Methods for tests, written as text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING

from tableau2net.exact import Expression, number, parse
from tableau2net.methods import Interval, Method, linear_multistep, runge_kutta
from tableau2net.read import SchemeDocument, catalogue, load_scheme

if TYPE_CHECKING:
    from tableau2net.analyse import Analysis
    from tableau2net.verify import Certificate

SCHEMES = Path(__file__).parent.parent / "tableaux" / "schemes"
NAMES = ("k", "alpha")


# Each order condition holds for some choice within the digits; that all hold for one is not proved, so that the claims
# are left open. test_verify_catalogue.py asks whether that is so.
NOT_REFUTED = frozenset({"curtis108", "feagin1412", "ono129", "prince97"})


@cache
def catalogued(name: str) -> SchemeDocument:
    """A scheme of the catalogue, read once for all tests: it is immutable."""
    return load_scheme(name)


def is_catalogued(document: SchemeDocument) -> bool:
    """Whether a document is one of the catalogue, with nothing changed."""
    return document.source.kind == "catalogue" and document == catalogued(document.name)


@cache
def analysis(name: str) -> Analysis:
    """What is found of a scheme of the catalogue, found once."""
    from tableau2net.analyse import analyse

    return analyse(catalogued(name))


@cache
def certificate(name: str) -> Certificate:
    """What is proved of a scheme of the catalogue, proved once."""
    from tableau2net.verify import verify

    return verify(catalogued(name))


@cache
def documents() -> dict[str, SchemeDocument]:
    """Every scheme of the catalogue by its name, read once: tests are parametrised by what they say of themselves.

    Nothing is proved here, for all that tests are collected by is computed in every process that runs some of them.
    """
    return {entry.name: catalogued(entry.name) for entry in catalogue() if entry.kind != "network"}


def vector(text: str) -> tuple[Expression, ...]:
    """Entries separated by spaces."""
    return tuple(parse(entry, NAMES) for entry in text.split())


def matrix(text: str) -> tuple[tuple[Expression, ...], ...]:
    """Rows separated by semicolons."""
    return tuple(vector(row) for row in text.split(";"))


def exact(rows: Sequence[Sequence[Fraction | int]]) -> tuple[tuple[Expression, ...], ...]:
    return tuple(tuple(number(entry) for entry in row) for row in rows)


def tableau(A: str, b: str, b_hat: str | None = None) -> Method:
    return runge_kutta("test", matrix(A), vector(b), b_hat=vector(b_hat) if b_hat else None)


def multistep(alpha: str, beta: str) -> Method:
    return linear_multistep("test", vector(alpha), vector(beta))


def bdf(k: int) -> Method:
    """Σ_{j=1…k} ∇^j u_{n+k} / j = h f_{n+k}"""
    alpha = [Fraction(0)] * (k + 1)
    for j in range(1, k + 1):
        for m in range(j + 1):
            alpha[k - m] += Fraction((-1) ** m * comb(j, m), j)
    beta = [Fraction(0)] * k + [Fraction(1)]
    return linear_multistep(f"bdf{k}", *exact([alpha, beta]))


def interval(text: str) -> Interval:
    """An interval such as (-1, 1]."""
    low, high = text[1:-1].split(",")
    return Interval(parse(low.strip()), parse(high.strip()), text[0] == "(", text[-1] == ")")


def rational(method: Method) -> bool:
    """Whether all coefficients of a method are rational numbers."""
    matrices = (method.A, method.U, method.B, method.V, (method.b_hat or (),))
    return all(entry.rational is not None for M in matrices for row in M for entry in row)


def fractions(rows: Sequence[Sequence[Expression]]) -> list[list[Fraction]]:
    return [[entry.rational or Fraction(0) for entry in row] for row in rows]
