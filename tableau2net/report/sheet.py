"""A sheet to draw measurements on, with matplotlib (extra `plot`): the same look, and the same bytes, every time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tableau2net.errors import InputError, Position

SUFFIXES = (".png", ".svg")
INK, FAINT = "#1b1b1b", "#b8b8b8"


@contextmanager
def sheet(path: Path, size: tuple[float, float]) -> Iterator[Any]:
    """A matplotlib Figure of so many inches to draw on, saved at the end: the same bytes every time.

    Raises InputError for a path that ends in none of the `SUFFIXES` or cannot be written, and where matplotlib is not
    installed.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        expected = f"a file name that ends in {' or '.join(SUFFIXES)}"
        raise InputError("there is no such format of pictures", Position(str(path)), repr(suffix), expected)
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine
    except ImportError:
        raise InputError(
            "pictures are drawn with matplotlib", None, "no matplotlib", "pip install 'tableau2net[plot]'"
        ) from None
    style = {
        "svg.hashsalt": "tableau2net",
        "svg.fonttype": "path",
        "font.size": 10,
        "axes.edgecolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "grid.color": FAINT,
        "grid.alpha": 0.4,
        "legend.frameon": False,
    }
    with matplotlib.rc_context(style):
        figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.07))
        FigureCanvasAgg(figure)
        yield figure
        metadata = {"Date": None, "Creator": None} if suffix == ".svg" else {"Software": None}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(path, format=suffix[1:], dpi=150, metadata=metadata)
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError("this cannot be written", Position(str(path)), reason, "a picture") from None
