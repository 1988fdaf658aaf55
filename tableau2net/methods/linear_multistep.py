"""Linear multistep as a general linear method.

    Σ_{i=0…k} α_i u_{n+i} = h Σ_{i=0…k} β_i f_{n+i},    α_k = 1

The step leads from m = n + k − 1 to m + 1. External values: the states u_m, u_{m−1}, … that some α needs and the
slopes h f_{m−1}, h f_{m−2}, … that some β needs. Stages: f(u_m), at c = 0, where β_{k−1} or a later step's
history needs it; and, for an implicit method, f(u_{m+1}), at c = 1.
"""

from __future__ import annotations

from tableau2net.exact import ONE, ZERO, decided
from tableau2net.methods.general_linear import External, Method, Parameter, Vector


def linear_multistep(
    name: str,
    alpha: Vector,
    beta: Vector,
    *,
    title: str = "",
    parameters: tuple[Parameter, ...] = (),
    starter: str | None = None,
    reference: str = "",
) -> Method:
    """The general linear method of alpha, beta (k+1 each, lowest index first; alpha[k] ≠ 0 is divided out)."""
    k = len(alpha) - 1
    alpha, beta = (tuple(decided(a / alpha[k]) for a in row) for row in (alpha, beta))
    states = [age for age in range(k) if age == 0 or any(alpha[i] != ZERO for i in range(k - age))]
    slopes = [age for age in range(1, k) if any(beta[i] != ZERO for i in range(k - age))]
    external = tuple([External("state", age) for age in states] + [External("slope", age) for age in slopes])
    linear = tuple(
        -alpha[k - 1 - value.age] if value.kind == "state" else beta[k - 1 - value.age] for value in external
    )
    present, implicit = beta[k - 1] != ZERO or bool(slopes), beta[k] != ZERO
    first = tuple(ONE if value == External("state") else ZERO for value in external)
    weights = tuple(
        coefficient for coefficient, used in ((beta[k - 1], present), (beta[k], implicit)) if used
    )
    stage_inputs = ([first] if present else []) + ([linear] if implicit else [])
    silent = (ZERO,) * len(weights)
    A = ([silent] if present else []) + ([weights] if implicit else [])

    def shifted(value: External) -> Vector:
        older = External(value.kind, value.age - 1)
        return tuple(ONE if other == older else ZERO for other in external)

    def slope_now(value: External) -> Vector:
        return (ONE, *silent[1:]) if value == External("slope", 1) else silent

    return Method(
        name=name,
        title=title or name,
        kind="linear-multistep",
        A=tuple(A),
        U=tuple(stage_inputs),
        B=tuple(weights if value == External("state") else slope_now(value) for value in external),
        V=tuple(linear if value == External("state") else shifted(value) for value in external),
        external=external,
        parameters=parameters,
        starter=starter,
        reference=reference,
        multistep=(alpha, beta),
    )
