"""The modified equation of a method with one field, by trees (Hairer, Lubich, Wanner, IX.1 and IX.9): of the method
itself, or where it has several external values of its underlying one-step method (XV.2).

The method is the exact flow over h of u′ = Σ h^{|τ|−1} b(τ)/σ(τ) F(τ)(u). With a(τ) the weights of the
method (1/γ(τ) for the exact flow), theorem IX.9.2 is

    a(τ) = Σ_{j≥1} 1/j! (∂_b^{j−1} b)(τ),    (∂_b c)(τ) = Σ c(θ) b(τ∖θ),

the sum over all ways to cut one edge of τ into the part θ at the root and the tree τ∖θ above.
"""

from __future__ import annotations

from math import factorial

from tableau2net.algebra.domains import Element
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.words.expansion_terms import Term, written
from tableau2net.errors import InputError
from tableau2net.series.bseries import parts, trees
from tableau2net.series.rooted_tree import Tree
from tableau2net.series.underlying import Underlying

TITLE = "Modified equation"
DEFINED_FOR = (ONE_FIELD,)
USUAL, HIGHEST = 3, 5  # orders of trees: what is always shown, and how far the first error is followed
MOST = 8  # powers of h at most, where they are asked for: 719 trees


def find(subject: Subject) -> tuple[Finding, ...]:
    """u′ as a series of elementary differentials: up to the power of h that is asked for, else up to the first
    that differs from f, and at least to order 3. Raises InputError for more than MOST powers."""
    under = subject.underlying
    if isinstance(under, str):
        return (Finding("u′", None, under),)
    if subject.powers is not None and subject.powers > MOST:
        raise InputError(
            "this power is too high for a modified equation",
            None,
            f"h**{subject.powers}",
            f"h**{MOST} at most",
        )
    farthest = USUAL if subject.too_long else HIGHEST
    highest = farthest if subject.powers is None else subject.powers + 1
    b = coefficients(under, highest)
    errors = [tree.order for tree in b if tree.order > 1 and b[tree]]
    last = max(USUAL, min([*errors, farthest])) if subject.powers is None else highest
    integer = subject.domain.integer
    terms = [
        Term(value / integer(tree.symmetry), tree.order - 1, tree.differential)
        for tree, value in b.items()
        if tree.order <= last
    ]
    return (Finding("u′", f"{written(terms, subject.domain)} + O({'h' if last == 1 else f'h**{last}'})"),)


def coefficients(under: Underlying, highest: int) -> dict[Tree, Element]:
    """b(τ) for all trees up to the order `highest`, by rising order."""
    integer, zero = under.domain.integer, under.domain.zero
    iterated: list[dict[Tree, Element]] = [{} for _ in range(highest)]  # ∂_b^j b
    for n in range(1, highest + 1):
        for tree in trees(n):
            for j in range(1, n):
                cuts = (
                    integer(times) * iterated[j - 1].get(rest, zero) * iterated[0][above[0]]
                    for rest, above, times in parts(tree)
                    if len(above) == 1
                )
                iterated[j][tree] = sum(cuts, zero)
            later = (iterated[j][tree] / integer(factorial(j + 1)) for j in range(1, n))
            iterated[0][tree] = under.phi(tree) - sum(later, zero)
    return iterated[0]
