"""The horizontal positions of a layered flow: every place near its neighbours, chains and lanes straight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from tableau2net.report.picture.layers import Layered, Link, Place

_GAP, _LANE_GAP = 24.0, 11.0
_ROUNDS, _MANY, _DEEP = 80, 2000, 60


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a place reaches to the left and to the right of its position."""

    left: float
    right: float


Offsets = Mapping[tuple[Place, Place], float]


def columns(graph: Layered, extents: Mapping[Place, Extent], offsets: Offsets) -> dict[Place, float]:
    """The positions, in the order of the layers and apart from each other.

    `offsets` tell how far from its lower place's position each link ends.
    """
    layers = [layer for layer in graph.layers if layer]
    distances = {layer: _distances(layer, extents) for layer in layers}
    x = {
        place: sum(distances[layer][: i + 1]) - sum(distances[layer]) / 2
        for layer in layers
        for i, place in enumerate(layer)
    }
    pulls = _pulls(graph.links, offsets)
    for number in range(_ROUNDS if len(x) < _MANY else 8):
        for layer in layers if number % 2 == 0 else reversed(layers):
            wishes = [_wish([place], pulls, x) for place in layer]
            x.update(zip(layer, _apart(wishes, distances[layer]), strict=True))
    _straighten(x, graph, offsets, pulls, distances)
    return x


def _distances(layer: Sequence[Place], extents: Mapping[Place, Extent]) -> list[float]:
    """The least distance of each place from the one before it; 0 for the first."""
    gaps = (_LANE_GAP if a.lane and b.lane else _GAP for a, b in pairwise(layer))
    ends = zip(pairwise(layer), gaps, strict=True)
    return [0.0, *(extents[a].right + gap + extents[b].left for (a, b), gap in ends)]


# --- near the neighbours -----------------------------------------------------------------------------------------

_Pulls = Mapping[Place, Sequence[tuple[Place, float, float]]]  # the neighbour, how far from it, how strongly


def _pulls(links: Sequence[Link], offsets: Offsets) -> _Pulls:
    pulls: dict[Place, list[tuple[Place, float, float]]] = {}
    for link in links:
        lanes = link.upper.lane + link.lower.lane
        weight, offset = (3.0, 1.0, 8.0)[lanes], offsets[link.upper, link.lower]
        pulls.setdefault(link.lower, []).append((link.upper, -offset, weight))
        pulls.setdefault(link.upper, []).append((link.lower, offset, weight))
    return pulls


def _wish(block: Sequence[Place], pulls: _Pulls, x: Mapping[Place, float]) -> tuple[float, float]:
    """Where the neighbours outside a block of places pull it to, and how strongly."""
    inside = set(block)
    near = [
        (x[other] + shift, weight)
        for place in block
        for other, shift, weight in pulls.get(place, ())
        if other not in inside
    ] or [(x[block[0]], 0.1)]
    strength = sum(weight for _, weight in near)
    return sum(position * weight for position, weight in near) / strength, strength


def _apart(wishes: Sequence[tuple[float, float]], distances: Sequence[float]) -> list[float]:
    """The positions nearest to the wishes (weighted squares) at these distances: isotonic regression, by pooling."""
    starts = [sum(distances[: i + 1]) for i in range(len(distances))]
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for (wish, weight), start in zip(wishes, starts, strict=True):
        mean, count = wish - start, 1
        while pools and pools[-1][0] > mean:
            other, other_weight, others = pools.pop()
            mean = (mean * weight + other * other_weight) / (weight + other_weight)
            weight, count = weight + other_weight, count + others
        pools.append((mean, weight, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + start for mean, start in zip(means, starts, strict=True)]


# --- straight ----------------------------------------------------------------------------------------------------

_Beside = Mapping[Place, tuple[Place, float]]  # the next place of the layer, and the least distance


def _straighten(
    x: dict[Place, float],
    graph: Layered,
    offsets: Offsets,
    pulls: _Pulls,
    distances: Mapping[tuple[Place, ...], Sequence[float]],
) -> None:
    """Give all places of a block one position, and then move the blocks, as they are, to where they are pulled."""
    left: dict[Place, tuple[Place, float]] = {}
    right: dict[Place, tuple[Place, float]] = {}
    for layer, apart in distances.items():
        for (a, b), distance in zip(pairwise(layer), apart[1:], strict=True):
            left[b], right[a] = (a, distance), (b, distance)
    block = _blocks(graph, offsets)
    blocks = list({id(places): places for places in block.values()}.values())
    for places in sorted(blocks, key=len, reverse=True):
        moved = dict(x)
        mean = sum(x[place] for place in places) / len(places)
        if _pushed(moved, places, mean, block, left, right, set()):
            x.update(moved)
    for number in range(6):
        order = sorted(blocks, key=lambda places: x[places[0]], reverse=number % 2 == 0)
        for places in order:
            low = max((x[left[p][0]] + left[p][1] for p in places if p in left), default=-inf)
            high = min((x[right[p][0]] - right[p][1] for p in places if p in right), default=inf)
            if low <= high:
                position = min(max(_wish(places, pulls, x)[0], low), high)
                x.update(dict.fromkeys(places, position))


def _pushed(
    x: dict[Place, float],
    places: list[Place],
    position: float,
    block: Mapping[Place, list[Place]],
    left: _Beside,
    right: _Beside,
    moving: set[int],
) -> bool:
    """Set a block on a position and push those beside it, straightened, out of its way.

    False where blocks lock each other; `x` is then of no use.
    """
    if id(places) in moving or len(moving) > _DEEP:
        return False
    x.update(dict.fromkeys(places, position))
    for beside, sign in ((right, 1.0), (left, -1.0)):
        needed: dict[Place, float] = {}  # by the first place of each block beside
        for other, distance in (beside[place] for place in places if place in beside):
            first = block[other][0]
            needed[first] = max(needed.get(first, -inf), sign * position + distance)
        for first, least in needed.items():
            reached = [sign * x[place] for place in block[first]]
            if min(reached) < least - 1e-9:
                farthest = sign * max(least, *reached)
                if not _pushed(x, block[first], farthest, block, left, right, moving | {id(places)}):
                    return False
    return True


def _blocks(graph: Layered, offsets: Offsets) -> dict[Place, list[Place]]:
    """The block of each place: a lane, or a chain of boxes of which each leads to one box alone, straight below."""
    below: dict[Place, int] = {}
    for link in graph.links:
        below[link.upper] = below.get(link.upper, 0) + (not link.lower.lane)
    block = {place: [place] for layer in graph.layers for place in layer}
    for link in graph.links:
        upper, lower = block[link.upper], block[link.lower]
        lane = link.upper.lane and link.lower.lane
        chain = not (link.upper.lane or link.lower.lane or offsets[link.upper, link.lower])
        if (
            (lane or (chain and below[link.upper] == 1))
            and upper[-1] == link.upper
            and lower[0] == link.lower
        ):
            upper += lower
            block.update(dict.fromkeys(lower, upper))
    return block
