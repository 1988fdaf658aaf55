"""What every sound graph holds to. One that does not was made by a fault of the compiler, whatever its input was."""

from __future__ import annotations

from collections.abc import Callable

from tableau2net.graph.checks.calls import calls_agree
from tableau2net.graph.checks.declarations import all_is_declared
from tableau2net.graph.checks.flow import values_flow
from tableau2net.graph.checks.unused import all_is_used
from tableau2net.graph.checks.widths import widths_agree
from tableau2net.graph.graph import Graph
from tableau2net.graph.steps import subgraphs

__all__ = ["check_graph", "check_subgraphs"]

# In this order, for each relies on what those before it have found.
_CHECKS: tuple[Callable[[Graph], None], ...] = (values_flow, all_is_declared, calls_agree, widths_agree)


def check_graph(graph: Graph, *, trimmed: bool = False) -> None:
    """Check one graph, whose subgraphs are sound. With `trimmed`, all that it holds is also used.

    Raises CompilerFault for the first thing that is not as it has to be: graph, node, what is found and expected.
    """
    for check in (*_CHECKS, *((all_is_used,) if trimmed else ())):
        check(graph)


def check_subgraphs(graph: Graph, *, trimmed: bool = False) -> None:
    """Check a graph and all that it is made of, as `check_graph` does."""
    for each in (*subgraphs(graph), graph):
        check_graph(each, trimmed=trimmed)
