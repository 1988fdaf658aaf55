"""The graphs of a network's steps, by the rule by which they are taken, and the step that starts a multistep one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import floor

from tableau2net.components import find
from tableau2net.errors import InputError
from tableau2net.exact import ONE, ZERO, Name
from tableau2net.graph import Build, Call, Drop, Graph, Own
from tableau2net.graph.names import STEP_SIZE, class_name
from tableau2net.lower.history import PAST_SLOPE, STATE
from tableau2net.lower.parts import activation, may_normalise
from tableau2net.lower.step import lower_step
from tableau2net.lower.step_options import StepOptions
from tableau2net.methods import External
from tableau2net.read import FieldPart, NetworkDocument, StepRule
from tableau2net.read.networks.dropping import DropPath


@dataclass(frozen=True)
class Step:
    """A step's graph, and the external values that it takes and returns."""

    graph: Graph
    takes: tuple[External, ...]
    returns: tuple[External, ...]


@dataclass
class Known:
    """The graphs of steps that there are already: an equal one is the same one."""

    graphs: list[Graph] = field(default_factory=list)

    def same(self, graph: Graph) -> Graph:
        for each in self.graphs:
            if each == graph:
                return each
        self.graphs.append(graph)
        return graph


class Rule:
    """How steps of a network are taken, lowered."""

    def __init__(self, settings: StepRule, document: NetworkDocument, known: Known) -> None:
        self.settings, self.method, self.known, self.norm = (
            settings,
            settings.scheme.taken,
            known,
            document.norm,
        )
        step_size, depth, path = settings.step_size, document.stochastic_depth, settings.drop_path
        noise = document.noise
        self.options = StepOptions(
            coupling=settings.coupling,
            weights=settings.weights,
            implicit=settings.iteration,
            h=ONE if step_size == "absorbed" else Name(STEP_SIZE) if step_size == "learned" else step_size,
            drop=Drop(depth.component, depth.options) if depth else None,
            noise=Drop(noise.component, noise.options, noise.level) if noise else None,
            join=Drop(path.component, rate=path.rate) if path else None,
            column=_column(path),
            after=activation(settings.after, document.norm) if settings.after else None,
            own=any(self.own(name) for name in self.method.field_names),
            output=settings.output,
            grows=settings.growth is not None,
        )
        graph = lower_step(self.method, self.options, f"{class_name(settings.scheme.name)}Step")
        self._check_drops(graph)
        self.step = Step(known.same(graph), self.method.external, self.method.external)

    def part(self, field: str) -> FieldPart:
        """What stands for a field of the scheme."""
        return self.settings.fields.get(field, self.settings.field)

    def own(self, field: str) -> Own:
        """What evaluations that share a field have each for itself."""
        norms: Own = ("norms",) if self.norm.per == "evaluation" and may_normalise(self.part(field)) else ()
        return (*norms, "last") if self.settings.own == "last-convolution" else norms

    def _check_drops(self, graph: Graph) -> None:
        """Raise InputError where nothing is there to be dropped or disturbed."""
        name = self.settings.scheme.name
        carried = any(entry != ZERO for row in self.method.V for entry in row)
        if self.options.drop is not None and not _calls(graph, "drop"):
            raise InputError(
                "stochastic depth drops the slopes that a step adds to its state",
                found=f"{name}, whose step adds none",
                expected="another scheme, or drop_path where the scheme joins slopes by their mean",
            )
        if self.options.noise is not None and not _calls(graph, "noise"):
            raise InputError(
                "noise is added to the slopes that a step adds to its state",
                found=f"{name}, whose step adds none",
                expected="another scheme",
            )
        if (
            self.options.join is not None and carried and not _calls(graph, "join")
        ):  # a column alone joins nothing
            raise InputError(
                "drop-path drops the slopes that a mean joins",
                found=f"{name}, which joins nothing",
                expected="a scheme such as fractal3",
            )

    def other(self, *, enters: bool = False, pools: bool = False) -> Step:
        """A step that leads from one period to the next, or that ends one with a pool."""
        pool = Build(find("mechanisms", "max-pool")) if pools else None
        options = replace(self.options, enters=enters, pool=pool)
        kind = "Transition" if enters else "Step"
        graph = lower_step(self.method, options, f"{class_name(self.settings.scheme.name)}{kind}")
        return Step(self.known.same(graph), self.method.external, self.method.external)

    @cached_property
    def starter(self) -> Step:
        """One step of the starter, which also returns its first slope where the history holds slopes."""
        starter = self.settings.starter
        assert starter is not None  # reading refuses a multistep scheme without one
        slope_out = any(value.kind == "slope" for value in self.method.external)
        name = f"{class_name(starter.name)}Start"
        graph = lower_step(starter.taken, self.options, name, slope_out=slope_out)
        return Step(self.known.same(graph), (STATE,), (STATE, PAST_SLOPE) if slope_out else (STATE,))

    @cached_property
    def lead(self) -> int:
        """By how many whole steps the earliest node, a starter's too, lies before its step: indices start at 0."""
        steps = (self.step, *([self.starter] if self.settings.starter else []))
        nodes = (slot.node.rational for step in steps for slot in step.graph.slots if slot.node is not None)
        return max((0, *(-floor(node) for node in nodes if node is not None)))


def _column(path: DropPath | None) -> Build | None:
    """What draws which column is left alone, where one is to be."""
    if path is None or not path.one_column:
        return None
    return Build(find("mechanisms", "one-column"), (), (("share", path.one_column),))


def _calls(graph: Graph, module: str) -> bool:
    """Whether a step calls the submodule."""
    return any(
        isinstance(operation, Call) and operation.module == module for operation in graph.operations.values()
    )
