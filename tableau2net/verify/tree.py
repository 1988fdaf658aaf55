"""Rooted trees, by the Butcher product alone (Butcher 2003, §30)."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod


@dataclass(frozen=True, slots=True)
class Tree:
    """A rooted tree: its root, and the trees that hang from it, sorted so that equal trees are
    equal."""

    children: tuple[Tree, ...] = ()

    @property
    def order(self) -> int:
        """|t|, the number of vertices."""
        return 1 + sum(child.order for child in self.children)

    @property
    def density(self) -> int:
        """γ(t) = |t| Π γ(children)."""
        return self.order * prod(child.density for child in self.children)

    def product(self, other: Tree) -> Tree:
        """The Butcher product t∘v: the root of `other` becomes a child of this root."""
        return Tree(tuple(sorted((*self.children, other), key=lambda tree: (-tree.order, str(tree)))))

    def __str__(self) -> str:
        """• for the single vertex, else its children in brackets, as in [[•],•]."""
        return f"[{','.join(map(str, self.children))}]" if self.children else "•"


LEAF = Tree()
