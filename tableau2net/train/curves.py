"""Learning curves: loss and error against epochs, from the metrics.csv of Lightning's CSVLogger. Needs matplotlib."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tableau2net.errors import InputError, Position

SUFFIXES = (".png", ".svg")
INK, FAINT = "#1b1b1b", "#b8b8b8"
COLOURS = {"train": "#2166ac", "validation": "#e08214", "test": "#b2182b"}
PANELS = (("loss", "loss"), ("error", "error, %"))
MARKERS_UP_TO = 30  # points: more of them are a thick line

Points = list[tuple[float, float]]


def draw(metrics_csv: Path, path: Path, title: str) -> None:
    """Two panels: the columns train_, validation_ and test_ loss, and likewise error; those that are there.

    Raises what `read` and `sheet` raise.
    """
    curves = read(metrics_csv)
    with sheet(path, (9.6, 3.9)) as figure:
        figure.suptitle(title)
        for axes, (quantity, label) in zip(figure.subplots(1, 2), PANELS, strict=True):
            for split, colour in COLOURS.items():
                if points := curves.get(f"{split}_{quantity}"):
                    _curve(axes, points, split, colour)
            _frame(axes, label)


def read(metrics_csv: Path) -> dict[str, Points]:
    """For each of the columns that is there its points: how many epochs are over, and the value then.

    An epoch has a row for everything that was logged at one time. Epochs count from 0, so what one row says of it holds
    when it is over; what k rows say is spread over it. A test is of the epochs that were trained, whatever its row has.

    Raises InputError where the file cannot be read, has none of the columns, or has something else than numbers.
    """
    columns = [f"{split}_{quantity}" for quantity, _ in PANELS for split in COLOURS]
    found: dict[str, dict[int, list[float]]] = {}
    for line, row in _rows(metrics_csv):
        for column in columns:
            if row.get(column):
                place = Position(str(metrics_csv), line, 1)
                epoch = int(_number(row.get("epoch"), "epoch", place))
                value = _number(row[column], column, place)
                found.setdefault(column, {}).setdefault(epoch, []).append(value)
    if not found:
        raise InputError("these are no metrics of a training", Position(str(metrics_csv)), "", columns[0])
    curves = {
        column: [
            (epoch + (index + 1) / len(values), value)
            for epoch, values in sorted(epochs.items())
            for index, value in enumerate(values)
        ]
        for column, epochs in found.items()
    }
    trained = [points[-1][0] for column, points in curves.items() if not column.startswith("test_")]
    last = max(trained, default=math.inf)
    return {column: [(min(x, last), y) for x, y in points] for column, points in curves.items()}


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


def _curve(axes: Any, points: Points, name: str, colour: str) -> None:
    """A line; what was found once, as a test is, is a point with its value beside it."""
    x, y = zip(*points, strict=True)
    if len(points) == 1:
        axes.plot(x, y, "D", color=colour, markersize=6, label=f"{name}, {y[0]:.3g}", zorder=3, clip_on=False)
    else:
        marker = "o" if len(points) <= MARKERS_UP_TO else ""
        axes.plot(x, y, marker=marker, markersize=3.5, linewidth=1.5, color=colour, label=name)


def _frame(axes: Any, label: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set(xlabel="epochs", ylabel=label)
    axes.set_xlim(left=0)
    if label == "error, %" and axes.has_data():
        axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8, steps=[1, 2, 5, 10]))
    axes.grid()
    if axes.has_data():
        axes.legend()
    else:
        axes.text(0.5, 0.5, "not logged", color=FAINT, ha="center", transform=axes.transAxes)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no text"
        raise InputError("this cannot be read", Position(str(path)), reason or "", "a metrics.csv") from None
    reader = csv.DictReader(text.splitlines())
    for row in reader:
        yield reader.line_num, row


def _number(text: str | None, column: str, place: Position) -> float:
    try:
        value = float(text or "")
    except ValueError:
        raise InputError(f"the {column} is no number", place, repr(text)) from None
    if column == "epoch" and not math.isfinite(value):
        raise InputError("the epoch is no number", place, repr(text))
    return value
