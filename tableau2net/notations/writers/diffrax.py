"""diffrax: a solver class of an explicit method, with its ButcherTableau."""

from __future__ import annotations

from tableau2net.emit.source.text import docstring
from tableau2net.errors import InputError
from tableau2net.exact.languages import PYTHON, spelled
from tableau2net.read import SchemeDocument
from tableau2net.read.schemes.tableau import Row, Tableau, tableau


def write(document: SchemeDocument) -> str:
    """An explicit Runge–Kutta scheme of two stages or more. Raises InputError for any other: an implicit one needs a
    predictor, which a tableau does not tell."""
    found = tableau(document)
    if not found.explicit or len(found.b) < 2:
        raise InputError(
            "diffrax holds explicit tableaux of two stages or more", None, found.name, "such a scheme"
        )
    if found.order is None:
        raise InputError("a diffrax solver states its order", None, "no order", "'order: …'")
    name = "".join(word[:1].upper() + word[1:] for word in found.words)
    rows = "\n".join(f"        np.array([{_entries(row[:i])}])," for i, row in enumerate(found.A) if i)
    return "\n".join(
        [
            *docstring(f"{found.name}: {found.title}.", []),
            "",
            "import diffrax",
            "import numpy as np",
            "",
            "",
            f"class {name}(diffrax.AbstractERK):",
            f'    """{found.claim[:1].upper()}{found.claim[1:]}."""',
            "",
            "    tableau = diffrax.ButcherTableau(",
            f"        a_lower=(\n{_indented(rows)}\n        ),",
            f"        b_sol=np.array([{_entries(found.b)}]),",
            f"        b_error=np.array([{_error(found)}]),",
            f"        c=np.array([{_entries(found.c[1:])}]),",
            "    )",
            "    interpolation_cls = diffrax.ThirdOrderHermitePolynomialInterpolation.from_k",
            "",
            "    def order(self, terms):",
            f"        return {found.order}",
            "",
        ]
    )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _entries(row: Row) -> str:
    return ", ".join(spelled(entry, PYTHON) for entry in row)


def _error(found: Tableau) -> str:
    """The weights of the error estimate, b − b̂; zeros where there are none."""
    if found.b_hat is None:
        return ", ".join(["0.0"] * len(found.b))
    return ", ".join(spelled(b - hat, PYTHON) for b, hat in zip(found.b, found.b_hat, strict=True))
