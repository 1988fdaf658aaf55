"""Lay out calls the way the usual formatter does: on one line, else with the arguments indented on one line,
else one argument a line with a trailing comma. A tuple goes from the first to the last."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.emit.source.text import WIDTH


@dataclass(frozen=True, slots=True)
class Bracket:
    """`head(item, item, …)`; with `clause`, the comprehension `head(item clause)`."""

    head: str
    items: tuple[Bracket | str, ...]
    clause: str = ""

    def __str__(self) -> str:
        inside = ", ".join(map(str, self.items))
        return f"{self.head}({inside}{f' {self.clause}' if self.clause else ''})"


def lines(node: Bracket | str, depth: int, tail: str = "") -> list[str]:
    """The node at `depth` levels of indentation, followed by `tail`, as lines of at most WIDTH where it can."""
    margin = "    " * depth
    flat = f"{margin}{node}{tail}"
    if isinstance(node, str) or len(flat) <= WIDTH:
        return [flat]
    body = [str(item) for item in node.items]
    inside = f"{margin}    {', '.join(body)}{f' {node.clause}' if node.clause else ''}"
    is_tuple = not node.head or node.head.endswith("= ")
    if len(inside) <= WIDTH and not is_tuple:
        return [f"{margin}{node.head}(", inside, f"{margin}){tail}"]
    if node.clause:
        inner = [*lines(node.items[0], depth + 1), f"{margin}    {node.clause}"]
    else:
        inner = [line for item in node.items for line in lines(item, depth + 1, ",")]
    return [f"{margin}{node.head}(", *inner, f"{margin}){tail}"]
