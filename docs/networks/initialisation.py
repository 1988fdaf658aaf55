"""How the state spreads from step to step before any training.

    python docs/networks/initialisation.py        needs pip install 'tableau2net[plot]'

draws docs/networks/initialisation.svg: the standard deviation of the state after each step, for every network of the
catalogue, as deep as ResNet-110.
"""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from spread import deep, spreads

from tableau2net.compare.error_plot import spread
from tableau2net.read import NetworkDocument, catalogue, load_network

FILE = Path(__file__).parent / "initialisation.svg"
PANELS = ("one-step, sum-coupled", "multistep", "concat-coupled", "other general linear methods")
LINE = 9.5  # from one name to the next, in points


def main() -> None:
    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "tableau2net", "svg.fonttype": "none", "font.size": 8}
    figure, axes = pyplot.subplots(2, 2, figsize=(12, 11), sharex=True, sharey=True)
    figure.subplots_adjust(left=0.06, right=0.86, bottom=0.06, top=0.96, wspace=0.45, hspace=0.12)
    panels = dict(zip(PANELS, axes.flat, strict=True))
    labelled: dict[str, dict[str, Line2D]] = {}
    curves: dict[str, dict[str, list[float]]] = {title: {} for title in PANELS}
    for name in names():
        curves[panel(load_network(name))][name] = [value for _, value in spreads(name, **deep(name))]
    for title, axis in panels.items():
        axis.set_title(title)
        axis.set_yscale("log")
        axis.grid(visible=True, which="both", linewidth=0.3)
        lines = {name: axis.plot(values, linewidth=1.2)[0] for name, values in curves[title].items()}
        axis.margins(x=0.02)
        labelled[title] = lines
    for title, axis in panels.items():
        label(figure, axis, labelled[title])
    figure.supxlabel("steps, transitions among them")
    figure.supylabel("standard deviation of the state")
    figure.savefig(FILE, metadata={"Date": None})
    print(f"{FILE} is written")


def label(figure: Figure, axis: Axes, lines: dict[str, Line2D]) -> None:
    """The name of each curve beside the panel, at the height of its end or as near as there is room, joined to it."""
    figure.draw_without_rendering()
    frame = axis.get_window_extent()
    ends = {name: (float(line.get_xdata()[-1]), float(line.get_ydata()[-1])) for name, line in lines.items()}
    ordered = sorted(ends, key=lambda name: (ends[name][1], name))
    wanted = [float(axis.transData.transform(ends[name])[1]) for name in ordered]
    heights = spread(wanted, LINE * figure.dpi / 72, frame.y0, frame.y1)
    for name, at in zip(ordered, heights, strict=True):
        axis.annotate(
            name,
            ends[name],
            (1.06, (at - frame.y0) / frame.height),
            textcoords="axes fraction",
            va="center",
            color=lines[name].get_color(),
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": lines[name].get_color(),
                "linewidth": 0.5,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )


def names() -> list[str]:
    """The networks, without those that differ from another in nothing but their depth."""
    found = [entry.name for entry in catalogue() if entry.kind == "network"]
    return [name for name in found if not re.fullmatch(r"(lm_)?resnet(20|32|44|56|101)|revnet110", name)]


def panel(document: NetworkDocument) -> str:
    """Where the network is drawn."""
    rule = document.rules[0]
    if rule.coupling != "sum":
        return PANELS[2]
    kind = rule.scheme.method.kind
    return PANELS[{"runge-kutta": 0, "linear-multistep": 1}.get(kind, 3)]


if __name__ == "__main__":
    main()
