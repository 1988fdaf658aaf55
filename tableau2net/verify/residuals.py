"""The principal error: what the conditions of the first order that fails leave over, tree by tree.

    τ(t) = ( Σ_j b_j φ_j(t) + Σ_j v_j ξ_j(t) − e(t)/|t| ) / σ(t)

is the coefficient of h^(p+1) F(t)(u) in the local error of the state, the values before the step being exact
(J. R. Dormand, P. J. Prince, J. Comput. Appl. Math. 6 (1980) 19–26, for Runge–Kutta; Butcher 2003, §31).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

from tableau2net.errors import InputError
from tableau2net.methods import Method
from tableau2net.verify.balls import balls
from tableau2net.verify.conditions import Output, order
from tableau2net.verify.digits import balls_of, enumeration, order_within_digits
from tableau2net.verify.domains import Domain, Element, convert
from tableau2net.verify.domains.function_field import FunctionField
from tableau2net.verify.setting import Setting, setting
from tableau2net.verify.span import Span, Weights
from tableau2net.verify.tree import Tree

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
    the largest absolute value: floats for print, None where parameters are open."""

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
    if isinstance(domain, FunctionField):
        return PrincipalError(found.order, residuals, None, None)
    for _, tau in found.values:
        size = _size(tau, domain)
        squares, largest = squares + size**2, max(largest, size)
    return PrincipalError(found.order, residuals, float(_root(squares)), float(largest))


def taus(method: Method, *, embedded: bool = False, beyond: int = 0) -> Taus:
    """τ(t) of all trees of order p + 1 + `beyond`, of a method or of its embedded weights b_hat.

    Raises InputError for a method without numbers or without order, one without b_hat where `embedded`, one that
    splits the state or whose external values are free, and beyond order HIGHEST. Where the decimals of a method were
    rounded in print, the order is that within the digits, and the residuals are those of the decimals as they stand.
    """
    if method.has_pattern or any(value.kind == "part" for value in method.external):
        raise InputError("this scheme has no order to measure an error by", found=method.name)
    if any(value.kind == "free" for value in method.external):
        raise InputError(
            "the error depends on the starting method",
            found=method.name,
            expected="external values that are known",
        )
    where = setting(method)
    state = where.outputs[0]
    if embedded:
        if method.b_hat is None:
            raise InputError("there are no embedded weights", found=method.name)
        state = replace(state, b=method.b_hat)
    p = _order(method, where, state, embedded)
    if p + 1 + beyond > HIGHEST:
        raise InputError(
            "the principal error is not computed", found=f"order {p}", expected=f"an order below {HIGHEST}"
        )
    return _taus(where, state, p + 1 + beyond)


def _order(method: Method, where: Setting, state: Output, embedded: bool) -> int:
    """The order of the state; within the digits where the coefficients were rounded in print."""
    if method.printed is not None:
        kind = balls()
        with kind.working():
            weights = method.printed.b_hat if embedded else method.printed.B[0]
            b = balls_of(weights or (), kind)
            return order_within_digits(enumeration(method.printed, kind), (b,), None).order
    found = order(where.span, method.U, (state,))
    if found.order is None:
        raise InputError("the scheme has no order to measure an error by", found=found.reason)
    return found.order


def _taus(where: Setting, state: Output, n: int) -> Taus:
    span, domain = where.span, where.domain
    row = [convert(entry, domain) for entry in (*state.b, *state.v)]
    found = []
    for t in every_tree(span, n):
        value = sum((a * w for a, w in zip(row, (*t.stages, *span.start(t)), strict=True)), span.integer(0))
        found.append((t.tree, (value - span.value(t, state.external, 1)) / span.integer(t.tree.symmetry)))
    return Taus(n, tuple(found), domain)


def every_tree(span: Span, highest: int) -> Iterator[Weights]:
    """All rooted trees of an order with their weights: each once, as u∘v with v the last of its children."""
    numbered = [[(Weights(None, 1, span.algebra.unit, span.integer(1)), -1)]]
    etas = [[span.stages(numbered[0][0][0])]]
    for n in range(2, highest + 1):
        made, start = [], 0
        for size in range(1, n):
            for number, ((v, _), eta) in enumerate(
                zip(numbered[size - 1], etas[size - 1], strict=True), start=start
            ):
                for u, last in numbered[n - size - 1]:
                    if last <= number:
                        made.append((span.grafted(u, v, eta), number))
            start += len(numbered[size - 1])
        numbered.append(made)
        etas.append([span.stages(v) for v, _ in made] if n < highest else [])
    return (t for t, _ in numbered[highest - 1])


def _size(element: object, domain: Domain) -> Fraction:
    """|element|, near enough for print; 0 where a parameter is open."""
    near = getattr(domain, "near", None)
    return Fraction(0) if near is None else abs(near(element))


def _root(square: Fraction) -> Fraction:
    """√square to 40 digits after the point."""
    scale = 10**80
    return Fraction(isqrt(int(square * scale)), 10**40)
