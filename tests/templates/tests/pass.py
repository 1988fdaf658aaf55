"""example-name, on the smallest graph that it changes."""

from __future__ import annotations

from tableau2net.exact import ONE
from tableau2net.graph import Combine, Graph, Input, Operation, graph_of
from tableau2net.optimise.passes.example_name import run


def test_example_name_changes_what_it_is_for() -> None:
    before: dict[str, Operation] = {"u": Input(()), "v": Input(()), "y": Combine(("u", "v"), (ONE, ONE))}
    after: dict[str, Operation] = {"what": Input(()), "is": Input(()), "left": Input(())}
    graph = Graph("Test", "A test", graph_of(before), ("u", "v"), ("y",))
    assert dict(run(graph).operations) == after
