"""`audit` of functions: the tableau that a step computes is recovered, and each fault in it is named."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from recorded import of_callable, recordings
from schemes import documents

from tableau2net.audit.child.refusal import Refusal
from tableau2net.exact import to_float
from tableau2net.methods import Method

Step = Callable[..., Any]


def rk4(f: Any, t: Any, y: Any, h: Any) -> Any:
    k1 = f(t, y)
    k2 = f(t + h / 2, y + h / 2 * k1)
    k3 = f(t + h / 2, y + h / 2 * k2)
    k4 = f(t + h, y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def explicit(method: Method) -> Step:
    """A step as people write it, of any explicit tableau."""
    A = [[to_float(entry) for entry in row] for row in method.A]
    b, c = [to_float(entry) for entry in method.B[0]], [to_float(entry) for entry in method.c]

    def step(f: Any, t: Any, y: Any, h: Any) -> Any:
        k: list[Any] = []
        for row, node in zip(A, c, strict=True):
            k.append(f(t + node * h, y + h * sum((a * each for a, each in zip(row, k, strict=False)), 0 * y)))
        return y + h * sum(weight * each for weight, each in zip(b, k, strict=True))

    return step


EXPLICIT = [
    name
    for name, document in documents().items()
    if document.kind in ("runge-kutta", "shu-osher", "low-storage-2n", "low-storage-3s")
    and not document.declared
    and document.method.explicit
    and len(document.method.external) == 1
]


def test_there_are_many_explicit_schemes() -> None:
    assert len(EXPLICIT) > 120


@pytest.mark.parametrize("name", EXPLICIT)
def test_every_coefficient_of_a_function_is_recovered(name: str) -> None:
    """To the last bits: of a sum that is computed as it is written, the coefficients are the floats themselves."""
    method = documents()[name].method
    (found,) = recordings(explicit(method))
    rows = [each.argument[0][1:] for each in found.evaluations]
    assert [list(row) for row in rows] == [
        pytest.approx([to_float(a) for a in row], rel=1e-15) for row in method.A
    ]
    assert list(found.outputs[0][0][1:]) == pytest.approx([to_float(b) for b in method.B[0]], rel=1e-15)
    assert [each.time for each in found.evaluations] == [
        pytest.approx(to_float(c), rel=1e-15) for c in method.c
    ]
    assert all(each.argument[0][0] == 1 for each in found.evaluations)


def test_the_numbers_behind_are_found_and_proved() -> None:
    audit = of_callable(rk4, "rk4")
    assert audit.ok
    assert audit.found is not None
    assert audit.found.exact
    assert audit.found.certificate.order == 4
    assert [entry.rational for entry in audit.found.document.method.B[0]] == [
        Fraction(1, 6),
        Fraction(1, 3),
        Fraction(1, 3),
        Fraction(1, 6),
    ]


PERMUTED: dict[str, Step] = {
    "f, y, t, h": lambda f, y, t, h: rk4(f, t, y, h),
    "t, y, f, h": lambda t, y, f, h: rk4(f, t, y, h),
    "y, t, dt, f": lambda y, t, dt, f: rk4(f, t, y, dt),
    "f, t0, t1, y0": lambda f, t0, t1, y0: rk4(f, t0, y0, t1 - t0),
    "f, y, h": lambda f, y, h: rk4(lambda t, u: f(u), 0, y, h),
    "f(y, t)": lambda f, t, y, h: rk4(lambda t, u: f(u, t), t, y, h),
    "f(t=, y=)": lambda f, t, y, h: rk4(lambda t, u: f(y=u, t=t), t, y, h),
    "with the time": lambda f, t, y, h: (t + h, rk4(f, t, y, h)),
    "lists": lambda f, t, y, h: (
        [a + h / 4 * b for a, b in zip(y, f(t, y) + 0 * y, strict=True)]
        and rk4(lambda t, u: f(t, list(u)), t, np.array(y), h).tolist()
    ),
    "in place": lambda f, t, y, h: np.add(y, rk4(f, t, y.copy(), h) - y, out=y),
    "a trajectory": lambda f, t, y, h: np.stack([y, rk4(f, t, y, h)]),
}


@pytest.mark.parametrize("form", PERMUTED)
def test_a_step_may_be_called_in_many_ways(form: str) -> None:
    audit = of_callable(PERMUTED[form], "rk4")
    assert audit.ok, str(audit.comparison)
    timed = {each.time is not None for each in audit.recording.evaluations}
    assert timed == {form != "f, y, h"}


def test_parameters_of_other_names_are_told() -> None:
    def odd(alpha: Any, omega: Any, beta: Any) -> Any:
        return rk4(lambda t, u: alpha(u), 0.0, beta, omega)

    assert of_callable(odd, "rk4", call="f, h, y").refuted is False
    with pytest.raises(Refusal, match="do not say what each of them is"):
        recordings(odd)
    with pytest.raises(Refusal, match="does not say how a step is called"):
        recordings(odd, call="f,w,y")
    with pytest.raises(Refusal, match="does not say how a step is called"):
        recordings(odd, call="f,q,y")  # a position without a momentum


def test_tensors_are_told_by_the_module_that_a_function_is_from() -> None:
    def euler(f: Any, t: Any, y: Any, h: Any) -> Any:
        return y.add(f(t, y), alpha=h)  # as no array of numpy can

    euler.__module__ = import_module("torch").__name__
    assert of_callable(euler, "euler").ok


def wrong(b: str = "", **stages: Any) -> Step:
    """rk4 with other lines: `k2` to `k4` as a time and an argument, `b` as weights."""

    def step(f: Any, t: Any, y: Any, h: Any) -> Any:
        k1 = f(*stages["k1"](t, y, h)) if "k1" in stages else f(t, y)
        k2 = f(*stages["k2"](t, y, h, k1)) if "k2" in stages else f(t + h / 2, y + h / 2 * k1)
        k3 = f(*stages["k3"](t, y, h, k1, k2)) if "k3" in stages else f(t + h / 2, y + h / 2 * k2)
        k4 = f(*stages["k4"](t, y, h, k1, k2, k3)) if "k4" in stages else f(t + h, y + h * k3)
        if "end" in stages:
            return stages["end"](y, h, k1, k2, k3, k4)
        return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)

    return step


FAULTS: dict[str, tuple[Step, list[str]]] = {
    "a wrong node": (
        wrong(k2=lambda t, y, h, k1: (t, y + h / 2 * k1)),
        ["stage 2 evaluates its field at t, where t + 1/2 h is expected", "c2: 0 found, 1/2 expected"],
    ),
    "a time that leaves t out": (
        wrong(k4=lambda t, y, h, k1, k2, k3: (h, y + h * k3)),
        [],
    ),
    "coefficients exchanged": (
        wrong(end=lambda y, h, k1, k2, k3, k4: y + h / 6 * (2 * k1 + k2 + 2 * k3 + k4)),
        ["the result has the coefficients of k1 and k2 exchanged", "b1: 1/3 found, 1/6 expected"],
    ),
    "a slope reused": (
        wrong(k3=lambda t, y, h, k1, k2: (t + h / 2, y + h / 2 * k1)),
        ["stage 3 reads k1 where k2 is expected", "a32: 0 found, 1/2 expected"],
    ),
    "a slope twice in the result": (
        wrong(end=lambda y, h, k1, k2, k3, k4: y + h / 6 * (k1 + 2 * k2 + 2 * k2 + k4)),
        ["the result has k2 where k3 is expected", "b3: 0 found, 1/3 expected"],
    ),
    "a slope that is forgotten": (
        wrong(end=lambda y, h, k1, k2, k3, k4: y + h / 6 * (2 * k2 + 2 * k3 + k4)),
        ["the result has no k1", "the weights add up to 5/6, not to 1"],
    ),
    "a stage that reads the wrong state": (
        wrong(k3=lambda t, y, h, k1, k2: (t + h / 2, (y + h / 2 * k1) + h / 2 * k2)),
        ["a31: 1/2 found, 0 expected"],
    ),
    "a stage without the state": (
        wrong(k4=lambda t, y, h, k1, k2, k3: (t + h, h * k3)),
        ["stage 4 reads no y, where y is expected", "u4: 0 found, 1 expected"],
    ),
    "weights that do not add up to 1": (
        wrong(end=lambda y, h, k1, k2, k3, k4: y + h / 6 * (k1 + 2 * k2 + 3 * k3 + k4)),
        ["the weights add up to 7/6, not to 1", "b3: 1/2 found, 1/3 expected"],
    ),
    "a wrong sign": (
        wrong(k3=lambda t, y, h, k1, k2: (t + h / 2, y - h / 2 * k2)),
        ["stage 3 reads k2 with the wrong sign", "a32: -1/2 found, 1/2 expected"],
    ),
    "a digit": (
        wrong(end=lambda y, h, k1, k2, k3, k4: y + h * (0.16666667 * k1 + k2 / 3 + k3 / 3 + k4 / 6)),
        ["b1: 0.16666667"],
    ),
}


@pytest.mark.parametrize("fault", [name for name in FAULTS if FAULTS[name][1]])
def test_a_fault_is_named(fault: str) -> None:
    step, words = FAULTS[fault]
    audit = of_callable(step, "rk4")
    assert audit.refuted
    assert [each for each in words if each not in str(audit.comparison)] == []


def test_without_what_is_expected_a_fault_is_told_where_no_method_has_it() -> None:
    faults: dict[str, tuple[str, ...]] = {
        name: of_callable(step).faults for name, (step, words) in FAULTS.items() if words
    }
    assert faults["weights that do not add up to 1"] == ("the weights add up to 7/6, not to 1",)
    assert faults["a wrong node"] == ("stage 2 evaluates its field at t, its argument is one at t + 1/2 h",)
    assert faults["a stage without the state"] == ("stage 4 reads 0 y, and not y once",)
    assert faults["a slope reused"] == ()  # another method, of order 2
    assert of_callable(rk4).ok


NO_METHODS: dict[str, tuple[Step, str]] = {
    "a time that leaves t out": (FAULTS["a time that leaves t out"][0], "the time of evaluation 4"),
    "h squared": (lambda f, t, y, h: y + h * h * f(t, y), "the result is not a combination"),
    "a product": (lambda f, t, y, h: y + h * f(t, y) * f(t, y), "a state is not a combination"),
    "a constant": (lambda f, t, y, h: y + h * f(t, y) + 1, "a state is not a combination"),
    "another step for another size": (
        lambda f, t, y, h: y + h * f(t, y) if h < 0.3 else rk4(f, t, y, h),
        "the step changes with the step size or the state",
    ),
    "no state": (lambda f, t, y, h: 3.0, "does not return a new state"),
    "an evaluation at no state": (
        lambda f, t, y, h: y + f(t, 1.0),
        "evaluated at something that is not a state",
    ),
    "an exception": (lambda f, t, y, h: y + h * f(t, y) / dict[str, float]()["x"], "KeyError"),
    "evaluations without end": (
        lambda f, t, y, h: y + sum(h / 5000 * f(t, y * (1 + i * h)) for i in range(5000)),
        "again and again",
    ),
}


@pytest.mark.parametrize("form", NO_METHODS)
def test_what_is_no_method_is_refused_with_the_reason(form: str) -> None:
    step, message = NO_METHODS[form]
    with pytest.raises(Refusal) as caught:
        recordings(step)
    assert message in f"{caught.value.message}; {caught.value.found}"


def test_an_order_of_stages_is_none_of_the_method() -> None:
    """Evaluations in another order, one twice, and one for nothing."""

    def step(f: Any, t: Any, y: Any, h: Any) -> Any:
        f(t, y - h * f(t, y))
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * f(t, y))
        k3 = f(t + h / 2, y + h / 2 * k2)
        return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + f(t + h, y + h * k3))

    assert of_callable(step, "rk4").ok


def test_an_embedded_result_is_recovered() -> None:
    def pair(f: Any, t: Any, y: Any, h: Any) -> Any:
        k1 = f(t, y)
        k2 = f(t + h, y + h * k1)
        return y + h / 2 * (k1 + k2), h / 2 * (k2 - k1)

    audit = of_callable(pair, "heun_euler21")
    assert audit.ok
    assert audit.found is not None
    assert audit.found.certificate.embedded_order == 1


def test_several_fields_have_slopes_of_their_own() -> None:
    def imex(f_explicit: Any, f_implicit: Any, t: Any, y: Any, h: Any) -> Any:
        k, z, before = f_explicit(t, y), y, y + 1
        while np.abs(z - before).max() > 1e-14 and np.abs(z).max() < 1e3:
            z, before = y + h * k + h * f_implicit(t + h, z), z
        return z

    audit = of_callable(imex, "imex_euler")
    assert audit.recording.iterated
    assert audit.found is not None
    assert audit.found.certificate.order == 1


IMPLICIT = [
    "implicit_midpoint",
    "gauss2",
    "gauss3",
    "radau_iia3",
    "lobatto_iiic2",
    "qin_zhang",
    "trapezoidal",
]


@pytest.mark.parametrize("name", IMPLICIT)
def test_stage_equations_that_are_iterated_are_seen_solved(name: str) -> None:
    method = documents()[name].method
    A = np.array([[to_float(entry) for entry in row] for row in method.A])
    b, c = [to_float(entry) for entry in method.B[0]], [to_float(entry) for entry in method.c]

    def step(f: Any, t: Any, y: Any, h: Any) -> Any:
        k = [f(t + node * h, y) for node in c]
        for _ in range(1000):
            new = [
                f(t + node * h, y + h * sum(a * each for a, each in zip(row, k, strict=True)))
                for node, row in zip(c, A, strict=True)
            ]
            change = max(float(np.abs(one - two).max()) for one, two in zip(new, k, strict=True))
            k = new
            if change < 1e-13:
                break
        return y + h * sum(weight * each for weight, each in zip(b, k, strict=True))

    audit = of_callable(step, name)
    assert audit.ok, str(audit.comparison)
    assert audit.found is not None
    assert audit.found.certificate.order == documents()[name].order
