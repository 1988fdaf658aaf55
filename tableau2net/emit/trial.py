"""A network run once on small numbers, to tell which part of the user's own gives what it should not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from tableau2net.components import Component
from tableau2net.components.mechanisms.solve import Solve
from tableau2net.emit.loading import RAISED, PartError, called, reason
from tableau2net.emit.module import module
from tableau2net.emit.shortened import shortened
from tableau2net.errors import InputError
from tableau2net.graph import Graph

IMAGES = 2


def tried(graph: Graph, channels: int, size: int, initialiser: Component | None, *, halved: bool) -> None:
    """Build the network, with few steps, and run it on two images of channels×size×size.

    It runs without numbers where that is possible, else with some. With `halved` a transition gives what a field with
    its stride gives. Raises InputError, a PartError where a part of the user's own is at fault.
    """
    short = shortened(graph)
    with torch.random.fork_rng(devices=[]):
        try:
            _run(short, channels, size, initialiser, "meta", halved)
        except RAISED:  # a part of the user's own may need numbers
            _try(short, channels, size, initialiser, halved)


def _try(graph: Graph, channels: int, size: int, initialiser: Component | None, halved: bool) -> None:
    try:
        _run(graph, channels, size, initialiser, "cpu", halved)
    except PartError:
        raise
    except RAISED as error:
        raise unfit(error, channels, size) from error


def unfit(error: BaseException, channels: int, size: int) -> InputError:
    """What is told of a network that raises an error when it is built or run."""
    message = f"the network cannot be run on an image of {channels}×{size}×{size}"
    return InputError(message, None, reason(error))


def _run(
    graph: Graph, channels: int, size: int, initialiser: Component | None, device: str, halved: bool
) -> None:
    def watch(
        component: Component, built: nn.Module, arguments: tuple[Any, ...], options: Mapping[str, Any]
    ) -> None:
        if component.custom:
            stride = options.get("stride", 2 if component.role == "transitions" else 1)
            wanted = _wanted(component, arguments[1] if arguments else None, stride, halved)
            built.forward = _watched(component, built.forward, wanted, stride)

    with torch.device(device), torch.no_grad():
        network = module(graph, initialiser, watch).eval()
        for inner in network.modules():
            if isinstance(inner, Solve):  # whether the equations can be solved is another question
                inner.solver = lambda update, z, *limits: z
        network(torch.zeros(IMAGES, channels, size, size))


Shape = tuple[int | str, ...]


def _wanted(
    component: Component, outputs: int | None, stride: int, halved: bool
) -> Callable[[tuple[int, ...]], Shape]:
    """From the shape of the images that a part is given to that which it should give; the same where it has no number
    of `outputs`."""

    def shape(given: tuple[int, ...]) -> Shape:
        if outputs is None:
            return given
        if component.role == "heads":
            return (given[0], outputs)
        if component.role == "stems" or (component.role == "transitions" and not halved):
            return (given[0], outputs, "H", "W")
        return (given[0], outputs, *(-(-side // stride) for side in given[2:]))

    return shape


def _watched(
    component: Component, forward: Callable[..., Any], wanted: Callable[[tuple[int, ...]], Shape], stride: int
) -> Callable[..., Any]:
    """A module's forward, with its errors and its results told as those of the part."""
    strided = f" with stride {stride}" if stride != 1 else ""

    def checked(*arguments: Any, **keywords: Any) -> Any:
        given = tuple(arguments[0].shape)
        expected = wanted(given)
        try:
            result = forward(*arguments, **keywords)
        except PartError:
            raise
        except RAISED as error:
            message = f"{called(component)} cannot be run on {_told_shape(given)}"
            raise PartError(component, message, reason(error), _told_shape(expected)) from error
        shape = tuple(result.shape) if isinstance(result, Tensor) else None
        if (
            shape is None
            or len(shape) != len(expected)
            or any(
                isinstance(side, int) and side != found for side, found in zip(expected, shape, strict=True)
            )
        ):
            found = f"a {type(result).__name__}" if shape is None else _told_shape(shape, given[0])
            message = (
                f"{called(component)} returns a value that does not fit, for {_told_shape(given)}{strided}"
            )
            raise PartError(component, message, found, _told_shape(expected))
        return result

    return checked


def _told_shape(shape: Shape, images: int | None = None) -> str:
    """The shape, with N for the number of images; for a result that has other than the `images` given, with both."""
    if images is not None and shape[:1] != (images,):
        return f"({', '.join(map(str, shape))}) for N = {images}"
    return f"({', '.join(['N', *map(str, shape[1:])])})"
