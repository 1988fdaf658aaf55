"""Stages that change nothing, and common factors of ρ and σ, change nothing that is found."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest
from schemes import analysis, documents, matrix, multistep, tableau, vector

from tableau2net.analyse import Analysis, analyse
from tableau2net.exact import ONE, ZERO, Expression, number
from tableau2net.methods import Method
from tableau2net.methods.irreducible import irreducible
from tableau2net.read import load_scheme
from tableau2net.verify import verify

OF_THE_TABLEAU = {"stiffly accurate", "first same as last", "explicitly reversible"}
SCHEMES = (
    "euler", "heun_euler21", "implicit_midpoint", "rk4", "ssprk33", "gauss2", "radau_iia2", "lobatto_iiic3",
    "trapezoidal", "alexander_sdirk2", "ralston3", "ark324l2sa", "ars222", "revnet", "leapfrog",
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    method: Method


def found(analysis: Analysis, *, leave_out: frozenset[str] = frozenset()) -> dict[str, object]:
    """Every finding by section and name, but the embedded ones."""
    return {
        f"{section.title}: {finding.name}": str(finding)
        for section in analysis.sections
        for finding in section.findings
        if finding.name not in OF_THE_TABLEAU | leave_out and not finding.name.startswith("embedded")
    }


def plain(name: str) -> Method:
    method = documents()[name].method
    return replace(method, b_hat=None, collocation=None, printed=None)


def split(method: Method, stage: int, made: random.Random) -> Method:
    """The method with a copy of one stage, whose slopes go to both in any proportion: all b and a of the two add up to
    those of the one."""
    share = {id(row): number(Fraction(made.randint(-2, 4), 3)) for row in (*method.A, *method.B)}

    def row(of: tuple[Expression, ...]) -> tuple[Expression, ...]:
        return (*of[:stage], of[stage] * share[id(of)], *of[stage + 1 :], of[stage] * (ONE - share[id(of)]))

    A = [row(line) for line in method.A]
    other = number(made.randint(-1, 2))
    a, b = A[stage][stage] + A[stage][-1], A[stage]
    A.append((*b[:stage], a * other, *b[stage + 1 : -1], a * (ONE - other)))
    return replace(
        method,
        A=tuple(A),
        U=(*method.U, method.U[stage]),
        B=tuple(row(line) for line in method.B),
        fields=None if method.fields is None else (*method.fields, method.fields[stage]),
        abscissae=None if method.abscissae is None else (*method.abscissae, method.abscissae[stage]),
    )


def with_idle(method: Method, made: random.Random) -> Method:
    """The method with one more stage at the end, which no result uses."""
    entries = tuple(number(Fraction(made.randint(-3, 3), 4)) for _ in range(method.stages + 1))
    first = made.randrange(method.stages)
    return replace(
        method,
        A=(*((*line, ZERO) for line in method.A), entries),
        U=(*method.U, method.U[first]),
        B=tuple((*line, ZERO) for line in method.B),
        fields=None if method.fields is None else (*method.fields, method.fields[first]),
        abscissae=None if method.abscissae is None else (*method.abscissae, method.abscissae[first]),
    )


def mixed(method: Method, made: random.Random) -> Method:
    """The method with its stages in another order."""
    order = made.sample(range(method.stages), method.stages)
    return replace(
        method,
        A=tuple(tuple(method.A[i][j] for j in order) for i in order),
        U=tuple(method.U[i] for i in order),
        B=tuple(tuple(line[j] for j in order) for line in method.B),
        fields=None if method.fields is None else tuple(method.fields[i] for i in order),
        abscissae=None if method.abscissae is None else tuple(method.abscissae[i] for i in order),
    )


def padded(method: Method, seed: int) -> Method:
    made = random.Random(seed)
    for _ in range(made.randint(1, 3)):
        if made.random() < 0.5 or any(value.kind == "part" for value in method.external):
            method = with_idle(method, made)
        else:
            method = split(method, made.randrange(method.stages), made)
    return mixed(method, made)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", SCHEMES)
def test_what_changes_nothing_changes_no_finding(name: str, seed: int) -> None:
    method = replace(plain(name), multistep=None)
    before, after = analyse(Document(method)), analyse(Document(padded(method, seed)))
    assert found(after) == found(before)
    assert after.reduction


@pytest.mark.parametrize("name", SCHEMES)
def test_an_irreducible_method_is_told_so_and_is_left_as_it_is(name: str) -> None:
    once = irreducible(replace(plain(name), multistep=None)).method
    again = irreducible(once)
    assert again.method is once
    assert not str(again)


@pytest.mark.parametrize(
    ("method", "property_", "value", "reduction"),
    [
        (
            tableau("0 0 0 0; 1 0 0 0; 1/4 1/4 0 0; 1/3 0 1/2 0", "1/6 1/6 2/3 0", "1/4 1/4 1/4 1/4"),
            "SSP coefficient",
            "1",
            "stage 4 does not reach the result: analysed as the irreducible method, of 3 stages",
        ),
        (
            tableau("1/4 1/4-sqrt(3)/6 0; 1/4+sqrt(3)/6 1/4 0; 1 0 0", "1/2 1/2 0"),
            "symmetric",
            True,
            "stage 3 does not reach the result: analysed as the irreducible method, of 2 stages",
        ),
        (
            tableau("1/2 0; 0 1/2", "1/2 1/2"),
            "symplectic",
            True,
            "stages 1 and 2 are equal: analysed as the irreducible method, of 1 stage",
        ),
        (
            tableau("1/2 0; 0 1/2", "1/2 1/2"),
            "algebraically stable",
            True,
            "stages 1 and 2 are equal: analysed as the irreducible method, of 1 stage",
        ),
        (  # stage 4 takes what stages 2 and 3, which are equal, take back
            tableau("0 0 0 0; 1/2 0 0 0; 1/2 0 0 0; 0 1 -1 0", "0 1/2 1/2 0"),
            "SSP coefficient",
            "0",
            "stages 2 and 3 are equal, stage 4 does not reach the result: "
            "analysed as the irreducible method, of 2 stages",
        ),
        (
            tableau("0 0 0; 1 0 0; 1 0 0", "1/2 1 -1/2"),
            "SSP coefficient",
            "1",
            "stages 2 and 3 are equal: analysed as the irreducible method, of 2 stages",
        ),
    ],
)
def test_a_reducible_method_has_the_properties_of_the_irreducible_one(
    method: Method, property_: str, value: object, reduction: str
) -> None:
    analysis = analyse(Document(method))
    assert analysis[property_] == value
    assert analysis.reduction == reduction
    assert reduction in analysis.describe()
    assert analysis.as_json()["reduction"] == reduction


def test_weights_that_cancel_leave_equal_stages_unused() -> None:
    """Stages 2 and 3 are equal, and their weights add up to 0: what is left is Euler's method."""
    reduction = irreducible(tableau("0 0 0; 1 0 0; 1 0 0", "1 1 -1"))
    left = reduction.method
    assert [matrix("0"), matrix("1")] == [left.A, left.B]
    assert reduction.unused == (1, 2)


