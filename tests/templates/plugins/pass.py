"""What the pass does to a graph, in one sentence.

u1 = …   →   u1 = …
"""

from __future__ import annotations

from tableau2net.graph import Graph


def run(graph: Graph) -> Graph:
    """The graph in which …"""
    raise NotImplementedError("example-name is not written yet")
