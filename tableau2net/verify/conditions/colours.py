"""Colours: which field each stage of a method evaluates, where it has more than one.

u_q′ = Σ_p f_qp(u_p)          each part of the state by fields of the parts;  f_1(u) + f_2(u) + … of one state
"""

from __future__ import annotations

from collections.abc import Iterable

from tableau2net.exact import ONE, ZERO
from tableau2net.methods import Method
from tableau2net.series.weights import Colour


def colours(method: Method) -> tuple[Colour, ...] | str:
    """The colour of each stage; or, where the stages are not fields of the parts, why not."""
    r = len(method.external)
    if method.fields is not None and r == 1:
        return tuple(Colour(name, 0, 0, name in method.linear) for name in method.fields)
    if any(method.V[i][j] != (ONE if i == j else ZERO) for i in range(r) for j in range(r)):
        return "it mixes the parts of its state without a field, which no step of size 0 does"
    of = [[p for p in range(r) if row[p] != ZERO] for row in method.U]
    for i, row in enumerate(method.U):
        if len(of[i]) != 1 or row[of[i][0]] != ONE:
            return f"stage {i + 1} is not built from one part of its state"
    names = method.fields or tuple(map(str, range(method.stages)))
    driven: dict[str, set[int]] = {name: set() for name in names}  # by the slopes of each field
    for j, name in enumerate(names):
        driven[name] |= {q for q in range(r) if method.B[q][j] != ZERO}
        driven[name] |= {of[i][0] for i in range(method.stages) if method.A[i][j] != ZERO}
    found = []
    for j, name in enumerate(names):
        if len(driven[name]) != 1:
            return f"the slope of stage {j + 1} does not go to one part of its state"
        (part,) = driven[name]
        found.append(Colour(name if method.fields else f"f{part + 1}", part, of[j][0], name in method.linear))
    idle = set(range(r)) - {colour.drives for colour in found}
    return f"no field drives part {min(idle) + 1} of its state" if idle else tuple(found)


def fields_note(names: Iterable[str] | None) -> str:
    """Of which fields a certificate speaks; empty where there is one."""
    return "" if names is None else f"as a scheme for the fields {', '.join(dict.fromkeys(names))}"
