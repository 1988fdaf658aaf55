"""The principal error: what the conditions of the first order that fails leave over, tree by tree.

    τ(t) = ( Σ_j b_j φ_j(t) + Σ_j v_j ξ_j(t) − e(t)/|t| ) / σ(t)

is the coefficient of h^(p+1) F(t)(u) in the local error of the state, the values before the step being exact
(J. R. Dormand, P. J. Prince, J. Comput. Appl. Math. 6 (1980) 19–26, for Runge–Kutta; Butcher 2003, §31).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from tableau2net.algebra.domains import Domain, Element, convert
from tableau2net.algebra.domains.domain import ordering
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.algebra.element import Vector
from tableau2net.errors import InputError
from tableau2net.exact import nearest
from tableau2net.methods import Method
from tableau2net.series.enumeration import Enumeration
from tableau2net.series.rooted_tree import Tree
from tableau2net.series.weights import Weights
from tableau2net.verify.conditions.order import Output, assured, order
from tableau2net.verify.conditions.residuals_digits import first_failing, taus_within_digits
from tableau2net.verify.conditions.setting import Setting, setting
from tableau2net.verify.conditions.span import Span

HIGHEST = 11  # 1,842 trees


@dataclass(frozen=True, slots=True)
class Residual:
    """τ(t) of one tree, exactly, with the tree in brackets and its elementary differential."""

    tree: str
    differential: str
    value: str


@dataclass(frozen=True, slots=True)
class PrincipalError:
    """The residuals of all trees of order `order` = p + 1. `norm` is the root of the sum of their squares, `largest`
    the largest absolute value: floats for print, ∞ beyond them all, None where parameters are open."""

    order: int
    residuals: tuple[Residual, ...]
    norm: float | None
    largest: float | None


@dataclass(frozen=True, slots=True)
class Taus:
    """τ(t) of all trees of one order, as elements of a domain."""

    order: int
    values: tuple[tuple[Tree, Element], ...]
    domain: Domain


def principal_error(method: Method, *, embedded: bool = False) -> PrincipalError:
    """The principal error of a method, or of its embedded weights b_hat, in print. Raises InputError as `taus` does."""
    found = taus(method, embedded=embedded)
    domain, squares, largest = found.domain, Fraction(0), Fraction(0)
    residuals = tuple(Residual(str(t), t.differential, domain.text(tau)) for t, tau in found.values)
    if ordering(domain) is None:
        return PrincipalError(found.order, residuals, None, None)
    for _, tau in found.values:
        size = _size(tau, domain)
        squares, largest = squares + size**2, max(largest, size)
    return PrincipalError(found.order, residuals, nearest(_root(squares)), nearest(largest))


def taus(method: Method, *, embedded: bool = False, beyond: int = 0) -> Taus:
    """τ(t) of all trees of order p + 1 + `beyond`, of a method or of its embedded weights b_hat.

    Raises InputError for a method without numbers or without order, one without b_hat where `embedded`, one of
    several fields or whose external values are free, and beyond order HIGHEST. Where the decimals of a method were
    rounded in print, p is the order within the digits and the values are balls.
    """
    if method.several_fields:
        raise InputError(
            "the principal error is not defined for several fields", found=method.name, expected="one field"
        )
    if method.has_pattern:
        raise InputError("this scheme has no order to measure an error by", found=method.name)
    if any(value.kind == "free" for value in method.external):
        raise InputError(
            "the error depends on the starting method",
            found=method.name,
            expected="external values that are known",
        )
    if embedded and method.b_hat is None:
        raise InputError("there are no embedded weights", found=method.name)
    if method.printed is not None:
        return _within_digits(method.printed, embedded, beyond)
    context, trees = _of_all_trees(method)
    state = context.outputs[0]
    if embedded and method.b_hat is not None:
        state = replace(state, b=method.b_hat)
    found = order(context.span, method.U, (state,), assured=0 if embedded else assured(method))
    if found.order is None:
        raise InputError("the scheme has no order to measure an error by", found=found.reason)
    n = _checked(found.order, beyond)
    return Taus(n, tuple(_taus(context, trees, state, n)), context.domain)


def _within_digits(printed: Method, embedded: bool, beyond: int) -> Taus:
    b = printed.b_hat if embedded and printed.b_hat is not None else printed.B[0]
    n = _checked(first_failing(printed, b, HIGHEST) - 1, beyond)
    return Taus(n, tuple(taus_within_digits(printed, b, n)), WithinDigits())


def _checked(p: int, beyond: int) -> int:
    n = p + 1 + beyond
    if n > HIGHEST:
        raise InputError(
            "the principal error is not computed",
            found=f"order {p}" if p < HIGHEST else f"an order of {HIGHEST} or more",
            expected=f"an order below {HIGHEST}",
        )
    return n


@lru_cache(maxsize=2)
def _of_all_trees(method: Method) -> tuple[Setting, Enumeration]:
    """The setting of a method, and its trees: for the residuals of its weights and of the embedded ones."""
    context = setting(method)
    return context, every_tree(context.span)


def _taus(context: Setting, trees: Enumeration, state: Output, n: int) -> Iterator[tuple[Tree, Element]]:
    span, zero = context.span, context.domain.zero
    row = [(i, a) for i, e in enumerate((*state.b, *state.v)) if (a := convert(e, context.domain))]
    for t in trees.of_order(n):
        weights, tree = (*t.stages, *span.start(t)), t.tree
        rest = sum((a * weights[i] for i, a in row), zero) - span.value(t, state.external, 1)
        yield tree, rest / span.integer(tree.symmetry)


def every_tree(span: Span) -> Enumeration:
    """All rooted trees with the weights that the span multiplies."""

    def images(several: Sequence[Weights]) -> Sequence[Vector]:
        return span.etas(1) if several is span.leaves else span.every_stage(several)

    return Enumeration(span.leaves, images, span.algebra.product)


def _size(element: object, domain: Domain) -> Fraction:
    """|element|, near enough for print; 0 where a parameter is open."""
    near = getattr(domain, "near", None)
    return Fraction(0) if near is None else abs(near(element))


def _root(square: Fraction) -> Fraction:
    """√square to 40 digits after the point."""
    scale = 10**80
    return Fraction(isqrt(int(square * scale)), 10**40)
