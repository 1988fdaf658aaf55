"""Which fields a list of steps constructs for itself, and which it shares with other steps."""

from __future__ import annotations

from tableau2net.components import Component
from tableau2net.graph import Build, FieldUse, Graph, Own, Steps, subgraphs

PER_CHANNEL = (
    "numbers per channel belong to states (N, channels, H, W)"  # what a step says to any other state
)


def shared_fields(graph: Graph) -> frozenset[str]:
    """The field lists of which some element is used more than once; all others are constructed in place."""
    users: dict[str, int] = {}
    for module in graph.modules.values():
        if isinstance(module, Steps):
            for use in module.uses:
                users[use.fields] = users.get(use.fields, 0) + (2 if _repeats(use, module) else 1)
    return frozenset(name for name, count in users.items() if count > 1)


def _repeats(use: FieldUse, steps: Steps) -> bool:
    return steps.count > 1 and use.stride == 0


def shared_builds(graph: Graph) -> frozenset[str]:
    """The components whose weights others share, each by the name of the first."""
    builds = (module for module in graph.modules.values() if isinstance(module, Build))
    return frozenset(build.shares for build in builds if build.shares)


def own_arguments(own: Own) -> dict[str, bool]:
    """How a shared field is asked for the field of its next evaluation."""
    return {**({} if "norms" in own else {"norms": False}), **({"last": True} if "last" in own else {})}


def own_classes(graph: Graph) -> tuple[Component, ...]:
    """The user's own classes among the parts of a network, each once: they initialise themselves."""
    modules = (module for each in (graph, *subgraphs(graph)) for module in each.modules.values())
    parts = (module for module in modules if isinstance(module, Build))
    fields = (fields.build for fields in graph.fields.values())
    built = [each.component for build in (*parts, *fields) for each in (build, build.operator) if each]
    return tuple({(own.module, own.name): own for own in built if not own.text}.values())
