"""The picture of a comparison: error against parameters, the networks that no other surpasses joined by a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import Any

from tableau2net.compare.records import Record, networks
from tableau2net.compare.statistics import Interval, interval
from tableau2net.errors import InputError
from tableau2net.report.sheet import sheet

POINT, FRONT = "#2166ac", "#b2182b"
DISTANCES = (9, 16, 26, 40)  # from a point to its label, in pixels of the canvas at 100 to the inch
DIRECTIONS = ((1, 0), (1, 1), (1, -1), (-1, 0), (-1, 1), (-1, -1), (0, 1), (0, -1))
SIDES = {1: ("left", "bottom"), 0: ("center", "center"), -1: ("right", "top")}
TICKS = (
    (2, ()),
    (8, (1, 1.5, 2, 3, 4, 6, 8)),
    (500, (1, 2, 5)),
)  # up to largest / smallest: digits of a tick

Box = tuple[float, float, float, float]


def pareto(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Those that no other dominates, by being as small in both and smaller in one; from left to right, each once."""
    front: list[tuple[float, float]] = []
    for point in sorted(set(points)):
        if not front or point[1] < front[-1][1]:
            front.append(point)
    return front


def draw(records: Iterable[Record], path: Path, title: str) -> None:
    """Each network's mean error, with its t-interval of 95 %, over its parameters.

    Raises InputError where the records cannot be compared (see `networks`) or there are none, and what
    `sheet` raises.
    """
    found = {
        name: (own[0].parameters, interval([record.error for record in own]))
        for name, own in networks(records).items()
    }
    if not found:
        raise InputError("there is nothing to draw", None, "no records")
    front = pareto((parameters, error.mean) for parameters, error in found.values())
    with sheet(path, (8.4, 5.2)) as figure:
        axes = figure.subplots()
        axes.set_title(title)
        axes.set(xlabel="parameters", ylabel="test error, % (mean, 95 % interval)")
        _parameters_axis(axes, [parameters for parameters, _ in found.values()])
        axes.grid()
        axes.plot(*zip(*front, strict=True), color=FRONT, linewidth=1.2, zorder=2)
        for parameters, error in found.values():
            _point(axes, parameters, error, (parameters, error.mean) in front)
        axes.margins(y=0.08)
        _label(figure, axes, found, front)


def _point(axes: Any, parameters: int, error: Interval, first: bool) -> None:
    """One network; where there is one seed alone, without a bar and hollow."""
    colour = FRONT if first else POINT
    alone = math.isinf(error.half_width)
    axes.errorbar(
        parameters,
        error.mean,
        yerr=None if alone else error.half_width,
        fmt="o",
        color=colour,
        markerfacecolor="white" if alone else colour,
        markersize=5.5,
        elinewidth=1,
        capsize=3,
        zorder=3,
    )


def _parameters_axis(axes: Any, parameters: Sequence[int]) -> None:
    """A logarithmic axis with a margin, and with a few round ticks also where it is much shorter than a decade."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullLocator

    low, high = min(parameters), max(parameters)
    margin = max((high / low) ** 0.12, 1.15)
    left, right = low / margin, high * margin**1.6  # names stand to the right first
    axes.set_xscale("log")
    axes.set_xlim(left, right)
    digits = next((digits for most, digits in TICKS if high / low < most), (1,))
    even = MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]).tick_values(left, right)
    axes.xaxis.set_major_locator(LogLocator(subs=digits) if digits else FixedLocator(even))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _count(value)))


def _count(value: float) -> str:
    """1500 → 1.5 k"""
    for size, letter in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{value / size:.4g}{letter}"
    return f"{value:.4g}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a label could stand: its box and how bad that is."""

    offset: tuple[float, float]
    direction: tuple[int, int]
    box: Box
    cost: float


