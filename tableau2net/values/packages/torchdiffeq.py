"""torchdiffeq: the tableau of an adaptive solver, or the solver, class or instance, with the order that it says.

The tableau of an explicit solver leaves out the first row.
"""

from __future__ import annotations

from typing import Any

from tableau2net.values.rows import embedded, numerals, square

EXPECTED = "a solver with a tableau, such as torchdiffeq._impl.dopri5.Dopri5Solver, or the tableau"
PARTS = ("alpha", "beta", "c_sol", "c_error")


def keys(value: Any) -> dict[str, Any] | None:
    """The tableau, with the order where a solver says it."""
    found = getattr(value, "tableau", value)
    if any(getattr(found, part, None) is None for part in PARTS):
        return None
    rows = [numerals(row, f"beta[{i}]") for i, row in enumerate(found.beta)]
    b, c = numerals(found.c_sol, "c_sol"), numerals(found.alpha, "alpha")
    if len(rows) < len(b):
        rows, c = [[], *rows], [*numerals([0], "alpha"), *c]
    return {
        "A": square(rows, len(b)),
        "b": b,
        "c": c,
        "b_hat": embedded(b, found.c_error) if len(found.c_error) else None,
        "order": getattr(value, "order", None),
    }
