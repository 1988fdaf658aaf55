"""nodepy: its Runge–Kutta methods, with A, b, c and bhat, and its linear multistep methods, with alpha and beta. It
claims no orders."""

from __future__ import annotations

from typing import Any

EXPECTED = "a Runge–Kutta or linear multistep method, such as rk.loadRKM('RK44')"


def keys(value: Any) -> dict[str, Any] | None:
    """The coefficients of a method."""
    above = {each.__name__ for each in type(value).__mro__}
    title = {"title": " ".join(str(getattr(value, "name", "")).split())}
    if "RungeKuttaMethod" in above:
        return {"A": value.A, "b": value.b, "c": value.c, "b_hat": getattr(value, "bhat", None), **title}
    if "LinearMultistepMethod" in above:
        return {"alpha": value.alpha, "beta": value.beta, **title}
    return None
