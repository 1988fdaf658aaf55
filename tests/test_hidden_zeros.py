"""Zero is decided once, when a number is read, however it is written and wherever it stands."""

from __future__ import annotations

import contextlib
import io
from fractions import Fraction
from pathlib import Path

import pytest
from disguise import zeros
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiers import tries

from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.exact import ZERO, ExpressionError, UndecidedError, decided, is_zero, number, parse, sign
from tableau2net.read import NetworkDocument, SchemeDocument, canonical
from tableau2net.read.load import is_network
from tableau2net.read.model import Source
from tableau2net.read.networks.network import read_network
from tableau2net.read.overrides import apply
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.text import parse_bytes

RELAXED = settings(max_examples=tries(40), suppress_health_check=[HealthCheck.too_slow], derandomize=True)
NETWORK = "input: {channels: 1, size: 8}\nclasses: 2\nperiods: [{channels: 4, steps: 2}]\n"
STEP = "{name: s, kind: runge-kutta, A: [[], [1/2]], b: [0, 1]}"


def general(A: str, U: str, B: str, V: str, more: str = "") -> str:
    return f"name: d\nkind: general-linear\nA: {A}\nU: {U}\nB: {B}\nV: {V}\n{more}"


# Every kind of document, with a number at @ in each place where one can stand.
DOCUMENTS = {
    "A": "name: d\nkind: runge-kutta\nA:\n  - []\n  - [@]\nb: [1/2, 1/2]\n",
    "A-diagonal": "name: d\nkind: runge-kutta\nA: [[@, 0], [1, 0]]\nb: [1/2, 1/2]\n",
    "A-above": "name: d\nkind: runge-kutta\nA: [[0, @], [1, 0]]\nb: [1/2, 1/2]\n",
    "b": "name: d\nkind: runge-kutta\nA: [[], [1]]\nb: [@, 1]\n",
    "c": "name: d\nkind: runge-kutta\nA: [[], [1]]\nb: [0, 1]\nc: [@, 1]\n",
    "b_hat": "name: d\nkind: runge-kutta\nA: [[], [1]]\nb: [0, 1]\nb_hat: [1, @]\n",
    "alpha": "name: d\nkind: linear-multistep\nalpha: [@, -1, 1]\nbeta: [0, 1, 0]\n",
    "beta-last": "name: d\nkind: linear-multistep\nalpha: [0, -1, 1]\nbeta: [-1/2, 3/2, @]\n",
    "general-A": general("[[@]]", "[[1]]", "[[1]]", "[[1]]"),
    "general-U": general("[[0]]", "[[1, @]]", "[[1], [0]]", "[[1, 0], [0, 1]]", "start: copy\n"),
    "general-B": general("[[0]]", "[[0, 1]]", "[[1], [@]]", "[[1, 0], [0, 1]]", "start: split\n"),
    "general-V": general("[[0]]", "[[1, 0]]", "[[1], [0]]", "[[1, 0], [@, 1]]", "start: copy\n"),
    "general-c": general("[[0]]", "[[1, 0]]", "[[1], [0]]", "[[1, 0], [0, 0]]", "start: free\nc: [@]\n"),
    "partitioned": "name: d\nkind: partitioned\ntableaux:\n  f: {A: [[0, @], [1, 0]], b: [1/2, 1/2]}\n"
    "  g: {A: [[@, 0], [1/2, 1/2]], b: [1/2, 1/2]}\n",
    "parameter": "name: d\nkind: runge-kutta\nA: [[], [1 + a]]\nb: [1/2, 1/2]\nparameters: {a: {value: '@'}}\n",
    "parameter-init": "name: d\nkind: runge-kutta\nA: [[], [1 + a]]\nb: [1/2, 1/2]\n"
    "parameters: {a: {learned: per-step, init: '@', range: '[@, 1]'}}\n",
    "network-scheme": f"name: n\n{NETWORK}scheme:\n  name: s\n  kind: runge-kutta\n  A: [[], [1/2, '@']]\n"
    "  b: [0, 1]\n".replace("[1/2, '@']", "[1/2]").replace("[0, 1]", "['@', 1]"),
    "network-starter": f"name: n\n{NETWORK}scheme: ab2\nstarter: {{name: s, kind: runge-kutta, A: [['@', 0], [1, 0]], "
    "b: [1/2, 1/2]}\n",
}  # fmt: skip
POLES = {
    **DOCUMENTS,
    "step_size": f"name: n\n{NETWORK}scheme: {STEP}\nstep_size: '@'\n",
    "tolerance": f"name: n\n{NETWORK}scheme: gauss2\nimplicit: {{mode: solve, tolerance: '@'}}\n",
}


