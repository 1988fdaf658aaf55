"""What is printed reads as a person would write it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from schemes import analysis, documents, tableau

from tableau2net.analyse import analyse
from tableau2net.cli import main
from tableau2net.emit.source.arithmetic_text import formula
from tableau2net.exact import ONE, parse
from tableau2net.graph import Combine
from tableau2net.read import load_scheme
from tableau2net.verify import prove, verify
from tableau2net.verify.provers.rounded import radius_text


def family(tmp_path: Path, name: str, key: str, size: int) -> str:
    path = tmp_path / f"{name}.yaml"
    path.write_text(f"name: {name}\nkind: family\nfamily: {name}\n{key}: {size}\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("radius", "text"), [("95e-78", "1e-76"), ("1e-15", "1e-15"), ("11e-16", "2e-15")])
def test_a_radius_has_one_digit(radius: str, text: str) -> None:
    assert radius_text(Fraction(radius)) == text


@pytest.mark.parametrize("name", ["crouzeix2", "ars222_implicit", "ars343_implicit", "gauss2", "crouzeix3"])
def test_no_sign_stands_after_another(name: str) -> None:
    texts = [str(finding) for section in analysis(name).sections for finding in section.findings]
    assert not any("+ -" in text or "- -" in text for text in texts)


@pytest.mark.parametrize(
    ("coefficient", "text"),
    [
        ("-sqrt(2)/2", "u - sqrt(2)/2 k1"),
        ("-1/3-sqrt(2)/2", "u - (1/3 + sqrt(2)/2) k1"),
        ("1/3-sqrt(2)/2", "u + (1/3 - sqrt(2)/2) k1"),
        ("-1/2", "u - 1/2 k1"),
    ],
)
def test_the_sign_of_a_coefficient_stands_before_it_in_the_formulas_of_a_step(
    coefficient: str, text: str
) -> None:
    combine = Combine.of([(ONE, "a"), (parse(coefficient), "b")])
    assert formula(combine, {"a": "u", "b": "k1"}) == text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rk4", "∞"),
        ("gauss2", "1"),
        ("implicit_midpoint", "-1"),
        ("radau_iia2", "0"),
        ("crouzeix2", "1 - sqrt(3) = -0.7320508075…"),
    ],
)
def test_the_stability_function_at_infinity_is_told(name: str, value: str) -> None:
    assert analysis(name)["R(∞)"] == value


def test_coefficients_in_cosines_are_told_in_decimals() -> None:
    """Crouzeix's method of order 4 has γ = cos(π/18)/√3 + 1/2."""
    found = analysis("crouzeix3")
    assert "cos" not in str(found["R(z)"])
    assert "…*z" in str(found["R(z)"])


@pytest.mark.parametrize(("name", "stages"), [("ars222", 3), ("ars443", 5), ("rk4", 4)])
def test_stages_of_several_fields_count_once(name: str, stages: int) -> None:
    certificate = verify(documents()[name])
    assert certificate.stages == stages
    assert "zero-stable" not in certificate.describe()


def test_embedded_weights_that_sum_to_nothing_are_asked_about() -> None:
    question = "b_hat sums to 0: are these the differences b − b̂?"
    differences, weights = (tableau("0 0; 1 0", "1/2 1/2", b_hat) for b_hat in ("1/2 -1/2", "1 0"))
    assert any(note.startswith(question) for note in prove(differences).notes)
    assert not any(note.startswith(question) for note in prove(weights).notes)


def test_decimals_that_miss_by_a_unit_are_told_how_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "third.yaml"
    path.write_text(
        "name: third\nkind: runge-kutta\norder: 2\nA: [[], [0.6666666666666667]]\nb: [0.25, 0.75]\n",
        encoding="utf-8",
    )
    assert "write `decimals: rounded`" in verify(load_scheme(str(path))).remedy


@pytest.mark.parametrize("name", ["rkc2", pytest.param("rkc1", marks=pytest.mark.slow)])
def test_long_coefficients_are_told_in_decimals(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of 26 stages, whose exact coefficients have more digits than Python writes at once."""
    reference = family(tmp_path, name, "stages", 26)
    for command in ("analyze", "show"):
        assert main([command, reference]) == 0
        assert not re.search(r"\d{61}", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("name", "key", "size", "property_", "reason"),
    [
        ("rkc2", "stages", 43, "R(z)", "it is not computed for 43 stages with coefficients of"),
        ("gauss", "stages", 60, "R(z)", "it is not computed for a method of 60 stages on irrational nodes"),
        ("adams-bashforth", "steps", 20, "real interval", "it is not computed for more than 14 eigenvalues"),
    ],
)
def test_what_would_take_minutes_is_left_open_with_its_reason(
    name: str, key: str, size: int, property_: str, reason: str, tmp_path: Path
) -> None:
    analysis = analyse(load_scheme(family(tmp_path, name, key, size)))
    (found,) = (f for section in analysis.sections for f in section.findings if f.name == property_)
    assert found.value is None
    assert found.remark.startswith(reason)


@pytest.mark.parametrize("family_", ["gauss", "radau-ia", "radau-iia", *(f"lobatto-iii{x}" for x in "abcd")])
@pytest.mark.parametrize("stages", [2, 3, 5])
def test_the_simplifying_assumptions_give_the_order_that_all_trees_give(
    family_: str, stages: int, tmp_path: Path
) -> None:
    from tableau2net.verify.conditions.order import assured, order
    from tableau2net.verify.conditions.setting import setting

    method = load_scheme(family(tmp_path, family_, "stages", stages)).method
    context = setting(method)
    slow, fast = (order(context.span, method.U, context.outputs, assured=n) for n in (0, assured(method)))
    assert slow.order == fast.order
    assert slow.violation == fast.violation
