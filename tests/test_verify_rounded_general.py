"""General linear schemes whose decimals were rounded: proved of an exact choice, refuted by balls, or left open."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from effort import at_most
from schemes import documents

from tableau2net.analyse import analyse
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.exact import Expression
from tableau2net.read import load_scheme
from tableau2net.read.kinds.general_linear import GeneralLinearDocument
from tableau2net.verify import Certificate, verify

GENERAL = {name: each for name, each in documents().items() if isinstance(each, GeneralLinearDocument)}
Write = Callable[[Expression], str]


def is_whole(entry: Expression) -> bool:
    return entry.rational is not None and entry.rational.denominator == 1


def coefficients(document: GeneralLinearDocument) -> list[Expression]:
    return [entry for M in (document.A, document.U, document.B, document.V) for row in M for entry in row]


ROUNDED = [name for name, each in GENERAL.items() if not all(map(is_whole, coefficients(each)))]


def written(document: GeneralLinearDocument, write: Write, decimals: str) -> str:
    """The document's text, with its coefficients as they are written."""
    lines = [f"name: {document.name}", "kind: general-linear", f"decimals: {decimals}"]
    for key in ("order", "stage_order", "zero_stable", "start"):
        if (value := getattr(document, key)) is not None:
            lines.append(f"{key}: {str(value).lower()}")
    for key in "AUBV":
        lines += [f"{key}:", *(f"  - [{', '.join(map(write, row))}]" for row in getattr(document, key))]
    if document.c is not None:
        lines.append(f"c: [{', '.join(map(str, document.c))}]")
    return "\n".join(lines) + "\n"


class Printed:
    """Coefficients that are no integers, rounded to so many places; the one of a number off by so many units."""

    def __init__(self, places: int, wrong: int = -1, units: int = 0) -> None:
        self.places, self.wrong, self.units, self.seen = places, wrong, units, 0

    def __call__(self, entry: Expression) -> str:
        if entry.rational is None or is_whole(entry):
            return str(entry)
        whole = round(entry.rational * 10**self.places) + (self.units if self.seen == self.wrong else 0)
        self.seen += 1
        before, after = divmod(abs(whole), 10**self.places)
        return f"{'-' if whole < 0 else ''}{before}.{after:0{self.places}}"


def certificate(text: str, folder: Path) -> Certificate:
    path = folder / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return verify(load_scheme(str(path)))


def test_schemes_of_the_catalogue_have_every_start() -> None:
    assert {GENERAL[name].start for name in ROUNDED} >= {"free", "history"}


@pytest.mark.parametrize("places", [16, 30])
@pytest.mark.parametrize("name", ROUNDED)
def test_a_scheme_that_was_rounded_is_proved_within_its_digits(
    name: str, places: int, tmp_path: Path
) -> None:
    document = GENERAL[name]
    exact, found = verify(document), certificate(written(document, Printed(places), "rounded"), tmp_path)
    assert (exact.verdict, found.verdict) == ("exact", "digits")
    assert (found.order, found.stage_order) == (exact.order, exact.stage_order)
    assert (found.bounds, found.zero_stable) == ((), exact.zero_stable)


@pytest.mark.parametrize("places", [16, 30])
@pytest.mark.parametrize("name", ROUNDED)
def test_a_wrong_digit_is_refuted_where_it_matters(name: str, places: int, tmp_path: Path) -> None:
    """Each coefficient off by 500 units of its last digit: refuted where the exact one is."""
    document, refuted = GENERAL[name], 0
    for wrong in range(sum(not is_whole(entry) for entry in coefficients(document))):
        texts = [
            written(document, Printed(places, wrong, 500), decimals) for decimals in ("rounded", "exact")
        ]
        rounded = certificate(texts[0], tmp_path)
        bare = texts[1].replace("decimals: exact\n", "")
        exact = certificate(bare, tmp_path)
        assert exact.verdict == "refuted"  # of roundings alone
        assert rounded.verdict == "refuted"
        refuted += 1
    assert refuted


OPEN = """name: sdirk
kind: general-linear
order: {order}
decimals: rounded
A: {A}
U: [{U}]
B: [{b}]
V: [[1]]
"""


def one_value(A: list[list[str]], b: list[str], order: int) -> str:
    rows = "".join(f"\n  - [{', '.join(row)}]" for row in A)
    return OPEN.format(order=order, A=rows, U=", ".join("[1]" for _ in b), b=f"[{', '.join(b)}]")


def test_numbers_of_a_quadratic_field_are_found(tmp_path: Path) -> None:
    """Alexander's method of order 2, γ = 1 − √2/2."""
    gamma, rest = "0.29289321881345247560", "0.70710678118654752440"
    found = certificate(one_value([[gamma, "0"], [rest, gamma]], [rest, gamma], 2), tmp_path)
    assert (found.verdict, found.order) == ("digits", 2)


