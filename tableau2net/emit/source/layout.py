"""Lay out calls the way the usual formatter does: on one line, else with the arguments indented on one line,
else one argument a line with a trailing comma. A tuple goes from the first to the last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tableau2net.emit.source.text import width


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
        return not self.clause and (not self.head or self.head.endswith(("= ", "return ")))


def lines(node: Bracket | str, depth: int, tail: str = "") -> list[str]:
    """The node at `depth` levels of indentation, followed by `tail`, as lines of at most `width()` where it can."""
    margin, deeper = "    " * depth, "    " * (depth + 1)
    flat = f"{margin}{node}{tail}"
    if isinstance(node, str) or len(flat) <= width():
        return [flat]
    if len(deeper + node.inside) <= width() and not node.is_tuple:
        inner = [deeper + node.inside]
    elif node.clause:
        inner = [*lines(node.items[0], depth + 1), deeper + node.clause]
    else:
        inner = [line for item in node.items for line in lines(item, depth + 1, ",")]
    return [f"{margin}{node.head}{node.ends[0]}", *inner, f"{margin}{node.ends[1]}{tail}"]


def assigned(target: str, value: Bracket | str, depth: int) -> list[str]:
    """`target = value`; where the line is too long, the value is broken first, then stands in parentheses of its own,
    and a target of several variables is broken last."""
    head = f"{target} = "
    if isinstance(value, str):
        return lines(f"{head}{value}", depth)
    margin = "    " * depth
    joined = replace(value, head=f"{head}{value.head}")
    if len(f"{margin}{joined}") <= width() or len(f"{margin}{joined.head}{value.ends[0]}") <= width():
        return lines(joined, depth)
    if len(f"{margin}{head}(") <= width():
        return [f"{margin}{head}(", *lines(value, depth + 1), f"{margin})"]
    first, *after = lines(value, depth)
    variables = [f"{margin}    {variable}," for variable in target.split(", ")]
    return [f"{margin}(", *variables, f"{margin}) = {first.lstrip()}", *after]
