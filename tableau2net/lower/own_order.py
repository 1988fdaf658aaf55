"""A step in the order of operations of the form that its scheme is written in: line by line.

A stage is evaluated when its slope is first asked for. A line that is one value as it stands is no operation. An
implicit stage, whose value is made of its own slope, is iterated or solved like any other; its value is then that of
its line with the newest slope, of which the lines after it are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tableau2net.exact import ONE, ZERO, Expression
from tableau2net.graph import Combine, Operation
from tableau2net.lower.coupling import Terms
from tableau2net.methods import Line, Recurrence
from tableau2net.read import Fused

if TYPE_CHECKING:
    from tableau2net.lower.step import StepLowering


def followed(step: StepLowering, recurrence: Recurrence) -> Operation:
    """The last value, from the step's state; every other one is a node of the step."""
    nodes = [step.external[0]]
    for m, line in enumerate(recurrence.lines, start=1):
        operation = _value(step, recurrence, m, line, nodes)
        if m == len(recurrence.lines):
            return operation
        if operation.coefficients == (ONE,):
            nodes.append(operation.arguments[0])
        else:
            nodes.append(step.nodes.another(line.name))
            step.nodes.operations[nodes[-1]] = operation
    raise ValueError("a recurrence needs a line")


def _value(step: StepLowering, recurrence: Recurrence, m: int, line: Line, nodes: list[str]) -> Combine:
    """The combination of a line, with the stages evaluated whose slopes it asks for."""
    h = step.options.h
    terms: Terms = [(entry, nodes[at]) for at, entry in line.values]
    for j, entry in line.slopes:
        if j not in step.known and recurrence.reads[j] == m:
            _implicit(step, j, terms, h * entry)
        elif j not in step.known:
            whole = not line.values and len(line.slopes) == 1 and h * entry == ONE
            k = (
                step.nodes.another(line.name)
                if whole
                else f"k.{j + 1}"
                if recurrence.registers
                else f"k{j + 1}"
            )
            step.read(j, nodes[recurrence.reads[j]], k)
        terms.append((h * entry, step.known[j]))
    return Combine.of(terms or [(ZERO, step.external[0])])


def _implicit(step: StepLowering, stage: int, terms: Terms, weight: Expression) -> None:
    """The slope of a stage whose value is the sum of `terms` and of its own slope with a `weight`."""
    mode = step.options.implicit
    if not isinstance(mode, Fused):
        step.solve((stage,), mode)
        return
    for sweep in range(mode.sweeps + 1):
        suffix = f".{sweep}" if sweep else ""
        newest = [(weight, step.known[stage])] if sweep else []
        y = f"y{stage + 1}{suffix}"
        step.nodes.operations[y] = Combine.of([*terms, *newest])
        step.read(stage, y, f"k{stage + 1}{suffix}", sweep)
