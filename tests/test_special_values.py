"""Where a parameter's value makes a scheme better than its neighbours, or no scheme at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from schemes import interval, matrix, multistep, tableau, vector

from tableau2net.errors import InputError
from tableau2net.exact import parse
from tableau2net.methods import Claims, External, Method, Parameter
from tableau2net.read import load_scheme
from tableau2net.verify import prove, verify


def found(method: Method) -> dict[str, int | None]:
    return {special.point: special.order for special in prove(method).special}


def test_two_stages_of_order_two_have_a_pole_and_no_better_member() -> None:
    method = tableau("0 0;alpha 0", "1-1/(2*alpha) 1/(2*alpha)")
    assert prove(method).order == 2
    assert found(method) == {"alpha = 0": None}


def test_three_stages_of_order_three_have_the_poles_of_the_text_book() -> None:
    a21, a32 = "alpha", "-k/alpha*(k-alpha)/(3*alpha-2)"
    a31 = "k/alpha*(k-3*alpha*(1-alpha))/(3*alpha-2)"
    b = "1-(3*alpha+3*k-2)/(6*alpha*k) (3*k-2)/(6*alpha*(k-alpha)) (2-3*alpha)/(6*k*(k-alpha))"
    method = tableau(f"0 0 0;{a21} 0 0;{a31} {a32} 0", b)
    assert prove(method).order == 3
    assert set(found(method)) == {"k = 0", "alpha = 0", "alpha = 2/3", "alpha = k"}


def test_irrational_values_of_higher_order_are_found_and_proved() -> None:
    """Nørsett's SDIRK methods: order 3 where γ² − γ + 1/6 = 0."""
    method = tableau("alpha 0;1-2*alpha alpha", "1/2 1/2")
    assert found(method) == {
        "alpha = root(1, 1, -6, 6) ≈ 0.2113248654": 3,
        "alpha = root(2, 1, -6, 6) ≈ 0.7886751346": 3,
    }


def test_a_curve_of_two_parameters_is_found() -> None:
    assert found(tableau("0 0;alpha 0", "1-k k")) == {"alpha = 1/(2*k)": 2}


@pytest.mark.parametrize(("limits", "inside"), [("[0, 1]", True), ("[0, 1/3]", False), ("[0, 1/2)", False),
                                                ("[0, 1/2]", True)])  # fmt: skip
def test_only_values_in_the_parameter_s_range_count(limits: str, inside: bool) -> None:
    theta = tableau("0 0;1-k k", "1-k k")
    method = replace(theta, parameters=(Parameter("k", range=interval(limits)),))
    assert prove(method).order == 1
    assert found(method) == ({"k = 1/2": 2} if inside else {})


def test_the_rescaled_order_has_special_values_too() -> None:
    certificate = prove(multistep("-k k-1 1", "0 1 0"))
    lines = [str(special) for special in certificate.special]
    assert lines == ["order 1 for k = 0", "order 2 after rescaling for k = 1"]
    assert "order 2 after rescaling for k = 1" in certificate.describe()


@pytest.mark.parametrize(
    ("limits", "within"), [("[-1/2, 1]", True), ("[-1/2, 1)", False), ("[-1/2, 1/2]", False)]
)
def test_after_rescaling_too_only_values_in_the_range_count(limits: str, within: bool) -> None:
    ranged = replace(multistep("-k k-1 1", "0 1 0"), parameters=(Parameter("k", range=interval(limits)),))
    after = [str(special) for special in prove(ranged).special if special.rescaled]
    assert after == (["order 2 after rescaling for k = 1"] if within else [])


