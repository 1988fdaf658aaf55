"""A step of many stages as a matrix, the pattern of its tableau, where arrows would be a thicket: a row for what reads,
a column for what is read, and a square where the one reads the other."""

from __future__ import annotations

from tableau2net.report.picture.placement import DETAIL, LABEL, Layout, Rectangle, text_width
from tableau2net.report.picture.shapes import Box, Flow

MANY, DENSE = 64, 2.0  # arrows, and arrows for each box, above which they are a thicket
CELL, HIGH, GAP = 24.0, 24.0, 6.0  # a square, a row, and what is between
NOTE = "A square: the row reads the column. The coefficients are those of the tableau."


def is_thicket(flow: Flow) -> bool:
    """Whether a step has too many arrows to be followed."""
    stages = all(box.kind not in ("steps", "part") for box in flow.boxes)
    return stages and len(flow.edges) > max(MANY, DENSE * len(flow.boxes))


def matrix(flow: Flow) -> Layout:
    """The flow laid out as a matrix. A sum that one box alone reads stands in the row of that box."""
    boxes = {box.name: box for box in flow.boxes}
    sources: dict[str, list[str]] = {}
    readers: dict[str, list[str]] = {}
    for edge in flow.edges:
        sources.setdefault(edge.target, []).append(edge.source)
        readers.setdefault(edge.source, []).append(edge.target)
    joined = {
        name: readers[name][0]
        for name, box in boxes.items()
        if box.kind in ("sum", "concat") and len(readers.get(name, ())) == 1
        if len(sources[readers[name][0]]) == 1
    }
    sums = {reader: name for name, reader in joined.items()}
    rows = [
        (box, sources[sums.get(box.name, box.name)]) for box in flow.boxes if _reads(box, sources, joined)
    ]
    read = {source for _, each in rows for source in each}
    columns = [box for box in flow.boxes if box.name in read]
    wide = max(text_width(box.label, LABEL) + text_width(box.detail, DETAIL) for box, _ in rows) + 30
    widths = [max(CELL, text_width(box.label, DETAIL) + 14) for box in columns]
    places = {
        box.name: wide + GAP * (i + 1) + sum(widths[:i]) + widths[i] / 2 for i, box in enumerate(columns)
    }
    drawn = [
        Rectangle(Box(box.name, box.kind, box.label), places[box.name], HIGH / 2, width, HIGH)
        for box, width in zip(columns, widths, strict=True)
    ]
    for i, (box, each) in enumerate(rows, start=1):
        y = HIGH / 2 + i * (HIGH + GAP)
        label = f"{box.label}, {box.detail}" if box.detail else box.label
        drawn.append(Rectangle(Box(box.name, box.kind, label), wide / 2, y, wide, HIGH))
        drawn += [
            Rectangle(Box(f"{box.name} {name}", boxes[name].kind, ""), places[name], y, CELL - 6, HIGH - 6)
            for name in each
        ]
    return Layout(wide + sum(widths) + GAP * len(widths), (HIGH + GAP) * (len(rows) + 1), tuple(drawn), ())


def _reads(box: Box, sources: dict[str, list[str]], joined: dict[str, str]) -> bool:
    """Whether a box has a row."""
    return box.name in sources and box.name not in joined
