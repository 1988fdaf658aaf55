"""Julia: matrices of rational numbers, as the packages of DifferentialEquations.jl construct their tableaux."""

from __future__ import annotations

from tableau2net.exact.languages import JULIA, spelled
from tableau2net.read import SchemeDocument
from tableau2net.read.schemes.tableau import Row, tableau


def write(document: SchemeDocument) -> str:
    """A Runge–Kutta scheme of fractions, decimals and roots. Raises InputError for any other."""
    found = tableau(document)
    rows = ";\n         ".join(_entries(row, " ") for row in found.A)
    name = "_".join(found.words)
    returned = ["A", "b", "c", *(["b_hat"] if found.b_hat else [])]
    orders = {"order": found.order, "embedded_order": found.embedded_order if found.b_hat else None}
    return "\n".join(
        [
            f"# {found.name}: {found.title}",
            f"function {name}()",
            f"    A = [{rows}]" if len(found.b) > 1 else f"    A = reshape([{rows}], 1, 1)",
            f"    b = [{_entries(found.b, ', ')}]",
            f"    c = [{_entries(found.c, ', ')}]",
            *([f"    b_hat = [{_entries(found.b_hat, ', ')}]"] if found.b_hat else []),
            *(f"    {key} = {value}" for key, value in orders.items() if value is not None),
            f"    return (; {', '.join([*returned, *(key for key, value in orders.items() if value is not None)])})",
            "end",
            "",
        ]
    )


def _entries(row: Row, separator: str) -> str:
    """In a matrix, blanks separate, so a number in words of several has none, or stands in parentheses."""
    texts = (spelled(entry, JULIA) for entry in row)
    return separator.join(text if separator != " " or " " not in text else f"({text})" for text in texts)
