"""What `check` and `show` say and draw is in the terms in which the document is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tableau2net.cli import main

UNEVEN = "kind: shu-osher\nalpha: [[1], [1/3, 1/3]]\nbeta: [[1], [0, 1/2]]\n"
FIELDS = """kind: partitioned
tableaux:
  f: {A: [[], [1/2]], b: [1/4, 3/4]}
  g: {A: [[1/3], [1/5, 1/7]], b: [1/6, 5/6]}
"""
DECIMALS = """kind: runge-kutta
decimals: rounded
A: [[], ["0.66666666666666"], ["0.25-0.28867513459481", "0.333333333333333"]]
b: [0.2500000000000000, "0.5", "0.2500000000000000"]
"""
LONG = f"""kind: runge-kutta
order: 2
decimals: rounded
A: [[], ["0.{"6" * 77}"]]
b: ["0.2{"4" * 76}", "0.7{"5" * 76}"]
"""
LAST = """kind: linear-multistep
decimals: rounded
alpha: ["-0.333333333333", "-0.666666666667", "1.000000000000"]
beta: ["0.111111111111", "0.2", "0.3"]
"""
CLAIMED = "kind: runge-kutta\norder: 1\nA: [[]]\nb: ['*']\n"


def printed(command: str, text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    (folder / "scheme.yaml").write_text(f"name: scheme\n{text}", encoding="utf-8")
    main([command, str(folder / "scheme.yaml")])
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_a_row_of_a_form_that_does_not_carry_the_state_is_told_as_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = printed("check", UNEVEN, tmp_path, capsys)
    assert "the shares of values in the row of u_next add up to 2/3, not 1" in output
    assert "external value" not in output


def test_a_tableau_is_drawn_for_each_field_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, tableaux, *_ = printed("show", FIELDS, tmp_path, capsys).split("\n\n")
    assert tableaux.splitlines() == [
        "f                 g",
        " 0  │              1/3  │ 1/3   0",
        "1/2 │ 1/2         12/35 │ 1/5  1/7",
        "────┼─────────    ──────┼─────────",
        "    │ 1/4  3/4          │ 1/6  5/6",
    ]


def test_decimals_that_were_rounded_are_drawn_as_they_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = printed("show", DECIMALS, tmp_path, capsys)
    assert "0.66666666666666  │  0.66666666666666" in output
    assert "0.294658198738523 │ -0.03867513459481" in output
    assert "0.2500000000000000" in output
    assert (
        "note: taken as exact, because they are much shorter than the longest: 0.25 in a31, b2 = 0.5"
        in output
    )


def test_a_number_of_many_digits_is_told_by_its_first_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = printed("check", LONG, tmp_path, capsys)
    assert "refuted: order 2 is claimed" in output
    assert "gives 0.503703703703703703703703… ± " in output
    assert all(len(word) < 40 for word in output.split())


def test_a_last_alpha_that_is_printed_as_an_integer_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = printed("check", LAST, tmp_path, capsys)
    assert "taken as exact, because everything is divided by it: " in output
    assert "cannot be distinguished from zero" not in output


def test_a_reason_that_a_claim_is_left_open_for_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = printed("check", CLAIMED, tmp_path, capsys)
    assert output.count("its pattern entries are learned") == 1
