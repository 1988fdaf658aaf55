"""The exact numbers behind floats: the simplest fraction within half a unit of the last place, where it is so simple
that it is hardly there by chance, or else the simplest quadratic irrational. That the scheme with these has its order
is not assumed: it is proved of them, as of any."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from tableau2net.exact import Expression, Number, Rounded, replaced
from tableau2net.read.schemes.printed import PrintedDocument
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.values import mapped, numbers
from tableau2net.verify.existence.candidates import is_simple, simplest_between
from tableau2net.verify.existence.quadratic import quadratic

# Floats that were computed are off by more than half a unit of their last place where digits cancelled.
COMPUTED = Fraction(1, 2**50)


def snapped(document: SchemeDocument) -> SchemeDocument:
    """As `behind`, with what is told in the scheme's `notes`."""
    found, notes = behind(document)
    return _remade(found, {"notes": "\n".join(filter(None, [document.notes, *notes]))}) if notes else found


def behind(document: SchemeDocument) -> tuple[SchemeDocument, tuple[str, ...]]:
    """The scheme with the exact numbers that are found behind all decimals that are known within their digits, and
    lines that say what is taken for what. Where none is found behind some, the scheme stays as it is, and the lines
    name these. A scheme of exact numbers is itself.

    Raises InputError where the keys do not fit each other any more.
    """
    if not isinstance(document, PrintedDocument) or document.method.printed is None:
        return document, ()
    decimals = dict.fromkeys(
        part
        for _, entry in numbers(document)
        for part in document.as_meant(entry).walk()
        if isinstance(part, Rounded)
    )
    found = {decimal: exact(decimal) for decimal in decimals}
    chosen = {decimal: number for decimal, number in found.items() if number is not None}
    unknown = [decimal for decimal in decimals if decimal not in chosen]
    if unknown:
        return document, tuple(f"no exact number is found for {decimal}" for decimal in unknown)

    def change(entry: Expression) -> Expression:
        return replaced(document.as_meant(entry), chosen.__getitem__)

    fields = {name: mapped(getattr(document, name), change) for name in type(document).model_fields}
    notes = tuple(f"{decimal} is taken as {number}" for decimal, number in chosen.items())
    return _remade(document, {**fields, "decimals": "exact", "accuracy": None, "exact": ()}), notes


def _remade(document: SchemeDocument, changed: dict[str, Any]) -> SchemeDocument:
    """The document with fields changed."""
    fields = {name: getattr(document, name) for name in type(document).model_fields}
    made: SchemeDocument = type(document).model_validate(fields | changed)
    return made


def exact(decimal: Rounded) -> Expression | None:
    """The number that is meant by a decimal: within its digits, or as near as one is that was computed of numbers
    of the size of 1; None where no such number is simple enough."""
    for unit in (decimal.unit, COMPUTED):
        if unit < decimal.unit:
            continue
        near = replace(decimal, unit=unit)
        fraction = simplest_between(near.value - unit, near.value + unit)
        if is_simple(fraction, unit):
            return Number(fraction)
        found = quadratic(near)
        if found is not None:
            return found[0]
    return None
