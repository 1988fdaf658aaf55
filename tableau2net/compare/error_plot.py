"""The panel of error against parameters: the networks that no other surpasses are joined by a line.

Names stand in a column beside the panel, so that no two can collide, each joined to its point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tableau2net.compare.statistics import Interval, mean

POINT, FRONT, LEADER = "#2166ac", "#b2182b", "#9a9a9a"
COLUMN = 1.03  # where names begin, in widths of the panel
NAMES, LINE = 0.85, 1.25  # size of names, and from one to the next, in sizes of type
FRONT_WIDTH = 0.8  # in line widths
TICKS = (
    (2, ()),
    (8, (1, 1.5, 2, 3, 4, 6, 8)),
    (500, (1, 2, 5)),
)  # up to largest / smallest: digits of a tick


def pareto(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Those that no other dominates, by being as small in both and smaller in one; from left to right, each once."""
    front: list[tuple[float, float]] = []
    for point in sorted(set(points)):
        if not front or point[1] < front[-1][1]:
            front.append(point)
    return front


def height(count: int, type_size: float) -> float:
    """How many inches the names of so many networks need, in a size of type in points, and the panel at least."""
    return max(5.2, (count + 3) * LINE * type_size / 72)


def plot(figure: Any, axes: Any, found: Mapping[str, tuple[int, Interval]]) -> None:
    """Each network's parameters and its error in percent, with its interval as far as errors go: from 0 to 100."""
    front = pareto((parameters, error.mean) for parameters, error in found.values())
    axes.set(xlabel="parameters", ylabel="test error, % (mean, 95 % interval)")
    _parameters_axis(axes, [parameters for parameters, _ in found.values()])
    axes.grid()
    axes.plot(
        *zip(*front, strict=True), color=FRONT, linewidth=FRONT_WIDTH * _setting("lines.linewidth"), zorder=2
    )
    for parameters, error in found.values():
        _point(axes, parameters, error, (parameters, error.mean) in front)
    axes.margins(y=0.08)
    low, high = axes.get_ylim()
    axes.set_ylim(max(low, 0.0), min(high, 100.0))
    _names(figure, axes, found)


def _point(axes: Any, parameters: int, error: Interval, first: bool) -> None:
    """One network; where there is one seed alone, without a bar and hollow."""
    colour = FRONT if first else POINT
    alone = math.isinf(error.half_width)
    ends = ([error.mean - max(error.low, 0.0)], [min(error.high, 100.0) - error.mean])
    axes.errorbar(
        parameters,
        error.mean,
        yerr=None if alone else ends,
        fmt="o",
        color=colour,
        markerfacecolor="white" if alone else colour,
        markersize=5.5,
        elinewidth=1,
        capsize=3,
        zorder=3,
        clip_on=False,  # an error of 0 lies on the edge
    )


def _parameters_axis(axes: Any, parameters: Sequence[int]) -> None:
    """A logarithmic axis with a margin, and with a few round ticks also where it is much shorter than a decade."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullLocator

    low, high = min(parameters), max(parameters)
    margin = max((high / low) ** 0.08, 1.1)
    left, right = low / margin, high * margin
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


def _names(figure: Any, axes: Any, found: Mapping[str, tuple[int, Interval]]) -> None:
    """The column of names, in the order of the points' heights, each as near to that of its own as there is room."""
    type_size = _setting("font.size")
    ordered = sorted(found, key=lambda name: (-found[name][1].mean, found[name][0], name))
    for name in ordered:  # room for the column is made before the heights are known
        axes.text(COLUMN, 0.5, name, transform=axes.transAxes, fontsize=NAMES * type_size, alpha=0)
    figure.draw_without_rendering()
    frame = axes.get_window_extent()
    line = LINE * type_size * figure.dpi / 72
    wanted = [axes.transData.transform((1, found[name][1].mean))[1] for name in reversed(ordered)]
    heights = spread(wanted, line, frame.y0, frame.y1)
    for name, at in zip(reversed(ordered), heights, strict=True):
        axes.annotate(
            name,
            (found[name][0], found[name][1].mean),
            (COLUMN, (at - frame.y0) / frame.height),
            textcoords="axes fraction",
            fontsize=NAMES * type_size,
            va="center",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": LEADER,
                "linewidth": 0.5,
                "shrinkB": 4,
                "relpos": (0, 0.5),
            },
        )


def _setting(name: str) -> float:
    """A length of the look in which the picture is drawn, in points."""
    import matplotlib

    return float(matplotlib.rcParams[name])


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places in the order of `wanted`, which ascends: each two at least `apart`, the sum of squared shifts the least.

    Isotonic regression of wanted[i] − i·apart by pooling neighbours (Ayer et al., Ann. Math. Statist. 26 (1955)
    641–647), then kept between `low` and `high` as far as these are far enough apart.
    """
    pools: list[list[float]] = []
    for index, place in enumerate(wanted):
        pools.append([place - index * apart])
        while len(pools) > 1 and mean(pools[-2]) > mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    bases = [mean(pool) for pool in pools for _ in pool]
    room = max(high - (len(bases) - 1) * apart, low)
    return [min(max(base, low), room) + index * apart for index, base in enumerate(bases)]
