"""What a developer looks at to find the pass that is at fault: every graph checked and shown as it comes to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff

from tableau2net.errors import CompilerFault
from tableau2net.graph import Graph, printed
from tableau2net.graph.checks import check_graph, check_subgraphs


@dataclass(frozen=True)
class Inspection:
    """Checks a network's graphs after lowering and after each pass, and shows those that are new.

    Raises CompilerFault, which names the stage, for the first graph that is not sound.
    """

    show: Callable[[str], None]

    def lowered(self, graph: Graph) -> None:
        """Look at the graph that lowering has made."""
        self.show(f"--- lowering\n\n{printed(graph)}")
        with faults_of("lowering"):
            check_subgraphs(graph)

    def passed(self, name: str, before: Graph, after: Graph) -> None:
        """Look at what a pass has made of one graph: both in one text, with - before what was and + before what is."""
        if before != after:
            self.show(f"--- {name}: {after.name}\n\n{_compared(str(before), str(after))}\n")
        with faults_of(f"the pass {name}"):
            check_graph(after)


@contextmanager
def faults_of(stage: str) -> Iterator[None]:
    """Whatever is found wrong inside is reported as a fault of this stage."""
    try:
        yield
    except CompilerFault as fault:
        raise fault.after(stage) from None


def _compared(before: str, after: str) -> str:
    old, new = before.splitlines(), after.splitlines()
    lines = unified_diff(old, new, n=len(old) + len(new), lineterm="")
    return "\n".join(list(lines)[3:])
