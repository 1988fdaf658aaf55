"""Zero-stability: the powers of V stay bounded, decided exactly, for every value of its parameters in their ranges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tableau2net.errors import InputError
from tableau2net.exact import Constant, Expression
from tableau2net.methods import Interval, Matrix, Method
from tableau2net.verify.stability.power_bounded import bounded_at, power_bounded

MAX_EXTERNAL = 32  # external values, for whose V the minimal polynomial is still quick
MAX_PARAMETERS = 3


@dataclass(frozen=True, slots=True)
class Stability:
    """The verdict, None where it cannot be decided; and what to add to it, empty where it speaks
    for itself."""

    stable: bool | None
    remark: str = ""

    @staticmethod
    def undecided(what: str) -> Stability:
        """It is not decided for what is told."""
        return Stability(None, f"zero-stability is not decided {what}")


def zero_stability(method: Method) -> Stability:
    """Whether the method is zero-stable for every value of its parameters.

    A parameter that is fixed at a value and has no range counts at that value; one without either,
    on the whole real line.
    """
    if len(method.V) > MAX_EXTERNAL:
        return Stability.undecided(f"for more than {MAX_EXTERNAL} values")
    V = tuple(tuple(entry.substitute(method.settled) for entry in row) for row in method.V)
    return _everywhere(V, {p.name: p.range for p in method.parameters})


def _everywhere(V: Matrix, ranges: Mapping[str, Interval | None]) -> Stability:
    """The verdict for all values of V's parameters in their ranges, None being the whole line."""
    names = sorted({name for row in V for entry in row for name in entry.names})
    if not names:
        return Stability(power_bounded(V))
    within = {name: ranges.get(name) for name in names}
    if len(names) == 1 and not _has_pi(V):
        return _on_a_line(V, names[0], within[names[0]])
    return _in_a_box(V, within)


def _on_a_line(V: Matrix, name: str, interval: Interval | None) -> Stability:
    from tableau2net.verify.stability.parameter_line import cut

    try:
        line = cut(V, interval)
        at_points = [(f"{name} = {point}", bounded_at(V, {name: point})) for point in line.points]
    except InputError:
        return Stability(None, f"zero-stability is not decided: {name} has too irrational limits")
    return _first_failure(
        at_points + [(f"{name} near {sample}", stable) for sample, stable in line.intervals]
    )


def _first_failure(verdicts: Iterable[tuple[str, bool]]) -> Stability:
    failed = next((place for place, stable in verdicts if not stable), None)
    return Stability(failed is None, f"it is not zero-stable for {failed}" if failed else "")


def _in_a_box(V: Matrix, ranges: Mapping[str, Interval | None]) -> Stability:
    """Inside the box, and then on each of its faces that belong to it, of one parameter less."""
    listed = ", ".join(ranges)
    left_open = Stability.undecided(
        f"for several parameters at once ({listed})"
        if len(ranges) > 1
        else f"for pi beside a parameter ({listed})"
    )
    if len(ranges) > MAX_PARAMETERS:
        return left_open
    from tableau2net.verify.stability.parameter_box import unbounded_inside
    from tableau2net.verify.stability.real_line import equal

    for name, each in ranges.items():
        if each is not None and equal(each.low, each.high):
            return _face(V, ranges, name, each.low)
    try:
        found = unbounded_inside(V, ranges)
    except InputError:
        return left_open
    if isinstance(found, dict):
        place = ", ".join(f"{name} = {value}" for name, value in found.items())
        return Stability(False, f"it is not zero-stable for {place}")
    faces = [_face(V, ranges, name, end) for name, each in ranges.items() for end in _closed(each)]
    failed = next((face for face in faces if face.stable is False), None)
    if failed is not None:
        return failed
    return Stability(True) if found is False and all(face.stable for face in faces) else left_open


def _face(V: Matrix, ranges: Mapping[str, Interval | None], name: str, end: Expression) -> Stability:
    """The verdict where one parameter is at an end of its range."""
    try:
        there = tuple(tuple(entry.substitute({name: end}) for entry in row) for row in V)
    except ZeroDivisionError:
        return Stability(False, f"it is undefined at {name} = {end} (a coefficient divides by zero)")
    found = _everywhere(there, {other: each for other, each in ranges.items() if other != name})
    if found.stable is not False:
        return found
    place = f", {name} = {end}" if found.remark else f"it is not zero-stable for {name} = {end}"
    return Stability(False, f"{found.remark}{place}")


def _closed(interval: Interval | None) -> tuple[Expression, ...]:
    """The ends that belong to an interval."""
    if interval is None:
        return ()
    sides = ((interval.low, interval.low_open), (interval.high, interval.high_open))
    return tuple(end for end, is_open in sides if not is_open)


def _has_pi(V: Matrix) -> bool:
    return any(isinstance(leaf, Constant) for row in V for entry in row for leaf in entry.walk())
