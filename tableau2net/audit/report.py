"""An audit in words, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tableau2net.audit.comparison import near
from tableau2net.audit.comparison import text as number
from tableau2net.audit.sequence import SequenceAudit
from tableau2net.read.display.text import draw
from tableau2net.shown import counted

if TYPE_CHECKING:
    from tableau2net.audit.audit import Audit, StepAudit
    from tableau2net.audit.recording import Blocks, Recording

STARTS = 6  # steps of a start that are told one by one


def text(audit: Audit) -> str:
    """A paragraph for each step."""
    return "\n\n".join("\n".join(_lines(audit, step)) for step in audit.steps)


def _lines(audit: Audit, step: StepAudit | SequenceAudit) -> Iterator[str]:
    sequence = step if isinstance(step, SequenceAudit) else None
    yield f"{_name(audit, step)}: {_verdict(step)}"
    found = step.found
    if found is not None:
        yield ""
        yield from draw(found.document).splitlines()
        yield ""
        yield from (f"  {line}" for line in found.certificate.describe().splitlines())
        yield from (f"  {line}" for line in found.taken)
    elif not step.ok:
        yield from (f"  {line}" for line in formulas(step.recording))
    if sequence is not None:
        yield from (f"  {line}" for line in started(sequence))
    yield from (f"  {note}" for note in step.recording.notes)
    yield from (f"  wrong: {fault}" for fault in step.faults)
    yield from (f"  differs: {line}" for line in str(step.comparison).splitlines())


def started(audit: SequenceAudit) -> Iterator[str]:
    """The steps before the formula, by the slopes in the order of evaluation, and the order of the sequence."""
    names = ["y", *(f"k{i}" for i in range(1, audit.recording.slopes + 1))]
    for start in audit.starts[:STARTS]:
        known = "" if start.order is None else f": order {start.order}"
        names[0] = "y" if start.steps == 1 else f"y{start.steps - 1}"
        yield f"start: y{start.steps} = {_sum(start.row, names)}{known}"
    if len(audit.starts) > STARTS:
        yield f"start: {len(audit.starts) - STARTS} more steps"
    low, high = audit.order, audit.at_most
    if low is not None and low == high:
        yield f"the sequence has order {low}"
    elif low is not None or high is not None:
        most = "" if high is None else f", and at most {high}"
        yield f"the sequence has order {low or 0} or more{most}"


def _name(audit: Audit, step: StepAudit | SequenceAudit) -> str:
    """The object, and the line that it begins on."""
    reference, name = audit.reference, step.recording.name
    last = reference.rpartition(":")[2].rpartition(".")[2]
    called = reference if last == name else f"{reference}, {name}"
    return f"{called} (line {step.recording.line})" if step.recording.line else called


def _verdict(step: StepAudit | SequenceAudit) -> str:
    if step.reason:
        return f"not audited: {step.reason}"
    how = ", stage equations solved" if step.recording.iterated else ""
    if isinstance(step, SequenceAudit):
        count, what = len(step.followed.arguments), f" a step, from step {step.followed.first} on"
    else:
        count, what = step.recording.slopes, ""
    evaluations = f"{counted(count, 'evaluation')}{what}{how}"
    if step.expected:
        return f"{'is' if step.comparison.agrees else 'is not'} {step.expected}, {evaluations}"
    wrong = bool(step.faults) and not isinstance(step, SequenceAudit)
    return f"{'not a method of its class' if wrong else 'recovered'}, {evaluations}"


def formulas(recording: Recording) -> Iterator[str]:
    """The step as it was seen: what each evaluation reads, and what is returned."""
    names = [*recording.inputs, *(f"k{i}" for i in range(1, recording.slopes + 1))]
    for i, each in enumerate(recording.evaluations, start=1):
        when = "" if each.time is None else f" at c = {number(each.time)}"
        yield f"k{i} = {each.field or 'f'}({_value(each.argument, names)}){when}"
    for name, blocks in zip(recording.inputs, recording.outputs, strict=False):
        yield f"{name}' = {_value(blocks, names)}"


def _value(blocks: Blocks, names: list[str]) -> str:
    rows = [_sum(row, names) for row in blocks]
    return rows[0] if len(rows) == 1 else f"[{', '.join(rows)}]"


def _sum(row: tuple[float, ...], names: list[str]) -> str:
    text = ""
    for share, name in zip(row, names, strict=True):
        if near(share, 0.0) and abs(share) < 1e-15:
            continue
        size = "" if near(abs(share), 1.0) else f"{number(abs(share))} "
        sign = "-" if share < 0 else "+"
        text += f" {sign} {size}{name}" if text else f"{'-' if share < 0 else ''}{size}{name}"
    return text or "0"


def as_json(audit: Audit) -> dict[str, Any]:
    """One object for the reference, with one for each step."""
    return {"reference": audit.reference, "ok": audit.ok, "steps": [_step(step) for step in audit.steps]}


def _step(step: StepAudit | SequenceAudit) -> dict[str, Any]:
    recording, found = step.recording, step.found
    return {
        "name": recording.name,
        "line": recording.line or None,
        "ok": step.ok,
        "expected": step.expected or None,
        "evaluations": [
            {"field": each.field, "time": each.time, "argument": each.argument}
            for each in recording.evaluations
        ],
        "inputs": list(recording.inputs),
        "outputs": list(recording.outputs),
        "iterated": recording.iterated,
        "learned": dict(recording.learned),
        "certificate": None if found is None else found.certificate.as_json(),
        "tableau": None if found is None else draw(found.document),
        "taken": [] if found is None else list(found.taken),
        "faults": list(step.faults),
        "words": list(step.comparison.words),
        "differences": [
            {"place": each.place, "found": each.found, "expected": each.expected}
            for each in step.comparison.differences
        ],
        "not_audited": step.reason or None,
        "notes": list(recording.notes),
        "sequence": _sequence(step) if isinstance(step, SequenceAudit) else None,
    }


def _sequence(step: SequenceAudit) -> dict[str, Any]:
    return {
        "order": step.order,
        "at_most": step.at_most,
        "first": step.followed.first,
        "start": [{"steps": start.steps, "order": start.order} for start in step.starts],
    }