def test_what_no_exact_choice_is_found_for_is_left_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Alexander's method of order 3, whose γ is a root of a cubic."""
    g = "0.43586652150845899942"
    b1, b2, low = "1.20849664917601007033", "-0.64436317068446906975", "0.28206673924577050029"
    text = one_value([[g, "0", "0"], [low, g, "0"], [b1, b2, g]], [b1, b2, g], 3)
    assert certificate(text, tmp_path).left_open == ("order",)
    assert main(["check", str(tmp_path / "scheme.yaml")]) == 3
    assert "order 3 is not refuted within the digits" in capsys.readouterr().out
    wrong = certificate(text.replace(b1, b1.replace("1.2084966491", "1.2084966492")), tmp_path)
    assert wrong.verdict == "refuted"


def test_zero_stability_is_refuted_by_balls(tmp_path: Path) -> None:
    """V has the eigenvalues 1 and 3.000…: nothing is rounded but V, and no choice is stable."""
    text = (
        "name: unstable\nkind: general-linear\nstart: history\nzero_stable: true\norder: 2\ndecimals: rounded\n"
        "A: [[0]]\nU: [[1, 0]]\nB: [[-1], [0]]\nV: [[4.000000000000, -3.000000000000], [1, 0]]\n"
    )
    found = certificate(text, tmp_path)
    assert found.zero_stable is False
    assert "zero_stable" in found.refuted


def test_a_choice_is_told_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text(written(GENERAL["dimsim3"], Printed(30), "rounded"), encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["widest"]) == ("digits", "1e-30")


@pytest.mark.parametrize(
    ("parameter", "why"),
    [
        ("", "that may vary, for it is not decided"),
        ('value: 1/2, range: "[0, 1]"', "that may vary, for it is not decided"),
        ("value: 0.500", "one number, wherever it stands: found 0.500; expected an exact value"),
    ],
)
def test_rounded_coefficients_have_no_parameters_beside_them_that_vary(
    parameter: str, why: str, tmp_path: Path
) -> None:
    text = (
        f"name: family\nkind: general-linear\norder: 1\ndecimals: rounded\nparameters: {{k: {{{parameter}}}}}\n"
        "A: [[k]]\nU: [[1]]\nB: [[1.000]]\nV: [[1]]\n"
    )
    with pytest.raises(InputError, match=why):
        certificate(text, tmp_path)


SDIRK2 = """name: sdirk2
kind: runge-kutta
order: {order}
decimals: rounded
parameters: {{g: {{value: {g}}}}}
A: [[g, 0], [1 - g, g]]
b: [{b}]
"""


@pytest.mark.parametrize(
    ("order", "g", "b", "verdict"),
    [
        (2, "1 - sqrt(2)/2", "0.7071067811865475, 0.2928932188134525", "digits"),  # b = (1 − g, g)
        (2, "1/4", "0.7071067811865475, 0.2928932188134525", "refuted"),  # Σ b c = 0.7071/4 + 0.2929
        (2, "1/4", "0.6666666666666667, 0.3333333333333333", "digits"),  # 1/6 + 1/3
    ],
)
def test_a_parameter_with_a_value_is_that_value_beside_rounded_coefficients(
    order: int, g: str, b: str, verdict: str, tmp_path: Path
) -> None:
    assert certificate(SDIRK2.format(order=order, g=g, b=b), tmp_path).verdict == verdict


@pytest.mark.parametrize("start", ["free", "copy"])
def test_a_ball_that_may_be_0_is_not_left_out(start: str, tmp_path: Path) -> None:
    """b_12 may be 0, or twice its last unit, without which no choice of b_11 would have order 1."""
    row = "[0.99999999999999998, 0.00000000000000001]"
    text = (
        f"name: tiny\nkind: general-linear\nstart: {start}\norder: 1\ndecimals: rounded\nc: [0, 0]\n"
        f"A: [[0, 0], [0, 0]]\nU: [[1, 0], [1, 0]]\nB: [{row}, {row}]\n"
        "V: [[1, 0], [1, 0]]\n"
    )
    found = certificate(text, tmp_path)
    assert found.verdict != "refuted"


def test_a_remedy_by_few_digits_is_looked_for_in_bounded_work(tmp_path: Path) -> None:
    text = (
        "name: s\nkind: general-linear\nstart: free\norder: 0\nc: [0, 1]\n"
        "A: [[0.5, 0], [1, 0.5]]\nU: [[1, 0], [-7/5, 2.4]]\nB: [[1, 1/2], [1, 7/24]]\nV: [[17/5, -12/5], [3.4, -2.4]]\n"
    )
    with at_most(calls=5_000_000):
        assert certificate(text, tmp_path).verdict == "refuted"


def test_fractions_in_print() -> None:
    assert Printed(3)(GENERAL["dimsim2"].B[1][1]) == "-0.250"
    assert Fraction(Printed(16)(GENERAL["dimsim3"].B[0][1])) == round(Fraction(13, 36), 16)


def test_it_is_refused_to_be_analysed_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text(written(GENERAL["dimsim3"], Printed(30), "rounded"), encoding="utf-8")
    with pytest.raises(InputError, match="rounded decimals are analysed for one-step methods only"):
        analyse(load_scheme(str(path)))
