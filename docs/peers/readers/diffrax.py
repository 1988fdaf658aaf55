"""diffrax: every solver that has a ButcherTableau; the pairs of a MultiButcherTableau each by itself and together.

Orders are the solvers' `order`; that of the embedded weights is what the docstring says, where it gives a
number. Of the parts of a pair nothing is claimed but the order of the pair.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from scheme import Scheme, additive, tableau, with_error

WORDS = re.compile(r"embedded\s+(\d)(?:st|nd|rd|th)|(\d)(?:st|nd|rd|th)[- ]order\s+embedded")


def read() -> Iterator[Scheme]:
    """Its tableaux; of a pair, each for itself and both together."""
    import diffrax

    for name, solver in vars(diffrax).items():
        values = getattr(solver, "tableau", None) if inspect.isclass(solver) else None
        if isinstance(values, diffrax.ButcherTableau):
            order, embedded = claims(solver)
            yield one(name, values, order, embedded)
        elif isinstance(values, diffrax.MultiButcherTableau):
            order, embedded = claims(solver)
            explicit, implicit = values.tableaus
            parts = {
                "f": one(f"{name}, explicit", explicit, order),
                "g": one(f"{name}, implicit", implicit, order),
            }
            yield from parts.values()
            yield additive(name, parts, order=order, embedded=embedded)


def claims(solver: Any) -> tuple[int, int | None]:
    order = solver.order(None, None)
    match = WORDS.search(inspect.getdoc(solver) or "")
    return order, next((int(group) for group in match.groups() if group), None) if match else None


def one(name: str, values: Any, order: int, embedded: int | None = None) -> Scheme:
    """diffrax keeps the rows below the diagonal, and the weights of the error estimate."""
    s = len(values.b_sol)
    diagonal = [0.0] * s if values.a_diagonal is None else values.a_diagonal.tolist()
    lower = [[], *(each.tolist() for each in values.a_lower)]
    A = [[*each, diagonal[i]] for i, each in enumerate(lower)]
    c = [values.c1, *values.c.tolist()]
    return with_error(
        tableau(name, A, values.b_sol.tolist(), c=c, order=order), values.b_error.tolist(), embedded
    )
