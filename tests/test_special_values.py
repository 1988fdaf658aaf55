"""Where a parameter's value makes a scheme better than its neighbours, or no scheme at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from schemes import interval, multistep, tableau

from tableau2net.methods import Method, Parameter
from tableau2net.verify import prove


def found(method: Method) -> dict[str, int | None]:
    return {special.where: special.order for special in prove(method).special}


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
    told = [str(special) for special in certificate.special]
    assert told == ["order 1 for k = 0", "order 2 after rescaling for k = 1"]
    assert "order 2 after rescaling for k = 1" in certificate.describe()


def test_a_method_without_parameters_has_none() -> None:
    assert prove(tableau("0 0;1 0", "1/2 1/2")).special == ()
