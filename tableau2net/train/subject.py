"""What is trained: a network made for its data, by a recipe, from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tableau2net.data import DataSet
from tableau2net.errors import InputError, Position
from tableau2net.read import NetworkDocument, load_network
from tableau2net.read.canonical import digest
from tableau2net.recipes import Recipe

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True, eq=False)
class Subject:
    """A network that fits the data, the data, the recipe and the seed: all that decides the outcome.

    `overrides` are those that the document was read with, those that the data and the recipe ask for included.
    """

    overrides: tuple[str, ...]
    document: NetworkDocument
    data: DataSet
    recipe: Recipe
    seed: int

    @cached_property
    def identity(self) -> dict[str, str | int]:
        """What two trainings share iff they are the same one."""
        return {
            "network": digest(self.document),
            "data": self.data.checksum,
            "recipe": digest(self.recipe),
            "seed": self.seed,
        }

    def network(self) -> nn.Module:
        """The network with its initial weights. Raises ClaimError where its scheme is not what it claims."""
        from tableau2net.train.pairing import seeded

        return seeded(self.document, self.seed)


def fitted(reference: str, overrides: Sequence[str], data: DataSet, recipe: Recipe, seed: int) -> Subject:
    """The network for the data: channels, size and classes are theirs, unless an override pins them.

    Raises InputError where the network does not fit the data.
    """
    wanted = [f"input.channels={data.channels}", f"input.size={data.size}", f"classes={len(data.classes)}"]
    if recipe.stochastic_depth is not None:
        depth = recipe.stochastic_depth
        wanted.append(f"stochastic_depth={{rate: {depth.rate}, decay: {depth.decay}, per: {depth.per}}}")
    every = (*wanted, *overrides)
    document = load_network(reference, every)
    if recipe.dropout is not None:
        every = (*every, *_dropping(document, recipe, recipe.dropout))
        document = load_network(reference, every)
    _check(document, data)
    _check_border(recipe, data)
    return Subject(every, document, data, recipe, seed)


def _dropping(document: NetworkDocument, recipe: Recipe, rate: float) -> list[str]:
    """The overrides by which the parts of a network that have a dropout, and say nothing of it, have the recipe's.

    Raises InputError where no part has one.
    """
    having = {path: part for path, part in document.parts() if "dropout" in part.component.options}
    if not having:
        kinds = dict.fromkeys(part.component.kind for _, part in document.parts())
        place = recipe.place("dropout") or Position(recipe.file)
        expected = "a network with parts that have dropout, as bottleneck and conv-pool, or no dropout"
        raise InputError(f"{document.name} has no dropout", place, ", ".join(kinds), expected)
    unset = [path for path, part in having.items() if "dropout" not in part.options]
    return [f"{'.'.join(map(str, path))}.dropout={rate}" for path in unset]


def _check_border(recipe: Recipe, data: DataSet) -> None:
    """Raise InputError where images are too small to be mirrored at their border."""
    augmentation = recipe.augmentation
    if augmentation.mode == "reflect" and augmentation.pad >= data.size:
        place = recipe.place("augmentation", "pad") or Position(recipe.file)
        found = f"pad: {augmentation.pad}, and images of {data.size}×{data.size}"
        raise InputError(
            "an image is too small for this reflection", place, found, f"at most {data.size - 1}"
        )


def _check(document: NetworkDocument, data: DataSet) -> None:
    place = Position(document.file)
    if document.classes != len(data.classes):
        found = f"classes: {document.classes}, and {len(data.classes)} in {data.name}"
        raise InputError(
            "the network and the data have different classes", place, found, f"{len(data.classes)}"
        )
    if (document.input.channels, document.input.size) != (data.channels, data.size):
        found = f"{document.input.channels}×{document.input.size}×{document.input.size}"
        expected = f"{data.channels}×{data.size}×{data.size}, as in {data.name}"
        raise InputError("the network and the data have different images", place, found, expected)
    if document.head.component.per_pixel != data.per_pixel:
        units = {True: "each pixel", False: "each image"}
        found = f"the head {document.head.component.kind}, which classifies {units[not data.per_pixel]}"
        expected = f"a head for {units[data.per_pixel]}, as {'segmentation' if data.per_pixel else 'linear'}"
        raise InputError("the head does not fit the data", place, found, expected)
