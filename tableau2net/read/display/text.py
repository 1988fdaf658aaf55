"""Tableaux drawn with lines, in the way of the textbooks (Hairer, Nørsett, Wanner I, II.1; Butcher
2003, §50)."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING

from tableau2net.algebra.polynomials.real_root import cut
from tableau2net.exact import Expression, Product, Rounded, Sum, as_printed, units
from tableau2net.exact.enclosure import enclosure
from tableau2net.read.display.blocks import Blocks, Cell, form, tableaux, undrawn
from tableau2net.read.display.lines import Bands, beside, drawn, is_within
from tableau2net.shown import wrapped

if TYPE_CHECKING:
    from tableau2net.methods import Claims
    from tableau2net.read import NetworkDocument, SchemeDocument
    from tableau2net.read.schemes.form import FormDocument

PLACES = 40  # of a sum of decimals
READ = 60  # characters of a decimal
LONGEST = 200  # bits of a fraction that is still read
LENGTHS = (24, 16, 12, 9)  # characters that a number may have, the fewer the narrower the page is
BITS = 200  # within which an irrational number is bounded, to be told by its first digits
PAGE = 120  # characters of a line up to which tableaux stand side by side, where nobody says how wide the page is
CUT = "…"  # where a number is cut


def picture(document: SchemeDocument, width: int | None = None) -> str:
    """Name and title, the coefficients of a form of its own, and the tableau. Numbers that are long are cut, which is
    shown by an ellipsis; where the page has a `width`, the shorter the narrower it is."""
    from tableau2net.read.schemes.form import FormDocument

    given = draw_form(document, width) if isinstance(document, FormDocument) else ""
    title = wrapped(heading(document), width)
    return "\n\n".join(filter(None, [title, given, draw(document, width)]))


def heading(document: SchemeDocument | NetworkDocument) -> str:
    """Name and title."""
    return f"{document.name}: {document.title}" if document.title else document.name


def claimed(claims: Claims) -> str:
    """What is claimed, in a line: order 5, embedded order 4, nodes; empty where nothing is."""
    words = {"c": "nodes", "tableau": "a tableau"}
    parts = []
    for each in fields(claims):
        value = getattr(claims, each.name)
        if value is not None:
            name = words.get(each.name, each.name.replace("_", " "))
            parts.append(f"{name} {value}" if type(value) is int else name if value else f"not {name}")
    return f"claimed: {', '.join(parts)}" if parts else ""


def draw(document: SchemeDocument, width: int | None = None) -> str:
    """Its tableaux, of a partitioned scheme one for each field under its name, side by side where there is room. Of a
    method on many nodes, each of whose entries is a long sum, a line in its place. What is wider than the page is
    drawn in pieces."""
    drawings = [
        f"{each.name}\n{_fitted(each, width)}" if each.name else _fitted(each, width)
        for each in tableaux(document)
    ]
    return beside(drawings, PAGE if width is None else width) or wrapped(undrawn(document), width)


def draw_form(document: FormDocument, width: int | None = None) -> str:
    """The coefficients of a form of its own, as the document has them."""
    return _fitted(form(document), width, repeated=0)


def _fitted(tableau: Blocks, width: int | None, repeated: int = 1) -> str:
    """The tableau, whose numbers have at most so many characters, as many as the page has room for."""
    written = (texts(tableau, length) for length in LENGTHS)
    found = next((each for each in written if is_within(each, width)), None)
    return drawn(found or texts(tableau, LENGTHS[-1]), width, repeated=repeated)


def texts(tableau: Blocks, length: int) -> Bands:
    """The cells as texts, of numbers no more than so many characters."""
    return [
        [[[_cell(entry, length) for entry in row] for row in block] for block in band]
        for band in tableau.bands
    ]


def _cell(entry: Cell, length: int) -> str:
    """The number as it is written where that is no longer than `length`, or else its first digits."""
    if isinstance(entry, str):
        return entry
    text = in_text(entry)
    if len(text) <= length:
        return text
    if isinstance(entry, Rounded) or entry.rational is not None or units(entry):
        value = entry.value if isinstance(entry, Rounded) else as_printed(entry).rational
        bounds = None if value is None else (value, value)
    else:
        bounds = enclosure(entry, BITS)
    return f"{text[: length - 1]}{CUT}" if bounds is None else _digits(*bounds, length)


def _digits(low: Fraction, high: Fraction, length: int) -> str:
    """The first digits of a number between these bounds, and an ellipsis; with an exponent where it is small or
    large."""
    if low <= 0 <= high:
        return "0"
    sign = "-" if high < 0 else ""
    value = min(abs(low), abs(high))
    exponent = _exponent(value)
    if -4 <= exponent < length - 3 - len(sign):
        return sign + _cut(value, length - len(sign) - len(CUT) - max(exponent, 0) - 2) + CUT
    scaled = value / Fraction(10) ** exponent
    end = f"{CUT}e{exponent}"
    return sign + _cut(scaled, max(length - len(sign) - len(end) - 2, 1)) + end


def _cut(value: Fraction, places: int) -> str:
    """So many decimal places of a number, cut off, zeros at the end as well."""
    whole = value.numerator * 10**places // value.denominator
    return f"{whole // 10**places}.{whole % 10**places:0{places}d}" if places > 0 else str(whole)


def _exponent(value: Fraction) -> int:
    """The exponent n of a positive number d.ddd × 10^n."""
    exponent = len(str(value.numerator)) - len(str(value.denominator))
    return exponent if value >= Fraction(10) ** exponent else exponent - 1


def in_text(entry: Expression) -> str:
    """The number as it is, or the first digits of a fraction that is long."""
    from tableau2net.algebra.domains.within_digits import decimals

    value = entry.rational
    if isinstance(entry, Sum | Product) and units(entry):  # computed of decimals
        value = as_printed(entry).rational
        return str(entry) if value is None else cut(value, PLACES)
    if isinstance(entry, Rounded):
        return entry.text if len(entry.text) <= READ else decimals(entry.value, entry.value)
    if value is None or value.numerator.bit_length() + value.denominator.bit_length() <= LONGEST:
        return str(entry)
    return decimals(value, value)
