"""Linear multistep methods in sources: alpha and beta, and weights of Adams–Bashforth methods, where names say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tableau2net.cli import main

FILES = {
    "bdf.py": (
        "class BDF2:\n    order = 2\n    alpha = [1/2, -2, 3/2]\n    beta = [0, 0, 1]\n",
        0,
        "BDF2  order 2  order 2, proved exactly",
    ),
    "newest.py": (
        "class BDF2:\n    order = 2\n    alpha = [3/2, -2, 1/2]\n    beta = [1, 0, 0]\n",
        0,
        "BDF2  order 2  order 2, proved exactly",
    ),
    "wrong.py": (
        "class AB2:\n    order = 2\n    alpha = [0, -1, 1]\n    beta = [-1/3, 4/3, 0]\n",
        1,
        "refuted: order 2 is claimed, but the order is 1",
    ),
    "ab.py": ("ab_coeffs = [[1], [3/2, -1/2], [23/12, -16/12, 5/12]]\n", 0, "order 3, proved exactly"),
    "am.jl": ("alpha = [0, -1, 1]\nbeta = [-1//12, 8//12, 5//12]\n", 0, "order 3, proved exactly"),
    "ab.m": ("alpha = [0 -1 1];\nbeta = [-1/2 3/2 0];\n", 0, "order 2, proved exactly"),
    "ab.c": (
        "double alpha[3] = {0, -1, 1};\ndouble beta[3] = {-0.5, 1.5, 0};\n",
        0,
        "order 2, proved exactly",
    ),
    "doubles.py": (
        "ab_coeffs = [1.9166666666666667, -1.3333333333333333, 0.4166666666666667]\n",
        0,
        "order 3, within the digits",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_multistep_method_is_found_and_judged(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, status, errors = FILES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path / name)]) == status
    assert errors in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "alpha = [0.1, 0.2, 0.3]\nbeta = [1, 2, 3]\n",
        "alpha = [0, -1, 1]\nbeta = [1, 2, 3]\n",  # ρ′(1) is 1, σ(1) is 6
        "alpha = [0, 1, -1]\nbeta = [0, 0]\n",
        "ab = [1, 2]\nab_coeffs = [2, -1]\n",  # adds up to 1, and is of order 1 alone
        "alpha = [-1, 1]\n",
    ],
)
def test_other_numbers_of_these_names_are_let_pass(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.py").write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path / "x.py")]) == 2
    assert "no tableau is found here" in capsys.readouterr().err
