"""For which values of its one parameter a method is zero-stable: the line cut at the critical values of
`verify/stability/parameter_line.py`, each piece and each critical value with its verdict, put together to intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cmp_to_key

from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.polynomials import Polynomial, Root
from tableau2net.algebra.polynomials.real_root import real_roots
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.words.ends import written
from tableau2net.errors import InputError
from tableau2net.exact import Constant, Expression, Function
from tableau2net.methods import Matrix
from tableau2net.verify.stability.power_bounded import bounded_at

NAME = "zero-stable for"


def zero_stable_set(V: Matrix, digits: int) -> tuple[Finding, ...]:
    """The set of values, as a union of intervals; nothing where V has no parameter or several."""
    names = sorted({name for row in V for entry in row for name in entry.names})
    if len(names) != 1:
        return ()
    from tableau2net.verify.stability.parameter_line import cut

    if any(isinstance(leaf, Constant) for row in V for entry in row for leaf in entry.walk()):
        return (Finding(NAME, None, "there is pi beside the parameter"),)
    line = cut(V, None)
    points = sorted(((_root(point), point) for point in line.points), key=cmp_to_key(_order))
    try:
        at_points = [bounded_at(V, {names[0]: point}) for _, point in points]
    except InputError:
        return (Finding(NAME, None, f"{names[0]} has too irrational limits"),)
    stable = [stable for _, stable in line.intervals]
    pieces = _pieces([root for root, _ in points], stable, at_points)
    if not pieces:
        return (Finding(NAME, "no value"),)
    decimal = " ∪ ".join(_text(piece, lambda root: root.decimal(digits)) for piece in pieces)
    exact = " ∪ ".join(_text(piece, lambda root: written(root) or root.decimal(digits)) for piece in pieces)
    return (Finding(NAME, f"{names[0]} in {exact}" + (f" = {decimal}" if exact != decimal else "")),)


Piece = tuple[
    Root | None, bool, Root | None, bool
]  # from, whether it counts, to, whether it counts; None is infinite


def _pieces(points: Sequence[Root], between: Sequence[bool], at: Sequence[bool]) -> list[Piece]:
    """The connected parts of the set, from left to right."""
    found = list[Piece]()
    start: Root | None = None
    inside, closed = between[0], False
    for point, here, after in zip(points, at, between[1:], strict=True):
        if inside and not (here and after):
            found.append((start, closed, point, here))
        elif here and not inside and not after:
            found.append((point, True, point, True))
        if after and not (inside and here):
            start, closed = point, here
        inside = after
    return [*found, (start, closed, None, False)] if inside else found


def _text(piece: Piece, written: Callable[[Root], str]) -> str:
    """`(-1, 1]`, or `{0}`."""
    low, low_closed, high, high_closed = piece
    if low is not None and low == high:
        return f"{{{written(low)}}}"
    left = "(-∞" if low is None else f"{'[' if low_closed else '('}{written(low)}"
    right = "∞)" if high is None else f"{written(high)}{']' if high_closed else ')'}"
    return f"{left}, {right}"


def _root(point: Expression) -> Root:
    """A critical value, which is a rational number or `root(i, …)`, as the root of its polynomial."""
    domain = rationals()
    if isinstance(point, Function):
        index, *rising = (argument.rational or Fraction(0) for argument in point.arguments)
        polynomial = Polynomial.of(map(domain.number, rising), domain)
        return list(real_roots(polynomial, domain))[int(index) - 1]
    at = point.rational or Fraction(0)
    return Root(Polynomial((domain.number(-at), domain.one), domain), at, at, domain)


def _order(left: tuple[Root, Expression], right: tuple[Root, Expression]) -> int:
    return -1 if left[0].below(right[0]) else int(right[0].below(left[0]))
