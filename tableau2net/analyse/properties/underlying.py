"""The underlying one-step method: its effective order, and how free values start (Butcher 2003, §38 and §53)."""

from __future__ import annotations

from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.words.expansion_terms import Term, written
from tableau2net.methods import Method
from tableau2net.series.bseries import trees
from tableau2net.series.effective import effective_order
from tableau2net.series.underlying import Underlying
from tableau2net.verify.conditions.order import order
from tableau2net.verify.conditions.setting import setting

TITLE = "Underlying one-step method"
DEFINED_FOR = (ONE_FIELD,)
SHOWN = 2  # powers of h of the starting values


def find(subject: Subject) -> tuple[Finding, ...]:
    """The effective order; and the free external values as series, where the state is exact. Left open for
    decimals that were rounded, whose conditions hold within their digits only."""
    if subject.many_nodes or subject.very_long:
        return (Finding("effective order", None, subject.too_long),)
    if subject.within_digits:
        return (Finding("effective order", None, "its conditions hold within the digits only"),)
    under = subject.underlying
    if isinstance(under, str):
        return (Finding("effective order", None, under),)
    known = effective_order(under.phi, subject.domain, least=_order(subject.method)).known
    values = (
        Finding(f"y_{j + 1}", _series(under, j))
        for j, value in enumerate(subject.method.external)
        if value.kind == "free"
    )
    return (Finding("effective order", known.least if known.decided else str(known), known.reason), *values)


def _order(method: Method) -> int:
    """The order of the method, 0 where its external values are free: its effective order is no lower."""
    if any(value.kind == "free" for value in method.external):
        return 0
    context = setting(method)
    return order(context.span, method.U, context.outputs).order or 0


def _series(under: Underlying, j: int) -> str:
    """ξ_j as u, h f, h² f′f …, with its coefficients."""
    integer = under.domain.integer
    terms = [Term(under.u[j], 0, "u")] + [
        Term(under.xi(tree)[j] / integer(tree.symmetry), n, tree.differential)
        for n in range(1, SHOWN + 1)
        for tree in trees(n)
    ]
    return f"{written(terms, under.domain)} + O(h**{SHOWN + 1})"
