"""Series in the step size, written out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tableau2net.algebra.domains import Domain, Element
from tableau2net.algebra.polynomials.polynomial import as_fraction


@dataclass(frozen=True, slots=True)
class Term:
    """coefficient · h^power · of."""

    coefficient: Element
    power: int
    of: str


def written(terms: Iterable[Term], domain: Domain) -> str:
    """The terms that are not zero, with their signs: `f - (1/2) h f'f`."""
    text = ""
    for term in terms:
        if not term.coefficient:
            continue
        sign, factor = _factor(term.coefficient, domain)
        h = {0: "", 1: "h"}.get(term.power, f"h**{term.power}")
        body = " ".join(part for part in (factor, h, term.of) if part)
        text += f" {sign} {body}" if text else body if sign == "+" else f"-{body}"
    return text or "0"


def _factor(coefficient: Element, domain: Domain) -> tuple[str, str]:
    """A sign and the rest, in parentheses where it is more than an integer; nothing for 1."""
    value = as_fraction(coefficient)
    if value is None:
        text = domain.text(coefficient)
        sign, size = ("-", text[1:]) if text[0] == "-" and " " not in text else ("+", text)
        return sign, "" if size == "1" else f"({size})"
    magnitude = abs(value)
    factor = "" if magnitude == 1 else str(magnitude) if magnitude.denominator == 1 else f"({magnitude})"
    return "-" if value < 0 else "+", factor
