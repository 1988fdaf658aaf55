"""Where the boxes, lanes and labels of a flow stand: layers from top to bottom, lanes as straight as they can be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tableau2net.report.picture.columns import Extent, columns
from tableau2net.report.picture.layers import Layered, Link, Place, layered
from tableau2net.report.picture.shapes import Box, Flow

LABEL, DETAIL = 13.0, 10.5  # sizes of type
_LANE = Extent(1.0, 1.0)
_BEND, _HIGHEST = 24.0, 64.0  # between layers, for the curves
_ENTRY, _LABELLED = 12.0, 26.0  # and below them for the arrow heads; with labels
_NARROW = frozenset("iljtf.,:;'|()[]/ ′")


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box by its centre and size."""

    box: Box
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A link: down from (x0, y0) to `bend0`, in a curve to x1 at `bend1`, and down to y1.

    It is an arrow if it ends at a box; a lane it follows to its end. Its label stands around (x1, label_y).
    """

    x0: float
    y0: float
    bend0: float
    bend1: float
    x1: float
    y1: float
    arrow: bool
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A flow laid out from (0, 0) to (width, height)."""

    width: float
    height: float
    rectangles: tuple[Rectangle, ...]
    lines: tuple[Line, ...]


def text_width(text: str, size: float) -> float:
    """About how wide a sans-serif font sets the text."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _NARROW:
        return 0.38
    return 0.74 if letter.isupper() or letter in "mwΣ→×" else 0.61


def layout(flow: Flow) -> Layout:
    """Lay out a flow."""
    graph = layered(flow)
    boxes = {box.name: box for box in flow.boxes}
    ports = _ports(graph)
    extents = {
        place: _LANE if place.lane else _extent(boxes[place.box], ports.get(place, {}).values())
        for layer in graph.layers
        for place in layer
    }
    offsets = {(link.upper, link.lower): _offset(ports.get(link.lower, {}), link) for link in graph.links}
    x = columns(graph, extents, offsets)
    left = min((x[place] - extents[place].left for place in x), default=0.0)
    right = max((x[place] + extents[place].right for place in x), default=0.0)
    ends = [
        (link, x[link.upper] - left, x[link.lower] + offsets[link.upper, link.lower] - left)
        for link in graph.links
    ]
    rows = _rows(graph, boxes, _bends((link.lower.layer, x1 - x0) for link, x0, x1 in ends))
    rectangles = tuple(
        _rectangle(boxes[place.box], x[place] - left, rows[place.layer], extents[place])
        for layer in graph.layers
        for place in layer
        if not place.lane
    )
    lines = tuple(_line(link, x0, x1, rows, boxes) for link, x0, x1 in ends)
    return Layout(right - left, rows[-1].bottom if rows else 0.0, rectangles, lines)


# --- sizes -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Port:
    """Where an arrow enters a box: from the box's place, and the room that it needs."""

    offset: float
    room: float


def _extent(box: Box, ports: Iterable[_Port]) -> Extent:
    """Wide enough for the text and, to each side, for the arrows that enter."""
    half = max(text_width(box.label, LABEL) + 20, text_width(box.detail, DETAIL) + 18) / 2
    left = max((port.room / 2 - port.offset for port in ports), default=0.0)
    right = max((port.room / 2 + port.offset for port in ports), default=0.0)
    return Extent(max(half, left), max(half, right))


def _height(box: Box) -> float:
    if box.kind in ("input", "output"):
        return 24.0
    if box.kind in ("sum", "concat", "split"):
        return 26.0
    return 42.0 if box.detail else 30.0


def _rectangle(box: Box, x: float, row: _Row, extent: Extent) -> Rectangle:
    middle = x + (extent.right - extent.left) / 2
    return Rectangle(box, middle, row.middle, extent.left + extent.right, _height(box))


def _ports(graph: Layered) -> Mapping[Place, Mapping[Place, _Port]]:
    """For each box, where each link enters it: in the order of the layer above, and a box just above in the middle."""
    order = {place: i for layer in graph.layers for i, place in enumerate(layer)}
    entering: dict[Place, list[Link]] = {}
    for link in graph.links:
        if not link.lower.lane:
            entering.setdefault(link.lower, []).append(link)
    found = {}
    for place, links in entering.items():
        links.sort(key=lambda link: order[link.upper])
        rooms = [max(15.0, text_width(link.label, DETAIL) + 12 if link.label else 0.0) for link in links]
        lefts = [sum(rooms[:i]) for i in range(len(rooms))]
        above = [i for i, link in enumerate(links) if not link.upper.lane]
        middle = lefts[above[0]] + rooms[above[0]] / 2 if len(above) == 1 else sum(rooms) / 2
        found[place] = {
            link.upper: _Port(left + room / 2 - middle, room)
            for link, left, room in zip(links, lefts, rooms, strict=True)
        }
    return found


def _offset(ports: Mapping[Place, _Port], link: Link) -> float:
    return ports[link.upper].offset if link.upper in ports else 0.0


# --- rows --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A layer: where arrows may start to enter, its top, middle and bottom."""

    entry: float
    top: float
    middle: float
    bottom: float


def _rows(graph: Layered, boxes: Mapping[str, Box], bends: Mapping[int, float]) -> list[_Row]:
    """The layers one below the other; `bends` is how high the curves above each layer are."""
    labelled = {link.lower.layer for link in graph.links if link.label}
    rows: list[_Row] = []
    for n, layer in enumerate(graph.layers):
        height = max((_height(boxes[place.box]) for place in layer if not place.lane), default=0.0)
        entry = rows[-1].bottom + bends.get(n, 0.0) if rows else 0.0
        top = entry + (_LABELLED if n in labelled else _ENTRY) if rows else 0.0
        rows.append(_Row(entry, top, top + height / 2, top + height))
    return rows


def _bends(lengths: Iterable[tuple[int, float]]) -> dict[int, float]:
    """How high the curves above each layer are: the higher, the farther to the side one of them leads."""
    bends: dict[int, float] = {}
    for layer, length in lengths:
        bends[layer] = max(bends.get(layer, _BEND), min(_BEND + (abs(length) - 90) / 8, _HIGHEST))
    return bends


def _line(link: Link, x0: float, x1: float, rows: Sequence[_Row], boxes: Mapping[str, Box]) -> Line:
    above, below = rows[link.upper.layer], rows[link.lower.layer]
    y0 = above.bottom if link.upper.lane else above.middle + _height(boxes[link.upper.box]) / 2
    y1 = below.bottom if link.lower.lane else below.middle - _height(boxes[link.lower.box]) / 2
    return Line(
        x0=x0, y0=y0, bend0=above.bottom, bend1=below.entry, x1=x1, y1=y1,
        arrow=not link.lower.lane, label=link.label, label_y=y1 - 15,
    )  # fmt: skip
