"""The recipe: everything about a training that is neither the network, nor the data, nor the machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tableau2net.catalogue import RECIPES
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
    """The number of pixels by which an image is padded before a random crop. Example: `4`"""
    flip: Annotated[bool, Flag()] = False
    """Whether images are mirrored at random."""
    mode: Annotated[Literal["zeros", "reflect"], Choice(), Later()] = "zeros"
    """What an image is padded with."""

    @model_validator(mode="after")
    def _pads(self) -> Self:
        if self.mode != "zeros" and not self.pad:
            expected = "a pad > 0, or no mode"
            raise fault("there is no padding to reflect", "pad: 0", expected, path=("mode",), key=True)
        return self


class Distillation(Section):
    """Weak logit distillation (arXiv 2102.03495): `weight`·`decay`^epoch on matching a teacher's logits.

    `teacher` is a network's name or path, `checkpoint` its weights as `train` writes them; paths from the recipe.
    """

    teacher: Annotated[str, Text()]
    """The network that teaches: a name of the catalogue, or a path. Example: `resnet20`"""
    checkpoint: Annotated[str, Text(4096)]
    """The file of its weights. Example: `runs/resnet20/weights.pt`"""
    weight: Annotated[float, Float(high=1.0)] = 0.1
    """The share of the teacher in the loss."""
    decay: Annotated[float, Float(high=1.0)] = 0.9
    """The factor by which that share changes after each epoch."""


class Recipe(Document):
    """A recipe, resolved. `batch` counts the images of one step over all processes; `dropout` is the rate of parts of
    the network that have one and say nothing of it."""

    name: Annotated[str, Identifier()]
    """The name of the recipe. Example: `cifar`"""
    title: Annotated[str, Text()] = ""
    """The name that people read, in one line. Example: `SGD as for ResNet`"""
    kind: Annotated[Literal["recipe"], Choice()] = "recipe"
    reference: Annotated[str, Text(2000)] = ""
    """Where it was published. Example: `K. He et al., CVPR 2016`"""
    notes: Annotated[str, Text(20_000, lines=True)] = ""
    """Notes for the reader. Example: `Half the published number of epochs.`"""
    epochs: Annotated[int, Integer(1, 1_000_000)]
    """The number of epochs: how often all images are seen. Example: `160`"""
    batch: Annotated[int, Integer(1, 1_000_000)]
    """The batch size: how many images a step sees. Example: `128`"""
    optimizer: Annotated[Optimizer, KindOf("optimizer", optimizers.KIND)] = Field(default_factory=Sgd)
    """The optimiser. Example: `{kind: sgd, rate: 0.1}`"""
    schedule: Annotated[Schedule, KindOf("schedule", schedules.KIND)] = Field(default_factory=Constant)
    """How the learning rate changes. Example: `{kind: cosine}`"""
    augmentation: Augmentation = Augmentation()
    """How images are changed at random. Example: `{pad: 4, flip: true}`"""
    label_smoothing: Annotated[float, Float(high=1.0, open_high=True)] = 0.0
    """The fraction of a label that is spread over all classes. Example: `0.1`"""
    gradient_clip: Annotated[float | None, Float(open_low=True)] = None
    """The greatest norm that a gradient may have. Example: `1.0`"""
    stochastic_depth: Annotated[StochasticDepth | None, Later()] = None
    """How slopes are dropped, in place of the network's setting. Example: `{rate: 0.5}`"""
    dropout: Annotated[float | None, Float(high=1.0, open_high=True, open_low=True), Later()] = None
    """The rate of dropout in all parts that have one, in place of the network's setting. Example: `0.2`"""
    distillation: Distillation | None = None
    """A network that teaches this one. Example: `{teacher: resnet20, checkpoint: runs/resnet20/weights.pt}`"""

    def located(self, path: str) -> str:
        """A path that the recipe names: from its own folder where something lies there, else as it is."""
        beside = Path(self.source.reference).parent / path
        return str(beside) if self.source.kind == "path" and os.path.exists(beside) else path


def load_recipe(reference: str, overrides: Sequence[str] = ()) -> Recipe:
    """The recipe that a name or a path refers to, with `KEY=VALUE` overrides made. Raises InputError."""
    tree, source = read_tree(reference, folders=(RECIPES,))
    return validate(Recipe, Context(apply(tree, overrides, "--with"), source))
