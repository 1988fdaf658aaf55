"""The panel of paired differences: a forest plot, one row a network against its baseline.

Lewis and Clarke, Forest plots: trying to see the wood and the trees, BMJ 322 (2001) 1479–1480.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tableau2net.compare.statistics import Interval

BETTER, WORSE, OPEN = "#1b7837", "#b2182b", "#4d4d4d"
ROW = 0.24  # inches, in type of 10 points


@dataclass(frozen=True, slots=True)
class Branch:
    """A row: its name, and the interval of a difference of errors in points; a heading has none."""

    name: str
    difference: Interval | None = None


def height(branches: Sequence[Branch], type_size: float) -> float:
    """How many inches the rows need, in a size of type in points."""
    return 1.0 + ROW * type_size / 10 * len(branches)


def plot(axes: Any, branches: Sequence[Branch], margin: float | None = None) -> None:
    """The rows from top to bottom, over 0 and, where there is one, over the margin to both sides of it.

    A difference whose interval lies on one side of 0 has the colour of better (left) or worse (right). One pair alone
    has no interval: its point is hollow.
    """
    axes.set(xlabel="difference of errors in points, network − baseline (mean, 95 % interval)")
    axes.set_ylim(len(branches) - 0.4, -0.6)
    axes.set_yticks(range(len(branches)), [branch.name for branch in branches])
    axes.tick_params(axis="y", length=0, labelsize="small")
    axes.axvline(0, color=OPEN, linewidth=1)
    if margin is not None:
        axes.axvspan(-margin, margin, color="#000000", alpha=0.06, linewidth=0)
    axes.grid(axis="x")
    for row, branch in enumerate(branches):
        if branch.difference is None:
            axes.get_yticklabels()[row].set_fontweight("bold")
        else:
            _interval(axes, row, branch.difference)
    axes.margins(x=0.06)


def _interval(axes: Any, row: int, difference: Interval) -> None:
    alone = math.isinf(difference.half_width)
    colour = BETTER if difference.high < 0 else WORSE if difference.low > 0 else OPEN
    axes.errorbar(
        difference.mean,
        row,
        xerr=None if alone else difference.half_width,
        fmt="s",
        color=colour,
        markerfacecolor="white" if alone else colour,
        markersize=5,
        elinewidth=1.2,
        capsize=2.5,
        zorder=3,
    )
