"""latex: the tableaux as textbooks print them, what is proved of them in comments."""

from __future__ import annotations

from tableau2net.errors import InputError
from tableau2net.read import SchemeDocument
from tableau2net.read.display.blocks import Blocks, tableaux
from tableau2net.read.display.latex import array_of
from tableau2net.read.display.text import heading
from tableau2net.report.overview import Overview


def render(overview: Overview, width: int | None) -> str:
    """A display of arrays. Raises InputError for a network, and for numbers that LaTeX is not written of here."""
    document = overview.document
    if not isinstance(document, SchemeDocument):
        raise InputError("LaTeX is written of schemes alone", None, document.name, "a scheme")
    notes = [f"% {' '.join(line.split())}" for line in (heading(document), *overview.proved)]
    displayed = "\n\\qquad\n".join(map(_array, tableaux(document)))
    return "\n".join([*notes, r"\[", r"\renewcommand{\arraystretch}{1.3}", displayed, r"\]", ""])


def _array(tableau: Blocks) -> str:
    name = tableau.name.replace("_", r"\_")
    return (rf"\mathrm{{{name}}}:\quad" + "\n" if name else "") + array_of(tableau)
