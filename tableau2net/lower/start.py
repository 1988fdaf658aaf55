"""How the free external values of a general linear method start."""

from __future__ import annotations

from tableau2net.algebra.domains import choose, written
from tableau2net.errors import InputError
from tableau2net.exact import Expression
from tableau2net.methods import Method
from tableau2net.series.underlying import NoUnderlyingMethod, preconsistency


def carried(method: Method) -> tuple[Expression, ...]:
    """How many times each external value carries the state: the pre-consistency vector u = V u (Butcher 2003, §51).

    Raises InputError where there is none.
    """
    domain = choose(entry for row in method.V for entry in row)
    try:
        vector = preconsistency(method, domain)
    except NoUnderlyingMethod as error:
        raise InputError(
            "the external values cannot be started", found=str(error), expected="a pre-consistent method"
        ) from None
    names = {parameter.name for parameter in method.parameters}
    return tuple(written(share, domain, names) for share in vector)
