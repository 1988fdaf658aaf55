"""Whether the powers of a matrix stay bounded: they do iff its minimal polynomial satisfies the root condition (Butcher
2003, §51)."""

from __future__ import annotations

from tableau2net.algebra.domains import choose_ordered, convert
from tableau2net.algebra.linear.minimal_polynomial import minimal_polynomial
from tableau2net.algebra.polynomials.schur import root_condition
from tableau2net.exact import Expression
from tableau2net.methods import Matrix


def power_bounded(V: Matrix) -> bool:
    """Whether the powers of a matrix of real numbers, algebraic ones and pi, stay bounded."""
    domain = choose_ordered(entry for row in V for entry in row)
    assert domain is not None, "no parameter is left"
    elements = [[convert(entry, domain) for entry in row] for row in V]
    return root_condition(minimal_polynomial(elements, domain), domain)


def bounded_at(V: Matrix, values: dict[str, Expression]) -> bool:
    """The same with values for its parameters; not where an entry has no value there."""
    try:
        return power_bounded(tuple(tuple(entry.substitute(values) for entry in row) for row in V))
    except ZeroDivisionError:
        return False
