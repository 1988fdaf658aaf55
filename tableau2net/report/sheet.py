"""A sheet to draw measurements on, with matplotlib (extra `plot`): the same look, and the same bytes, every time."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from tableau2net.errors import InputError, Position, no_such_format
from tableau2net.extras import absent
from tableau2net.files import reason, write_atomically
from tableau2net.shown import visible

SUFFIXES = (".pdf", ".png", ".svg")
INK, FAINT = "#1b1b1b", "#b8b8b8"
FIXED = {
    "svg.hashsalt": "tableau2net",
    "text.parse_math": False,  # a dollar sign in a path is one
}
REPEATABLE = {
    **FIXED,
    "svg.fonttype": "path",
    "pdf.fonttype": 42,  # TrueType, which journals ask for
    "font.size": 10,
    "savefig.dpi": 150,
}
METADATA: dict[str, dict[str, None]] = {  # left out: what changes from day to day and from version to version
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
}
SPARE = {
    **REPEATABLE,
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.alpha": 0.4,
    "legend.frameon": False,
}
Style = dict[str, Any]  # settings of matplotlib


def font_size(style: Style | None = None) -> float:
    """The size of type in a style, in points."""
    return float((style or {}).get("font.size", REPEATABLE["font.size"]))


@contextmanager
def looking(look: Style, style: Style) -> Iterator[Any]:
    """matplotlib with the settings of a look, and of a style that goes before them. Raises what `drawing` raises."""
    matplotlib = drawing()
    resolution = {"savefig.dpi": "figure"} if "figure.dpi" in style else {}
    with matplotlib.rc_context({**look, **resolution, **style, **FIXED}):
        yield matplotlib


@contextmanager
def sheet(path: Path, size: tuple[float, float], style: Style | None = None) -> Iterator[Any]:
    """A matplotlib Figure to draw on, of so many inches or as large as the style says, saved at the end, whole or not
    at all.

    Raises what `check_suffix` and `drawing` raise, and InputError for a path that cannot be written.
    """
    check_suffix(path)
    style = style or {}
    with looking(SPARE, style) as matplotlib:
        layout = importlib.import_module("matplotlib.layout_engine").ConstrainedLayoutEngine
        figure = matplotlib.figure.Figure(
            figsize=style.get("figure.figsize", size), layout=layout(w_pad=0.1, h_pad=0.07)
        )
        importlib.import_module("matplotlib.backends.backend_agg").FigureCanvasAgg(figure)
        yield figure
        content = saved(figure, path.suffix.lower())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    except OSError as error:
        problem = reason(error)
        raise InputError("this cannot be written", Position(str(path)), problem, "a picture") from None


def check_suffix(path: Path) -> None:
    """Raises InputError for a path that ends in none of the `SUFFIXES`."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise no_such_format("picture", str(path), suffix, SUFFIXES)


def drawing(otherwise: str = "") -> Any:
    """matplotlib, with its figures and without a window. Raises InputError where it is not installed, which says what
    is drawn without it."""
    try:
        import matplotlib
        import matplotlib.figure
        import numpy  # noqa: F401  # what is drawn is made of its arrays
    except ImportError:
        raise absent("pictures are drawn with matplotlib", "matplotlib", "plot", otherwise) from None
    return matplotlib


def saved(figure: Any, suffix: str) -> bytes:
    """The figure as a file with one of the `SUFFIXES`, the same bytes every time."""
    for text in figure.findobj(lambda each: hasattr(each, "set_text")):
        text.set_text(visible(text.get_text(), "\n"))  # SVG has what is drawn as text in its comments too
    target = BytesIO()
    figure.savefig(target, format=suffix[1:], metadata=METADATA[suffix])
    return target.getvalue()
