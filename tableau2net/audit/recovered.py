"""The scheme document of a step that was recorded: its coefficients as floats, and the exact numbers behind them where
these are found and the scheme of them is proved to be no worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from tableau2net.audit.comparison import moment, near, text
from tableau2net.audit.recording import Recording, Row
from tableau2net.audit.separable import is_separable, separable_keys
from tableau2net.errors import InputError
from tableau2net.exact import Expression, Rounded, number
from tableau2net.pipeline import verify
from tableau2net.read import SchemeDocument
from tableau2net.read.schemes.printed import WIDTHS
from tableau2net.values import scheme
from tableau2net.values.snapping import COMPUTED, exact
from tableau2net.verify import Certificate

CLAIMS = ("order", "embedded_order")


@dataclass(frozen=True)
class Recovered:
    """A scheme that code computes, what is proved of it, and which floats were taken for which numbers."""

    document: SchemeDocument
    certificate: Certificate
    taken: tuple[str, ...]

    @property
    def exact(self) -> bool:
        return self.document.method.printed is None


def recovered(recording: Recording, name: str, fields: tuple[str, ...] = ()) -> Recovered | None:
    """The scheme of a step that carries the state alone; None of one that carries or concatenates more. Raises
    InputError where its coefficients cannot be decided."""
    if is_separable(recording):
        parts = separable_keys(recording)
        return None if parts is None else judged({"name": name, **parts})
    if recording.concatenates or len(recording.inputs) != 1 or len(recording.outputs) != 1:
        return None
    keys = _keys(recording, fields)
    claims = {key: value for key, value in recording.claims.items() if key in CLAIMS}
    if keys.get("b_hat") is None:
        claims.pop("embedded_order", None)
    return judged({"name": name, **keys, **claims})


def judged(keys: Mapping[str, Any], unit: Fraction = COMPUTED) -> Recovered:
    """The exact scheme behind the floats where one is found that is not refuted; else the scheme of the floats, within
    the narrowest width in which nothing is refuted, if there is one. `unit` is how far a float of the size of 1 may be
    from the number that is meant."""
    floats = scheme(**keys)
    known = {value: _behind(value, unit) for value in _floats(keys)}
    found = []
    if None not in known.values():
        behind = scheme(**_replaced(keys, {value: str(text) for value, text in known.items()}))
        notes = tuple(f"{value!r} is taken as {text}" for value, text in known.items())
        found.append(Recovered(behind, verify(behind), tuple(line for line in notes if not _is_plain(line))))
        if not found[0].certificate.refuted:
            return found[0]
    texts = {value: str(int(value)) if value.is_integer() else repr(value) for value in known}
    for places in WIDTHS[:3]:
        try:
            wider = scheme(**_replaced(keys, texts), accuracy=f"1e-{places}")
            found.append(Recovered(floats, verify(wider), ()))
        except InputError:
            continue
        if not found[-1].certificate.refuted:
            break
    return max(found or [Recovered(floats, verify(floats), ())], key=_rank)


def _behind(value: float, unit: Fraction) -> Expression | None:
    """The exact number behind a float that was computed, as `values.snapping` finds it: within the unit, beside 1 or
    its own size."""
    if value.is_integer():
        return number(int(value))
    return exact(Rounded(Fraction(value), unit * max(Fraction(1), abs(Fraction(value))), repr(value)))


def _floats(value: Any) -> Iterator[float]:
    """All floats in lists and mappings, each once."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, Mapping):
        yield from dict.fromkeys(each for inner in value.values() for each in _floats(inner))
    elif isinstance(value, list):
        yield from dict.fromkeys(each for inner in value for each in _floats(inner))


def _replaced(value: Any, texts: Mapping[float, str]) -> Any:
    """The same with a text for each float."""
    if isinstance(value, float):
        return texts[value]
    if isinstance(value, Mapping):
        return {key: _replaced(each, texts) for key, each in value.items()}
    return [_replaced(each, texts) for each in value] if isinstance(value, list) else value


def _is_plain(line: str) -> bool:
    """Whether a line tells that a decimal is taken as the number that it is: 0.5 as 1/2."""
    decimal, _, number = line.partition(" is taken as ")
    try:
        return Fraction(decimal) == Fraction(number)
    except ValueError:
        return False


def _rank(found: Recovered) -> tuple[bool, bool, int]:
    certificate = found.certificate
    return not certificate.refuted, found.exact, certificate.most("order") or certificate.order or 0


