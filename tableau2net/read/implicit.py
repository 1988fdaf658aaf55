"""How a network treats an implicit scheme: iteration fused into the network, or stage equations
solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from tableau2net.components import Component, find
from tableau2net.errors import InputError
from tableau2net.exact import Expression, number
from tableau2net.read import suggest
from tableau2net.read.leaves import Choice, Integer, Positive
from tableau2net.read.model import Context, Section, validate
from tableau2net.read.nested import Nested
from tableau2net.read.part import KindLeaf
from tableau2net.read.tree import Mapping, Node, describe


class Fused(Section):
    """A predictor and `sweeps` update sweeps, trained into the network; none is left at
    inference."""

    mode: Annotated[Literal["fused"], Choice(("fused",))] = "fused"
    sweeps: Annotated[int, Integer(0, 100)] = 1
    order: Annotated[Literal["gauss-seidel", "jacobi"], Choice(("gauss-seidel", "jacobi"))] = "gauss-seidel"


class Solve(Section):
    """The stage equations solved to `tolerance` in at most `iterations`, with implicit
    differentiation."""

    mode: Annotated[Literal["solve"], Choice(("solve",))] = "solve"
    solver: Annotated[Component, KindLeaf("solvers")] = Field(
        default_factory=lambda: find("solvers", "anderson")
    )
    tolerance: Annotated[Expression, Positive()] = Field(default_factory=lambda: number("1e-6"))
    iterations: Annotated[int, Integer(1, 10_000)] = 50


_MODES: dict[str, type[Fused] | type[Solve]] = {"fused": Fused, "solve": Solve}


@dataclass(frozen=True)
class ImplicitLeaf(Nested):
    """`{mode: fused, …}` or `{mode: solve, …}`."""

    def read_node(self, node: Node, context: Context) -> Fused | Solve:
        if not isinstance(node, Mapping):
            found = describe(getattr(node, "text", None)) if hasattr(node, "text") else "a list"
            raise InputError(
                "implicit has the wrong form", node.position, found, "a mapping, as {mode: fused}"
            )
        mode = node.text("mode")
        if mode not in _MODES:
            value = node.get("mode")
            if value is None:
                raise InputError("the key 'mode' is missing", node.position, "", "mode: fused or mode: solve")
            found, expected = describe(mode), suggest.expected(mode or "", _MODES)
            raise InputError("this mode is not known", value.position, found if mode else "", expected)
        model: type[Any] = _MODES[mode]
        result: Fused | Solve = validate(model, Context(node, context.source))
        return result

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [model.model_json_schema() for model in _MODES.values()]}