def _label(
    figure: Any, axes: Any, found: dict[str, tuple[int, Interval]], front: Sequence[tuple[float, float]]
) -> None:
    """Names beside the points: each where it covers least of the points, bars and line, and of the names before it.

    Those farther away than the nearest place are joined to their point.
    """
    figure.draw_without_rendering()
    taken = _along([tuple(axes.transData.transform(point)) for point in front])
    anchors = {}
    for name, (parameters, error) in found.items():
        x, y = axes.transData.transform((parameters, error.mean))
        anchors[name] = (float(x), float(y))
        taken.append(((x - 5, y - 5, x + 5, y + 5), 6.0))
        if not math.isinf(error.half_width):
            low, high = (axes.transData.transform((parameters, end))[1] for end in (error.low, error.high))
            taken.append(((x - 3, low, x + 3, high), 2.0))
    edges = axes.get_window_extent()
    frame = (edges.x0, edges.y0, edges.x1, edges.y1)
    for name, (x, y) in anchors.items():
        shown = axes.annotate(name, (x, y), xycoords="figure pixels", fontsize=8.5)
        extent = shown.get_window_extent()
        shown.remove()
        others = [anchor for other, anchor in anchors.items() if other != name]
        best = min(
            (
                _place((x, y), (extent.width, extent.height), distance, direction, taken, frame, others)
                for distance, direction in product(DISTANCES, DIRECTIONS)
            ),
            key=lambda place: place.cost,
        )
        taken.append((best.box, 8.0))
        _write(figure, axes, name, found[name], best)


def _along(line: Sequence[tuple[float, float]]) -> list[tuple[Box, float]]:
    """Small boxes, a few pixels apart, along a line of points."""
    boxes = []
    for (x0, y0), (x1, y1) in pairwise(line):
        count = max(1, int(math.hypot(x1 - x0, y1 - y0) / 4))
        for part in (index / count for index in range(count)):
            x, y = x0 + part * (x1 - x0), y0 + part * (y1 - y0)
            boxes.append(((x - 2, y - 2, x + 2, y + 2), 3.0))
    return boxes


def _write(figure: Any, axes: Any, name: str, at: tuple[int, Interval], place: _Place) -> None:
    from matplotlib.patheffects import withStroke

    across, up = place.direction
    points = 72 / figure.dpi
    far = max(map(abs, place.offset)) > DISTANCES[0]
    axes.annotate(
        name,
        (at[0], at[1].mean),
        (place.offset[0] * points, place.offset[1] * points),
        textcoords="offset points",
        fontsize=8.5,
        ha=SIDES[across][0],
        va=SIDES[up][1],
        arrowprops={"arrowstyle": "-", "color": "#808080", "linewidth": 0.6, "shrinkB": 4} if far else None,
        path_effects=[withStroke(linewidth=2, foreground="white")],
        zorder=4,
    )


def _place(
    anchor: tuple[float, float],
    size: tuple[float, float],
    distance: float,
    direction: tuple[int, int],
    taken: Sequence[tuple[Box, float]],
    frame: Box,
    others: Sequence[tuple[float, float]],
) -> _Place:
    """The cost is the part of the label that covers something, by its weight, something for being nearer to another
    point than to its own, and a little for being far away.
    """
    reach = distance / math.sqrt(2) if all(direction) else distance
    offset = (direction[0] * reach, direction[1] * reach)
    left, bottom = (anchor[axis] + offset[axis] + size[axis] * (direction[axis] - 1) / 2 for axis in (0, 1))
    box = (left, bottom, left + size[0], bottom + size[1])
    area = size[0] * size[1]
    covered = sum(weight * _overlap(box, other) for other, weight in taken) / area
    outside = 20 * (area - _overlap(box, frame)) / area
    astray = any(_apart(box, other) < _apart(box, anchor) for other in others)
    far = 0.012 * distance + 0.02 * DIRECTIONS.index(direction)
    return _Place(offset, direction, box, covered + outside + astray + far)


def _overlap(a: Box, b: Box) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0.0


def _apart(box: Box, point: tuple[float, float]) -> float:
    across = max(box[0] - point[0], 0, point[0] - box[2])
    return math.hypot(across, max(box[1] - point[1], 0, point[1] - box[3]))
