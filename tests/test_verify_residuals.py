"""Principal errors against published norms and against the trees; trees in words and pictures."""

from __future__ import annotations

from fractions import Fraction

import pytest
from rooted_trees import BruteForce, density, parse, trees
from schemes import catalogued, fractions, rational, tableau

from tableau2net.errors import InputError
from tableau2net.methods import Method
from tableau2net.series.rooted_tree import LEAF, Tree
from tableau2net.verify import Claims, principal_error, prove


def method(stem: str) -> Method:
    return catalogued(stem).method


def test_dormand_and_prince_s_norms() -> None:
    """J. R. Dormand, P. J. Prince (1980), table 2: 3.99e-4 for the fifth order, 1.18e-3 for the fourth."""
    assert principal_error(method("dopri5")).norm == pytest.approx(3.99e-4, rel=2e-3)
    assert principal_error(method("dopri5"), embedded=True).norm == pytest.approx(1.18e-3, rel=3e-3)


@pytest.mark.parametrize(
    "stem", ["euler", "rk4", "heun3", "bs32", "fehlberg45", "radau_iia2", "lobatto_iiic3"]
)
def test_the_residuals_are_those_of_the_trees(stem: str) -> None:
    scheme = method(stem)
    assert rational(scheme)
    slow, error = BruteForce(fractions(scheme.A), fractions(scheme.B)), principal_error(scheme)
    found = {parse(each.tree): Fraction(each.value) for each in error.residuals}
    assert sorted(found) == sorted(trees(error.order))
    for tree, tau in found.items():
        sigma = as_tree(tree).symmetry
        assert tau * sigma == slow.outputs(tree)[0] - Fraction(1, density(tree))
    assert error.largest == float(max(map(abs, found.values())))
    assert error.norm == pytest.approx(float(sum(tau**2 for tau in found.values())) ** 0.5, rel=1e-12)


def test_irrational_and_parametric_methods() -> None:
    assert principal_error(method("gauss3")).largest == float(Fraction(1, 16800))
    open_parameter = principal_error(tableau("0 0;alpha 0", "1-1/(2*alpha) 1/(2*alpha)"))
    assert open_parameter.norm is None
    assert open_parameter.residuals[1].value == "-1/6"


def test_multistep_methods_have_their_error_constant_on_the_tall_tree() -> None:
    error = principal_error(method("ab3"))
    assert error.residuals[-1].value == "-3/8"


def as_tree(children: tuple[object, ...]) -> Tree:
    tree = LEAF
    for child in children:
        assert isinstance(child, tuple)
        tree = tree.product(as_tree(child))
    return tree


@pytest.mark.parametrize("order", range(1, 9))
def test_symmetries_count_labellings(order: int) -> None:
    """Σ n!/(σ(t) γ(t)) is the number of increasing labellings of all trees, (n − 1)!."""
    total = sum(Fraction(1, as_tree(t).symmetry * density(t)) for t in trees(order))
    assert total == Fraction(1, order)


def test_a_tree_in_words_and_in_a_picture() -> None:
    chain = LEAF.product(LEAF)
    tree = LEAF.product(chain).product(LEAF)
    assert str(tree) == "[[•],•]"
    assert tree.differential == "f″(f′f, f)"
    assert tree.drawing == "•\n├─ •\n│  └─ •\n└─ •"
    assert as_tree(((), (), (), ())).differential == "f⁽⁴⁾(f, f, f, f)"


def test_a_refuted_order_is_drawn() -> None:
    wrong = tableau("0 0 0 0;1/2 0 0 0;-1e-30 1/2+1e-30 0 0;0 0 1 0", "1/6 1/3 1/3 1/6")
    certificate = prove(wrong, Claims(order=4))
    assert certificate.violation is not None
    assert certificate.violation.differential == "f′f′f"
    assert certificate.describe().endswith("the tree of the elementary differential f′f′f:\n•\n└─ •\n   └─ •")


def test_what_has_no_principal_error() -> None:
    with pytest.raises(InputError, match="no embedded weights"):
        principal_error(method("rk4"), embedded=True)
    with pytest.raises(InputError, match="no order"):
        principal_error(method("explicit-5"))
    with pytest.raises(InputError, match="not defined for several fields"):
        principal_error(method("revnet"))