OPEN = {
    "of a higher order there": (tableau("0 0;1-k k", "1-k k"), Claims(order=2, rescaled_order=2), "1/2"),
    "explicit there": (tableau("k", "1"), Claims(order=1, effective_order=1), "0"),
    "with abscissae": (tableau("0 0;k 0", "0 1"), Claims(order=2, c=vector("0 k")), "1/2"),
    "embedded": (tableau("0 0;1 0", "1/2 1/2", "1-k k"), Claims(order=2, embedded_order=2), "1/2"),
    "multistep": (multistep("-k k-1 1", "0 1 0"), Claims(rescaled_order=2, zero_stable=True), "1"),
    "of several fields": (
        replace(tableau("0 0;k 0", "0 1"), fields=("f", "g")),
        Claims(order=1, c=vector("0 k")),
        "1/2",
    ),
    "with free values": (
        Method("free", "", "general-linear", matrix("0 0;2 0"), matrix("1 0;0 1"), matrix("5/4 k;3/4 -1/4"),
               matrix("1/2 1/2;1/2 1/2"), (External("state"), External("free", 0)), abscissae=vector("0 4*k")),
        Claims(order=2, stage_order=2),
        "1/4",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OPEN)
@pytest.mark.parametrize("at", ["as claimed", "elsewhere"])
def test_what_is_proved_of_a_fixed_parameter_is_what_is_proved_of_its_value(case: str, at: str) -> None:
    """As an emitted network has it: with the number in place."""
    method, claims, proper = OPEN[case]
    value = parse(proper if at == "as claimed" else "3/7")
    fixed = replace(method, parameters=(Parameter("k", value=value),))
    there = method.substitute({"k": value})
    c = claims.c and tuple(entry.substitute({"k": value}) for entry in claims.c)
    certificate = prove(fixed, claims)
    assert certificate == prove(there, replace(claims, c=c))
    assert certificate.special == ()
    if at == "as claimed" and case != "of several fields":
        assert certificate.ok, certificate.failures


def test_a_fixed_parameter_with_a_range_is_claimed_for_all_of_it() -> None:
    theta = tableau("0 0;1-k k", "1-k k")
    ranged = Parameter("k", value=parse("1/2"), range=interval("[0, 1]"))
    certificate = prove(replace(theta, parameters=(ranged,)))
    assert certificate.order == 1
    assert [str(special) for special in certificate.special] == ["order 2 for k = 1/2"]


def test_of_several_parameters_those_that_are_open_stay_so() -> None:
    two = tableau("0 0;alpha 0", "1-k k")
    for parameter, point in ((Parameter("k", value=parse("1/3")), "alpha = 3/2"), (Parameter("k"), "")):
        special = prove(replace(two, parameters=(parameter, Parameter("alpha")))).special
        assert [each.point for each in special] == [point or "alpha = 1/(2*k)"]


def test_a_value_lies_within_its_range() -> None:
    """An end that the range leaves out is a value for which nothing is claimed: here it is not zero-stable."""
    with pytest.raises(InputError, match=r"the value is out of the range: .*expected \(-1, 1\]"):
        load_scheme("explicit_two_step", ["parameters.k.value=-1"])
    assert verify(load_scheme("explicit_two_step", ["parameters.k.value=1"])).zero_stable


def test_a_method_without_parameters_has_none() -> None:
    assert prove(tableau("0 0;1 0", "1/2 1/2")).special == ()


@pytest.mark.parametrize(
    ("limits", "values"),
    [
        ("[1, 2]", {"alpha = 1/(2*k)": 2}),
        ("[1/2, 1]", {"alpha = 1/(2*k)": 2}),  # in a corner alone
        ("[0, 1/4]", {}),
        ("[0, sqrt(2)/4]", {}),
    ],
)
def test_a_curve_that_passes_by_the_ranges_is_not_told(limits: str, values: dict[str, int]) -> None:
    second = interval("[1/4, 1/2]" if values else "[0, 1]")
    ranged = (Parameter("k", range=interval(limits)), Parameter("alpha", range=second))
    assert found(replace(tableau("0 0;alpha 0", "1-k k"), parameters=ranged)) == values


SCALED = "1-sqrt(2)*k sqrt(2)*k"


@pytest.mark.parametrize(
    ("method", "limits", "values"),
    [
        (tableau("0 0;1-k k", "1-k k"), "[0, sqrt(2)/2]", {"k = 1/2": 2}),
        (tableau("0 0;1-k k", "1-k k"), "[0, sqrt(2)/3]", {}),
        (tableau("0 0;1-k k", "1-k k"), "[0, pi/6)", {"k = 1/2": 2}),
        (tableau("0 0;1-k k", "1-k k"), "[0, pi/7)", {}),
        (
            tableau(f"0 0;{SCALED}", SCALED),
            "[-1, sqrt(2)/3]",
            {"k = root(2, -1, 0, 8) ≈ 0.3535533906": 2},
        ),
        (tableau(f"0 0;{SCALED}", SCALED), "[-1, sqrt(2)/5]", {}),
        (
            tableau("0 0;1/(k-sqrt(2)) 0", "1-k k"),
            "[-2, 2]",
            {
                "k = root(2, -2, 0, 1) ≈ 1.414213562": None,
                "k = root(1, -2, 0, 1) ≈ -1.414213562": 2,
            },
        ),
    ],
)
def test_special_values_among_irrational_numbers_are_found(
    method: Method, limits: str, values: dict[str, int | None]
) -> None:
    """They were left out without a word. √2 is a pole of the last, and −√2, the other root of k² = 2, is none."""
    ranged = replace(method, parameters=(Parameter("k", range=interval(limits)),))
    assert found(ranged) == values


def test_schemes_with_several_fields_have_special_values_too() -> None:
    additive = replace(tableau("0 0;k 0", "0 1"), fields=("f", "g"))
    assert found(additive) == {}
    midpoint = replace(tableau("0 0 0 0;k 0 0 0;0 0 0 0;k 0 0 0", "0 1 0 1"), fields=("f", "f", "g", "g"))
    coupled = replace(midpoint, A=matrix("0 0 0 0;k 0 k 0;0 0 0 0;k 0 k 0"))
    assert prove(coupled).order == 1
    assert found(coupled) == {"k = 1/2": 2}
    assert found(midpoint) == {}
    assert found(replace(additive, A=matrix("0 0;1/k 0"))) == {"k = 0": None}


@pytest.mark.parametrize(
    ("method", "note"),
    [
        (tableau("0 0;pi*k 0", "1-k k"), "special values of k are left open: the coefficients contain pi"),
        (
            tableau("0 0;k*alpha 0", "1-k**2-alpha**2 (k**2+alpha**2)/(k*alpha)"),
            "the order where ",
        ),
    ],
)
def test_special_values_that_are_left_open_are_said_to_be(method: Method, note: str) -> None:
    assert any(each.startswith(note) for each in prove(method).notes)
