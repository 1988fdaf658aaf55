"""Learning curves: loss and error against epochs, from the metrics.csv of Lightning's CSVLogger. Needs matplotlib."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tableau2net.errors import InputError, Position
from tableau2net.report.sheet import FAINT, sheet

COLOURS = {"train": "#2166ac", "validation": "#e08214", "test": "#b2182b"}
PANELS = (("loss", "loss"), ("error", "error, %"))
MARKERS_UP_TO = 30  # points: more of them are a thick line

Points = list[tuple[float, float]]


def draw(sources: Sequence[Path], path: Path, title: str) -> None:
    """Two panels: the columns train_, validation_ and test_ loss, and likewise error; those that are there.

    Raises what `read` and `sheet` raise.
    """
    curves = read(sources)
    with sheet(path, (9.6, 3.9)) as figure:
        figure.suptitle(title)
        for axes, (quantity, label) in zip(figure.subplots(1, 2), PANELS, strict=True):
            for split, colour in COLOURS.items():
                if points := curves.get(f"{split}_{quantity}"):
                    _curve(axes, points, split, colour)
            _frame(axes, label)


def read(sources: Sequence[Path]) -> dict[str, Points]:
    """For each of the columns that is there its points: how many epochs are over, and the value then.

    An epoch has a row for everything that was logged at one time. Epochs count from 0, so what one row says of it holds
    when it is over; what k rows say is spread over it. A test is of the epochs that were trained, whatever its row has.

    Each time that a training is resumed it has a file of its own; what a later one says of an epoch holds.

    Raises InputError where a file cannot be read, all have none of the columns, or one has something else than numbers.
    """
    columns = [f"{split}_{quantity}" for quantity, _ in PANELS for split in COLOURS]
    found: dict[str, dict[int, list[float]]] = {}
    for source in sources:
        for column, epochs in _values(source, columns).items():
            found.setdefault(column, {}).update(epochs)
    if not found:
        raise InputError("these are no metrics of a training", Position(str(sources[0])), "", columns[0])
    curves = {
        column: [
            (epoch + (index + 1) / len(values), value)
            for epoch, values in sorted(epochs.items())
            for index, value in enumerate(values)
        ]
        for column, epochs in found.items()
    }
    trained = [points[-1][0] for column, points in curves.items() if not column.startswith("test_")]
    last = max(trained, default=math.inf)
    return {column: [(min(x, last), y) for x, y in points] for column, points in curves.items()}


def _curve(axes: Any, points: Points, name: str, colour: str) -> None:
    """A line; what was found once, as a test is, is a point with its value beside it."""
    x, y = zip(*points, strict=True)
    if len(points) == 1:
        axes.plot(x, y, "D", color=colour, markersize=6, label=f"{name}, {y[0]:.3g}", zorder=3, clip_on=False)
    else:
        marker = "o" if len(points) <= MARKERS_UP_TO else ""
        axes.plot(x, y, marker=marker, markersize=3.5, linewidth=1.5, color=colour, label=name)


def _frame(axes: Any, label: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set(xlabel="epochs", ylabel=label)
    axes.set_xlim(left=0)
    if label == "error, %" and axes.has_data():
        axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8, steps=[1, 2, 5, 10]))
    axes.grid()
    if axes.has_data():
        axes.legend()
    else:
        axes.text(0.5, 0.5, "not logged", color=FAINT, ha="center", transform=axes.transAxes)


def _values(source: Path, columns: Sequence[str]) -> dict[str, dict[int, list[float]]]:
    found: dict[str, dict[int, list[float]]] = {}
    for line, row in _rows(source):
        for column in columns:
            if row.get(column):
                place = Position(str(source), line, 1)
                epoch = int(_number(row.get("epoch"), "epoch", place))
                value = _number(row[column], column, place)
                found.setdefault(column, {}).setdefault(epoch, []).append(value)
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no text"
        raise InputError("this cannot be read", Position(str(path)), reason or "", "a metrics.csv") from None
    reader = csv.DictReader(text.splitlines())
    for row in reader:
        yield reader.line_num, row


def _number(text: str | None, column: str, place: Position) -> float:
    try:
        value = float(text or "")
    except ValueError:
        raise InputError(f"the {column} is no number", place, repr(text)) from None
    if column == "epoch" and not math.isfinite(value):
        raise InputError("the epoch is no number", place, repr(text))
    return value
