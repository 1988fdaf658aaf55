"""SVG, laid out here: each flow on a panel, the first to the left, those inside it to its right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tableau2net.report.picture.layout import DETAIL, LABEL, Layout, Line, Rectangle, layout, text_width
from tableau2net.report.picture.picture import Flow, Kind, Picture

_MARGIN, _PADDING, _BETWEEN = 24.0, 24.0, 20.0
_TITLE = 13.0
_LEAST = 300.0  # width of a panel
_ROW = 18.0

_FILLS: dict[Kind, tuple[str, str, float]] = {
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


def render(picture: Picture) -> str:
    """The picture as one SVG document."""
    panels = [_Panel.of(flow) for flow in picture.flows]
    places = _arranged(panels)
    width = max(x + panel.width for panel, (x, _) in zip(panels, places, strict=True)) + _MARGIN
    height = max(y + panel.height for panel, (_, y) in zip(panels, places, strict=True)) + _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_n(width)}" height="{_n(height)}"'
        f' viewBox="0 0 {_n(width)} {_n(height)}" font-family="Helvetica, Arial, sans-serif">',
        f"<title>{escape(picture.title)}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
        ' markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.8 L7.5 4 L0 7.2 z" fill="#55606b"/></marker></defs>',
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>',
    ]
    for panel, (x, y) in zip(panels, places, strict=True):
        lines += [f'<g transform="translate({_n(x)} {_n(y)})">', *panel.drawn(), "</g>"]
    return "\n".join([*lines, "</svg>", ""])


@dataclass(frozen=True)
class _Panel:
    """A flow with its heading, laid out."""

    flow: Flow
    layout: Layout
    heading: tuple[str, ...]
    width: float
    height: float

    @classmethod
    def of(cls, flow: Flow) -> _Panel:
        found = layout(flow)
        width = max(found.width + 2 * _PADDING, _LEAST)
        letters = int((width - 2 * _PADDING) / (0.53 * DETAIL))
        texts = [
            line
            for text in (flow.title, *flow.notes)
            for line in textwrap.wrap(text, letters, break_on_hyphens=False)
        ]
        width = max(width, *(text_width(text, DETAIL) + 2 * _PADDING for text in texts), _heading_width(flow))
        height = _PADDING + _ROW * (len(texts) + 1) + 8 + found.height + _PADDING
        return cls(flow, found, tuple(texts), width, height)

    def drawn(self) -> Iterator[str]:
        yield f'<rect width="{_n(self.width)}" height="{_n(self.height)}" rx="10" fill="#fafbfc" stroke="#d5dae0"/>'
        y = _PADDING + 4
        yield _text(self.flow.name, _PADDING, y, _TITLE, weight="bold", anchor="start")
        for line in self.heading:
            y += _ROW
            yield _text(line, _PADDING, y, DETAIL, fill="#55606b", anchor="start")
        x = (self.width - self.layout.width) / 2
        yield f'<g transform="translate({_n(x)} {_n(y + 26)})">'
        yield '<g fill="none" stroke="#55606b" stroke-width="1.3">'
        yield from map(_path, self.layout.lines)
        yield "</g>"
        yield from (label for line in self.layout.lines for label in _label(line))
        for rectangle in self.layout.rectangles:
            yield from _box(rectangle)
        yield "</g>"


def _heading_width(flow: Flow) -> float:
    return text_width(flow.name, _TITLE) * 1.1 + 2 * _PADDING


def _arranged(panels: Sequence[_Panel]) -> list[tuple[float, float]]:
    """The first panel to the left; the others in columns to its right, no higher than the highest of all."""
    tallest = max(panel.height for panel in panels)
    places = [(_MARGIN, _MARGIN)]
    x, y, column = _MARGIN + panels[0].width + _BETWEEN, _MARGIN, 0.0
    for panel in panels[1:]:
        if y > _MARGIN and y + panel.height > _MARGIN + tallest:
            x, y, column = x + column + _BETWEEN, _MARGIN, 0.0
        places.append((x, y))
        y += panel.height + _BETWEEN
        column = max(column, panel.width)
    return places


def _path(line: Line) -> str:
    start = f"M{_n(line.x0)} {_n(line.y0)}V{_n(line.bend0)}"
    if abs(line.x1 - line.x0) < 0.5:
        curve = ""
    else:
        middle = (line.bend0 + line.bend1) / 2
        curve = f"C{_n(line.x0)} {_n(middle)} {_n(line.x1)} {_n(middle)} {_n(line.x1)} {_n(line.bend1)}"
    arrow = ' marker-end="url(#arrow)"' if line.arrow else ""
    return f'<path d="{start}{curve}V{_n(line.y1)}"{arrow}/>'


def _label(line: Line) -> Iterator[str]:
    """The label on its line, with a ground of its own."""
    if line.label:
        width = text_width(line.label, DETAIL) + 4
        yield (
            f'<rect x="{_n(line.x1 - width / 2)}" y="{_n(line.label_y - 7)}" width="{_n(width)}" height="13"'
            ' fill="#fafbfc"/>'
        )
        yield _text(line.label, line.x1, line.label_y + 3.5, DETAIL)


def _box(rectangle: Rectangle) -> Iterator[str]:
    box = rectangle.box
    fill, stroke, radius = _FILLS[box.kind]
    x, y = rectangle.x - rectangle.width / 2, rectangle.y - rectangle.height / 2
    size = f'width="{_n(rectangle.width)}" height="{_n(rectangle.height)}"'
    shape = f'{size} rx="{_n(radius)}" fill="{fill}" stroke="{stroke}"'
    if box.many:
        yield f'<rect x="{_n(x + 4)}" y="{_n(y + 4)}" {shape}/>'
    yield f'<rect x="{_n(x)}" y="{_n(y)}" {shape}/>'
    if not box.detail:
        yield _text(box.label, rectangle.x, rectangle.y + 4.5, LABEL)
    else:
        yield _text(box.label, rectangle.x, rectangle.y - 3, LABEL)
        yield _text(box.detail, rectangle.x, rectangle.y + 13, DETAIL, fill="#55606b")


def _text(
    text: str,
    x: float,
    y: float,
    size: float,
    fill: str = "#1f2933",
    weight: str = "",
    anchor: str = "middle",
) -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="{fill}"{bold}>'
        f"{escape(text)}</text>"
    )


def _n(number: float) -> str:
    """A number with at most one decimal."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")
