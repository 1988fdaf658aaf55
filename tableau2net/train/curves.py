"""Learning curves: loss and error against epochs. Needs matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tableau2net.report.sheet import FAINT, sheet

COLOURS = {"train": "#2166ac", "validation": "#e08214", "test": "#b2182b"}
PANELS = (("loss", "loss"), ("error", "error, %"))
MARKERS_UP_TO = 30  # points: more of them are a thick line

Points = list[tuple[int, float]]


def draw(history: Mapping[str, Sequence[float]], path: Path, title: str) -> None:
    """Two panels: train_, validation_ and test_ loss against epochs, and likewise error; those that are there.

    `history` has the values after each epoch. A test is of the epochs that were trained. Raises what `sheet` raises.
    """
    curves = points(history)
    with sheet(path, (9.6, 3.9)) as figure:
        figure.suptitle(title)
        for axes, (quantity, label) in zip(figure.subplots(1, 2), PANELS, strict=True):
            for split, colour in COLOURS.items():
                if found := curves.get(f"{split}_{quantity}"):
                    _curve(axes, found, split, colour)
            _frame(axes, label)


def points(history: Mapping[str, Sequence[float]]) -> dict[str, Points]:
    """Of each quantity: how many epochs were over, and the value then; of a test, how many there were."""
    epochs = max((len(values) for name, values in history.items() if not name.startswith("test_")), default=0)
    return {
        name: [(epochs, value) for value in values]
        if name.startswith("test_")
        else list(enumerate(values, start=1))
        for name, values in history.items()
    }


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
