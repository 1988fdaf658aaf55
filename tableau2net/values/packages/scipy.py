"""scipy: the explicit Runge–Kutta solvers of solve_ivp, classes or instances: A, B, C, and E of the error estimate."""

from __future__ import annotations

from typing import Any

from tableau2net.values.rows import embedded, numerals, square

EXPECTED = "a Runge–Kutta solver with A, B and C, such as scipy.integrate.RK45"


def keys(value: Any) -> dict[str, Any] | None:
    """The tableau of a solver. Its error estimate uses the slope at the end of the step too, which is a stage more."""
    A, B, C = (getattr(value, name, None) for name in ("A", "B", "C"))
    if A is None or B is None or C is None:
        return None
    order = getattr(value, "order", None)
    rows = [numerals(row, f"A[{i}]") for i, row in enumerate(A)]
    b, c = numerals(B, "B"), numerals(C, "C")
    E: Any = getattr(value, "E", NotImplemented)  # DOP853 has two estimates, and so no embedded method
    if E is NotImplemented or len(E) != len(b) + 1:
        return {"A": square(rows, len(b)), "b": b, "c": c, "order": order}
    return {
        "A": square([*rows, b], len(b) + 1),
        "b": [*b, 0],
        "c": [*c, 1],
        "b_hat": embedded([*b, 0], E),
        "order": order,
        "embedded_order": getattr(value, "error_estimator_order", None),
    }
