"""How the steps of a network are taken: the keys that say so, for a network, a period or a part of one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from tableau2net.exact import ZERO, Expression
from tableau2net.read.leaves import Choice, Integer, ParameterName, Positive
from tableau2net.read.model import Later, Section, fault
from tableau2net.read.networks.dropping import DropPath
from tableau2net.read.networks.implicit import Fused, ImplicitLeaf, Solve
from tableau2net.read.networks.nested import SchemeReference
from tableau2net.read.networks.part import ActivationLeaf, FieldLeaf, FieldPart, Part
from tableau2net.read.schemes.scheme import SchemeDocument

MAX_CHANNELS = 65_536
Coupling = Literal["sum", "concat", "links"]
Output = Literal["sum", "concat", "last-sweep"]
Weights = Literal["evaluation", "stage", "node", "step", "period"]
Own = Literal["none", "last-convolution"]  # of evaluations that share weights
StepSize = Literal["absorbed", "learned"] | Expression
Fields = dict[Annotated[str, ParameterName("field")], Annotated[FieldPart, FieldLeaf()]]
KeyPath = tuple[str | int, ...]  # the keys that lead to a section of the document


class StepKeys(Section):
    """What a period, or a part of one, may say otherwise than what it stands in; None is what it does not say."""

    scheme: Annotated[SchemeDocument | None, SchemeReference("scheme"), Later()] = None
    """The scheme of a step: a name of the catalogue, a path relative to this file, or a scheme in place. Example:
    `rk4`"""
    starter: Annotated[SchemeDocument | None, SchemeReference("starter"), Later()] = None
    """The one-step scheme that makes a multistep scheme's first values, written as the scheme is. Example: `euler`"""
    coupling: Annotated[Coupling | None, Choice(), Later()] = None
    """How a stage reads what came before: as the tableau's sum; concatenated (RKCNN); or each through a field of its
    own, and then added (CliqueNet)."""
    output: Annotated[Output | None, Choice(), Later()] = None
    """What a step returns: the scheme's sum, all slopes concatenated (DenseNet), or those of the last sweep
    (CliqueNet)."""
    growth: Annotated[int | None, Integer(1, MAX_CHANNELS), Later()] = None
    """How many channels a slope has where slopes are concatenated. Example: `12`"""
    weights: Annotated[Weights | None, Choice(), Later()] = None
    """Which evaluations of the field share their weights: none; those of the same stage, of the same time, of a step,
    or of a period."""
    own: Annotated[Own | None, Choice(), Later()] = None
    """What each evaluation keeps for itself where weights are shared."""
    implicit: Annotated[Fused | Solve | None, ImplicitLeaf("implicit"), Later()] = None
    """How the stage equations of an implicit scheme are handled. Example: `{mode: fused, sweeps: 2}`"""
    step_size: Annotated[StepSize | None, Positive(), Later()] = None
    """The step size h: within the field's weights, a positive number, or learned. Example: `1/2`"""
    drop_path: Annotated[DropPath | None, Later()] = None
    """The rate at which paths into a join are dropped in training (FractalNet). Example: `{rate: 0.15}`"""
    field: Annotated[FieldPart | None, FieldLeaf(), Later()] = None
    """The module that computes a slope. Example: `{kind: basic}`"""
    fields: Annotated[Fields | None, Later()] = None
    """A field of its own for each field of a partitioned scheme, or for each part of the state. Example: `{f: {kind:
    basic}}`"""
    after: Annotated[Part | None, ActivationLeaf(), Later()] = None
    """An activation that a new state goes through after the step. Example: `relu`"""


KEYS = tuple(StepKeys.model_fields)
_BRINGS: Mapping[str, tuple[str, Any]] = {
    "scheme": ("starter", None),
    "field": ("fields", {}),
    "output": ("growth", None),
}  # what a key brings with it, unless that is said too


@dataclass(frozen=True)
class StepRule:
    """How steps are taken. `places` leads from each key that the document has to the section that it stands in."""

    scheme: SchemeDocument
    starter: SchemeDocument | None
    coupling: Coupling
    output: Output
    growth: int | None
    weights: Weights
    own: Own
    implicit: Fused | Solve | None
    step_size: StepSize
    drop_path: DropPath | None
    field: FieldPart
    fields: Mapping[str, FieldPart]
    after: Part | None
    places: Mapping[str, KeyPath] = dataclasses.field(default_factory=dict, compare=False)

    @property
    def schemes(self) -> tuple[tuple[str, SchemeDocument], ...]:
        """The scheme and its starter, if it has one, each with its key."""
        starter = (("starter", self.starter),) if self.starter is not None else ()
        return (("scheme", self.scheme), *starter)

    @property
    def iteration(self) -> Fused | Solve:
        """How stage equations are treated, where there are any."""
        return self.implicit or Fused()

    @property
    def groups(self) -> int:
        """In how many parts the state's channels are stepped."""
        return sum(value.kind == "part" for value in self.scheme.method.external) or 1

    def widened(self, channels: int, steps: int = 1) -> int:
        """The channels of the state after so many steps, each of which hands on a sum, as many as before; the state
        with the `growth` channels of every slope; or the slopes alone."""
        if self.output == "sum" or not steps:
            return channels
        method = self.scheme.taken
        slopes = method.stages * (self.growth or 0)
        carried = channels if self.output == "concat" and method.V[0][0] != ZERO else 0
        return carried + slopes * (steps if carried else 1)

    def key(self, name: str) -> KeyPath:
        """The keys that lead to a key of the rule."""
        return (*self.places.get(name, ()), name)


@dataclass(frozen=True)
class StepSettings:
    """What is said of steps so far, from the document inwards: the values of the keys, and where each is said."""

    values: Mapping[str, Any]
    places: Mapping[str, KeyPath]

    @classmethod
    def by(cls, section: Section) -> StepSettings:
        """What a document says, its defaults included."""
        names = (name for name in KEYS if name in section.model_fields_set)
        return cls({name: getattr(section, name) for name in KEYS}, dict.fromkeys(names, ()))

    def otherwise(self, keys: StepKeys, path: KeyPath) -> StepSettings:
        """The same with what the section at `path` says."""
        values: dict[str, Any] = {name: getattr(keys, name) for name in KEYS if name in keys.model_fields_set}
        places = {**self.places, **dict.fromkeys(values, path)}
        for name, (brought, value) in _BRINGS.items():
            if name in values and brought not in values:
                values[brought] = value
                places.pop(brought, None)
        return StepSettings({**self.values, **values}, places)

    def rule(self) -> StepRule:
        """How the steps are taken then. Raises a fault where no scheme is said."""
        if self.values["scheme"] is None:
            raise fault("the key 'scheme' is missing", "", "'scheme: …'")
        return StepRule(**self.values, places=self.places)
