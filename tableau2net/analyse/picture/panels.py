"""The pictures of a scheme's stability as small pieces of SVG for a page: its style sheet colours them, so that they
suit a light page and a dark one. What they show is told in `plot.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import floor, log10
from typing import TYPE_CHECKING, Any

from tableau2net.analyse.picture.outline import Point, outline, path
from tableau2net.analyse.picture.plane import (
    Window,
    radius,
    region_window,
    root_locus,
    star,
    star_window,
)
from tableau2net.analyse.picture.plot import drawable
from tableau2net.analyse.picture.thin import thin
from tableau2net.analyse.subject import Subject
from tableau2net.errors import InputError
from tableau2net.methods import Method

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS = 121  # along each side of the grid
LOST = 1e-12  # how near to 1 what is computed is no longer told from it
SIDE, LEFT, BELOW, ABOVE = 300, 34, 22, 6  # pixels: of the picture, and around it


def panels(method: Method) -> tuple[str, str]:
    """The stability region, with the root locus curve of a multistep method, and the order star.

    Raises InputError for a scheme whose test equation has no number for every coefficient.
    """
    if method.has_pattern:
        raise InputError(
            "a picture needs numbers", None, "pattern entries, which are learned", "coefficients"
        )
    subject = Subject.of(method, 0)
    drawable(subject)
    near = region_window(subject)
    curve = root_locus(subject.method)
    name = method.title or method.name
    region = _panel(f"stability region of {name}", near, _stable(subject, near), curve, thin(subject, near))
    fingers = star_window(subject, near)
    return region, _panel(f"order star of {name}", fingers, _star(subject, fingers))


def _stable(subject: Subject, window: Window) -> str:
    """The path of the set max |w| ≤ 1."""
    import numpy

    return _path("stable", 1e-12 - numpy.log10(radius(subject, window.grid(POINTS)).clip(min=1e-200)))


def _star(subject: Subject, window: Window) -> str:
    """The path of the set max |w| > |e^z|, without what is lost in rounding."""
    import numpy

    size = star(subject, window.grid(POINTS))
    lost = abs(size - 1) < LOST
    return _path("star", numpy.where(lost, -1e-12, numpy.log10(size.clip(min=1e-200))))


def _path(kind: str, values: NDArray[Any]) -> str:
    scale = SIDE / (POINTS - 1)
    curves = [[(LEFT + x * scale, ABOVE + y * scale) for x, y in curve] for curve in outline(values.tolist())]
    return f'<path class="{kind}" fill-rule="evenodd" d="{path(curves)}"/>'


def _panel(
    title: str,
    window: Window,
    filled: str,
    curve: NDArray[Any] | None = None,
    pieces: Sequence[NDArray[Any]] = (),
) -> str:
    across = _scale(window.left, window.right, LEFT)
    down = _scale(window.height, -window.height, ABOVE)
    locus = "" if curve is None else _locus(curve, across, down)
    narrow = "".join(_narrow(piece, across, down) for piece in pieces)
    axes = (
        f'<path class="axis" d="M{across(0):.1f} {ABOVE}v{SIDE}M{LEFT} {down(0):.1f}h{SIDE}"/>'
        f'<rect class="frame" x="{LEFT}" y="{ABOVE}" width="{SIDE}" height="{SIDE}"/>'
    )
    below = [
        f'<text x="{across(x):.1f}" y="{ABOVE + SIDE + 15}" text-anchor="middle">{_told(x)}</text>'
        for x in _ticks(window.left, window.right)
    ]
    beside = [
        f'<text x="{LEFT - 5}" y="{down(y) + 3.5:.1f}" text-anchor="end">{_told(y)}</text>'
        for y in _ticks(-window.height, window.height)
    ]
    clip = (
        f'<svg x="{LEFT}" y="{ABOVE}" width="{SIDE}" height="{SIDE}" viewBox="{LEFT} {ABOVE} {SIDE} {SIDE}">'
    )
    return (
        f'<svg class="plane" role="img" viewBox="0 0 {LEFT + SIDE + 8} {ABOVE + SIDE + BELOW}">'
        f"<title>{escape(title)}</title>{clip}{filled}{locus}{narrow}</svg>{axes}{''.join(below + beside)}</svg>"
    )


def _scale(first: float, last: float, start: float) -> Callable[[float], float]:
    """The pixel of a coordinate."""
    return lambda value: start + SIDE * (value - first) / (last - first)


def _locus(curve: NDArray[Any], across: Callable[[float], float], down: Callable[[float], float]) -> str:
    points = [(across(z.real), down(z.imag)) for z in curve[::8].tolist() if z == z]
    return f'<path class="locus" d="{path(list(_stretches(points)), closed=False)}"/>'


def _narrow(piece: NDArray[Any], across: Callable[[float], float], down: Callable[[float], float]) -> str:
    """A part of the region without interior, by its line, or by a dot."""
    points = [(across(z.real), down(z.imag)) for z in piece.tolist()]
    drawn = path([points], closed=False) or f"M{points[0][0]:.1f} {points[0][1]:.1f}h0"
    return f'<path class="thin" d="{drawn}"/>'


def _stretches(points: Sequence[Point]) -> Iterator[list[Point]]:
    """The parts of a curve that come near the picture."""
    stretch: list[Point] = []
    for x, y in points:
        if -SIDE < x < 3 * SIDE and -SIDE < y < 3 * SIDE:
            stretch.append((x, y))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _ticks(low: float, high: float) -> list[float]:
    """A few round numbers between two."""
    rough = (high - low) / 6
    unit = 10.0 ** floor(log10(rough))
    step = next(each * unit for each in (1, 2, 5, 10) if each * unit >= rough)
    first = -floor(-low / step)
    found = [(first + n) * step for n in range(12)]
    margin = 0.03 * (high - low)
    return [each for each in found if low + margin <= each <= high - margin]


def _told(number: float) -> str:
    return f"{round(number, 10) + 0.0:g}".replace("-", "−")
