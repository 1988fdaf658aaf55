"""Implicit Runge–Kutta methods on the nodes of a quadrature formula, for any number of stages.

A function on the nodes is a polynomial modulo the node polynomial P, and A is a linear map of such polynomials with
rational coefficients: integration from 0, for collocation. So the method is known exactly without its nodes; the
entries of the tableau are that map in the Lagrange basis:

    a_ij = (A ℓ_j)(c_i),   b_j = b(ℓ_j),   ℓ_j(x) = P(x) / ((x − c_j) P′(c_j))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isqrt, lcm

from tableau2net.algebra.coefficients import derivative, divided, inverse, primitive, value
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.polynomials.node_polynomials import Polynomial
from tableau2net.exact import Expression, Function, RootSum, number

Rows = tuple[Polynomial, ...]
_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Collocation:
    """A method as maps of polynomials modulo `nodes` (degree s, monic, with s distinct real roots).

    `operator` (s×s) takes the coefficients of φ to those of Aφ, `weights` (s) the coefficients of φ to Σ b_j φ(c_j);
    the constant term first throughout.
    """

    nodes: Polynomial
    operator: Rows
    weights: Polynomial

    @property
    def stages(self) -> int:
        return len(self.operator)

    @cached_property
    def lagrange(self) -> Rows:
        """L (s×s) with ℓ_j(x) = Σ_lm L_lm x^l c_j^m: P(x)/(x − y) has the coefficients Σ_{m>l} p_m y^(m−l−1)."""
        s, P = self.stages, self.nodes
        row = over = _padded(inverse(derivative(P, Fraction), P, _ZERO, _ONE), s)
        rows = [row]
        for p in reversed(
            P[1:-1]
        ):  # the quotients by Horner's scheme: each is x times the one before, and p_m
            row = tuple(
                lower - row[-1] * a + p * b for lower, a, b in zip((_ZERO, *row), P[:-1], over, strict=False)
            )
            rows.append(row)
        return tuple(reversed(rows))

    def tableau(self) -> tuple[tuple[tuple[Expression, ...], ...], tuple[Expression, ...]]:
        """A (s×s) and b (s) as real numbers, the nodes in ascending order."""
        roots = _roots(self.nodes)
        A = _Entries(_product(self.operator, self.lagrange))
        b = _Entries(_product((self.weights,), self.lagrange))
        return tuple(tuple(A.at(x, y) for y in roots) for x in roots), tuple(b.at(y, y) for y in roots)

    @cached_property
    def moments(self) -> Polynomial:
        """b(x^n) = Σ b_j c_j^n for n < 2s."""
        return _moments(self.nodes, self.weights)

    @cached_property
    def simplifying(self) -> tuple[int, int]:
        """The largest η and ζ ≤ s of Butcher's C(η) and D(ζ). As x^(q−1) is a function of the basis for q ≤ s, C(q) is
        one column of the operator; D(k) is ⟨x^(k−1), Aφ⟩ = ⟨(1 − x^k)/k, φ⟩ for φ = 1, x, …, x^(s−1)."""
        s, columns, moments = self.stages, _transposed(self.operator), self.moments
        powers = [_padded(divided(_monomial(q, Fraction(1, q)), self.nodes)[1], s) for q in range(1, s + 1)]
        eta = _agreeing(columns, powers)
        left = _product(tuple(moments[k : k + s] for k in range(s)), self.operator)
        right = [tuple((moments[m] - moments[m + k]) / k for m in range(s)) for k in range(1, s + 1)]
        return eta, _agreeing(left, right)

    def abscissae(self) -> tuple[Expression, ...]:
        """c = A·1 at the nodes."""
        column = _Entries(tuple((row[0],) for row in self.operator))
        return tuple(column.at(x, x) for x in _roots(self.nodes))


def integrals(s: int) -> Polynomial:
    """The weights of interpolatory quadrature on [0, 1]: b(x^l) = 1/(l + 1)."""
    return tuple(Fraction(1, n) for n in range(1, s + 1))


def simplifying_c(nodes: Polynomial) -> Collocation:
    """C(s): Σ_j a_ij c_j^(k−1) = c_i^k/k for k ≤ s, so that A is integration from 0."""
    s = len(nodes) - 1
    columns = [_padded(divided(_monomial(n, Fraction(1, n)), nodes)[1], s) for n in range(1, s + 1)]
    return Collocation(nodes, _transposed(columns), integrals(s))


def simplifying_d(nodes: Polynomial) -> Collocation:
    """D(s): Σ_i b_i c_i^(k−1) a_ij = b_j (1 − c_j^k)/k for k ≤ s. In the inner product ⟨f, g⟩ = b(f g) that says
    ⟨x^(k−1), Aφ⟩ = ⟨(1 − x^k)/k, φ⟩, which determines A as no b_i is 0."""
    s = len(nodes) - 1
    moments = _moments(nodes, integrals(s))
    gram = [[moments[k + m] for m in range(s)] for k in range(s)]
    right = [[(moments[m] - moments[k + 1 + m]) / (k + 1) for m in range(s)] for k in range(s)]
    field = rationals()
    gram, right = ([list(map(field.number, row)) for row in rows] for rows in (gram, right))
    operator = field.backend.solved(gram, right)
    assert operator is not None  # no b_i is 0
    return Collocation(nodes, tuple(tuple(map(field.near, row)) for row in operator), integrals(s))


def with_column(nodes: Polynomial, node: int, column: Callable[[Fraction], Fraction]) -> Collocation:
    """C(s − 1), and for the rational node c_j = `node` the column a_ij = column(b_j) for every i."""
    s = len(nodes) - 1
    base = simplifying_c(nodes)
    scale = value(derivative(nodes, Fraction), node, _ZERO)
    basis = tuple(a / scale for a in divided(nodes, (Fraction(-node), Fraction(1)))[0])  # ℓ_j
    b = sum((a * w for a, w in zip(basis, base.weights, strict=True)), Fraction(0))
    images = _transposed(base.operator)[: s - 1]
    last = [
        (
            (column(b) if i == 0 else Fraction(0))
            - sum((a * image[i] for a, image in zip(basis, images, strict=False)), Fraction(0))
        )
        / basis[-1]
        for i in range(s)
    ]
    return Collocation(nodes, _transposed([*images, tuple(last)]), base.weights)


def mean(first: Collocation, second: Collocation) -> Collocation:
    """The method with A = (A₁ + A₂)/2 on the same nodes."""
    rows = zip(first.operator, second.operator, strict=True)
    operator = tuple(tuple((a + b) / 2 for a, b in zip(p, q, strict=True)) for p, q in rows)
    return Collocation(first.nodes, operator, first.weights)


@dataclass(frozen=True, slots=True)
class _Node:
    """A root of the node polynomial: a + b√d; or, where `root` is not None, the `index`-th root of that
    polynomial."""

    a: Fraction = Fraction(0)
    b: Fraction = Fraction(0)
    d: int = 1
    root: Polynomial | None = None
    index: int = 0


def _roots(nodes: Polynomial) -> list[_Node]:
    """The roots in ascending order. 0, 1 and 1/2 are divided out; what remains has as many roots on each side of
    1/2 where 1/2 was one of them."""
    rest, known = nodes, []
    for candidate in (Fraction(0), Fraction(1, 2), Fraction(1)):
        if value(rest, candidate, _ZERO) == 0:
            rest = divided(rest, (-candidate, Fraction(1)))[0]
            known.append(candidate)
    degree = len(rest) - 1
    found = [_Node(root=rest, index=i) for i in range(1, degree + 1)]
    if degree == 1:
        found = [_Node(-rest[0] / rest[1])]
    if degree == 2:
        found = _quadratic(rest)
    low = [_Node(x) for x in known if x == 0]
    middle = [_Node(x) for x in known if x == Fraction(1, 2)]
    high = [_Node(x) for x in known if x == 1]
    half = degree // 2 if middle else degree
    return [*low, *found[:half], *middle, *found[half:], *high]


def _quadratic(p: Polynomial) -> list[_Node]:
    """The roots −p/2 ± √D of x² + p x + q, D = p²/4 − q, with the squares taken out of the root."""
    half = -p[1] / p[2] / 2
    discriminant = half**2 - p[0] / p[2]
    whole = discriminant.numerator * discriminant.denominator
    square = max(n for n in range(1, isqrt(whole) + 1) if whole % n**2 == 0)
    b, d = Fraction(square, discriminant.denominator), whole // square**2
    return [_Node(half, -b, d), _Node(half, b, d)]


class _Entries:
    """Σ_km rows[k][m] x^k y^m at pairs of nodes x and y. Modulo the polynomials that vanish at these it is the same for
    all pairs of roots of one polynomial, and for all pairs of equal ones."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.reduced: dict[tuple[Fraction | None, Fraction | None, bool], Rows] = {}

    def at(self, x: _Node, y: _Node) -> Expression:
        f = x.root or y.root
        if f is None:
            return _surd(self.rows, x, y)
        rational = (None if x.root else x.a, None if y.root else y.a)
        key = (*rational, x == y)
        if key not in self.reduced:
            self.reduced[key] = _reduced(self.rows, *rational, f, same=x == y)
        rows = self.reduced[key]
        if len(rows) == 1 and len(rows[0]) == 1:
            return number(rows[0][0])
        return RootSum(rows, primitive(f), (x.index or y.index, y.index or x.index))


