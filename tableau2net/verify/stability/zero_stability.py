"""Zero-stability: the powers of V stay bounded, decided exactly, for every value of a parameter in
its range.

The powers of a matrix stay bounded iff its minimal polynomial satisfies the root condition.
(Butcher 2003, §51.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tableau2net.algebra.domains import choose_ordered, convert
from tableau2net.algebra.linear.minimal_polynomial import minimal_polynomial
from tableau2net.algebra.polynomials.schur import root_condition
from tableau2net.errors import InputError
from tableau2net.exact import Expression
from tableau2net.methods import Interval, Matrix, Method

MAX_EXTERNAL = 32  # external values, for whose V the minimal polynomial is still quick


@dataclass(frozen=True, slots=True)
class Stability:
    """The verdict, None where it cannot be decided; and what to add to it, empty where it speaks
    for itself."""

    stable: bool | None
    remark: str = ""


def zero_stability(method: Method) -> Stability:
    """Whether the method is zero-stable for every value of its parameters.

    A parameter that is fixed at a value and has no range counts at that value; one without either,
    on the whole real line.
    """
    if len(method.V) > MAX_EXTERNAL:
        return Stability(None, f"zero-stability is not decided for more than {MAX_EXTERNAL} values")
    V = tuple(tuple(entry.substitute(method.settled) for entry in row) for row in method.V)
    names = sorted({name for row in V for entry in row for name in entry.names})
    if not names:
        bounded = power_bounded(V)
        undecided = "zero-stability is not decided for coefficients with pi"
        return Stability(bounded, undecided if bounded is None else "")
    if len(names) > 1:
        return Stability(
            None,
            f"zero-stability is not decided for several parameters at once ({', '.join(names)})",
        )
    ranges: dict[str, Interval | None] = {p.name: p.range for p in method.parameters}
    return _for_every_value(V, names[0], ranges.get(names[0]))


def _for_every_value(V: Matrix, name: str, interval: Interval | None) -> Stability:
    from tableau2net.verify.stability.parameter_line import cut

    line = cut(V, name, interval)
    if line is None:
        return Stability(
            None,
            f"zero-stability is not decided for irrational coefficients with a parameter ({name})",
        )
    try:
        at_points = [(f"{name} = {point}", _bounded_at(V, name, point)) for point in line.points]
    except InputError:
        return Stability(None, f"zero-stability is not decided: {name} has too irrational limits")
    return _first_failure(
        at_points + [(f"{name} near {sample}", stable) for sample, stable in line.intervals]
    )


def power_bounded(V: Matrix) -> bool | None:
    """Whether the powers of a matrix of real algebraic numbers stay bounded; None for others."""
    domain = choose_ordered(entry for row in V for entry in row)
    if domain is None:
        return None
    elements = [[convert(entry, domain) for entry in row] for row in V]
    return root_condition(minimal_polynomial(elements, domain), domain)


def _bounded_at(V: Matrix, name: str, value: Expression) -> bool:
    try:
        at = tuple(tuple(entry.substitute({name: value}) for entry in row) for row in V)
        return power_bounded(at) is True
    except ZeroDivisionError:
        return False


def _first_failure(verdicts: Iterable[tuple[str, bool]]) -> Stability:
    failed = next((place for place, stable in verdicts if not stable), None)
    return Stability(failed is None, f"it is not zero-stable for {failed}" if failed else "")
