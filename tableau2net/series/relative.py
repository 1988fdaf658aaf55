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
from tableau2net.series.known import Known
from tableau2net.series.rooted_tree import LEAF, Tree
from tableau2net.series.underlying import NoUnderlyingMethod, Underlying


@dataclass(frozen=True, slots=True)
class Relative:
    """What is known of the order; of the stage order, and the abscissae (s), that belong to the same starting method;
    what to say of it."""

    known: Known
    stage_order: Known
    abscissae: tuple[Element, ...] = ()
    note: str = ""

    @property
    def order(self) -> int | None:
        """The order, or the highest that is proved; None where none is."""
        return self.known.proved


def relative_order(method: Method, domain: Domain, highest: int = HIGHEST) -> Relative:
    """The order of a method with one field relative to the best starting method; a bound of it where that is `highest`
    or more."""
    try:
        under = Underlying(method, domain)
    except NoUnderlyingMethod as error:
        return Relative(error.known, error.known, note=str(error))
    found = effective_order(under.phi, domain, highest)
    known = found.known
    if known.decided:
        reason = f"no starting method satisfies all conditions of order {known.least + 1}"
        known = Known.exactly(known.least, reason)
    note = "relative to a starting method that makes its external values"
    return Relative(known, _stage_order(under, found, domain), under.eta(LEAF), note)


def _stage_order(under: Underlying, found: Effective, domain: Domain) -> Known:
    """The largest q ≤ p, for α as it is determined below order p; at order p, where it is free, α is what makes the
    first stage exact."""
    c, alpha, order = under.eta(LEAF), dict(found.alpha), found.known.least

    def of(stage: int) -> Callable[[Tree], Element]:
        return lambda tree: under.eta(tree)[stage]

    def at(stage: int, tree: Tree) -> Element:
        """(α η_i)(t) without α(t)."""
        terms = followed(lambda part: alpha[part], of(stage), tree, domain)
        return sum((term for _, term in terms), domain.zero)

    for n in range(1, order + 1):
        for tree in trees(n):
            wanted = [ci**n * domain.number(exact(tree)) for ci in c]
            if n == order:
                alpha[tree] = wanted[0] - at(0, tree)
            if any(at(i, tree) + alpha[tree] - value for i, value in enumerate(wanted)):
                return Known.exactly(n - 1)
    return Known(order, found.known.most, found.known.reason)