def read(text: str, *overrides: str) -> SchemeDocument | NetworkDocument:
    """As `load`, for text that lies nowhere."""
    tree, source = apply(parse_bytes(text.encode(), "doc.yaml"), overrides), Source("path", "doc.yaml")
    return read_network(tree, source) if is_network(tree) else read_scheme(tree, source)


def written(form: str, number: str) -> str:
    """The document with a number in its place, in quotes where that has none."""
    text = POLES[form]
    return text.replace("@", number if "'@" in text else f'"{number}"')


@RELAXED
@given(zeros())
def test_a_number_that_is_zero_is_read_as_zero(zero: str) -> None:
    assert parse(zero) == ZERO
    assert parse(f"({zero})*(k + sqrt(2))", {"k"}) == ZERO
    assert parse(f"7/5 - ({zero})").rational == Fraction(7, 5)


@RELAXED
@given(zeros(), st.integers(30, 300), st.sampled_from(["", "-"]))
def test_a_number_that_is_next_to_zero_is_not_zero(zero: str, places: int, minus: str) -> None:
    near = parse(f"{zero} + {minus}1e-{places}")
    assert sign(near) == (-1 if minus else 1)
    assert parse(f"1/({zero} + {minus}1e-{places})") != ZERO


@RELAXED
@given(zeros())
def test_a_division_by_zero_is_told_at_its_stroke(zero: str) -> None:
    for text in (f"2/({zero})", f"2*({zero})**-1", f"1 + k/(({zero})*k)"):
        with pytest.raises(ExpressionError) as refused:
            parse(text, {"k"})
        assert refused.value.message == "this divides by zero"
        assert text[refused.value.offset] in "/*"


@pytest.mark.parametrize("form", DOCUMENTS)
@settings(RELAXED, max_examples=tries(8))
@given(zero=zeros())
def test_a_document_says_the_same_however_a_zero_is_written(form: str, zero: str) -> None:
    document, plain = read(written(form, zero)), read(written(form, "0"))
    assert canonical(document) == canonical(plain)


@pytest.mark.parametrize("form", POLES)
@settings(RELAXED, max_examples=tries(8))
@given(zero=zeros())
def test_a_document_that_divides_by_zero_is_refused_at_its_place(form: str, zero: str) -> None:
    text = written(form, f"1 + 1/({zero})")
    with pytest.raises(InputError) as refused:
        read(text)
    error = refused.value
    assert error.message == "this divides by zero"
    assert error.position is not None
    line = text.splitlines()[error.position.line - 1]
    assert line[error.position.column - 1 :].startswith("/(")


@pytest.mark.parametrize(
    ("entries", "value"),
    [
        ("['1/(a**2 - 2)']", "sqrt(2)"),
        ("['1/(a*sqrt(2) - 2)']", "sqrt(2)"),
        ("['a/(a - cos(pi/7) + cos(2*pi/7) - cos(3*pi/7))']", "1/2"),
        ("['(a + 1)/(a**4 - 10*a**2 + 1)']", "sqrt(2) + sqrt(3)"),
        ("['1/(a - b)']", "1"),
    ],
)
def test_a_pole_at_a_parameters_value_is_told_at_the_value(entries: str, value: str) -> None:
    other = ", b: {value: 1}" if "b" in entries else ""
    text = f"name: d\nkind: runge-kutta\nA: [[], {entries}]\nb: [0, 1]\n"
    text += f"parameters: {{a: {{value: '{value}'}}{other}}}\n"
    with pytest.raises(InputError, match="divides by zero") as refused:
        read(text)
    place = refused.value.position
    assert place is not None
    assert place.line == 5
    open_one = text.replace(f"value: '{value}'", "learned: per-step, init: 3")
    read(open_one)
    with pytest.raises(InputError, match=r"--set parameters.a.*divides by zero"):
        read(open_one, f"parameters.a.value={value}")


def test_parameters_at_values_of_which_a_coefficient_is_no_real_number_are_refused() -> None:
    text = (
        "name: d\nkind: runge-kutta\nA: [[], ['sqrt(a)']]\nb: [0, 1]\nparameters: {a: {value: 1 - sqrt(2)}}\n"
    )
    with pytest.raises(InputError, match=r"doc.yaml:5:25: with this value sqrt\(a\) is not a real number"):
        read(text)


