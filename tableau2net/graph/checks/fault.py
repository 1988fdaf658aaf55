"""How a check tells what it found: with the graph and the node, as a fault of the compiler."""

from __future__ import annotations

from collections.abc import Iterable

from tableau2net.errors import CompilerFault
from tableau2net.graph.graph import Graph


def require(
    holds: bool, graph: Graph, place: str, message: str, found: object = "", expected: object = ""
) -> None:
    """Raise CompilerFault unless it holds; `place` is a node, a module or whatever of the graph is at fault."""
    if not holds:
        position = f"{graph.name}, {place}" if place else graph.name
        raise CompilerFault(message, position, str(found), str(expected))


def listed(values: Iterable[object]) -> str:
    """The values, separated by commas; `none` where there are none."""
    return ", ".join(map(str, values)) or "none"