def _reduced(rows: Rows, x: Fraction | None, y: Fraction | None, f: Polynomial, *, same: bool) -> Rows:
    """The polynomial modulo the smallest ones at hand that vanish at x and y, each a root of f unless it is a rational
    number; one coefficient where it is constant."""
    if x is not None:
        rows = (tuple(value(column, x, _ZERO) for column in _transposed(rows)),)
    elif y is not None:
        rows = tuple((value(row, y, _ZERO),) for row in rows)
    if same:  # one variable: Σ rows[k][m] x^(k+m)
        single = [Fraction(0)] * (len(rows) + len(rows[0]) - 1)
        for k, row in enumerate(rows):
            for m, a in enumerate(row):
                single[k + m] += a
        rows = tuple((a,) for a in single)
    if len(rows[0]) > 1:
        rows = tuple(_padded(divided(row, f)[1], len(f) - 1) for row in rows)
    rows = _transposed([_padded(divided(column, f)[1], len(f) - 1) for column in _transposed(rows)])
    if not any(any(row[1:]) for row in rows) and not any(any(row) for row in rows[1:]):
        return ((rows[0][0],),)
    return tuple(map(tuple, rows))


def _surd(rows: Sequence[Sequence[Fraction]], x: _Node, y: _Node) -> Expression:
    """The value in Q(√d), where both nodes lie."""
    d = max(x.d, y.d)

    def horner(coefficients: Sequence[tuple[Fraction, Fraction]], at: _Node) -> tuple[Fraction, Fraction]:
        a = b = Fraction(0)
        for p, q in reversed(coefficients):
            a, b = a * at.a + d * b * at.b + p, a * at.b + b * at.a + q
        return a, b

    inner = [horner([(a, Fraction(0)) for a in row], y) for row in rows]
    a, b = horner(inner, x)
    return number(a) + number(b) * Function("sqrt", (number(d),)) if b else number(a)


