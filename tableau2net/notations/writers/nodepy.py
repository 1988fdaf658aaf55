"""nodepy: a method of its classes, with exact coefficients; it computes the order itself."""

from __future__ import annotations

from tableau2net.emit.source.text import docstring
from tableau2net.exact.languages import SYMPY, spelled
from tableau2net.read import SchemeDocument
from tableau2net.read.schemes.tableau import Row, tableau


def write(document: SchemeDocument) -> str:
    """A Runge–Kutta scheme of fractions, decimals and roots. Raises InputError for any other, and for an implicit pair,
    for which nodepy has no class."""
    found = tableau(document)
    rows = "\n".join(f"        [{_entries(row)}]," for row in found.A)
    maker = "RungeKuttaMethod" if not found.explicit else "ExplicitRungeKuttaMethod"
    hat = found.b_hat if found.explicit else None
    if hat is not None:
        maker = "ExplicitRungeKuttaPair"
    given = "A, b, b_hat" if hat is not None else "A, b"
    return "\n".join(
        [
            *docstring(f"{found.name}: {found.title}.", []),
            "",
            "from nodepy import rk, snp",
            "from sympy import Rational, cos, pi, sin, sqrt  # noqa: F401",
            "",
            f"A = snp.array(\n    [\n{rows}\n    ]\n)",
            f"b = snp.array([{_entries(found.b)}])",
            *([f"b_hat = snp.array([{_entries(hat)}])"] if hat is not None else []),
            f"method = rk.{maker}({given}, name={found.title!r}, shortname={found.name!r})",
            "",
        ]
    )


def _entries(row: Row) -> str:
    return ", ".join(spelled(entry, SYMPY) for entry in row)
