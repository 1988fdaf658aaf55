"""Decimals: what to write where exact ones refute what rounded ones prove, and a warning where the digits are few."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from schemes import catalogued

from tableau2net.algebra.domains.balls import ArbBalls, Balls, FixedBalls
from tableau2net.cli import main
from tableau2net.errors import ClaimError
from tableau2net.exact import parse, units
from tableau2net.pipeline import verify
from tableau2net.read import SchemeDocument, catalogue, load_scheme
from tableau2net.verify import Certificate, require
from tableau2net.verify.provers.rounded import known_widely, radius_text

SIXTH, THIRD = "0.1666666666666667", "0.3333333333333333"
RK4 = {"order": 4, "A": "[[], [1/2], [0, 1/2], [0, 0, 1]]", "b": f"[{SIXTH}, {THIRD}, {THIRD}, {SIXTH}]"}
FEW = {"order": 2, "A": "[[], [0.5]]", "b": "[0.1, 0.9]"}


def document(folder: Path, **keys: object) -> SchemeDocument:
    path = folder / "scheme.yaml"
    lines = ["name: scheme", "kind: runge-kutta", *(f"{key}: {value}" for key, value in keys.items())]
    path.write_text("\n".join(lines), encoding="utf-8")
    return load_scheme(str(path))


def certified(folder: Path, **keys: object) -> Certificate:
    return verify(document(folder, **keys))


@pytest.mark.parametrize(
    ("keys", "order", "line"),
    [
        (RK4, 4, "decimals: rounded"),
        (
            {**RK4, "A": "[[], [0.5], [0, 0.5], [0, 0, 1.0]]"},
            4,
            "decimals: rounded",
        ),  # 0.5 is exact beside long ones
        (  # 0.500 is known within 0.001
            {
                "order": 4,
                "A": "[[], [0.500], [0, 0.500], [0, 0, 1]]",
                "b": "[0.16667, 0.33333, 0.33333, 0.16667]",
            },
            4,
            "accuracy: 1e-05",
        ),
        ({**RK4, "b": "[1/6, 1/3, 1/3, 1/6]", "c": "[0, 0.4999999, 1/2, 1]"}, 4, "decimals: rounded"),
        ({"order": 3, "A": "[[], [0.333333], [0, 0.666667]]", "b": "[1/4, 0, 3/4]"}, 3, "decimals: rounded"),
        ({"order": 1, "A": "[[], [1/2]]", "b": "[0.33333333, 2/3]"}, 1, "decimals: rounded"),
    ],
)
def test_the_line_that_proves_what_exact_decimals_refute(
    keys: dict[str, object], order: int, line: str, tmp_path: Path
) -> None:
    found = certified(tmp_path, **keys)
    remedy = (
        f"if its decimals are read as rounded, nothing is refuted and the order is {order}: write `{line}`"
    )
    assert not found.ok
    assert found.remedy == remedy
    assert remedy in found.describe().splitlines()
    with pytest.raises(ClaimError) as error:
        require(found)
    assert str(error.value).endswith(remedy)
    key, _, value = line.partition(": ")
    written = certified(tmp_path, **{**keys, key: value})  # and that is so
    assert written.ok
    assert written.order == order
    assert written.remedy == ""


@pytest.mark.parametrize(
    "keys",
    [
        {**RK4, "order": 5},  # refuted within the digits as well
        {**RK4, "b": f"[0.1666666666666777, {THIRD}, {THIRD}, {SIXTH}]"},
        {**RK4, "b": "[1/6, 1/3, 1/3, 1/5]"},  # there are no decimals
        FEW,  # the digits are too few to tell
        {**FEW, "decimals": "rounded", "order": 3},
        {**RK4, "accuracy": "1e-20"},
        {**RK4, "A": "[[], [a], [0, 1 - a], [0, 0, 1]]", "parameters": "{a: {range: '(0, 1)'}}"},
    ],
)
def test_no_line_is_told_that_would_prove_nothing(keys: dict[str, object], tmp_path: Path) -> None:
    found = certified(tmp_path, **keys)
    assert not found.ok
    assert found.remedy == ""


def test_a_scheme_of_order_0_that_claims_nothing_is_told_too(tmp_path: Path) -> None:
    found = certified(tmp_path, A="[[], [1/2]]", b="[0.33333333, 0.66666667]", c="[0, 1/2]")
    assert found.ok
    assert found.order == 1
    assert found.remedy == ""
    found = certified(tmp_path, A="[[], [3/4]]", b="[0.33333333, 0.66666666]")
    assert found.order == 0
    assert found.remedy.endswith("and the order is 2: write `decimals: rounded`")


def test_the_widest_ball_is_part_of_the_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = certified(tmp_path, **RK4, decimals="rounded")
    assert (found.verdict, found.widest, found.wide, found.notes) == ("digits", "1e-16", False, ())
    assert found.describe().startswith("order 4, within the printed digits, ±1e-16; ")
    assert main(["check", str(tmp_path / "scheme.yaml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["widest"] == "1e-16"
    assert certified(tmp_path, **RK4, accuracy="1e-12").widest == "1e-12"
    assert certified(tmp_path, **{**RK4, "b": "[1/6, 1/3, 1/3, 1/6]"}).widest is None


@pytest.mark.parametrize(
    ("keys", "wide"),
    [
        (FEW, True),
        ({**FEW, "A": "[[], [1.0]]", "b": "[0.5, 0.5]"}, True),  # 0.5 ± 0.1
        ({**FEW, "A": "[[], [1]]", "b": "[0.500, 0.500]"}, True),  # Σ b is known within 0.002
        ({**FEW, "A": "[[], [1]]", "b": "[0.5000, 0.5000]"}, False),
        ({**FEW, "A": "[[], [1]]", "b": "[1/2, 0.5000]"}, False),
    ],
)
def test_balls_that_mean_little_are_warned_of(keys: dict[str, object], wide: bool, tmp_path: Path) -> None:
    found = certified(tmp_path, **keys, decimals="rounded")
    assert (found.order, found.verdict, found.wide) == (2, "digits", wide)
    warning = "the digits are so few that this means little: some order condition is known to fewer than three digits"
    assert (f"note: {warning}" in found.describe().splitlines()) == wide
    printed = load_scheme(str(tmp_path / "scheme.yaml")).method.printed
    assert printed is not None
    assert known_widely(printed, 2) == wide


PRINTED = [
    entry.name for entry in catalogue(("schemes",)) if "\ndecimals: rounded" in entry.path.read_text("utf-8")
]


@pytest.mark.parametrize(
    "name", sorted(set(PRINTED) - {"feagin1412"})
)  # which takes as long as all the others
def test_the_digits_of_the_catalogue_are_enough(name: str) -> None:
    scheme = catalogued(name)
    if (scheme.order or 0) > 8:
        pytest.importorskip("flint")
    found = verify(scheme)
    assert found.within_digits
    assert not found.wide


@pytest.mark.parametrize("kind", [FixedBalls(), ArbBalls()])
def test_a_ball_is_wider_than_less_than_its_radius(kind: Balls) -> None:
    if isinstance(kind, ArbBalls):
        pytest.importorskip("flint")
    with kind.working():
        ball = kind.ball(Fraction(1), Fraction(1) + Fraction(2, 1000))
        assert kind.wider(ball, 1001)
        assert not kind.wider(ball, 999)
        assert not kind.wider(kind.ball(Fraction(1), Fraction(1)), 10**60)


@pytest.mark.parametrize(
    ("radius", "text"),
    [
        (Fraction(1, 10), "1e-1"),
        (Fraction(1, 10**16), "1e-16"),
        (Fraction(12, 10**5), "2e-4"),
        (Fraction(20), "2e1"),
    ],
)
def test_a_radius_is_rounded_up(radius: Fraction, text: str) -> None:
    assert radius_text(radius) == text


def test_the_units_of_an_expression_are_those_of_its_decimals() -> None:
    assert units(parse("0.25 + sqrt(2)*1.5 - 2**2/3.000", round_off=True)) == {
        Fraction(1, 100),
        Fraction(1, 10),
        Fraction(1, 1000),
    }
