"""What is right of an additive scheme, or of a separable pair."""

from __future__ import annotations

from attack.expected import Is
from attack.oracles import trees
from attack.scheme import Scheme
from attack.truth.common import COLOURED, Truth, of_order, refuted_claims


def partitioned(scheme: Scheme) -> Truth:
    """Additive for one state, or a separable pair. Looked at beyond what is claimed: a cap is no order."""
    names, separable = scheme.fields, scheme.keys.get("separable") == "true"
    colours = ((0, 1), (1, 0)) if separable else ((0, 0),) * len(names)
    linear = frozenset(k for k, name in enumerate(names) if name in scheme.keys.get("linear", ""))
    forest = trees.forest(colours, linear)
    A = [scheme[f"{name}.A"] for name in names]
    highest = max(COLOURED, 1 + max(int(scheme.keys.get(key, 0)) for key in ("order", "embedded_order")))
    orders = {"order": trees.order(A, [scheme[f"{name}.b"][0] for name in names], forest, highest)}
    if f"{names[0]}.b_hat" in scheme.arrays:
        hats = [scheme[f"{name}.b_hat"][0] for name in names]
        orders["embedded order"] = trees.order(A, hats, forest, highest)
    found: Truth = {name: of_order(value, highest) for name, value in orders.items()}
    return {**found, "refuted": Is(refuted_claims(scheme, orders))}
