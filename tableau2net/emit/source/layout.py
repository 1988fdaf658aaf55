"""Lay out calls the way the usual formatter does: on one line, else with the arguments indented on one line,
else one argument a line with a trailing comma. A tuple goes from the first to the last."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.emit.source.text import WIDTH


@dataclass(frozen=True, slots=True)
class Bracket:
    """`head(item, item, …)`; with `clause`, the comprehension `head(item clause)`. `ends` are the brackets."""

    head: str
    items: tuple[Bracket | str, ...]
    clause: str = ""
    ends: str = "()"

    def __str__(self) -> str:
        return f"{self.head}{self.ends[0]}{self.inside}{self.ends[1]}"

    @property
    def inside(self) -> str:
        """All between the brackets, on one line."""
        return ", ".join(map(str, self.items)) + (f" {self.clause}" if self.clause else "")

    @property
    def is_tuple(self) -> bool:
        return not self.clause and (not self.head or self.head.endswith("= "))


def lines(node: Bracket | str, depth: int, tail: str = "") -> list[str]:
    """The node at `depth` levels of indentation, followed by `tail`, as lines of at most WIDTH where it can."""
    margin, deeper = "    " * depth, "    " * (depth + 1)
    flat = f"{margin}{node}{tail}"
    if isinstance(node, str) or len(flat) <= WIDTH:
        return [flat]
    if len(deeper + node.inside) <= WIDTH and not node.is_tuple:
        inner = [deeper + node.inside]
    elif node.clause:
        inner = [*lines(node.items[0], depth + 1), deeper + node.clause]
    else:
        inner = [line for item in node.items for line in lines(item, depth + 1, ",")]
    return [f"{margin}{node.head}{node.ends[0]}", *inner, f"{margin}{node.ends[1]}{tail}"]
