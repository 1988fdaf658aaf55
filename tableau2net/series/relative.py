"""The order of a general linear method relative to a starting method (Butcher 2003, §53).

With Φ and ξ the underlying one-step method, a starting method S has S M = E S up to order p iff S = α ξ for an α with
α Φ = E α up to order p. Its stages are then exact to order q where (α η_i)(t) = c_i^|t|/γ(t) for |t| ≤ q.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tableau2net.algebra.domains import Domain, Element
from tableau2net.methods import Method
from tableau2net.series.bseries import exact, followed, trees
from tableau2net.series.effective import HIGHEST, Effective, effective_order
from tableau2net.series.rooted_tree import LEAF, Tree
from tableau2net.series.underlying import NoUnderlyingMethod, Underlying


@dataclass(frozen=True, slots=True)
class Relative:
    """The order, None with the reason; the stage order and the abscissae (s) that belong to the same starting method;
    what to say of it."""

    order: int | None
    stage_order: int | None = None
    abscissae: tuple[Element, ...] = ()
    reason: str = ""
    note: str = ""


def relative_order(method: Method, domain: Domain) -> Relative:
    """The order of a method with one field relative to the best starting method, no more than `HIGHEST`."""
    try:
        under = Underlying(method, domain)
    except NoUnderlyingMethod as error:
        return Relative(None, reason=str(error), note=str(error))
    found = effective_order(under.phi, domain)
    stage = _stage_order(under, found, domain) if found.order else 0
    reason = (
        f"orders above {HIGHEST} are not looked at"
        if found.order == HIGHEST
        else f"no starting method satisfies all conditions of order {found.order + 1}"
    )
    note = "relative to a starting method that makes its external values"
    return Relative(found.order, stage, under.eta(LEAF), reason, note)


def _stage_order(under: Underlying, found: Effective, domain: Domain) -> int:
    """The largest q ≤ p, for α as it is determined below order p; at order p, where it is free, α is what makes the
    first stage exact."""
    c, alpha = under.eta(LEAF), dict(found.alpha)

    def of(stage: int) -> Callable[[Tree], Element]:
        return lambda tree: under.eta(tree)[stage]

    def at(stage: int, tree: Tree) -> Element:
        """(α η_i)(t) without α(t)."""
        terms = followed(lambda part: alpha[part], of(stage), tree, domain)
        return sum((term for _, term in terms), domain.zero)

    for n in range(1, found.order + 1):
        for tree in trees(n):
            wanted = [ci**n * domain.number(exact(tree)) for ci in c]
            if n == found.order:
                alpha[tree] = wanted[0] - at(0, tree)
            if any(at(i, tree) + alpha[tree] - value for i, value in enumerate(wanted)):
                return n - 1
    return found.order
