"""A flow in layers, each in an order with few crossings (Sugiyama, Tagawa and Toda, IEEE Trans. SMC 11 (1981) 109–125).

A box lies one layer below the lowest box that it reads. A value that is read farther down passes through the layers
between on one lane, which all its readers share.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from tableau2net.report.picture.shapes import Flow

_SWEEPS, _STARTS, _SMALL = 8, 8, 400  # the number of starts for a flow of few places
_FEW = 12  # places of a layer that are exchanged pair by pair


@dataclass(frozen=True, slots=True)
class Place:
    """A box in its layer, or the lane of a box's value in a layer farther down."""

    box: str
    layer: int
    lane: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of an edge, from one layer to the next. `label` is told where it enters a box."""

    upper: Place
    lower: Place
    label: str = ""


@dataclass(frozen=True, slots=True)
class Layered:
    """The places of every layer from left to right, and the links between them."""

    layers: tuple[tuple[Place, ...], ...]
    links: tuple[Link, ...]


def layered(flow: Flow) -> Layered:
    """The flow in layers."""
    layer = _layers(flow)
    places = {box.name: Place(box.name, layer[box.name]) for box in flow.boxes}
    lanes: dict[Place, None] = {}
    links: dict[tuple[Place, Place], Link] = {}
    for edge in flow.edges:
        upper = places[edge.source]
        for n in range(upper.layer + 1, layer[edge.target]):
            lane = Place(edge.source, n, lane=True)
            lanes[lane] = None
            links[upper, lane] = Link(upper, lane)
            upper = lane
        lower = places[edge.target]
        links[upper, lower] = Link(upper, lower, edge.label)
    every = [*places.values(), *lanes]
    depth = max((place.layer for place in every), default=-1) + 1
    start = [[place for place in every if place.layer == n] for n in range(depth)]
    return Layered(_ordered(start, list(links.values())), tuple(links.values()))


def _layers(flow: Flow) -> Mapping[str, int]:
    """The longest way to every box; inputs on top, outputs at the bottom."""
    layer = {box.name: 0 for box in flow.boxes}
    readers: dict[str, list[str]] = {}
    for edge in flow.edges:
        readers.setdefault(edge.source, []).append(edge.target)
    for box in flow.boxes:
        for reader in readers.get(box.name, ()):
            layer[reader] = max(layer[reader], layer[box.name] + 1)
    last = max(layer.values(), default=0)
    return {box.name: last if box.kind == "output" else layer[box.name] for box in flow.boxes}


def _ordered(start: list[list[Place]], links: list[Link]) -> tuple[tuple[Place, ...], ...]:
    """The order with the fewest crossings that is met, from several starts, when sweeping down and up."""
    above: dict[Place, list[Place]] = {}
    below: dict[Place, list[Place]] = {}
    for link in links:
        above.setdefault(link.lower, []).append(link.upper)
        below.setdefault(link.upper, []).append(link.lower)
    best, fewest = start, _crossings(start, below)
    small = sum(map(len, start)) < _SMALL
    for seed in range(_STARTS if small else 1):
        layers = [list(layer) for layer in start]
        random = Random(seed)
        for layer in layers if seed else ():
            random.shuffle(layer)
        for sweep in range(_SWEEPS):
            if not fewest:
                break
            _sweep(layers, above, below, down=sweep % 2 == 0)
            crossings = _crossings(layers, below)
            if crossings < fewest:
                best, fewest = [list(layer) for layer in layers], crossings
    return tuple(tuple(layer) for layer in best)


def _sweep(
    layers: list[list[Place]],
    above: Mapping[Place, Sequence[Place]],
    below: Mapping[Place, Sequence[Place]],
    *,
    down: bool,
) -> None:
    """Order each layer by the one before it on the way."""
    for n in range(1, len(layers)) if down else range(len(layers) - 2, -1, -1):
        fixed = {place: i for i, place in enumerate(layers[n - 1 if down else n + 1])}
        _sort(layers[n], fixed, above if down else below)
    for n in range(len(layers)):
        _exchange(layers, n, above, below)


def _sort(
    layer: list[Place], fixed: Mapping[Place, int], neighbours: Mapping[Place, Sequence[Place]]
) -> None:
    """Sort a layer by the mean position of each place's neighbours; a place without keeps its own."""

    def centre(index: int) -> float:
        positions = [fixed[other] for other in neighbours.get(layer[index], ())]
        return sum(positions) / len(positions) if positions else float(index)

    order = sorted(range(len(layer)), key=lambda index: (centre(index), index))
    layer[:] = [layer[index] for index in order]


def _exchange(
    layers: list[list[Place]],
    n: int,
    above: Mapping[Place, Sequence[Place]],
    below: Mapping[Place, Sequence[Place]],
) -> None:
    """Exchange neighbours in a small layer as long as that takes crossings away."""
    layer = layers[n]
    if len(layer) > _FEW:
        return
    sides = []
    if n > 0:
        sides.append(({place: i for i, place in enumerate(layers[n - 1])}, above))
    if n + 1 < len(layers):
        sides.append(({place: i for i, place in enumerate(layers[n + 1])}, below))

    def crossings(left: Place, right: Place) -> int:
        return sum(
            fixed[a] > fixed[b]
            for fixed, neighbours in sides
            for a in neighbours.get(left, ())
            for b in neighbours.get(right, ())
        )

    improved = True
    while improved:
        improved = False
        for i in range(len(layer) - 1):
            if crossings(layer[i], layer[i + 1]) > crossings(layer[i + 1], layer[i]):
                layer[i], layer[i + 1] = layer[i + 1], layer[i]
                improved = True


def _crossings(layers: list[list[Place]], below: Mapping[Place, Sequence[Place]]) -> int:
    """How many links cross: the inversions between each layer and the next."""
    count = 0
    for upper, lower in pairwise(layers):
        position = {place: i for i, place in enumerate(lower)}
        passed: list[int] = []
        for place in upper:
            ends = sorted(position[other] for other in below.get(place, ()))
            count += sum(len(passed) - bisect_left(passed, end + 1) for end in ends)
            for end in ends:
                insort(passed, end)
    return count
