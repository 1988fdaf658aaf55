"""diffrax: a ButcherTableau, or a solver, class or instance, that has one; a MultiButcherTableau is two fields' scheme.

The order is the solver's `order`. A tableau keeps the rows below the diagonal, and the weights of the error estimate.
"""

from __future__ import annotations

from typing import Any

from tableau2net.values.rows import embedded, numerals, square

EXPECTED = "a ButcherTableau, a MultiButcherTableau, or a solver that has one, such as diffrax.Tsit5()"


def keys(value: Any) -> dict[str, Any] | None:
    """The tableau, with the order where a solver says it."""
    found = getattr(value, "tableau", value)
    order = getattr(value, "order", None)
    claim = {"order": order(None) if not isinstance(value, type) else order(None, None)} if order else {}
    if type(found).__name__ == "MultiButcherTableau":
        parts = [_tableau(each) for each in found.tableaus]
        for each in parts:
            each.pop("c")
        return {"tableaux": dict(zip("fg", parts, strict=True)), **claim}
    if type(found).__name__ != "ButcherTableau":
        return None
    return {**_tableau(found), **claim}


def _tableau(found: Any) -> dict[str, Any]:
    s = len(found.b_sol)
    diagonal = numerals(found.a_diagonal, "a_diagonal") if found.a_diagonal is not None else [0] * s
    lower = [[], *(numerals(row, f"a_lower[{i}]") for i, row in enumerate(found.a_lower))]
    A = [[*row, diagonal[i]] for i, row in enumerate(lower)]
    return {
        "A": square(A, s),
        "b": numerals(found.b_sol, "b_sol"),
        "c": [found.c1, *numerals(found.c, "c")],
        "b_hat": embedded(found.b_sol, found.b_error),
    }
