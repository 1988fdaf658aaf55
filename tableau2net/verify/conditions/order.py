"""Order, stage order and pre-consistency of a general linear method, read off its span."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import count

from tableau2net.algebra.backend import power
from tableau2net.algebra.domains import Domain, Element, convert
from tableau2net.exact import ONE, ZERO, Expression
from tableau2net.methods import External, Method
from tableau2net.methods.general_linear import Vector
from tableau2net.series.known import Known
from tableau2net.series.weights import Weights
from tableau2net.verify.certificate import Violation
from tableau2net.verify.conditions import bilinear
from tableau2net.verify.conditions.span import Span

Row = list[tuple[int, Element]]
Condition = tuple[Weights, Element, Element]


@dataclass(frozen=True, slots=True)
class Output:
    """One external value as the step computes it: h Σ_j b_j F(Y_j) + Σ_j v_j y_j; of which part of the state."""

    external: External
    b: tuple[Expression, ...]
    v: tuple[Expression, ...]
    part: int = 0


@dataclass(frozen=True)
class Found:
    """What is known of an order; and what tells the first condition that does not hold, None where none was found."""

    known: Known
    broken: Callable[[], Violation] | None = None

    @property
    def order(self) -> int | None:
        """The order, or the highest that is proved; None where none is."""
        return self.known.proved

    @property
    def reason(self) -> str:
        """Why there is none, or why no more is known; empty where the condition that does not hold says it."""
        return self.known.reason

    @cached_property
    def violation(self) -> Violation | None:
        """The first condition that does not hold, told when it is asked for."""
        return None if self.broken is None else self.broken()


def outputs(method: Method) -> tuple[Output, ...]:
    """All external values of a method, in order."""
    rows = enumerate(zip(method.external, method.B, method.V, strict=True))
    return tuple(Output(value, b, v, i if value.kind == "part" else 0) for i, (value, b, v) in rows)


def assured(method: Method) -> int:
    """Up to which order the conditions of a method made from its nodes hold once those of its quadrature formula do:
    B(p), C(η) and D(ζ) imply order p for p ≤ η + ζ + 1 and p ≤ 2η + 2 (J. C. Butcher, Math. Comp. 18 (1964) 50–64;
    Hairer, Wanner II, IV.5, theorem 5.1). 0 for other methods."""
    if method.collocation is None:
        return 0
    eta, zeta = method.collocation.simplifying
    return min(eta + zeta + 1, 2 * eta + 2)


def order(
    span: Span,
    U: Sequence[Sequence[Expression]],
    computed: Sequence[Output],
    *,
    assured: int = 0,
    uneven: str = "",
) -> Found:
    """The largest p such that all conditions of orders 1 … p hold:

        Σ_j b_j φ_j(t) + Σ_j v_j ξ_j(t) = the exact weight at t_n + h,   for every output and tree
        t, whose root drives the output's part of the state.

    For a Runge–Kutta method this is b·φ(t) = 1/γ(t). The search ends: on the bushy trees the
    condition of the state is a quadrature rule of at most s + r nodes, which fails at the square of
    its nodal polynomial. These are looked at first, for they say how far to look. Where all fields are linear there are
    none, and it ends where the stability function, a rational one, is no exponential.

    `uneven` says which row of the scheme as its author wrote it does not carry the state once, where one does not.
    `assured` is an order up to which all conditions are known to hold where those of the bushy trees do.
    """
    inconsistent = inconsistency(span, U, computed, uneven)
    if inconsistent is not None:
        return inconsistent
    rows = _rows(computed, span)
    foremost = span.basis if span.linear else span.bushes
    bound = next(filter(None, (_first_broken(span, computed, rows, foremost(n)) for n in count(1))))
    highest = bound[0].order - 1
    for n in range(1, highest + 1 if assured < highest else 1):
        if n > span.known and n >= highest - 1 and bilinear.applies(span):
            if all(bilinear.all_hold(span, _dense(row, span), Fraction(1, n), n) for row in rows):
                continue
            return Found(Known.exactly(n - 1), partial(_search, span, computed, rows, n))
        last = n == highest and n > span.known and not span.full  # no higher order needs a basis of this one
        broken = _first_broken(span, computed, rows, span.products(n) if last else span.basis(n))
        if broken:
            return _found(span, broken)
    if span.one_field:  # the bushy tree is the first of its order
        return _found(span, bound)
    return Found(Known.exactly(highest), partial(_search, span, computed, rows, highest + 1))


def _dense(row: Row, span: Span) -> list[Element]:
    places = dict(row)
    return [places.get(j, span.domain.zero) for j in range(len(span.algebra.unit))]


def _search(span: Span, computed: Sequence[Output], rows: Sequence[Row], n: int) -> Violation:
    """The first of the conditions of order n that is broken, one by one; some are."""
    broken = _first_broken(span, computed, rows, span.products(n))
    assert broken is not None
    return _violation(span.domain, *broken)


def left_over(span: Span, computed: Sequence[Output], n: int) -> Iterator[Element]:
    """By how much each condition of order n fails on a basis of its weights."""
    for _, value, expected in _conditions(span, computed, _rows(computed, span), span.basis(n)):
        yield value - expected


def _first_broken(
    span: Span, computed: Sequence[Output], rows: Sequence[Row], spanning: Iterable[Weights]
) -> Condition | None:
    conditions = _conditions(span, computed, rows, spanning)
    return next((each for each in conditions if each[1] - each[2]), None)


def _found(span: Span, broken: Condition) -> Found:
    return Found(Known.exactly(broken[0].order - 1), partial(_violation, span.domain, *broken))


def _violation(domain: Domain, t: Weights, value: Element, expected: Element) -> Violation:
    return Violation.at(t.tree, domain.text(value), domain.text(expected))


def _conditions(
    span: Span, computed: Sequence[Output], rows: Sequence[Row], spanning: Iterable[Weights]
) -> Iterator[Condition]:
    """The conditions of some trees: the tree's weights, the value that is computed, the exact one."""
    zero = span.domain.zero
    for t in spanning:
        weights = t.stages + span.start(t) if span.past else t.stages
        for output, row in zip(computed, rows, strict=True):
            if output.part != t.root.drives:
                continue
            value = sum([a * weights[j] for j, a in row], zero)
            yield t, value, span.value(t, output.external, 1)