def test_equal_stages_are_found_although_they_are_written_otherwise() -> None:
    """1/(√2 − 1) is √2 + 1."""
    method = tableau("0 0 0; sqrt(2)+1 0 0; 1/(sqrt(2)-1) 0 0", "1/2 1/4 1/4")
    assert irreducible(method).equal == ((1, 2),)


def test_a_parameter_does_not_stand_in_the_way() -> None:
    assert irreducible(tableau("0 0 0; k 0 0; k*k/k 0 0", "1/2 1/4 1/4")).equal == ((1, 2),)


def test_stages_of_different_fields_are_not_equal() -> None:
    method = documents()["ars222"].method
    assert method.fields is not None
    assert (
        irreducible(replace(method, fields=("f",) * method.stages)).method.stages
        < irreducible(method).method.stages
    )


def test_a_first_stage_that_is_the_last_result_stays_in_the_tableau() -> None:
    """Of dopri5 the embedded weights alone use the last stage."""
    found = analysis("dopri5")
    assert (found["first same as last"], found["embedded order"]) == (True, 5)
    assert found.reduction.startswith("stage 7 does not reach the result")


@pytest.mark.parametrize(
    ("alpha", "beta", "factor"),
    [
        ("1/2 -3/2 1", "-1/4 1/4 1/2", "-1/2 + w"),  # the trapezoidal rule
        ("0 -1 1", "0 1/2 1/2", "w"),
        ("-1 0 1", "1/2 1 1/2", "1 + w"),
    ],
)
def test_a_common_factor_of_rho_and_sigma_is_left_out(alpha: str, beta: str, factor: str) -> None:
    analysis, rule = (analyse(Document(multistep(*each))) for each in ((alpha, beta), ("-1 1", "1/2 1/2")))
    assert analysis["symmetric"] is True
    assert analysis["effective order"] == 2
    assert analysis["solves"] == rule["solves"]
    assert analysis["A(α)-stable"] == "α = 90°"
    assert analysis.reduction == (
        f"ρ and σ have the common factor {factor}: "
        "stability and the principal error are those of the recursion as written, "
        "everything else is that of the irreducible method"
    )


