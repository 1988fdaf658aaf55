"""The scheme of a step on two parts of a state, position and momentum, q' = f(p) and p' = g(q): its evaluations of the
one field read what those of the other one have made of their part.

A step that is given accelerations alone, q'' = g(q), moves q by h times the momentum itself. Where its arguments and
results are those of kicks and drifts one after the other, each drift is one evaluation of f at the momentum that the
kicks before it have made; another step of this kind, as a method of Nyström's, has no tableaux of this form.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tableau2net.audit.comparison import near
from tableau2net.audit.recording import Recording, Row

PARTS = ("q", "p")
DRIFT, KICK = "f", "g"


def is_separable(recording: Recording) -> bool:
    """Whether the step is one on two parts."""
    return recording.inputs == PARTS


def separable_keys(recording: Recording) -> dict[str, Any] | None:
    """The keys of the scheme's document; None where the step has none of this form."""
    fields = {each.field for each in recording.evaluations}
    if recording.concatenates or not recording.evaluations:
        return None
    apart = DRIFT in fields
    found = _of_fields(recording) if apart else _of_accelerations(recording)
    if found is None:
        return None
    drifts, kicks, b_f, b_g = found
    s = max(len(b_f), len(b_g))
    linear = {} if apart else {"linear": [DRIFT]}  # q' = p
    return {
        "kind": "partitioned",
        "separable": True,
        **linear,
        "tableaux": {
            DRIFT: {"A": [_filled(row, s) for row in _filled_rows(kicks, s)], "b": _filled(b_f, s)},
            KICK: {"A": [_filled(row, s) for row in _filled_rows(drifts, s)], "b": _filled(b_g, s)},
        },
    }


Found = tuple[list[list[float]], list[list[float]], list[float], list[float]]


def _of_fields(recording: Recording) -> Found | None:
    """What the evaluations of f read of g, those of g of f, and the weights."""
    places = {
        name: [i for i, each in enumerate(recording.evaluations) if each.field == name]
        for name in (DRIFT, KICK)
    }
    rows = {name: [recording.evaluations[i].argument[0] for i in places[name]] for name in places}
    results = {DRIFT: recording.outputs[0][0], KICK: recording.outputs[1][0]}

    def read(row: Row, name: str) -> list[float]:
        return [row[2 + i] for i in places[name]]

    other, own = {DRIFT: KICK, KICK: DRIFT}, {DRIFT: (0.0, 1.0), KICK: (1.0, 0.0)}
    for name in (DRIFT, KICK):
        if not all(_alike(row[:2], own[name]) and not any(read(row, name)) for row in rows[name]):
            return None
        if not _alike(results[name][:2], own[other[name]]) or any(read(results[name], other[name])):
            return None
    drifts = [read(row, KICK) for row in rows[DRIFT]]
    kicks = [read(row, DRIFT) for row in rows[KICK]]
    return drifts, kicks, read(results[DRIFT], DRIFT), read(results[KICK], KICK)


def _of_accelerations(recording: Recording) -> Found | None:
    """The same of kicks and drifts; None where the step is not one of these."""
    rows = [each.argument[0] for each in recording.evaluations]
    position, momentum = recording.outputs[0][0], recording.outputs[1][0]
    b, nodes = list(momentum[2:]), [row[1] for row in rows]
    if not _alike(momentum[:2], (0.0, 1.0)):
        return None
    for i, row in enumerate((*rows, position)):
        made = [
            weight * (row[1] - node) if j < i else 0.0
            for j, (weight, node) in enumerate(zip(b, nodes, strict=True))
        ]
        if not near(row[0], 1.0) or not _alike(row[2:], made):
            return None
    steps = [
        (k, end - start)
        for k, (start, end) in enumerate(zip([0.0, *nodes], [*nodes, position[1]], strict=True))
    ]
    moved = [(k, length) for k, length in steps if not near(length, 0.0)]
    drifts = [[*b[:k], *(0.0,) * (len(b) - k)] for k, _ in moved]
    kicks = [[length if k <= i else 0.0 for k, length in moved] for i in range(len(b))]
    return drifts, kicks, [length for _, length in moved], b


def _alike(one: Sequence[float], two: Sequence[float]) -> bool:
    return all(near(a, b) for a, b in zip(one, two, strict=True))


def _filled(row: Sequence[float], size: int) -> list[float]:
    return [*(value + 0.0 for value in row), *(0.0,) * (size - len(row))]


def _filled_rows(rows: list[list[float]], size: int) -> list[list[float]]:
    return [*rows, *([[]] * (size - len(rows)))]