def _keys(recording: Recording, fields: tuple[str, ...]) -> dict[str, Any]:
    if len(fields) > 1:
        return _partitioned(recording, fields)
    evaluations, result = recording.evaluations, recording.outputs[0][0]
    rows = [each.argument[0] for each in evaluations]
    A, b = [list(row[1:]) for row in rows], list(result[1:])
    times = [each.time for each in evaluations]
    c = None if None in times or not times else times
    carried = [row[0] for row in rows]
    if all(near(share, 1.0) for share in (*carried, result[0])) and b:
        return {"kind": "runge-kutta", "A": _cleaned(A), "b": b, "c": c, "b_hat": _embedded(recording, b)}
    U, V = [[share] for share in carried], [[result[0]]]
    return {
        "kind": "general-linear",
        "A": _cleaned(A) or [[0.0]],
        "U": U or [[1.0]],
        "B": [b or [0.0]],
        "V": V,
    }


def _partitioned(recording: Recording, fields: tuple[str, ...]) -> dict[str, Any]:
    """One stage for every argument: a stage at which several fields are evaluated is one."""
    evaluations = recording.evaluations
    stages: list[Row] = []
    at: list[int] = []
    for each in evaluations:
        row = each.argument[0]
        same = (
            i for i, other in enumerate(stages) if all(near(a, b) for a, b in zip(row, other, strict=True))
        )
        place = next(same, len(stages))
        if place == len(stages):
            stages.append(row)
        at.append(place)

    def gathered(row: Row, name: str) -> list[float]:
        found = [0.0] * len(stages)
        for i, each in enumerate(evaluations):
            if each.field == name:
                found[at[i]] += row[1 + i]
        return found

    tableaux = {
        name: {
            "A": _cleaned([gathered(row, name) for row in stages]),
            "b": gathered(recording.outputs[0][0], name),
        }
        for name in fields
    }
    return {"kind": "partitioned", "tableaux": tableaux}


def _embedded(recording: Recording, b: list[float]) -> list[float] | None:
    """The weights of a second solution, or of one less an error estimate, that the step returns besides."""
    for blocks in recording.aside:
        if len(blocks) != 1:
            continue
        carried, weights = blocks[0][0], list(blocks[0][1:])
        if near(carried, 1.0) and near(sum(weights), 1.0):
            return weights
        if near(carried, 0.0) and near(sum(weights), 0.0) and any(weights):
            return [have - error for have, error in zip(b, weights, strict=True)]
    return None


def _cleaned(A: list[list[float]]) -> list[list[float]]:
    """What is 0 but for rounding is 0."""
    return [[0.0 if near(entry, 0.0) and abs(entry) < 1e-15 else entry for entry in row] for row in A]


def faults(recording: Recording) -> tuple[str, ...]:
    """What is wrong with a step whatever it is meant to be: weights that do not add up to 1, a stage or a result that
    does not carry the state once, times that are not those of the arguments. The names of its stages are those of its
    evaluations."""
    if is_separable(recording):
        sums = {
            name: sum(recording.outputs[i][0][2:]) for i, name in enumerate(recording.inputs) if name == "p"
        }
        return tuple(
            f"the weights of {name} add up to {text(x)}, not to 1"
            for name, x in sums.items()
            if not _close(x, 1)
        )
    if recording.concatenates or len(recording.inputs) != 1 or len(recording.outputs) != 1:
        return ()
    remarks = []
    for i, each in enumerate(recording.evaluations, start=1):
        carried, total = each.argument[0][0], sum(each.argument[0][1:])
        if not near(carried, 1.0):
            remarks.append(f"stage {i} reads {text(carried)} y, and not y once")
        if (
            each.time is not None
            and len({e.field for e in recording.evaluations}) == 1
            and not _close(total, each.time)
        ):
            remarks.append(
                f"stage {i} evaluates its field at {moment(each.time)}, its argument is one at {moment(total)}"
            )
    carried, total = recording.outputs[0][0][0], sum(recording.outputs[0][0][1:])
    if not near(carried, 1.0):
        remarks.append(f"the result has {text(carried)} y, and not y once")
    fields = {e.field for e in recording.evaluations}
    for name in sorted(fields):
        part = sum(
            w
            for w, e in zip(recording.outputs[0][0][1:], recording.evaluations, strict=True)
            if e.field == name
        )
        if not _close(part, 1.0):
            of = f" of {name}" if len(fields) > 1 else ""
            remarks.append(f"the weights{of} add up to {text(part)}, not to 1")
    return tuple(remarks)


def _close(one: float, two: float) -> bool:
    """Whether two sums of coefficients are one: each may have been rounded to ten digits."""
    return abs(one - two) <= 1e-9 * max(1.0, abs(one))


def renamed(recording: Recording, names: Mapping[str, str]) -> Recording:
    """The recording with other names of its fields."""
    evaluations = tuple(
        replace(each, field=names.get(each.field, each.field)) for each in recording.evaluations
    )
    return replace(recording, evaluations=evaluations)
