"""SVG, laid out here."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

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
    Panel,
    arranged,
)
from tableau2net.report.picture.placement import DETAIL, LABEL, Line, Rectangle, text_width
from tableau2net.report.picture.shapes import Picture


def render(picture: Picture) -> str:
    """The picture as one SVG document."""
    sheet = arranged(picture)
    width, height = sheet.width, sheet.height
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_n(width)}" height="{_n(height)}"'
        f' viewBox="0 0 {_n(width)} {_n(height)}" font-family="Helvetica, Arial, sans-serif">',
        f"<title>{escape(picture.title)}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
        ' markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0.8 L7.5 4 L0 7.2 z" fill="{LINE}"/></marker></defs>',
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>',
    ]
    for panel, x, y in sheet.panels:
        lines += [f'<g transform="translate({_n(x)} {_n(y)})">', *_drawn(panel), "</g>"]
    return "\n".join([*lines, "</svg>", ""])


def _drawn(panel: Panel) -> Iterator[str]:
    yield f'<rect width="{_n(panel.width)}" height="{_n(panel.height)}" rx="10" fill="{GROUND}" stroke="{EDGE}"/>'
    y = PADDING + 4
    yield _text(panel.flow.name, PADDING, y, TITLE, weight="bold", anchor="start")
    for line in panel.heading:
        y += ROW
        yield _text(line, PADDING, y, DETAIL, fill=MUTED, anchor="start")
    x = (panel.width - panel.layout.width) / 2
    yield f'<g transform="translate({_n(x)} {_n(y + 26)})">'
    yield f'<g fill="none" stroke="{LINE}" stroke-width="1.3">'
    yield from map(_path, panel.layout.lines)
    yield "</g>"
    yield from (label for line in panel.layout.lines for label in _label(line))
    for rectangle in panel.layout.rectangles:
        yield from _box(rectangle)
    yield "</g>"


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
            f' fill="{GROUND}"/>'
        )
        yield _text(line.label, line.x1, line.label_y + 3.5, DETAIL)


def _box(rectangle: Rectangle) -> Iterator[str]:
    box = rectangle.box
    fill, stroke, radius = FILLS[box.kind]
    x, y = rectangle.x - rectangle.width / 2, rectangle.y - rectangle.height / 2
    size = f'width="{_n(rectangle.width)}" height="{_n(rectangle.height)}"'
    shape = f'{size} rx="{_n(radius)}" fill="{fill}" stroke="{stroke}"'
    if box.many:
        yield f'<rect x="{_n(x + 4)}" y="{_n(y + 4)}" {shape}/>'
    yield f'<rect x="{_n(x)}" y="{_n(y)}" {shape}/>'
    if not box.label:
        return
    if not box.detail:
        yield _text(box.label, rectangle.x, rectangle.y + 4.5, LABEL)
    else:
        yield _text(box.label, rectangle.x, rectangle.y - 3, LABEL)
        yield _text(box.detail, rectangle.x, rectangle.y + 13, DETAIL, fill=MUTED)


def _text(
    text: str,
    x: float,
    y: float,
    size: float,
    fill: str = INK,
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
