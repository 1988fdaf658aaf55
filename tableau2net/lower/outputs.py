"""What a step hands on: the external values of the next one, and what slopes and states go through before."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from tableau2net.errors import InputError
from tableau2net.exact import ONE, ZERO, Expression
from tableau2net.graph import Call, Combine, Concat, Operation
from tableau2net.lower.coupling import OUTPUTS
from tableau2net.methods import External

if TYPE_CHECKING:
    from tableau2net.lower.step import StepLowering


def output(step: StepLowering, row: int) -> Operation:
    """The external value of the next step, of values that are pooled where there is a pool."""
    external = step.nodes.carried(step.method.V[row])
    hands_on = OUTPUTS.get(step.options.output, step.coupling.output)
    operation = hands_on(step.at(step.known, external), row)
    if step.options.pool is None:
        return operation
    coefficients = operation.coefficients if isinstance(operation, Combine) else repeat(ONE)
    read = [name for name, c in zip(operation.arguments, coefficients, strict=False) if c != ZERO]
    return operation.renamed({name: step.nodes.pooled(name) for name in read})


def disturbed(step: StepLowering, outputs: list[Operation], modules: tuple[str, ...]) -> list[Operation]:
    """The outputs with their slopes taken through the modules, never their linear part.

    What one output alone adds up of several slopes goes through them as one. Otherwise each slope goes by itself,
    and is then the same in all outputs.
    """
    slopes = set(step.known.values())
    slopes |= {step.nodes.pools[value] for value in slopes if value in step.nodes.pools}
    terms = [_terms(operation) for operation in outputs]
    used = [[(c, value) for c, value in row if c != ZERO and value in slopes] for row in terms]
    having = [row for row, added in zip(terms, used, strict=True) if added]
    adds = not any(isinstance(operation, Concat) for operation in outputs)
    if adds and len(having) == 1 and max(map(len, used)) > 1:
        added = max(used, key=len)
        step.nodes.operations["slope"] = Combine.of(added)
        through = _through(step, "slope", modules)
        linear = [[(c, value) for c, value in row if value not in slopes] for row in terms]
        return [
            Combine.of([*left, (ONE, through)] if row is having[0] else left) if row else operation
            for operation, row, left in zip(outputs, terms, linear, strict=True)
        ]
    names = {}
    for value in (step.nodes.pools.get(value, value) for value in step.known.values()):
        if any(value == each for row in used for _, each in row):
            names[value] = _through(step, value, modules)
    return [operation.renamed(names) for operation in outputs]


def _through(step: StepLowering, value: str, modules: tuple[str, ...]) -> str:
    """The node of a value that has gone through the modules, one after the other."""
    for module in modules:
        node = step.nodes.another(value)
        step.nodes.operations[node] = Call((value,), module)
        value = node
    return value


def activated(step: StepLowering, outputs: list[Operation]) -> list[Operation]:
    """The outputs, of which the new state, or each part of it, goes through the activation."""
    made = list(outputs)
    for row, value in enumerate(step.method.external):
        if value.kind in ("copy", "free"):
            raise InputError(
                "an activation after the step belongs to a scheme that carries the state itself",
                found=f"{step.method.name}, which carries values made from the state",
                expected="another scheme, or after: none",
            )
        if value.kind == "part" or value == External("state"):
            sum_ = step.nodes.another(f"{step.external[row]}.1")
            step.nodes.operations[sum_] = outputs[row]
            made[row] = Call((sum_,), "activation")
    return made


def _terms(operation: Operation) -> tuple[tuple[Expression, str], ...]:
    """What an output adds up, or has side by side."""
    match operation:
        case Combine():
            return operation.terms
        case Concat(arguments):
            return tuple((ONE, value) for value in arguments)
    return ()
