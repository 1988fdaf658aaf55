"""The recipe: everything about a training that is neither the network, nor the data, nor the machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tableau2net.read.catalogue import RECIPES
from tableau2net.read.leaves import Choice, Flag, Float, Identifier, Integer, Text
from tableau2net.read.model import Context, Document, Later, Section, fault, validate
from tableau2net.read.networks.dropping import StochasticDepth
from tableau2net.read.overrides import apply
from tableau2net.read.reference import read_tree
from tableau2net.recipes import optimizers, schedules
from tableau2net.recipes.kind import KindOf
from tableau2net.recipes.optimizers import Optimizer
from tableau2net.recipes.optimizers.sgd import Sgd
from tableau2net.recipes.schedules import Schedule
from tableau2net.recipes.schedules.constant import Constant


class Augmentation(Section):
    """Of the training images: `pad` pixels around each, then a random crop of its size; mirrored half the time.

    The pixels around are zeros or, with `mode` reflect, the image mirrored at its outermost pixels.
    """

    pad: Annotated[int, Integer(0, 1024)] = 0
    flip: Annotated[bool, Flag()] = False
    mode: Annotated[Literal["zeros", "reflect"], Choice(), Later()] = "zeros"

    @model_validator(mode="after")
    def _pads(self) -> Self:
        if self.mode != "zeros" and not self.pad:
            expected = "a pad > 0, or no mode"
            raise fault("there is nothing to reflect", "pad: 0", expected, path=("mode",), key=True)
        return self


class Distillation(Section):
    """Weak logit distillation (arXiv 2102.03495): `weight`·`decay`^epoch on matching a teacher's logits.

    `teacher` is a network's name or path, `checkpoint` its weights as `train` writes them; paths from the recipe.
    """

    teacher: Annotated[str, Text()]
    checkpoint: Annotated[str, Text(4096)]
    weight: Annotated[float, Float(high=1.0)] = 0.1
    decay: Annotated[float, Float(high=1.0)] = 0.9


class Recipe(Document):
    """A recipe, resolved. `batch` counts the images of one step over all processes; `dropout` is the rate of parts of
    the network that have one and say nothing of it."""

    name: Annotated[str, Identifier()]
    title: Annotated[str, Text()] = ""
    kind: Annotated[Literal["recipe"], Choice()] = "recipe"
    reference: Annotated[str, Text(2000)] = ""
    notes: Annotated[str, Text(20_000, lines=True)] = ""
    epochs: Annotated[int, Integer(1, 1_000_000)]
    batch: Annotated[int, Integer(1, 1_000_000)]
    optimizer: Annotated[Optimizer, KindOf("optimizer", optimizers.KIND)] = Field(default_factory=Sgd)
    schedule: Annotated[Schedule, KindOf("schedule", schedules.KIND)] = Field(default_factory=Constant)
    augmentation: Augmentation = Augmentation()
    label_smoothing: Annotated[float, Float(high=1.0, open_high=True)] = 0.0
    gradient_clip: Annotated[float | None, Float(open_low=True)] = None
    stochastic_depth: Annotated[StochasticDepth | None, Later()] = None
    dropout: Annotated[float | None, Float(high=1.0, open_high=True, open_low=True), Later()] = None
    distillation: Distillation | None = None

    def located(self, path: str) -> str:
        """A path that the recipe names: from its own folder where something lies there, else as it is."""
        beside = Path(self.source.reference).parent / path
        return str(beside) if self.source.kind == "path" and beside.exists() else path


def load_recipe(reference: str, overrides: Sequence[str] = ()) -> Recipe:
    """The recipe that a name or a path refers to, with `KEY=VALUE` overrides made. Raises InputError."""
    tree, source = read_tree(reference, folders=(RECIPES,))
    return validate(Recipe, Context(apply(tree, overrides, "--with"), source))