def stage_order(span: Span, highest: int) -> int:
    """The largest q ≤ highest with η_i(t) = c_i^n e(t)/n for every stage i and tree t of order n ≤
    q: every stage is exact to order q at its abscissa c_i = η_i(•)."""
    c = span.stages(span.basis(1)[0])
    for n in range(1, highest + 1):
        powers = power(span.algebra, c, n)
        for t in span.basis(n):
            share = span.share(t)
            if any(eta - cn * share for eta, cn in zip(span.stages(t), powers, strict=True)):
                return n - 1
    return highest


def inconsistency(
    span: Span, U: Sequence[Sequence[Expression]], computed: Sequence[Output], uneven: str
) -> Found | None:
    """The condition of the empty tree: U ξ(∅) = 1 and V ξ(∅) = ξ(∅), where ξ(∅) is 1 for a state, 0
    for a slope.

    A stage or an output that does not carry the state once is not near it as h → 0.
    """
    xi = [_empty(value) for value in span.external]
    stages = [(f"stage {i}", tuple(row), ONE) for i, row in enumerate(U, start=1)]
    external = [
        (f"external value {i}", output.v, _empty(output.external))
        for i, output in enumerate(computed, start=1)
    ]
    seen = set[tuple[Vector, Expression]]()
    for place, row, expected in stages + external:
        if (row, expected) in seen:
            continue  # most stages carry the state in the same way
        seen.add((row, expected))
        value = sum((a * x for a, x in zip(row, xi, strict=True)), ZERO)
        found, wanted = convert(value, span.domain), convert(expected, span.domain)
        if found - wanted:
            text = span.domain.text(found)
            reason = uneven or f"{place} carries {text} times the state, not {expected}"
            why = f"it is not pre-consistent: {reason}"
            return Found(Known.nothing(why), partial(Violation, 0, "∅", 1, text, str(expected)))
    return None


def _empty(value: External) -> Expression:
    return ZERO if value.kind == "slope" else ONE


def _rows(computed: Sequence[Output], span: Span) -> list[Row]:
    """Each output's coefficients that count, with their places: those of V only where the past does."""
    rows = [(*output.b, *output.v) if span.past else output.b for output in computed]
    elements = [[convert(entry, span.domain) for entry in row] for row in rows]
    return [[(j, a) for j, a in enumerate(row) if a] for row in elements]