def test_a_common_factor_over_a_number_field_is_left_out() -> None:
    reduction = irreducible(multistep("sqrt(2) -1-sqrt(2) 1", "-sqrt(2)/2 1/2-sqrt(2)/2 1/2"))
    assert reduction.method.multistep == (vector("-1 1"), vector("1/2 1/2"))


def test_a_common_root_outside_the_disc_makes_the_recursion_unstable() -> None:
    """Backward Euler's ρ and σ times w − 2."""
    analysis = analyse(Document(multistep("2 -3 1", "0 -2 1")))
    assert (analysis["zero-stable"], analysis["A-stable"], analysis["A(α)-stable"]) == (False, False, False)


def test_the_two_stages_of_lobatto_iiib_are_equal(tmp_path: Path) -> None:
    """They are the implicit midpoint rule, made from its nodes or written as a tableau."""
    path = tmp_path / "two.yaml"
    path.write_text("name: two\nkind: family\nfamily: lobatto-iiib\nstages: 2\n", encoding="utf-8")
    for document in (load_scheme(str(path)), documents()["lobatto_iiib2"]):
        analysis = analyse(document)
        assert (analysis["symplectic"], analysis["algebraically stable"]) == (True, True)
        assert analysis.reduction.startswith("stages 1 and 2 are equal")


def test_a_stage_keeps_its_number() -> None:
    found = analysis("ars222_implicit")  # its first stage is not used
    assert "a cycle through stage 2)" in found.describe()


def test_stages_of_several_fields_are_counted_and_not_numbered() -> None:
    assert analysis("ars222").reduction.startswith("2 stages do not reach the result")


def scheme(tmp_path: Path, text: str) -> Analysis:
    (tmp_path / "scheme.yaml").write_text(f"name: scheme\n{text}", encoding="utf-8")
    return analyse(load_scheme(str(tmp_path / "scheme.yaml")))


def test_a_method_whose_weights_are_all_zero_is_the_identity_step(tmp_path: Path) -> None:
    analysis = scheme(tmp_path, "kind: runge-kutta\nA: [[], [1/2]]\nb: [0, 0]\n")
    assert analysis.reduction == "stages 1 and 2 do not reach the result: analysed as the identity step"
    right = {
        "R(z)": "1",
        "A-stable": True,
        "symmetric": True,
        "symplectic": True,
        "algebraically stable": True,
    }
    right |= {"SSP coefficient": "∞", "effective order": 0, "B(p)": 0, "dissipation order": "∞"}
    assert {name: analysis[name] for name in right} == right


def test_a_step_that_no_stage_reaches_is_y_next_of_v(tmp_path: Path) -> None:
    text = "kind: general-linear\nstart: history\nA: [[0]]\nU: [[1, 0]]\nB: [[0], [0]]\nV: [[1, 0], [1, 0]]\n"
    analysis = scheme(tmp_path, text)
    assert (analysis["Φ(w, z)"], analysis["A-stable"]) == ("(-1)*w + (1)*w**2", True)


def test_the_root_1_stays_in_rho_and_sigma_for_the_order_belongs_to_it(tmp_path: Path) -> None:
    text = "kind: linear-multistep\norder: 1\nalpha: [1, -2, 1]\nbeta: [-1, 0, 1]\n"
    analysis = scheme(tmp_path, text)
    assert verify(load_scheme(str(tmp_path / "scheme.yaml"))).order == 1
    assert (analysis.reduction, analysis["zero-stable"]) == ("", False)
    with pytest.raises(KeyError):
        analysis["B(p)"]  # it is no one-step method


def test_a_parameter_that_cancels_leaves_nothing_open(tmp_path: Path) -> None:
    text = "kind: runge-kutta\nparameters: {a: {}}\nA: [[1/2 - a, a], [a, 1/2 - a]]\nb: [1/2, 1/2]\n"
    analysis = scheme(tmp_path, text)
    right = {
        "R(z)": "(2 + z)/(2 - z)",
        "A-stable": True,
        "algebraically stable": True,
        "SSP coefficient": "2",
    }
    assert {name: analysis[name] for name in right} == right


def test_a_parameter_that_cancels_beside_a_root_leaves_nothing_open(tmp_path: Path) -> None:
    text = (
        "kind: runge-kutta\nparameters: {a: {}}\nA: [[sqrt(2)/2 - a, a], [a, sqrt(2)/2 - a]]\nb: [1/2, 1/2]\n"
    )
    analysis = scheme(tmp_path, text)
    assert analysis["A-stable"] is True  # θ = 0.707 of the θ-method
    assert str(analysis["SSP coefficient"]).startswith("3.41421")
