"""What a network costs: parameters, multiply–adds, field evaluations, receptive field, memory for training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tableau2net.graph import Build, Call, Drop, Graph, Steps, System, subgraphs
from tableau2net.pipeline import runnable as compiled
from tableau2net.read import NetworkDocument
from tableau2net.report.words import content, owner


@dataclass(frozen=True, slots=True)
class Part:
    """The cost of a stem, of start steps, of a period's steps, of a transition (with its residual), or of a head.

    `parameters` are those that no earlier part holds. `receptive_field` is the width, in pixels of the image, of
    what the values at the part's end depend on, at most the image's. `activations` are the values of one image that
    are kept for the backward pass in training; None where stage equations are solved to a tolerance. `shape` is that
    of the part's result for one image, without the batch.
    """

    name: str
    content: str
    parameters: int
    macs: int
    evaluations: int
    receptive_field: int
    activations: int | None
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The cost of a network for one image of shape `input`, in evaluation mode.

    `macs` are the multiply–adds of convolutions and matrix products. `receptive_field` is that of the last state,
    before the head. With `per_iteration` some steps solve their stage equations to a tolerance; `macs` and
    `evaluations` then hold one evaluation of these equations a step, not the unknown number that is needed.
    """

    name: str
    title: str
    input: tuple[int, int, int]
    per_iteration: bool
    parts: tuple[Part, ...]

    @property
    def parameters(self) -> int:
        return sum(part.parameters for part in self.parts)

    @property
    def macs(self) -> int:
        return sum(part.macs for part in self.parts)

    @property
    def evaluations(self) -> int:
        return sum(part.evaluations for part in self.parts)

    @property
    def receptive_field(self) -> int:
        return max((part.receptive_field for part in self.parts[:-1]), default=0)

    @property
    def activations(self) -> int | None:
        counts = [part.activations for part in self.parts if part.activations is not None]
        return sum(counts) if len(counts) == len(self.parts) else None

    def as_json(self) -> dict[str, Any]:
        """The summary as one JSON object, `parts` as a list of them."""
        return {
            "name": self.name,
            "title": self.title,
            "input": list(self.input),
            "parameters": self.parameters,
            "macs": self.macs,
            "evaluations": self.evaluations,
            "receptive_field": self.receptive_field,
            "activations": self.activations,
            "per_iteration": self.per_iteration,
            "parts": [{**asdict(part), "shape": list(part.shape)} for part in self.parts],
        }


def summary(document: NetworkDocument) -> Summary:
    """What the network costs. Loads torch, but makes no numbers: the network runs on the meta device.

    Raises InputError where its parts do not fit one another, or cannot be built or run.
    """
    from tableau2net.report.measure import measure

    graph = compiled(document)
    channels, size = document.input.channels, document.input.size
    measured = measure(graph, channels, size)
    evaluated = _by_part(graph)
    parts = tuple(
        Part(
            name=name,
            content=content(graph, name),
            parameters=cost.parameters,
            macs=cost.macs,
            evaluations=evaluated.get(name, 0),
            receptive_field=cost.reach.width(size) if cost.reach else 0,
            activations=cost.activations,
            shape=cost.shape,
        )
        for name, cost in measured.items()
    )
    return Summary(document.name, _title(document), (channels, size, size), _solves(graph), parts)


def _title(document: NetworkDocument) -> str:
    return document.heading if document.title else ""


def evaluations(graph: Graph) -> int:
    """How often one step evaluates fields; its stage equations, if it solves them, once."""
    count = 0
    shortcuts = {slot.name for slot in graph.slots if slot.role == "shortcut"}
    for operation in graph.operations.values():
        if isinstance(operation, Call):
            module = graph.modules.get(operation.module)
            inner = evaluations(module.graph) if isinstance(module, System) else 1
            count += 0 if isinstance(module, Drop | Build) or operation.module in shortcuts else inner
    return count


def _by_part(graph: Graph) -> Mapping[str, int]:
    """The field evaluations of the network's parts; a transition's residual is one."""
    counts: dict[str, int] = {}
    for name, module in graph.modules.items():
        if isinstance(module, Steps):
            counted = module.count * evaluations(module.graph)
        else:
            counted = int(isinstance(module, Build) and module.component.role == "fields")
        counts[owner(name)] = counts.get(owner(name), 0) + counted
    return counts


def _solves(graph: Graph) -> bool:
    return any(
        isinstance(module, System)
        for inner in (*subgraphs(graph), graph)
        for module in inner.modules.values()
    )
