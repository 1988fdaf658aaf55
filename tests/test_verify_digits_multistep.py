"""Multistep methods with rounded decimals: one choice within the digits has the order, and zero-stability."""

from __future__ import annotations

from pathlib import Path

import pytest

from tableau2net.errors import InputError
from tableau2net.exact import Expression
from tableau2net.read import load_scheme
from tableau2net.verify import Certificate, verify


def in_print(entry: Expression, digits: int) -> str:
    """A rational number with so many digits after the point; integers as they are."""
    value = entry.rational
    assert value is not None
    if value.denominator == 1:
        return str(value)
    whole, rest = divmod(round(abs(value) * 10**digits), 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{digits}}"


def certified(folder: Path, alpha: list[str], beta: list[str], **keys: object) -> Certificate:
    path = folder / "scheme.yaml"
    lines = ["name: scheme", "kind: linear-multistep", "decimals: rounded"]
    lines += [f"alpha: [{', '.join(alpha)}]", f"beta: [{', '.join(beta)}]"]
    path.write_text(
        "\n".join([*lines, *(f"{key}: {value}" for key, value in keys.items())]), encoding="utf-8"
    )
    return verify(load_scheme(str(path)))


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize("digits", [8, 16, 30])
@pytest.mark.parametrize("name", ["ab2", "ab3", "am2", "am3", "bdf3", "bdf4", "bdf6"])
def test_a_rounded_multistep_method_has_the_order_of_the_method(
    name: str, digits: int, tmp_path: Path
) -> None:
    scheme = load_scheme(name)
    exact = verify(scheme)
    assert scheme.method.multistep is not None
    alpha, beta = ([in_print(entry, digits) for entry in row] for row in scheme.method.multistep)
    found = certified(tmp_path, alpha, beta, order=exact.order, zero_stable="true")
    assert (found.verdict, found.order, found.zero_stable) == ("digits", exact.order, True)
    higher = certified(tmp_path, alpha, beta, order=(exact.order or 0) + 1)
    assert higher.verdict == "refuted"
    assert higher.violation is not None


@pytest.mark.usefixtures("arithmetic")
def test_a_wrong_digit_is_refuted(tmp_path: Path) -> None:
    found = certified(tmp_path, ["0", "-1", "1"], ["-0.50000000", "1.50000009", "0"], order=2)
    assert (found.verdict, found.order) == ("refuted", 0)
    found = certified(tmp_path, ["-0.333333", "-0.666666", "1"], ["0", "0", "0.666666"])
    assert found.violation is None
    assert "within the printed digits" in found.describe()
    found = certified(tmp_path, ["0.333333", "-1.333433", "1"], ["0", "0", "0.666667"], order=2)
    assert (found.verdict, found.order) == ("refuted", None)


def test_one_choice_is_to_satisfy_all_conditions(tmp_path: Path) -> None:
    """β_0 + β_1 = 1 and β_1 = 3/2, each for some β_1 within 1.500 ± 0.001, and both only for β_0 = −1/2."""
    assert certified(tmp_path, ["0", "-1", "1"], ["-0.500", "1499/1000", "0"], order=2).verdict == "refuted"
    assert certified(tmp_path, ["0", "-1", "1"], ["-0.500", "1.500", "0"], order=2).verdict == "digits"
    found = certified(tmp_path, ["0", "-1", "1"], ["-0.5006", "1.500", "0"], order=2)
    assert (found.verdict, found.left_open) == ("open", ("order",))


@pytest.mark.parametrize(
    ("alpha", "stable"),
    [
        (["-0.5000", "-0.5000", "1"], True),  # 1, -1/2
        (["0.5000", "-1.5000", "1"], True),  # 1, 1/2
        (["2.0000", "-3.0000", "1"], False),  # 1, 2
        (["-1.0000", "0.0001", "1"], None),  # 1 and -1, or nearly
        (["-1", "0", "1"], True),
        (["1", "-2", "1"], False),
    ],
)
def test_zero_stability_is_told_where_the_digits_tell_it(
    alpha: list[str], stable: bool | None, tmp_path: Path
) -> None:
    found = certified(tmp_path, alpha, ["0.5000", "1.0000", "0.5000"], zero_stable="true")
    assert found.zero_stable is stable
    expected = {True: (), False: ("zero_stable",), None: ()}[stable]
    assert found.refuted == expected
    assert found.left_open == (("zero_stable",) if stable is None else ())


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize(("scale", "last"), [(1, "1.000000000000"), (-2, "-2.000000000000")])
def test_the_leading_coefficient_is_an_integer_where_its_places_are_zeros(
    scale: int, last: str, tmp_path: Path
) -> None:
    """All is divided by it: its digits were not rounded, as where a program prints a whole method to twelve places."""
    multistep = load_scheme("bdf3").method.multistep
    assert multistep is not None
    alpha, beta = ([f"{float(scale * (entry.rational or 0)):.12f}" for entry in row] for row in multistep)
    assert alpha[-1] == last
    found = certified(tmp_path, alpha, beta, order=3)
    assert (found.verdict, found.order, found.zero_stable) == ("digits", 3, True)
    name = "alpha4 = 1.000000000000" if scale == 1 else "2.000000000000 in alpha4"
    assert f"note: taken as exact, because everything is divided by it: {name}" in found.describe()


@pytest.mark.usefixtures("arithmetic")
def test_a_leading_coefficient_with_other_places_is_not_known_exactly(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="4:23: alpha's last entry is known within its digits only"):
        certified(tmp_path, ["0", "-1.833333", "1.833333"], ["0", "0", "1.000000"])
