"""A condition that fails for every choice of coefficients, though its ball holds what it should be.

A ball forgets that a coefficient is the same one wherever it occurs. By the mean value theorem a condition lies in

    f(x_0) + Σ_k ∂f/∂x_k(X) (X_k − x_{0,k}),

too, where what cancels in the derivatives cancels.
"""

from __future__ import annotations

from fractions import Fraction

from tableau2net.algebra.domains.balls import Balls
from tableau2net.methods import Method
from tableau2net.series.rooted_tree import Tree
from tableau2net.verify.certificate import Violation
from tableau2net.verify.existence.conditions import Grown, Monomial
from tableau2net.verify.existence.equations import Output
from tableau2net.verify.existence.exists import Box
from tableau2net.verify.existence.tableau import Tableaux, tableaux

HIGHEST = 5  # the order up to which this is looked for: 17 trees of one field


def refuted(kind: Balls, printed: Method, order: int, *, embedded: bool = False) -> Violation | None:
    """The first condition of orders up to min(order, HIGHEST) that no choice of coefficients satisfies."""
    found = tableaux(printed)
    if found is None:
        return None
    box = Box(kind, found)
    middle, around = (box.values(box.centre, radius, defects=False) for radius in (Fraction(0), Fraction(1)))
    for m in Grown(around, min(order, HIGHEST)).monomials(None):
        for f, field in enumerate(found.fields):
            row = field.b_hat if embedded else field.b
            if m.part != field.of or row is None:
                continue
            tree = _tree(found, f, m)
            condition = Output(tuple(row.items()), m, Fraction(1, tree.density))
            value = condition.value(middle)
            for slope in box.by_unknown(condition.gradient(around)).values():
                value = value + slope * kind.ball(Fraction(-1), Fraction(1))
            if not kind.may_be_zero(value):
                expected = Fraction(1, tree.density)
                return Violation.at(tree, kind.text(value + box.constant(expected)), str(expected))
    return None


def _tree(tableaux: Tableaux, f: int, m: Monomial) -> Tree:
    """The tree whose root is of a field and from whose root hang what the monomial multiplies."""
    names = [field.name for field in tableaux.fields]
    first = next(g for g, field in enumerate(tableaux.fields) if field.drives == m.part)
    found = Tree(field=names[f])
    for _ in range(m.power):
        found = found.product(Tree(field=names[first]))
    for g, child in m.children:
        found = found.product(_tree(tableaux, g, child))
    return found