def _agreeing(left: Sequence[Polynomial], right: Sequence[Polynomial]) -> int:
    """How many of the first rows are the same."""
    pairs = zip(left, right, strict=True)
    return next((n for n, (a, b) in enumerate(pairs) if tuple(a) != tuple(b)), len(left))


def _moments(nodes: Polynomial, weights: Polynomial) -> Polynomial:
    """b(x^n) for n < 2s, each power reduced modulo the node polynomial."""
    s = len(nodes) - 1
    found, power = list[Fraction](), _padded((_ONE,), s)
    for _ in range(2 * s):
        found.append(sum((a * w for a, w in zip(power, weights, strict=True)), _ZERO))
        power = tuple(lower - power[-1] * a for lower, a in zip((_ZERO, *power), nodes[:-1], strict=False))
    return tuple(found)


def _monomial(power: int, coefficient: Fraction) -> Polynomial:
    return (Fraction(0),) * power + (coefficient,)


def _padded(p: Sequence[Fraction], size: int) -> Polynomial:
    return tuple(p) + (Fraction(0),) * (size - len(p))


def _transposed(rows: Sequence[Sequence[Fraction]]) -> Rows:
    return tuple(zip(*rows, strict=True))


def _product(left: Rows, right: Rows) -> Rows:
    """The product of two matrices, in integers over one denominator for each row and column."""
    rows = [_whole(row) for row in left]
    columns = [_whole(column) for column in _transposed(right)]
    return tuple(
        tuple(
            Fraction(sum(a * b for a, b in zip(row, column, strict=True)), below * under)
            for column, under in columns
        )
        for row, below in rows
    )


def _whole(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """The values times their common denominator, and that."""
    scale = lcm(*(a.denominator for a in values))
    return [a.numerator * (scale // a.denominator) for a in values], scale
