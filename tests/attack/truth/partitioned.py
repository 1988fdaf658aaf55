"""What is right of an additive scheme, or of a separable pair."""

from __future__ import annotations

from attack.expected import Is
from attack.oracles import trees
from attack.scheme import Scheme
from attack.truth.common import COLOURED, Truth, of_order, refuted_claims


def partitioned(scheme: Scheme) -> Truth:
    """Additive for one state, or a separable pair."""
    names, separable = scheme.fields, scheme.keys.get("separable") == "true"
    colours = ((0, 1), (1, 0)) if separable else ((0, 0),) * len(names)
    linear = frozenset(k for k, name in enumerate(names) if name in scheme.keys.get("linear", ""))
    forest = trees.forest(colours, linear)
    A = [scheme[f"{name}.A"] for name in names]
    orders = {"order": trees.order(A, [scheme[f"{name}.b"][0] for name in names], forest, COLOURED)}
    if f"{names[0]}.b_hat" in scheme.arrays:
        hats = [scheme[f"{name}.b_hat"][0] for name in names]
        orders["embedded order"] = trees.order(A, hats, forest, COLOURED)
    found: Truth = {name: of_order(value, COLOURED) for name, value in orders.items()}
    return {**found, "refuted": Is(refuted_claims(scheme, orders))}
