"""Series in the step size, written out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from tableau2net.algebra.domains import Domain, Element, OrderedDomain
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.algebra.polynomials.polynomial import as_fraction
from tableau2net.analyse.words.formula import nearly, size

LONGEST = 60  # characters of an exact coefficient that are still read
DIGITS = 20  # of one that is longer


@dataclass(frozen=True, slots=True)
class Term:
    """coefficient · h^power · of."""

    coefficient: Element
    power: int
    of: str


def written(terms: Iterable[Term], domain: Domain) -> str:
    """The terms that are not zero, with their signs: `f - (1/2) h f′f`."""
    text = ""
    for term in terms:
        if not term.coefficient:
            continue
        sign, factor = _factor(term.coefficient, domain)
        h = {0: "", 1: "h"}.get(term.power, f"h**{term.power}")
        body = " ".join(part for part in (factor, h, term.of) if part)
        text += f" {sign} {body}" if text else body if sign == "+" else f"-{body}"
    return text or "0"


def _text(coefficient: Element, domain: Domain) -> str:
    """The coefficient exactly, or the first digits of one that is long."""
    if not hasattr(domain, "near") or isinstance(domain, WithinDigits):
        return domain.text(coefficient)
    exact = "" if as_fraction(coefficient) is not None else domain.text(coefficient)
    return exact if 0 < len(exact) <= LONGEST else nearly(coefficient, cast(OrderedDomain, domain), DIGITS)


def _factor(coefficient: Element, domain: Domain) -> tuple[str, str]:
    """A sign and the rest, in parentheses where it is more than an integer; nothing for 1."""
    value = as_fraction(coefficient)
    if value is None or size(coefficient) > LONGEST:
        text = _text(coefficient, domain)
        sign, rest = ("-", text[1:]) if text[0] == "-" and " " not in text else ("+", text)
        return sign, "" if rest == "1" else f"({rest})"
    magnitude = abs(value)
    factor = "" if magnitude == 1 else str(magnitude) if magnitude.denominator == 1 else f"({magnitude})"
    return "-" if value < 0 else "+", factor
