"""Rooted trees, by the Butcher product alone (Butcher 2003, §30)."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from math import factorial, prod

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Tree:
    """A rooted tree: its root, and the trees that hang from it, sorted so that equal trees are
    equal. `field` names the vector field at the root, where there is more than one."""

    children: tuple[Tree, ...] = ()
    field: str = ""
    _hash: int = dataclasses.field(
        init=False, repr=False, compare=False
    )  # asked for more often than all else

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.children, self.field)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def order(self) -> int:
        """|t|, the number of vertices."""
        return 1 + sum(child.order for child in self.children)

    @property
    def density(self) -> int:
        """γ(t) = |t| Π γ(children)."""
        return self.order * prod(child.density for child in self.children)

    @property
    def symmetry(self) -> int:
        """σ(t) = Π m! σ(child)^m over the distinct children, each occurring m times (Butcher 2003, §30)."""
        return prod(factorial(m) * child.symmetry**m for child, m in Counter(self.children).items())

    @property
    def differential(self) -> str:
        """The elementary differential F(t), as f, f′f, f″(f, f′f): the only way in which one is written."""
        arguments = ", ".join(child.differential for child in self.children)
        several = len(self.children) > 1
        return f"{self.field or 'f'}{primes(len(self.children))}{f'({arguments})' if several else arguments}"

    @property
    def drawing(self) -> str:
        """The tree with lines, its root above, a vertex a line."""
        lines = [self.field or "•"]
        for i, child in enumerate(self.children):
            last = i == len(self.children) - 1
            first, *rest = child.drawing.splitlines()
            lines.append(f"{'└─' if last else '├─'} {first}")
            lines += [f"{' ' if last else '│'}  {line}" for line in rest]
        return "\n".join(lines)

    def product(self, other: Tree) -> Tree:
        """The Butcher product t∘v: the root of `other` becomes a child of this root."""
        return Tree(ordered((*self.children, other)), self.field)

    def __str__(self) -> str:
        """• for the single vertex, else its children in brackets, as in [[•],•]; with the field, f or f[g[f],g]."""
        if not self.children:
            return self.field or "•"
        return f"{self.field}[{','.join(map(str, self.children))}]"


def primes(order: int) -> str:
    """The sign of a derivative of this order: ′, ″, ‴, ⁽⁴⁾, and nothing for 0."""
    return ("", "′", "″", "‴")[order] if order < 4 else f"⁽{str(order).translate(_SUPERSCRIPTS)}⁾"


def ordered(trees: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """The children of a root in the one order that they are kept in."""
    return tuple(sorted(trees, key=lambda tree: (-tree.order, str(tree))))


LEAF = Tree()
