"""Network documents, resolved: the scheme read, every part found."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from tableau2net.components import Component, find
from tableau2net.components.contract import OPERATOR
from tableau2net.read.changes import NONE, Changes
from tableau2net.read.leaves import Choice, Float, Identifier, Integer, Positive, Text
from tableau2net.read.model import Context, Document, Later, Section, Source, validate
from tableau2net.read.networks.dropping import DropPath, Noise, StochasticDepth
from tableau2net.read.networks.faults import check
from tableau2net.read.networks.implicit import Fused, ImplicitLeaf, Solve
from tableau2net.read.networks.nested import SchemeReference
from tableau2net.read.networks.part import (
    ActivationLeaf,
    FieldLeaf,
    FieldPart,
    HeadPart,
    KindLeaf,
    Part,
    PartLeaf,
    StemLeaf,
    StemPart,
    TransitionPart,
    default,
)
from tableau2net.read.networks.past import PastKind, PastLeaf
from tableau2net.read.networks.period import (
    Channels,
    Period,
    PeriodPart,
    PeriodsLeaf,
    Stretch,
    merged,
    with_starter,
)
from tableau2net.read.networks.rule import (
    MAX_CHANNELS,
    Coupling,
    Fields,
    KeyPath,
    Output,
    Own,
    StepKeys,
    StepRule,
    StepSettings,
    StepSize,
    Weights,
)
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.yaml_tree import Mapping

Pool = Literal["none", "max"]


class Input(Section):
    """The images: (N, channels, size, size)."""

    channels: Channels
    """How many channels an image has. Example: `3`"""
    size: Annotated[int, Integer(1, 65_536)]
    """The height and width of an image in pixels. Example: `32`"""


class Norm(Section):
    """Batch normalisation throughout the network; None leaves the components' own.

    `per`: evaluations that share a field share its batch norms too, or each has batch norms of its own.
    """

    eps: Annotated[float | None, Float(open_low=True)] = None
    """The number added to the variance. Example: `1e-5`"""
    momentum: Annotated[float | None, Float(high=1.0)] = None
    """The momentum of the running statistics, as torch defines it. Example: `0.1`"""
    per: Annotated[Literal["field", "evaluation"], Choice(), Later()] = "field"
    """Whether evaluations that share a field share its batch norms too, or each has batch norms of its own."""


class NetworkDocument(Document):
    """A network: stem, periods of steps of a scheme, transitions, head. Everything it names is
    found."""

    SAME_KEYS: ClassVar[tuple[type[Section], ...]] = (StepKeys,)
    _changes: Changes = NONE

    name: Annotated[str, Identifier()]
    """The name of the network, also used in file names and class names. Example: `resnet20`"""
    title: Annotated[str, Text()] = ""
    """The name that people read, in one line. Example: `Pre-activation ResNet-20 for CIFAR`"""
    kind: Annotated[Literal["network"], Choice()] = "network"
    reference: Annotated[str, Text(2000)] = ""
    """Where the network was published. Example: `K. He et al., ECCV 2016, arXiv 1603.05027`"""
    notes: Annotated[str, Text(20_000, lines=True)] = ""
    """Notes for the reader, in as many lines as needed. Example: `The first block of a later period is its
    transition.`"""
    input: Input
    """The images, which are square. Example: `{channels: 3, size: 32}`"""
    classes: Annotated[int, Integer(1, 1_000_000)]
    """How many classes there are. Example: `10`"""
    scheme: Annotated[SchemeDocument | None, SchemeReference("scheme")] = None
    starter: Annotated[SchemeDocument | None, SchemeReference("starter")] = None
    history: Annotated[PastKind, PastLeaf()] = "restart"
    """What happens to the past at a transition: it restarts, or goes through the transition's shortcut, or through
    a module of its own. Example: `transport`"""
    coupling: Annotated[Coupling, Choice()] = "sum"
    output: Annotated[Output, Choice(), Later()] = "sum"
    growth: Annotated[int | None, Integer(1, MAX_CHANNELS), Later()] = None
    weights: Annotated[Weights, Choice()] = "evaluation"
    own: Annotated[Own, Choice(), Later()] = "none"
    implicit: Annotated[Fused | Solve | None, ImplicitLeaf("implicit")] = None
    step_size: Annotated[StepSize, Positive()] = "absorbed"
    stochastic_depth: Annotated[StochasticDepth | None, Later()] = None
    """How slopes are dropped in training. Example: `{rate: 0.5}`"""
    noise: Annotated[Noise | None, Later()] = None
    """Noise on what a step adds to its state, in training. Example: `{level: 0.001}`"""
    drop_path: Annotated[DropPath | None, Later()] = None
    pool: Annotated[Pool, Choice(), Later()] = "none"
    """A pool over the sum that the last step of a period forms."""
    stem: Annotated[StemPart | None, StemLeaf()] = Field(
        default_factory=lambda: default("stems", "conv", StemPart)
    )
    """The module that makes the first state from the images. Example: `{kind: conv}`"""
    field: Annotated[FieldPart, FieldLeaf()] = Field(
        default_factory=lambda: default("fields", "basic", FieldPart)
    )
    fields: Annotated[Fields, Later()] = Field(default_factory=dict)
    after: Annotated[Part | None, ActivationLeaf(), Later()] = None
    transition: Annotated[TransitionPart, PartLeaf("transitions", "projection", TransitionPart)] = Field(
        default_factory=lambda: default("transitions", "projection", TransitionPart, residual=True)
    )
    """The module between one period and the next. Example: `{kind: projection, residual: true}`"""
    head: Annotated[HeadPart, PartLeaf("heads", "linear", HeadPart)] = Field(
        default_factory=lambda: default("heads", "linear", HeadPart)
    )
    """The module that makes the logits from the last states. Example: `{kind: linear}`"""
    initialisation: Annotated[Component | None, KindLeaf("initialisers", none=("torch",))] = Field(
        default_factory=lambda: find("initialisers", "kaiming-fan-in")
    )
    """How convolutions and linear layers are initialised. Example: `kaiming-fan-out`"""
    norm: Norm = Norm()
    """Batch normalisation throughout the network. Example: `{eps: 1e-5}`"""
    periods: Annotated[tuple[Period, ...], PeriodsLeaf()]
    """The periods, each at one resolution, from the stem to the head. Example: `[{channels: 16, steps: 3}, {channels:
    32, steps: 2}]`"""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check(self)
        return self

    def __str__(self) -> str:
        """Name and title, and the schemes that steps are taken by; `show` tells what is proved of them."""
        from tableau2net.read.display.text import heading

        schemes = dict.fromkeys(heading(scheme) for rule in self.rules for _, scheme in rule.schemes)
        return "\n".join([heading(self), *(f"  steps by {scheme}" for scheme in schemes)])

    def made_by(self, changes: Changes) -> NetworkDocument:
        """The document, as it was made by these changes."""
        document = self.model_copy()
        document._changes = changes
        return document

    @property
    def changes(self) -> Changes:
        """What overrides have changed of the document that has the title, the reference and the name."""
        return self._changes

    @property
    def heading(self) -> str:
        """What the network is called in words: its title, and where that is of the document before, what is changed."""
        title = self.title or self.name
        changed = "" if "title" in self.changes.words else self.changes.summary
        return f"{title}, {changed}" if changed else title

    @property
    def origin(self) -> str:
        """The reference; of a network that was changed, that of the one before."""
        if not self.reference or not self.changes.summary or "reference" in self.changes.words:
            return self.reference
        return f"Before it was changed: {self.reference}"

    @property
    def identifier(self) -> str:
        """What its class is called after: its name; of a network that was changed to another one, its schemes."""
        if not self.changes.another:
            return self.name
        schemes = dict.fromkeys(rule.scheme.name for rule in self.rules)
        return "_".join([*list(schemes)[:3], "network"])

    @property
    def stretches(self) -> tuple[tuple[Stretch, ...], ...]:
        """The steps of each period, one stretch of steps that are taken alike after the other."""
        known = list[StepRule]()
        return tuple(merged(period, known) for period in self.unrolled)

    @property
    def first_width(self) -> int:
        """The channels of what the first period, or the transition to it, is given."""
        if self.stem is None:
            return self.input.channels
        return self.stem.channels or self.widths[0][0]

    @property
    def widens(self) -> bool:
        """Whether a transition leads to the first period."""
        return self.first_width != self.widths[0][0]

    @property
    def widths(self) -> tuple[tuple[int, int], ...]:
        """The channels of the state that each period begins with, and of that which it ends with."""
        found = list[tuple[int, int]]()
        for period, stretches in zip(self.periods, self.stretches, strict=True):
            share, first = self.transition.compression, period.channels
            if first is None:
                assert share is not None  # else reading refuses it
                first = floor(share * found[-1][1])
            last = first
            for stretch in stretches:
                last = stretch.rule.widened(last, stretch.steps)
            found.append((first, last))
        return tuple(found)

    @property
    def unrolled(self) -> tuple[tuple[Stretch, ...], ...]:
        """The stretches as they are written, with neighbours that may be alike."""
        settings, periods = StepSettings.by(self), enumerate(self.periods)
        return tuple(tuple(period.unrolled(settings, ("periods", index))) for index, period in periods)

    @property
    def rules(self) -> tuple[StepRule, ...]:
        """By which rules steps are taken, in the order in which they first are."""
        found = [stretch.rule for period in self.stretches for stretch in period]
        return tuple({id(rule): rule for rule in found}.values())

    def sections(self) -> Iterator[tuple[KeyPath, PeriodPart]]:
        """The periods and their parts, each with the keys that lead to it."""
        for index, period in enumerate(self.periods):
            yield from period.sections(("periods", index))

    def _saying(self) -> Iterator[tuple[KeyPath, NetworkDocument | PeriodPart]]:
        """What may say how steps are taken."""
        yield (), self
        yield from self.sections()

    def parts(self) -> Iterator[tuple[KeyPath, Part]]:
        """Every part, those that fields are given included, with the keys that lead to it."""
        chosen: dict[KeyPath, Part] = {
            **({("stem",): self.stem} if self.stem is not None else {}),
            ("transition",): self.transition,
            ("head",): self.head,
        }
        for prefix, section in self._saying():
            if section.field is not None:
                chosen[*prefix, "field"] = section.field
            if section.after is not None:
                chosen[*prefix, "after"] = section.after
            chosen |= {(*prefix, "fields", name): part for name, part in (section.fields or {}).items()}
        for path, part in chosen.items():
            yield path, part
            if isinstance(part, FieldPart) and part.operator is not None:
                yield (*path, OPERATOR), part.operator


def read_network(node: Mapping, source: Source, changes: Changes = NONE) -> NetworkDocument:
    """The network document that a tree is, with the `changes` that made it. Raises InputError."""
    return validate(NetworkDocument, Context(with_starter(node), source)).made_by(changes)
