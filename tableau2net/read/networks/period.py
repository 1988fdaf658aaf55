"""The periods of a network: steps at one resolution, all alike, or one part after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import model_validator

from tableau2net.errors import InputError
from tableau2net.read.leaves import Integer
from tableau2net.read.model import Context, Later, fault, validate
from tableau2net.read.networks.nested import Nested
from tableau2net.read.networks.rule import MAX_CHANNELS, KeyPath, StepKeys, StepRule, StepSettings
from tableau2net.read.reference import referred
from tableau2net.read.yaml_tree import Mapping, Node, Sequence, describe, plain

MAX_STEPS, MAX_PARTS = 100_000, 1000
Channels = Annotated[int, Integer(1, MAX_CHANNELS)]


@dataclass(frozen=True)
class Stretch:
    """Steps one after the other that are taken alike."""

    rule: StepRule
    steps: int


@dataclass(frozen=True)
class PartsLeaf(Nested):
    """A list of parts of a period, each read in its own place."""

    key: str = "parts"

    def read_node(self, node: Node, context: Context) -> tuple[PeriodPart, ...]:
        if not isinstance(node, Sequence):
            raise InputError(f"{self.key} has the wrong form", node.position, describe(plain(node)), "a list")
        for item in node.items:
            if not isinstance(item, Mapping):
                raise InputError(
                    f"{self.key} has the wrong form", item.position, describe(plain(item)), "a mapping"
                )
        return tuple(self.part(item, context) for item in node.items if isinstance(item, Mapping))

    def part(self, item: Mapping, context: Context) -> PeriodPart:
        return validate(PeriodPart, Context(with_starter(item), context.source))

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"$model": "PeriodPart"}}


@dataclass(frozen=True)
class PeriodsLeaf(PartsLeaf):
    """The list of periods."""

    key: str = "periods"

    def part(self, item: Mapping, context: Context) -> Period:
        return validate(Period, Context(with_starter(item), context.source))

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"$model": "Period"}}


class PeriodPart(StepKeys):
    """Steps that are all alike, or parts one after the other, so often."""

    steps: Annotated[int | None, Integer(0, MAX_STEPS)] = None
    """How many steps are taken. Example: `3`"""
    parts: Annotated[tuple[PeriodPart, ...] | None, PartsLeaf(), Later()] = None
    """The parts of the period, in order, where its steps are not all alike.
    Example: `[{steps: 1, scheme: euler}, {steps: 2, scheme: rk4}]`"""
    repeat: Annotated[int, Integer(1, MAX_STEPS), Later()] = 1
    """How often the part is repeated. Example: `2`"""

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if self.steps is not None and self.parts is not None:
            raise fault(
                "steps stand in the parts", "steps and parts", "one of them", path=("steps",), key=True
            )
        if self.steps is None and self.parts is None:
            raise fault("the key 'steps' is missing", "", "'steps: …'")
        if self.parts == ():
            raise fault("a period needs parts", "none", "one or more", path=("parts",))
        if self.parts is None and self.repeat != 1:
            raise fault("steps are repeated by their number", "repeat", "parts", path=("repeat",), key=True)
        if self.count > MAX_STEPS:
            raise fault("there are too many steps", str(self.count), f"at most {MAX_STEPS}")
        if self.stretches > MAX_PARTS:
            raise fault("there are too many parts", str(self.stretches), f"at most {MAX_PARTS}")
        return self

    @property
    def count(self) -> int:
        """How many steps they are."""
        if self.parts is None:
            return self.steps or 0
        return self.repeat * sum(part.count for part in self.parts)

    @property
    def stretches(self) -> int:
        """How many parts of equal steps they are."""
        return 1 if self.parts is None else self.repeat * sum(part.stretches for part in self.parts)

    def unrolled(self, outside: StepSettings, path: KeyPath) -> Iterator[Stretch]:
        """The steps in order, each by its rule. Raises a fault where one has no scheme."""
        settings = outside.otherwise(self, path)
        if self.parts is None:
            yield Stretch(settings.rule(), self.count)
            return
        once = [
            stretch
            for index, part in enumerate(self.parts)
            for stretch in part.unrolled(settings, (*path, "parts", index))
        ]
        for _ in range(self.repeat):
            yield from once

    def sections(self, path: KeyPath) -> Iterator[tuple[KeyPath, PeriodPart]]:
        """The section itself and its parts, each with the keys that lead to it."""
        yield path, self
        for index, part in enumerate(self.parts or ()):
            yield from part.sections((*path, "parts", index))


class Period(PeriodPart):
    """The steps at one resolution. `channels` are those of the state that it begins with, where they do not follow from
    what comes before."""

    channels: Annotated[int | None, Integer(1, MAX_CHANNELS)] = None
    """How many channels the state has; without it, as many as the transition leads to. Example: `16`"""


def with_starter(node: Mapping) -> Mapping:
    """The section with its scheme's own starter, where it names none itself."""
    scheme = node.get("scheme")
    if scheme is None or node.get("starter") is not None:
        return node
    try:
        tree, _ = referred(scheme)
    except InputError:  # told when the scheme is read
        return node
    starter = tree.entries.get("starter")
    return node if starter is None else node.replaced("starter", starter.value, starter.key)


def merged(stretches: Iterable[Stretch], known: list[StepRule]) -> tuple[Stretch, ...]:
    """The stretches with equal neighbours as one; a rule that is `known` is that one, and a new one is known then."""
    found: list[Stretch] = []
    for stretch in stretches:
        likely = (each for each in known if each.scheme is stretch.rule.scheme)
        rule = next((each for each in (*likely, *known) if each == stretch.rule), None)
        if rule is None:
            rule = stretch.rule
            known.append(rule)
        if found and found[-1].rule is rule:
            found[-1] = Stretch(rule, found[-1].steps + stretch.steps)
        else:
            found.append(Stretch(rule, stretch.steps))
    return tuple(found)
