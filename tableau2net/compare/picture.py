"""The pictures of a comparison: error against parameters, and the paired differences beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tableau2net.compare import error_plot, forest_plot
from tableau2net.compare.forest_plot import Branch
from tableau2net.compare.records import Record, networks
from tableau2net.compare.statistics import Interval, interval
from tableau2net.compare.table import Row
from tableau2net.errors import InputError
from tableau2net.report.sheet import Style, font_size, sheet


def draw(
    records: Iterable[Record], rows: Sequence[Row], path: Path, title: str, style: Style | None = None
) -> None:
    """Both, of the rows of one table: each network's mean error over its parameters, and its paired difference, in the
    look of a style.

    Raises InputError where the records cannot be compared (see `networks`) or there are none, and what
    `sheet` raises.
    """
    found = _errors(records)
    branches = [Branch(row.network, row.difference) for row in rows if row.difference is not None]
    if not branches:
        _errors_alone(found, path, title, style)
        return
    type_size = font_size(style)
    size = (14.0, max(error_plot.height(len(found), type_size), forest_plot.height(branches, type_size)))
    with sheet(path, size, style) as figure:
        left, right = figure.subplots(1, 2, width_ratios=(1.25, 1))
        figure.suptitle(title)
        baseline = next(row.network for row in rows if row.difference is None)
        right.set_title(f"against {baseline}", fontsize=type_size)
        forest_plot.plot(right, branches)
        error_plot.plot(figure, left, found)


def draw_errors(records: Iterable[Record], path: Path, title: str) -> None:
    """Error against parameters alone, where the networks have no baseline in common. Raises what `draw` raises."""
    _errors_alone(_errors(records), path, title)


def draw_differences(branches: Sequence[Branch], path: Path, title: str, margin: float) -> None:
    """The paired differences of several comparisons, under a heading each. Raises what `sheet` raises."""
    with sheet(path, (9.0, forest_plot.height(branches, font_size()))) as figure:
        axes = figure.subplots()
        axes.set_title(title)
        forest_plot.plot(axes, branches, margin)


def _errors(records: Iterable[Record]) -> dict[str, tuple[int, Interval]]:
    found = {
        name: (own[0].parameters, interval([record.error for record in own]))
        for name, own in networks(records).items()
    }
    if not found:
        raise InputError("there is nothing to draw", None, "no records")
    return found


def _errors_alone(
    found: dict[str, tuple[int, Interval]], path: Path, title: str, style: Style | None = None
) -> None:
    with sheet(path, (9.4, error_plot.height(len(found), font_size(style))), style) as figure:
        axes = figure.subplots()
        axes.set_title(title)
        error_plot.plot(figure, axes, found)