def test_a_multistep_scheme_whose_leading_coefficient_is_zero_at_a_value_is_refused() -> None:
    text = (
        "name: d\nkind: linear-multistep\nalpha: [0, -1, 'a*sqrt(2) - 2']\nbeta: [0, 1, 0]\nstarter: euler\n"
        "parameters: {a: {value: sqrt(2)}}\n"
    )
    with pytest.raises(InputError) as refused:
        read(text)
    assert str(refused.value).startswith("doc.yaml:6:25: with this value")


def test_a_hidden_zero_above_the_diagonal_leaves_a_scheme_explicit() -> None:
    document = read(written("A-above", "sqrt(8) - 2*sqrt(2)"))
    assert isinstance(document, SchemeDocument)
    assert document.method.explicit


def test_a_zero_that_only_a_value_makes_leaves_a_scheme_explicit() -> None:
    fixed = "parameters: {a: {value: sqrt(2)}}\n"
    text = f"name: d\nkind: runge-kutta\nA: [[0, 'a**2 - 2'], [1, 0]]\nb: [1/2, 1/2]\n{fixed}"
    document = read(text)
    assert isinstance(document, SchemeDocument)
    assert document.method.explicit
    multistep = "name: d\nkind: linear-multistep\nalpha: [0, -1, 1]\nbeta: [-1/2, 3/2, 'a**2 - 2']\n" + fixed
    document = read(multistep)
    assert isinstance(document, SchemeDocument)
    assert (document.method.explicit, document.method.stages) == (True, 1)


def test_abscissae_that_are_one_number_share_a_field() -> None:
    from tableau2net.lower.weights import Evaluation, slot_name

    document = read("name: d\nkind: runge-kutta\nA: [[], ['sqrt(2)/2'], [0, '1/sqrt(2)']]\nb: [0, 0, 1]\n")
    assert isinstance(document, SchemeDocument)
    assert slot_name("node", Evaluation(2), document.method) == "f2"


@pytest.mark.parametrize("text", ["cos(1)**2 + sin(1)**2 - 1", "sqrt(pi)*sqrt(pi) - pi"])
def test_what_is_not_known_to_be_zero_is_neither(text: str) -> None:
    value = parse(text)
    with pytest.raises(UndecidedError):
        is_zero(value)
    assert decided(value) == value
    with pytest.raises(ExpressionError, match="it is not known whether this divides by zero"):
        parse(f"1/({text})")


@pytest.mark.parametrize(
    "text", ["1/((((k + 1)**64 + 1)**64 + 1)**64 + 1)", "1/(((sqrt(2) + 1)**64 + 1)**64 - sqrt(3)**64)**64"]
)
def test_what_is_too_long_to_be_computed_is_told_at_once(text: str) -> None:
    with pytest.raises(ExpressionError, match="this expression takes too much work"):
        parse(text, {"k"})


HUGE_AND_TINY = [
    "1e400",
    "-1e400",
    "1e-400",
    "3e399/7",
    "sqrt(2)*1e350",
    "sqrt(3)*1e-350",
    "sqrt(1e-390)*1e-200",
]


