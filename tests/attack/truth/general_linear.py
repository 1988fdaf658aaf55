"""What is right of a general linear scheme."""

from __future__ import annotations

from attack.expected import Is, NotBelied
from attack.oracles import several_values, trees
from attack.oracles.relative import abscissae, relative_order
from attack.scheme import Scheme
from attack.truth.common import EFFECTIVE, HIGHEST, Truth, is_explicit, of_order, refuted_claims


def general_linear(scheme: Scheme) -> Truth:
    A, U, B, V = (scheme[name] for name in "AUBV")
    r = len(V)
    start = scheme.keys.get("start") if r > 1 else "history"
    p: int | None
    if start == "split":
        p = trees.split_order(A, U, B, HIGHEST)
        highest = HIGHEST
    elif start == "free":
        p, highest = relative_order(A, U, B, V, EFFECTIVE), EFFECTIVE
        if p is None:
            return {"explicit": Is(is_explicit(A))}
    else:
        ages = list(range(r)) if start == "history" else [0] * r
        p, highest = trees.outputs_order(A, U, B, V, ages, start == "history", HIGHEST), HIGHEST
    zero_stable = several_values.power_bounded(V)
    refuted = refuted_claims(scheme, {"order": p, "zero-stable": zero_stable})
    if start == "free" and (c := scheme.get("c")) is not None:
        at = abscissae(A, U, B, V)
        assert at is not None
        if any(x - y - (c[0][0] - at[0]) for x, y in zip(c[0], at, strict=True)):
            refuted = tuple(sorted((*refuted, "c")))
    found: Truth = {
        "order": Is(None) if p is None else of_order(p, highest),
        "zero-stable": Is(zero_stable),
        "refuted": Is(refuted),
        "explicit": Is(is_explicit(A)),
    }
    if start != "split" and r > 1:
        M = several_values.StabilityMatrix.of(A, U, B, V)
        found["A-stable"] = NotBelied(M)
        found["real interval"] = NotBelied(M, -1)
        found["imaginary interval"] = NotBelied(M, 1j)
    return found
