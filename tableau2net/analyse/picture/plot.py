"""The picture of the stability of schemes: the region where the linear test equation stays bounded, and the order
star (Wanner, Hairer, Nørsett, BIT 18 (1978) 475–489). Drawn in floats: it decides nothing.

With w(z) the eigenvalues of the step on u' = λu, z = λh, the region is max |w| ≤ 1, and the order star is
max |w| > |e^z|. The root locus curve of a multistep method is drawn over its region. Of several schemes the outlines
are drawn in one plane, in colours that a legend explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tableau2net.analyse.picture.plane import (
    FINE,
    Window,
    radius,
    region_window,
    root_locus,
    star,
    star_window,
)
from tableau2net.analyse.picture.thin import thin
from tableau2net.analyse.scope import ONE_FIELD, unmet
from tableau2net.analyse.subject import Subject
from tableau2net.errors import InputError
from tableau2net.methods import Method
from tableau2net.report.sheet import INK, REPEATABLE, Style, looking, saved

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-13
STABLE, STAR, CURVE, THIN = "#9ecae1", "#fdae6b", "#b2182b", "#2171b5"
# Of several schemes: Okabe and Ito, Color Universal Design (2008), which people who see few colours tell apart.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
LINES = ("-", "--", "-.", ":")  # of those that have one colour
COLUMNS = 4  # of the legend
FAINT = 0.12  # the opacity of the insides of several


@dataclass(frozen=True)
class Drawn:
    """A scheme in the picture: its name in the legend and its line there, and where its region is."""

    subject: Subject
    name: str
    colour: str
    line: str
    window: Window
    thin: tuple[NDArray[Any], ...]


def plot(
    methods: Sequence[Method],
    suffix: str,
    panels: Sequence[str] = (),
    style: Style | None = None,
    names: Sequence[str] = (),
) -> bytes:
    """The picture as a file with one of the `SUFFIXES`, the same bytes every time: with the `panels` of these names, or
    with all of `PANELS`; `names` stand in the legend instead of the methods' own, where two are the same.

    Raises InputError where matplotlib is not installed, and for a scheme whose test equation has no
    number for every coefficient.
    """
    subjects = [Subject.of(method, 0) for method in methods]
    for subject in subjects:
        drawable(subject)
    chosen = list(dict.fromkeys(panels)) or list(PANELS)
    style = style or {}
    with looking(REPEATABLE, style) as matplotlib:
        schemes = _schemes(subjects, names, style, matplotlib)
        figure = matplotlib.figure.Figure(
            figsize=style.get("figure.figsize", (5 * len(chosen), 4.8)), layout="constrained"
        )
        if len(schemes) == 1:
            figure.suptitle(methods[0].title or methods[0].name)
        else:
            _legend(figure, schemes)
        for axes, panel in zip(figure.subplots(1, len(chosen), squeeze=False)[0], chosen, strict=True):
            PANELS[panel](axes, schemes)
        return saved(figure, suffix)


def drawable(subject: Subject) -> None:
    """Raises InputError for a scheme of which there is no picture."""
    name = subject.method.name
    if (lacking := unmet((ONE_FIELD,), subject)) is not None:
        raise InputError(f"a stability region is {lacking.otherwise}", None, name, "a scheme of u' = λu")
    if subject.method.names:
        found = f"the parameter {', '.join(sorted(subject.method.names))} of {name}"
        raise InputError("a picture needs numbers", None, found, "values for all parameters")


def _schemes(
    subjects: Sequence[Subject], names: Sequence[str], style: Style, matplotlib: Any
) -> tuple[Drawn, ...]:
    """The schemes with their names and their lines, in the colours of the style where it has some."""
    own = [subject.method.name for subject in subjects]
    same = {name for name, count in Counter(own).items() if count > 1}
    given = names or own
    labels = [other if name in same else name for name, other in zip(own, given, strict=True)]
    cycle = style.get("axes.prop_cycle")
    colours = [each["color"] for each in cycle if "color" in each] if cycle is not None else []
    colours = colours or list(COLOURS)
    found = []
    for number, (subject, name) in enumerate(zip(subjects, labels, strict=True)):
        window = region_window(subject)
        pieces = tuple(thin(subject, window))
        colour, line = colours[number % len(colours)], LINES[number // len(colours) % len(LINES)]
        found.append(Drawn(subject, name, matplotlib.colors.to_hex(colour), line, window, pieces))
    return tuple(found)


def _regions(axes: Any, schemes: Sequence[Drawn]) -> None:
    window = reduce(Window.union, (scheme.window for scheme in schemes))
    z = window.grid(FINE)
    if len(schemes) > 1:
        for scheme in schemes:
            size = radius(scheme.subject, z)
            _outline(axes, z, size, [-1.0, 1.0], scheme)
            _thin(axes, scheme.thin, scheme.colour)
        _frame(axes, window, "stability regions")
        return
    (scheme,) = schemes
    size = radius(scheme.subject, z)
    axes.contourf(z.real, z.imag, size, levels=[-1.0, 1.0], colors=[STABLE])
    _thin(axes, scheme.thin, THIN)
    curve = root_locus(scheme.subject.method)
    if curve is None:
        _boundary(axes, z, size)
    else:
        axes.plot(curve.real, curve.imag, color=CURVE, linewidth=0.8 * _width())
    nature = _nature(scheme, bool((size <= 1).any()))
    _frame(axes, window, f"stability region{nature}{'' if curve is None else ', root locus curve'}")


def _nature(scheme: Drawn, interior: bool) -> str:
    """What is said of a region that has no interior, and is easily overlooked or looked for in vain."""
    if interior:
        return ""
    if not scheme.thin:
        return " (empty)"
    points = max(len(piece) for piece in scheme.thin)
    return " (a curve)" if points > 1 else " (z = 0 alone)" if len(scheme.thin) == 1 else " (points)"


def _thin(axes: Any, pieces: Sequence[NDArray[Any]], colour: str) -> None:
    """What has no interior: as broad as it takes to be seen on an axis."""
    width = 2.4 * _width()
    for piece in pieces:
        if len(piece) > 1:
            axes.plot(
                piece.real, piece.imag, color=colour, linewidth=width, solid_capstyle="butt", zorder=2.5
            )
        else:
            axes.plot(piece.real, piece.imag, "o", color=colour, markersize=1.6 * width, zorder=2.5)


def _stars(axes: Any, schemes: Sequence[Drawn]) -> None:
    """The set max |w| > |e^z| filled; its boundary left out near 0 where it is lost in rounding."""
    import numpy

    windows = [star_window(scheme.subject, scheme.window) for scheme in schemes]
    window = reduce(Window.union, windows)
    z = window.grid(FINE)
    for scheme in schemes:
        size = star(scheme.subject, z)
        lost = (abs(size - 1) < ROUNDING) & (abs(z) < window.height / 5)
        seen = numpy.where(lost, numpy.nan, size)
        if len(schemes) > 1:
            _outline(axes, z, seen, [1.0, 1e300], scheme)
        else:
            axes.contourf(z.real, z.imag, size, levels=[1.0, 1e300], colors=[STAR])
            _boundary(axes, z, seen)
    _frame(axes, window, "order star" if len(schemes) == 1 else "order stars")


PANELS: Mapping[str, Any] = MappingProxyType({"region": _regions, "star": _stars})


def _outline(axes: Any, z: Any, size: Any, inside: Sequence[float], scheme: Drawn) -> None:
    """One of several sets: its boundary, and its inside faintly."""
    axes.contourf(z.real, z.imag, size, levels=inside, colors=[scheme.colour], alpha=FAINT)
    if (size < 1).any() and (size > 1).any():
        width = _width()
        axes.contour(
            z.real,
            z.imag,
            size,
            levels=[1.0],
            colors=[scheme.colour],
            linewidths=width,
            linestyles=scheme.line,
        )


def _legend(figure: Any, schemes: Sequence[Drawn]) -> None:
    """Below all panels, where it hides nothing."""
    from matplotlib.lines import Line2D

    lines = [
        Line2D([], [], color=scheme.colour, linestyle=scheme.line, label=scheme.name) for scheme in schemes
    ]
    figure.legend(handles=lines, loc="outside lower center", ncols=min(len(lines), COLUMNS))


def _boundary(axes: Any, z: Any, size: Any) -> None:
    if (size < 1).any() and (size > 1).any():
        axes.contour(z.real, z.imag, size, levels=[1.0], colors=[INK], linewidths=2 / 3 * _width())


def _frame(axes: Any, window: Window, title: str) -> None:
    """Both axes of the plane, the same scale along them, and a few round ticks."""
    width = 0.75 * axes.spines["left"].get_linewidth()
    axes.axhline(0, color=INK, linewidth=width, zorder=1.5)
    axes.axvline(0, color=INK, linewidth=width, zorder=1.5)
    axes.set(title=title, xlabel="Re z", ylabel="Im z", aspect="equal")
    axes.set_xlim(window.left, window.right)
    axes.set_ylim(-window.height, window.height)
    axes.locator_params(nbins=7, steps=[1, 2, 5, 10])


def _width() -> float:
    """The line width of the style, in points; matplotlib's own is 1.5."""
    import matplotlib

    return float(matplotlib.rcParams["lines.linewidth"])
