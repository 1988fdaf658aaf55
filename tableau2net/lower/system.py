"""The stage equations of one strongly connected component, as a graph of their own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from tableau2net.errors import InputError
from tableau2net.exact import ONE, ZERO, Expression
from tableau2net.graph import Call, Combine, Graph, Input, Operation, Slot, graph_of
from tableau2net.graph.names import Scope, underscored
from tableau2net.lower.weights import Evaluation
from tableau2net.methods import Method

if TYPE_CHECKING:
    from tableau2net.lower.step import StepLowering


class SystemLowering:
    """k_i ← f_i(Y_i(k)) for the stages i of one strongly connected component, from what is known outside it."""

    def __init__(self, step: StepLowering, component: tuple[int, ...]) -> None:
        self.step, self.component = step, component
        used = zip(*(step.method.U[stage] for stage in component), strict=True)
        self.external = step.nodes.carried(
            tuple(ZERO if all(e == ZERO for e in column) else ONE for column in used)
        )
        self.known_inputs = [
            name
            for name, used in (
                *((name, self.reads(step.method.U, j)) for j, name in enumerate(self.external)),
                *((name, self.reads(step.method.A, j)) for j, name in sorted(step.known.items())),
            )
            if used
        ]

    def reads(self, matrix: tuple[tuple[Expression, ...], ...], column: int) -> bool:
        return any(matrix[stage][column] != ZERO for stage in self.component)

    def graph(self, name: str) -> Graph:
        step = self.step
        guesses = {stage: f"k{stage + 1}" for stage in self.component}
        inputs = (*guesses.values(), *self.known_inputs)
        operations: dict[str, Operation] = {value: Input(()) for value in inputs}
        slopes = {**{j: k for j, k in step.known.items() if k in self.known_inputs}, **guesses}
        used: dict[str, Slot] = {}
        outputs = []
        for stage in self.component:
            y, k = f"y{stage + 1}", f"k{stage + 1}.1"
            operations[y] = self.restricted(step.coupling.stage(step.at(slopes, self.external), stage))
            width = step.width_of(operations[y], self.external)
            slot = step.slots.evaluation(Evaluation(stage), width)
            used[slot] = step.slots[slot]
            operations[k] = Call((y,), slot)
            outputs.append(k)
        given = self.given(operations)
        inputs = (*inputs, *given.values())
        return Graph(
            name=name,
            title=f"The stage equations of {step.method.title}",
            flow=graph_of({**{node: Input(()) for node in inputs}, **operations}),
            inputs=inputs,
            outputs=tuple(outputs),
            results=tuple(guesses.values()),
            slots=tuple(used.values()),
            returns_tuple=True,
            given=MappingProxyType(given),
        )

    def given(self, operations: Mapping[str, Operation]) -> dict[str, str]:
        """The learned scalars in the operations, each with the input node that brings it: the step holds them all."""
        sums = (operation for operation in operations.values() if isinstance(operation, Combine))
        used = {name for each in sums for coefficient in each.coefficients for name in coefficient.names}
        variables = Scope((node.partition(".")[0] for node in operations), underscored)
        return {scalar: variables.give(scalar) for scalar in sorted(used)}

    def restricted(self, operation: Operation) -> Operation:
        """The operation without the terms of external values that the component never reads."""
        if isinstance(operation, Combine):
            unread = set(self.external) - set(self.known_inputs)
            return Combine.of([(c, name) for c, name in operation.terms if name not in unread])
        return operation


def no_input(stage: int, method: Method) -> InputError:
    return InputError(
        f"stage {stage + 1} of {method.name} has no input when it is computed",
        found="no external value and no earlier slope with a coefficient other than 0",
        expected="a coefficient in its row of A or U",
    )
