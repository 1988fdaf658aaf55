"""How the parts of a network are named in tables and pictures."""

from __future__ import annotations

from tableau2net.graph import Build, Graph, Steps


def owner(module: str) -> str:
    """The part of the network that a submodule belongs to: its list, or the transition that it goes with."""
    name = module.partition(".")[0]
    for within in ("transition", "residual", "past", "drop", "noise", "activation"):
        if name.startswith(within):
            number, _, _ = name.removeprefix(within).partition("_")
            return f"transition{number}"
    return name


def content(graph: Graph, part: str) -> str:
    """What a part is made of: `conv`, `3 × Rk4Step`, `projection + basic`."""
    steps: dict[str, int] = {}
    kinds: list[str] = []
    for name, module in graph.modules.items():
        if owner(name) != part:
            continue
        if isinstance(module, Steps):
            steps[module.graph.name] = steps.get(module.graph.name, 0) + module.count
        elif isinstance(module, Build) and not module.shares:
            kinds.append(module.component.kind)
    return " + ".join([*kinds, *(repeated(name, count) for name, count in steps.items())])


def repeated(name: str, count: int) -> str:
    """`3 × Rk4Step`, or the name alone for one."""
    return f"{count} × {name}" if count > 1 else name
