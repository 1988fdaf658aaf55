"""Mechanisms: what the compiler puts in by itself; no document names their kind.

Each is called with what its place in the graph gives it.
"""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.plugins import Kind

KIND = Kind(
    name="mechanism",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Ending(None, function=True), Carried()),
)
