"""The budget of work: every place where an expression is read refuses what would be too large, multiplied out, at the
sign where it became so; and the bounds on sizes hold."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.exact import Expression, ExpressionError, Name, number, parse, to_sympy, to_weight
from tableau2net.exact.enclosure import enclosure
from tableau2net.exact.work import LARGEST_COST, excess
from tableau2net.read import load
from tableau2net.read.leaves import Float
from tableau2net.recipes import load_recipe

NESTED = "((pi+1)**64)**64"
TOO_MUCH = {
    NESTED: "a degree of 4,096, multiplied out, after 16 of 16 characters",
    "((((1+sqrt(2))**64)**64)**64)**64": "a degree of 4,096, multiplied out, after 23 of 33 characters",
    "((((((1+sqrt(2))**64)**64)**64)**64)**64)": "a degree of 4,096, multiplied out, after 25 of 41 characters",
    "(1e300 + pi)**32": "numbers of 32,000 bits, multiplied out, after 16 of 16 characters",
}


@pytest.mark.parametrize("text", TOO_MUCH)
def test_what_is_too_much_work_is_told_with_how_far_it_got(text: str) -> None:
    with pytest.raises(ExpressionError, match="too much work") as caught:
        parse(text)
    assert caught.value.found == TOO_MUCH[text]


def test_many_terms_are_too_much_work() -> None:
    with pytest.raises(ExpressionError, match="too much work") as caught:
        parse("(a+b+c+d+e+f)**64", "abcdef")
    assert caught.value.found == "11,238,513 terms, multiplied out, after 17 of 17 characters"


SCHEME = "name: s\nkind: runge-kutta\nA: [[], [{A}]]\nb: [{b}, 1/2]\n"
FORM = "name: s\nkind: shu-osher\nalpha: [[1], [{x}, 1/2]]\nbeta: [[1], [0, 1/2]]\n"
MULTISTEP = "name: s\nkind: linear-multistep\nalpha: [0, -1, 1]\nbeta: [{x}, 1, 0]\n"
PARAMETER = "name: s\nkind: runge-kutta\nparameters: {{k: {{{x}}}}}\nA: [[], [k]]\nb: [1/2, 1/2]\n"
NETWORK = (
    "name: n\ninput: {channels: 1, size: 8}\nclasses: 2\nscheme: gauss2\nperiods: [{channels: 2, steps: 1}]\n"
)
PLACES = {
    "A": SCHEME.format(A=NESTED, b="1/2"),
    "b": SCHEME.format(A="1", b=NESTED),
    "a form": FORM.format(x=NESTED),
    "multistep": MULTISTEP.format(x=NESTED),
    "value": PARAMETER.format(x=f"value: {NESTED}"),
    "init": PARAMETER.format(x=f'learned: per-step, init: "uniform(0, {NESTED})"'),
    "range": PARAMETER.format(x=f'range: "[0, {NESTED}]"'),
    "step size": f"{NETWORK}step_size: {NESTED}\n",
    "tolerance": f"{NETWORK}implicit: {{mode: solve, tolerance: {NESTED}}}\n",
    "in place": NETWORK.replace("gauss2", "{kind: runge-kutta, A: [[], [" + NESTED + "]], b: [1/2, 1/2]}"),
    "family": f"name: s\nkind: family\nfamily: rkc2\nstages: 4\ndamping: {NESTED}\n",
    "nodes": f"name: s\nkind: runge-kutta\nA: [[], [1]]\nb: [1/2, 1/2]\nc: [0, {NESTED}]\n",
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_of_a_document_is_within_the_budget(place: str, tmp_path: Path) -> None:
    file = tmp_path / "doc.yaml"
    file.write_text(PLACES[place])
    with pytest.raises(InputError, match="this expression takes too much work") as caught:
        load(str(file))
    at = caught.value.position
    assert at is not None
    assert file.read_text().splitlines()[at.line - 1][at.column - 1 :].startswith("**64")


@pytest.mark.parametrize("override", [f"step_size={NESTED}", f"scheme.A.1.0={NESTED}"])
def test_overrides_are_within_the_budget(override: str) -> None:
    with pytest.raises(InputError, match=r"--set .*: this expression takes too much work"):
        load("rk4_resnet", [override])


def test_recipes_are_within_the_budget() -> None:
    change = f"schedule={{kind: steps, at: ['{NESTED}'], factor: 0.1}}"
    with pytest.raises(InputError, match=r"--with .*: this expression takes too much work"):
        load_recipe("short", [change])


def test_a_value_in_the_place_of_a_parameter_is_within_the_budget(tmp_path: Path) -> None:
    file = tmp_path / "doc.yaml"
    file.write_text(PARAMETER.format(x="value: (pi+1)**64").replace("[k]", '["k**64"]'))
    with pytest.raises(InputError, match=r"doc.yaml:3:\d+: .*too much work: a degree of 4,096"):
        load(str(file))


@pytest.mark.slow
def test_all_expressions_of_a_document_have_one_budget(tmp_path: Path) -> None:
    rows = ", ".join(f'"(pi + 1e200 + {n})**6"' for n in range(3000))
    file = tmp_path / "doc.yaml"
    file.write_text(MULTISTEP.format(x=rows))
    with pytest.raises(InputError, match=r"doc.yaml:4:\d+: this document takes too much work") as caught:
        load(str(file))
    assert f"at most {LARGEST_COST:,}" in str(caught.value)


expressions = st.recursive(
    st.one_of(
        st.sampled_from([Name("x"), Name("y")]),
        st.fractions(-9, 9, max_denominator=9).map(number),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] * pair[1]),
        st.tuples(inner, st.integers(2, 4)).map(lambda pair: pair[0] ** pair[1]),
    ),
    max_leaves=6,
)


@given(expressions)
@settings(max_examples=100, deadline=None)
def test_no_polynomial_is_larger_than_its_bounds(expression: Expression) -> None:
    from sympy import Poly, Symbol

    polynomial = Poly(to_sympy(expression), Symbol("x", real=True), Symbol("y", real=True))
    if polynomial.is_zero:
        return
    work = expression.work
    assert polynomial.total_degree() <= work.above.degree
    assert len(polynomial.terms()) <= work.above.terms
    scale, whole = polynomial.clear_denoms(convert=True)
    assert int(scale).bit_length() <= work.below.bits + 1
    assert max(abs(int(a)).bit_length() for a in whole.coeffs()) <= work.above.bits + 1


def test_every_expression_of_the_catalogue_is_within_the_budget() -> None:
    from tableau2net.catalogue import catalogue
    from tableau2net.read.values import numbers

    for entry in catalogue(("schemes",)):
        assert not any(excess(each.work) for _, each in numbers(load(entry.name)))


@pytest.mark.parametrize("command", ["check", "show", "analyze"])
def test_numbers_of_thousands_of_digits_are_written(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "doc.yaml"
    file.write_text(SCHEME.format(A="(sqrt(2) + 1e-400)**3", b="1e399/7 + sqrt(2)"))
    assert main([command, str(file)]) == 0
    assert not capsys.readouterr().err


@pytest.mark.parametrize("entry", ["(1+a)**64", "(1+a+b)**16"])
def test_the_analysis_of_long_formulas_leaves_stability_open(
    entry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "doc.yaml"
    rows = f'[[], ["{entry}"], [a, "{entry}+1"], [b, 0, "{entry}"]]'
    text = (
        f"name: s\nkind: runge-kutta\nparameters: {{a: {{}}, b: {{}}}}\nA: {rows}\nb: [1/6, 1/3, 1/3, 1/6]\n"
    )
    file.write_text(text)
    assert main(["analyze", str(file)]) == 0
    assert "may have more than" in capsys.readouterr().out


UNKNOWN = "cos(1)**2 + sin(1)**2 - 1"


@pytest.mark.parametrize("command", ["check", "show"])
@pytest.mark.parametrize(
    "text",
    [SCHEME.format(A=UNKNOWN, b="1/2"), FORM.format(x=f"1/2 + {UNKNOWN}"), MULTISTEP.format(x=UNKNOWN)],
)
def test_what_cannot_be_decided_has_its_place_on_standard_input_too(
    text: str, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = next(n for n, each in enumerate(text.splitlines(), 1) if UNKNOWN in each)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main([command, "-"]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: <standard input>:{line}:")
    assert "cannot be decided exactly: found cos(1)" in errors


@pytest.mark.parametrize("text", ["1e-350", "1e-39", "1e39", "1e400", "sin(1)**2 + cos(1)**2 - 1 + 1e-300"])
def test_a_number_that_networks_cannot_compute_with_is_told(text: str) -> None:
    with pytest.raises(InputError, match="for floating point"):
        load("rk4_resnet", [f"step_size={text}"])


def test_a_coefficient_that_rounding_has_left_over_stops_no_network() -> None:
    scheme: Any = {"name": "s", "kind": "runge-kutta", "A": [[], ["1/2"]], "b": ["1e-44", "1"]}
    assert "1e-44" in tableau2net.emit("rk4_resnet", scheme=scheme)


def test_how_well_a_tableau_is_known_is_no_number_of_a_network() -> None:
    scheme: Any = {
        "name": "s",
        "kind": "runge-kutta",
        "accuracy": "1e-350",
        "A": [[], ["0.5"]],
        "b": ["0", "1"],
    }
    assert "0.5" in tableau2net.emit("rk4_resnet", scheme=scheme)


def test_a_number_of_which_it_is_not_known_whether_it_is_0_is_no_weight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And no digits are computed beyond those that could be of a weight."""
    calls = list[int]()

    def noted(expression: Expression, bits: int) -> Any:
        calls.append(bits)
        return enclosure(expression, bits)

    monkeypatch.setattr("tableau2net.exact.rounding.enclosure", noted)
    with pytest.raises(InputError, match="it is not known whether this number is 0"):
        to_weight(parse(UNKNOWN))
    assert max(calls) < 2**13


@pytest.mark.parametrize("key", ["optimizer.weight_decay", "optimizer.rate"])
@pytest.mark.parametrize("value", ["1e-400", "1e-40", "1e39"])
def test_numbers_of_recipes_do_not_vanish(key: str, value: str) -> None:
    with pytest.raises(InputError, match=r"for floating point|not a decimal number|out of bounds"):
        load_recipe("short", [f"{key}={value}"])


def test_zero_is_a_number_of_recipes() -> None:
    assert Float().read("0e-5", None) == 0  # type: ignore[arg-type]
