"""The figure of matplotlib (extra `plot`) that the formats .png and .pdf are saved from: the same sheet as the SVG."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tableau2net.report.picture.panels import (
    EDGE,
    FILLS,
    GROUND,
    INK,
    LINE,
    MUTED,
    PADDING,
    ROW,
    TITLE,
    Arrangement,
    Panel,
)
from tableau2net.report.picture.placement import DETAIL, LABEL, Line, Rectangle, text_width
from tableau2net.report.sheet import drawing

UNITS = 72  # to the inch
SLIMMER = 0.88  # matplotlib's own font is wider than the one that the boxes are laid out for


@contextmanager
def figure(sheet: Arrangement) -> Iterator[Any]:
    """A matplotlib Figure on which the sheet is drawn, to be saved inside.

    Raises InputError where matplotlib is not installed.
    """
    matplotlib = drawing(otherwise="an .svg file")
    look = {"font.family": "DejaVu Sans", "mathtext.default": "regular", "pdf.fonttype": 42}
    with matplotlib.rc_context(look):
        found = matplotlib.figure.Figure(
            figsize=(sheet.width / UNITS, sheet.height / UNITS), facecolor="white"
        )
        axes = found.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, sheet.width), ylim=(sheet.height, 0))
        axes.axis("off")
        _draw(axes, sheet)
        yield found


def _draw(axes: Any, sheet: Arrangement) -> None:
    for panel, x, y in sheet.panels:
        _rounded(axes, x, y, panel.width, panel.height, 10, GROUND, EDGE)
        below = _heading(axes, panel, x, y)
        left = x + (panel.width - panel.layout.width) / 2
        for line in panel.layout.lines:
            _path(axes, line, left, below)
        for line in panel.layout.lines:
            _label(axes, line, left, below)
        for rectangle in panel.layout.rectangles:
            _box(axes, rectangle, left, below)


def _heading(axes: Any, panel: Panel, x: float, y: float) -> float:
    """The panel's texts; returns where its drawing begins."""
    place = y + PADDING + 4
    _text(axes, panel.flow.name, x + PADDING, place, TITLE, weight="bold", align="left")
    for text in panel.heading:
        place += ROW
        _text(axes, text, x + PADDING, place, DETAIL, colour=MUTED, align="left")
    return place + 26


def _path(axes: Any, line: Line, x: float, y: float) -> None:
    from matplotlib.patches import PathPatch, Polygon
    from matplotlib.path import Path

    middle = (line.bend0 + line.bend1) / 2
    points = [
        (line.x0, line.y0),
        (line.x0, line.bend0),
        (line.x0, middle),
        (line.x1, middle),
        (line.x1, line.bend1),
        (line.x1, line.y1 - (6 if line.arrow else 0)),
    ]
    codes = [Path.MOVETO, Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.LINETO]
    moved = Path([(x + a, y + b) for a, b in points], codes)
    axes.add_patch(PathPatch(moved, fill=False, edgecolor=LINE, linewidth=1.3, capstyle="butt"))
    if line.arrow:
        tip = (x + line.x1, y + line.y1)
        corners = [tip, (tip[0] - 3.2, tip[1] - 7), (tip[0] + 3.2, tip[1] - 7)]
        axes.add_patch(Polygon(corners, facecolor=LINE, edgecolor="none"))


def _label(axes: Any, line: Line, x: float, y: float) -> None:
    """The label on its line, with a ground of its own."""
    if line.label:
        width = text_width(line.label, DETAIL) + 4
        _rounded(axes, x + line.x1 - width / 2, y + line.label_y - 7, width, 13, 0, GROUND, "none")
        _text(axes, line.label, x + line.x1, y + line.label_y + 3.5, DETAIL)


def _box(axes: Any, rectangle: Rectangle, x: float, y: float) -> None:
    box = rectangle.box
    fill, stroke, radius = FILLS[box.kind]
    left, top = x + rectangle.x - rectangle.width / 2, y + rectangle.y - rectangle.height / 2
    for shift in (4, 0) if box.many else (0,):
        _rounded(axes, left + shift, top + shift, rectangle.width, rectangle.height, radius, fill, stroke)
    middle, centre = x + rectangle.x, y + rectangle.y
    if not box.label:
        return
    if not box.detail:
        _text(axes, box.label, middle, centre + 4.5, LABEL)
    else:
        _text(axes, box.label, middle, centre - 3, LABEL)
        _text(axes, box.detail, middle, centre + 13, DETAIL, colour=MUTED)


def _rounded(
    axes: Any, x: float, y: float, width: float, height: float, radius: float, fill: str, stroke: str
) -> None:
    from matplotlib.patches import FancyBboxPatch

    style = f"round,pad=0,rounding_size={min(radius, width / 2, height / 2)}" if radius else "square,pad=0"
    axes.add_patch(
        FancyBboxPatch((x, y), width, height, boxstyle=style, facecolor=fill, edgecolor=stroke, linewidth=1)
    )


def _text(
    axes: Any,
    text: str,
    x: float,
    y: float,
    size: float,
    colour: str = INK,
    weight: str = "normal",
    align: str = "center",
) -> None:
    plain = text.replace("$", r"\$")  # no formula
    axes.text(x, y, plain, fontsize=size * SLIMMER, color=colour, weight=weight, ha=align, va="baseline")
