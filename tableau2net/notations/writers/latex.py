"""LaTeX: the tableau as textbooks print it, an array with a line above the weights."""

from __future__ import annotations

from tableau2net.read import SchemeDocument
from tableau2net.read.display.latex import array
from tableau2net.read.schemes.tableau import tableau


def write(document: SchemeDocument) -> str:
    """A Runge–Kutta scheme of fractions, decimals and roots. Raises InputError for any other."""
    found = tableau(document)
    head = f"% {found.name}: {found.title}" + (f", {found.claim}" if found.claim else "")
    return "\n".join([head, r"\[", r"\renewcommand{\arraystretch}{1.3}", array(found), r"\]", ""])