def run(*arguments: str) -> tuple[int, str]:
    """A command in this process: its status, and its message. Whatever else it raises fails the test."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(arguments))
    return status, err.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("form", POLES)
@pytest.mark.parametrize("value", [*HUGE_AND_TINY, "1e-30", "sqrt(8) - 2*sqrt(2)", "a"])
def test_every_command_tells_one_message_whatever_the_number(form: str, value: str, tmp_path: Path) -> None:
    path = tmp_path / "doc.yaml"
    path.write_text(written(form, value), encoding="utf-8")
    network = is_network(parse_bytes(path.read_bytes(), "doc.yaml"))
    commands = [["check"], ["show"]]
    if network:
        commands.append(["compile", "-o", str(tmp_path / "out.py")])
    elif value not in HUGE_AND_TINY or (form == "A" and value in HUGE_AND_TINY[:3]):  # the rest is slow
        commands += [["analyze"]]
    for command in commands:
        status, message = run(command[0], str(path), *command[1:])
        assert status in (0, 1, 2, 3)
        assert message == "" or (message.startswith("error: ") and message.count("\n") == 1)


@pytest.mark.parametrize("value", HUGE_AND_TINY)
@pytest.mark.parametrize("form", ["network-scheme", "step_size"])
def test_a_network_refuses_a_number_that_no_float_is_near(form: str, value: str) -> None:
    if form == "step_size" and value.startswith("-"):
        value = value[1:]
    with pytest.raises(
        InputError, match=r"doc.yaml:\d+:\d+: this number is too (large|small) for floating point"
    ):
        read(written(form, value))


def test_a_product_that_no_float_is_near_is_refused_by_the_emitter() -> None:
    import tableau2net

    tiny = f"name: n\n{NETWORK}scheme: {STEP}\nstep_size: 1e-30\n".replace("1/2", "1e-300")
    document = read(tiny)
    assert isinstance(document, NetworkDocument)
    with pytest.raises(InputError, match="too small for floating point"):
        tableau2net.pipeline.emit_document(document, [])


def test_a_rational_number_is_read_as_one_however_it_is_written() -> None:
    for text, value in {
        "sqrt(2)*sqrt(2)": Fraction(2),
        "cos(pi/3)": Fraction(1, 2),
        "cos(pi/7) - cos(2*pi/7) + cos(3*pi/7)": Fraction(1, 2),
        "(3 + sqrt(3))*(3 - sqrt(3))/12": Fraction(1, 2),
        "root(2, -6, 11, -6, 1)": Fraction(2),
        "sqrt(5 + 2*sqrt(6)) - sqrt(2) - sqrt(3) + 1/7": Fraction(1, 7),
    }.items():
        assert parse(text) == number(value)


GAMMA = """\
name: fixed
kind: runge-kutta
order: 3
A: [[gamma, 0], [1 - 2*gamma, gamma]]
b: [1/2, 1/2]
c: [gamma, 1 - gamma]
parameters: {gamma: {value: (3 + sqrt(3))/6}}
"""
RANGED = GAMMA.replace("/6}", "/6, range: '[1/2, 1]'}").replace("order: 3", "order: 2")


def test_a_parameter_with_a_value_is_its_value_everywhere(tmp_path: Path) -> None:
    from tableau2net.analyse import analyse
    from tableau2net.pipeline import verify

    value = "1/2 + sqrt(3)/6"
    written_out = GAMMA.partition("parameters")[0].replace("gamma", f"({value})")
    fixed, plain = read(GAMMA), read(written_out)
    assert isinstance(fixed, SchemeDocument)
    assert isinstance(plain, SchemeDocument)
    assert not fixed.method.names
    assert (verify(fixed), analyse(fixed)) == (verify(plain), analyse(plain))
    assert list(fixed.method.coefficients()) == list(plain.method.coefficients())
    (tmp_path / "doc.yaml").write_text(GAMMA, encoding="utf-8")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["show", str(tmp_path / "doc.yaml")]) == 0
    assert f"gamma = {value}" in out.getvalue()


def test_a_parameter_with_a_value_and_a_range_is_proved_in_the_range_and_analysed_at_the_value() -> None:
    from tableau2net.analyse import analyse
    from tableau2net.pipeline import verify

    ranged, fixed = read(RANGED), read(GAMMA)
    assert isinstance(ranged, SchemeDocument)
    assert isinstance(fixed, SchemeDocument)
    assert verify(ranged).order == 2
    assert analyse(ranged) == analyse(fixed)
    assert ranged.method.names == {"gamma"}
    assert not ranged.taken.names


def test_a_starter_with_a_parameter_at_a_value_is_what_it_is_there() -> None:
    import tableau2net

    starter = (
        "{name: s, kind: runge-kutta, A: [[0, a - 1], [a, 0]], b: [1/2, 1/2], parameters: {a: {value: 1}}}"
    )
    for declared in ("{value: 1}", "{value: 1, range: '[0, 1]'}"):
        text = f"name: n\n{NETWORK}scheme: ab2\nstarter: {starter}\n".replace("{value: 1}", declared)
        document = read(text)
        assert isinstance(document, NetworkDocument)
        assert "k2 = f2(u + k1)" in tableau2net.pipeline.emit_document(document, [])


@pytest.mark.parametrize("power", [-400, 400])
def test_bounds_of_any_size_are_shown(power: int) -> None:
    from tableau2net.algebra.domains.within_digits import decimals

    unit = Fraction(10) ** power
    assert decimals(unit, 2 * unit) in ("1.00e+400 … 2.00e+400", "0…")
    assert decimals(-2 * unit, -unit).startswith("-")
