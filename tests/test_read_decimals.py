"""Which decimals were rounded: those about as long as the longest, and not those that a document says are exact."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.exact import Rounded, rounded, short
from tableau2net.read import load_scheme
from tableau2net.verify import verify

LONG = "0.5917517095361370"
TABLE = """
name: table
kind: runge-kutta
decimals: rounded
{more}
A:
  - []
  - [{a21}]
  - [{a31}, {long}]
b: [{b1}, 0.12345678901234567, 1/3]
"""


def read(folder: Path, more: str = "", **entries: str) -> dict[str, Fraction]:
    """How far each entry of the table is from what is printed, at most."""
    path = folder / "table.yaml"
    given = {"a21": LONG, "a31": LONG, "b1": LONG, **entries}
    path.write_text(TABLE.format(more=more, long=LONG, **given), encoding="utf-8")
    printed = load_scheme(str(path)).method.printed
    assert printed is not None
    entries_of = {"a21": printed.A[1][0], "a31": printed.A[2][0], "b1": printed.B[0][0]}
    return {
        name: max((part.unit for part in entry.walk() if isinstance(part, Rounded)), default=Fraction(0))
        for name, entry in entries_of.items()
    }


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("0.5", 0),
        (".25e-1", 0),
        ("0.9375", 0),
        ("1.", 0),
        ("2.5e-3", 0),
        ("0.125*2", 0),
        ("0.50000000", 0),  # eight of seventeen
        ("0.500000000", Fraction(1, 10**9)),  # nine of seventeen
        ("0.5000000000000000", Fraction(1, 10**16)),
        ("0.59175170953613", Fraction(1, 10**14)),  # two zeros at the end left out
        ("5.917517e-1", 0),
        ("5.9175170953613698e-1", Fraction(1, 10**17)),
        ("0.00000000000000123", Fraction(1, 10**17)),  # as many places as the longest
        ("3e-18", Fraction(1, 10**18)),
        ("0.591751709536137/2", Fraction(1, 10**15)),
    ],
)
def test_a_decimal_is_rounded_where_it_is_about_as_long_as_the_longest(
    text: str, unit: int | Fraction, tmp_path: Path
) -> None:
    assert read(tmp_path, a21=text)["a21"] == unit


def test_exact_names_decimals_that_were_not_rounded(tmp_path: Path) -> None:
    assert read(tmp_path)["a31"] == Fraction(1, 10**16)
    assert read(tmp_path, "exact: [a31]")["a31"] == 0
    assert read(tmp_path, "exact: [a31]")["b1"] == Fraction(1, 10**16)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("exact: [a32, a33]", "this is not a coefficient with a decimal"),
        ("exact: [b3]", "this is not a coefficient with a decimal"),
        ("exact: [a32, a32]", "this coefficient is named twice"),
    ],
)
def test_exact_names_coefficients_that_are_there(more: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, more)
    assert message in str(error.value)
    assert error.value.position is not None


def test_exact_is_refused_beside_exact_decimals(tmp_path: Path) -> None:
    path = tmp_path / "table.yaml"
    path.write_text("name: x\nkind: runge-kutta\nexact: [b1]\nA: [[]]\nb: [1.0]\n", encoding="utf-8")
    with pytest.raises(InputError, match="exact has no effect on exact decimals"):
        load_scheme(str(path))


def test_a_table_of_short_decimals_is_rounded_throughout() -> None:
    assert not short(map(_decimal, ("0.5", "0.25", "0.75", "1.0")))
    assert short(map(_decimal, ("0.5", "0.333"))) == {_decimal("0.5")}


@given(st.lists(st.decimals(0, 99, places=6, allow_nan=False).filter(bool), min_size=1))
def test_numbers_of_as_many_places_are_rounded_alike(values: list[object]) -> None:
    assert not short(_decimal(f"{value:f}") for value in values)


@given(st.lists(st.from_regex(r"[1-9]\.[0-9]{0,30}(e-[1-9])?", fullmatch=True), min_size=1))
def test_the_longest_decimals_are_never_exact(texts: list[str]) -> None:
    decimals = [_decimal(text) for text in texts]
    longest = max(each.length for each in decimals)
    assert all(each.length < longest / 2 for each in short(decimals))


def test_a_short_decimal_is_told_to_be_exact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read(tmp_path, a21=".5", b1="0.25")
    main(["check", str(tmp_path / "table.yaml")])
    assert (
        "note: taken as exact, because they are much shorter than the longest: a21 = .5, b1 = 0.25"
        in capsys.readouterr().out
    )


def test_a_short_coefficient_of_a_field_is_named_by_its_field(tmp_path: Path) -> None:
    rows = [f"{LONG}, {LONG}"] * 2
    path = tmp_path / "pair.yaml"
    path.write_text(
        "name: pair\nkind: partitioned\ndecimals: rounded\ntableaux:\n"
        f"  f: {{A: [[], [0.5]], b: [{rows[0]}]}}\n  g: {{A: [[], [{LONG}]], b: [{rows[1]}]}}\n",
        encoding="utf-8",
    )
    printed = load_scheme(str(path)).method.printed
    assert printed is not None
    assert printed.taken_exactly == ("f.a21 = 0.5",)
    assert any("f.a21 = 0.5" in note for note in verify(load_scheme(str(path))).notes)


def _decimal(text: str) -> Rounded:
    found = rounded(text)
    assert isinstance(found, Rounded)
    return found
