"""Order, stage order and pre-consistency of a general linear method, read off its span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from tableau2net.exact import ONE, ZERO, Expression
from tableau2net.methods import External, Method
from tableau2net.verify.algebra import power
from tableau2net.verify.certificate import Violation
from tableau2net.verify.domains import Domain, Element, convert
from tableau2net.verify.span import Span, Weights


@dataclass(frozen=True, slots=True)
class Output:
    """One external value as the step computes it: h Σ_j b_j F(Y_j) + Σ_j v_j y_j."""

    external: External
    b: tuple[Expression, ...]
    v: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The order, or None with the reason; and the first condition that does not hold, None with the reason where the
    search ended before one was found."""

    order: int | None
    violation: Violation | None
    reason: str = ""


def outputs(method: Method) -> tuple[Output, ...]:
    """All external values of a method, in order."""
    return tuple(Output(value, b, v) for value, b, v in zip(method.external, method.B, method.V, strict=True))


def order(span: Span, U: Sequence[Sequence[Expression]], computed: Sequence[Output]) -> Found:
    """The largest p such that all conditions of orders 1 … p hold:

        Σ_j b_j φ_j(t) + Σ_j v_j ξ_j(t) = the exact weight at t_n + h,   for every output and tree
        t.

    For a Runge–Kutta method this is b·φ(t) = 1/γ(t). The search ends: on the bushy trees the
    condition of the state is a quadrature rule of at most s + r nodes, which fails at the square of
    its nodal polynomial.
    """
    broken = _inconsistency(span, U, computed)
    if broken is not None:
        return broken
    rows = _rows(computed, span.domain)
    for n in count(1):
        for t, value, expected in _conditions(span, computed, rows, n):
            if value - expected:
                return Found(n - 1, _violation(span, t, value, expected))
    raise AssertionError("no method has every order")


def left_over(span: Span, computed: Sequence[Output], n: int) -> Iterator[Element]:
    """By how much each condition of order n fails on a basis of its weights."""
    for _, value, expected in _conditions(span, computed, _rows(computed, span.domain), n):
        yield value - expected


def _conditions(
    span: Span, computed: Sequence[Output], rows: Sequence[Sequence[Element]], n: int
) -> Iterator[tuple[Weights, Element, Element]]:
    """Each condition of order n on a basis: the tree's weights, the value that is computed, the exact one."""
    zero = span.integer(0)
    for t in span.basis(n):
        weights = (*t.stages, *span.start(t))
        for output, row in zip(computed, rows, strict=True):
            value = sum((a * w for a, w in zip(row, weights, strict=True)), zero)
            yield t, value, span.value(t, output.external, 1)


def stage_order(span: Span, highest: int) -> int:
    """The largest q ≤ highest with η_i(t) = c_i^n e(t)/n for every stage i and tree t of order n ≤
    q: every stage is exact to order q at its abscissa c_i = η_i(•)."""
    c = span.stages(span.basis(1)[0])
    for n in range(1, highest + 1):
        powers = power(span.algebra, c, n)
        for t in span.basis(n):
            scale = t.exact / span.integer(n)
            if any(eta - cn * scale for eta, cn in zip(span.stages(t), powers, strict=True)):
                return n - 1
    return highest


def _inconsistency(span: Span, U: Sequence[Sequence[Expression]], computed: Sequence[Output]) -> Found | None:
    """The condition of the empty tree: U ξ(∅) = 1 and V ξ(∅) = ξ(∅), where ξ(∅) is 1 for a state, 0
    for a slope.

    A stage or an output that does not carry the state once is not near it as h → 0.
    """
    xi = [_empty(value) for value in span.external]
    stages = [(f"stage {i}", row, ONE) for i, row in enumerate(U, start=1)]
    external = [
        (f"external value {i}", output.v, _empty(output.external))
        for i, output in enumerate(computed, start=1)
    ]
    for place, row, expected in stages + external:
        value = sum((a * x for a, x in zip(row, xi, strict=True)), ZERO)
        found, wanted = convert(value, span.domain), convert(expected, span.domain)
        if found - wanted:
            text = span.domain.text(found)
            return Found(
                None,
                Violation(0, "∅", 1, text, str(expected)),
                f"it is not pre-consistent: {place} carries {text} times the state, not {expected}",
            )
    return None


def _empty(value: External) -> Expression:
    return ZERO if value.kind == "slope" else ONE


def _rows(computed: Sequence[Output], domain: Domain) -> list[list[Element]]:
    return [[convert(entry, domain) for entry in (*output.b, *output.v)] for output in computed]


def _violation(span: Span, t: Weights, value: object, expected: object) -> Violation:
    text = span.domain.text
    return Violation.at(t.tree, text(value), text(expected))
