"""kauri: its Runge–Kutta methods, with a and b, and the underlying ones of its commutator-free methods. It claims no
orders."""

from __future__ import annotations

from typing import Any

EXPECTED = "an RK or a CFMethod, such as kauri.rk4"


def keys(value: Any) -> dict[str, Any] | None:
    """The tableau of a method."""
    if type(value).__name__ == "CFMethod":
        return keys(value.projected_rk())
    if type(value).__name__ != "RK":
        return None
    title = " ".join(str(value.name or "").split())
    return {"A": value.a, "b": value.b, "title": title}
