"""Where the flows of a picture stand: each on a panel, the first to the left, those inside it to its right."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from tableau2net.report.picture.matrix import NOTE, is_thicket, matrix
from tableau2net.report.picture.placement import DETAIL, Layout, layout, text_width
from tableau2net.report.picture.shapes import Flow, Kind, Picture

MARGIN, PADDING, BETWEEN = 24.0, 24.0, 20.0
TITLE = 13.0  # size of type
LEAST = 300.0  # width of a panel
ROW = 18.0
INK, MUTED, LINE, GROUND, EDGE = "#1f2933", "#55606b", "#55606b", "#fafbfc", "#d5dae0"

# fill, outline and radius of the corners
FILLS: dict[Kind, tuple[str, str, float]] = {
    "input": ("#ffffff", "#7b8794", 12),
    "output": ("#ffffff", "#7b8794", 12),
    "sum": ("#fff1cc", "#c89b3c", 13),
    "concat": ("#e2f2e1", "#6a9f68", 13),
    "split": ("#e2f2e1", "#6a9f68", 13),
    "field": ("#d9e8fa", "#4f81bd", 8),
    "steps": ("#e8e0f5", "#7e63b5", 5),
    "solve": ("#e8e0f5", "#7e63b5", 5),
    "part": ("#eef0f2", "#7b8794", 5),
}


@dataclass(frozen=True)
class Arrangement:
    """The panels with the places of their upper left corners, on a sheet of width × height."""

    panels: tuple[tuple[Panel, float, float], ...]
    width: float
    height: float


def arranged(picture: Picture) -> Arrangement:
    """The first panel to the left; the others in columns to its right, no higher than the highest of all."""
    panels = [Panel.of(flow) for flow in picture.flows]
    placed = tuple((panel, x, y) for panel, (x, y) in zip(panels, _places(panels), strict=True))
    width = max(x + panel.width for panel, x, _ in placed) + MARGIN
    height = max(y + panel.height for panel, _, y in placed) + MARGIN
    return Arrangement(placed, width, height)


@dataclass(frozen=True)
class Panel:
    """A flow with its heading, laid out."""

    flow: Flow
    layout: Layout
    heading: tuple[str, ...]
    width: float
    height: float

    @classmethod
    def of(cls, flow: Flow) -> Panel:
        thicket = is_thicket(flow)
        found = matrix(flow) if thicket else layout(flow)
        width = max(found.width + 2 * PADDING, LEAST)
        letters = int((width - 2 * PADDING) / (0.53 * DETAIL))
        texts = [
            line
            for text in (flow.title, *flow.notes, *([NOTE] if thicket else ()))
            for line in textwrap.wrap(text, letters, break_on_hyphens=False)
        ]
        width = max(width, *(text_width(text, DETAIL) + 2 * PADDING for text in texts), _heading_width(flow))
        height = PADDING + ROW * (len(texts) + 1) + 8 + found.height + PADDING
        return cls(flow, found, tuple(texts), width, height)


def _heading_width(flow: Flow) -> float:
    return text_width(flow.name, TITLE) * 1.1 + 2 * PADDING


def _places(panels: Sequence[Panel]) -> list[tuple[float, float]]:
    """The first panel to the left; the others in columns to its right, no higher than the highest of all."""
    tallest = max(panel.height for panel in panels)
    places = [(MARGIN, MARGIN)]
    x, y, column = MARGIN + panels[0].width + BETWEEN, MARGIN, 0.0
    for panel in panels[1:]:
        if y > MARGIN and y + panel.height > MARGIN + tallest:
            x, y, column = x + column + BETWEEN, MARGIN, 0.0
        places.append((x, y))
        y += panel.height + BETWEEN
        column = max(column, panel.width)
    return places
