"""Runge–Kutta documents: the tableau A, b, c, with embedded weights b_hat where there are any."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from tableau2net.exact import as_printed
from tableau2net.methods import Method, runge_kutta
from tableau2net.read.leaves import Choice, check_length
from tableau2net.read.matrix import PatternVector, StageMatrix, Vector
from tableau2net.read.model import fault
from tableau2net.read.scheme import Order, SchemeDocument


class RungeKuttaDocument(SchemeDocument):
    """A (s×s, or its lower or strictly lower part), b (s), and optionally c (s) and b_hat (s).

    With `decimals: rounded` a decimal is known within one unit of its last digit; the method has it as printed, and is
    verified within the digits.
    """

    kind: Annotated[Literal["runge-kutta"], Choice(("runge-kutta",))]
    A: StageMatrix
    b: PatternVector
    c: Vector | None = None
    b_hat: Vector | None = None
    embedded_order: Order | None = None
    decimals: Annotated[Literal["exact", "rounded"], Choice(("exact", "rounded"))] = "exact"

    @property
    def zero_stable(self) -> None:
        return None

    def build(self) -> Method:
        method = runge_kutta(self.name, self.A, self.b, b_hat=self.b_hat)
        return method if self.decimals == "exact" else _as_printed(method)

    def check(self) -> None:
        for name in ("b", "c", "b_hat"):
            values = getattr(self, name)
            if values is not None:
                check_length(name, values, len(self.A), "one for each row of A")
        if self.embedded_order is not None and self.b_hat is None:
            expected = "b_hat, the weights of the embedded method"
            raise fault(
                "there is no embedded method",
                "embedded_order",
                expected,
                path=("embedded_order",),
                key=True,
            )
        if self.decimals == "rounded" and self.parameters:
            expected = "decimals: exact, where a scheme has parameters"
            raise fault(
                "rounded decimals have no parameters beside them", "rounded", expected, path=("decimals",)
            )


def _as_printed(method: Method) -> Method:
    """The method with its decimals as printed, which remembers how they were rounded."""
    return replace(
        method,
        A=tuple(tuple(map(as_printed, row)) for row in method.A),
        B=tuple(tuple(map(as_printed, row)) for row in method.B),
        b_hat=None if method.b_hat is None else tuple(map(as_printed, method.b_hat)),
        printed=method,
    )


DOCUMENT = RungeKuttaDocument
