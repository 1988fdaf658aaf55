"""Runge–Kutta as a general linear method: r = 1, U = 1, B = bᵀ, V = [1]."""

from __future__ import annotations

from dataclasses import replace

from tableau2net.exact import ONE
from tableau2net.methods.collocation import Collocation
from tableau2net.methods.general_linear import External, Matrix, Method, Parameter, Vector


def runge_kutta(
    name: str,
    A: Matrix,
    b: Vector,
    *,
    title: str = "",
    b_hat: Vector | None = None,
    parameters: tuple[Parameter, ...] = (),
    reference: str = "",
) -> Method:
    """The general linear method of the tableau A (s×s), b (s), with optional embedded weights b_hat (s)."""
    return Method(
        name=name,
        title=title or name,
        kind="runge-kutta",
        A=A,
        U=((ONE,),) * len(b),
        B=(b,),
        V=((ONE,),),
        external=(External("state"),),
        b_hat=b_hat,
        parameters=parameters,
        reference=reference,
    )


def collocated(name: str, maps: Collocation) -> Method:
    """The Runge–Kutta method of `maps`, which stay with it: modulo the nodes it is verified without a number field."""
    A, b = maps.tableau()
    return replace(runge_kutta(name, A, b), collocation=maps)
