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
from spread import deep, spreads

from tableau2net.read import NetworkDocument, catalogue, load_network

FILE = Path(__file__).parent / "initialisation.svg"
PANELS = ("one-step, sum-coupled", "multistep", "concat-coupled", "other general linear methods")


def main() -> None:
    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "tableau2net", "svg.fonttype": "none", "font.size": 8}
    figure, axes = pyplot.subplots(2, 2, figsize=(11, 8), sharex=True, sharey=True, layout="constrained")
    panels = dict(zip(PANELS, axes.flat, strict=True))
    for number, name in enumerate(names()):
        values = [value for _, value in spreads(name, **deep(name))]
        style = ("-", "--", ":", "-.")[number % 4]
        panels[panel(load_network(name))].plot(values, style, label=name, linewidth=1.2)
    for title, axis in panels.items():
        axis.set_title(title)
        axis.set_yscale("log")
        axis.grid(visible=True, which="both", linewidth=0.3)
        axis.legend(ncols=2, fontsize=6.5, loc="lower right")
    figure.supxlabel("steps, transitions among them")
    figure.supylabel("standard deviation of the state")
    figure.savefig(FILE, metadata={"Date": None})
    print(f"{FILE} is written")


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
