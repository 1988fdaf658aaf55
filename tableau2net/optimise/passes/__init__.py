"""The passes, one file each: a function `run` from graph to graph."""

from pathlib import Path

from tableau2net.plugins import Function, Kind

# Steps are merged first: the other passes then meet a loop once and not a thousand steps.
ORDER = ("merge-steps", "fold-constants", "drop-zeros", "share-equal", "drop-unused")

KIND = Kind(
    name="pass",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("run", "graph: Graph", "Graph"),),
    order=ORDER,
)
