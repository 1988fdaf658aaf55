"""`audit` of sequences: the formula that steps with a past come to follow, how they start, and the order of both."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log2
from typing import Any

import numpy as np
import pytest
from recorded import answers
from schemes import documents

from tableau2net.audit.audit import StepAudit, of_answer
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.sequence import SequenceAudit
from tableau2net.exact import to_float
from tableau2net.read import load_scheme
from tableau2net.read.kinds.linear_multistep import LinearMultistepDocument

Solver = Callable[..., Any]
ADAMS = {
    1: (1.0,),
    2: (3 / 2, -1 / 2),
    3: (23 / 12, -16 / 12, 5 / 12),
    4: (55 / 24, -59 / 24, 37 / 24, -9 / 24),
}


def euler(f: Any, t: Any, y: Any, h: Any) -> Any:
    return y + h * f(t, y)


def midpoint(f: Any, t: Any, y: Any, h: Any) -> Any:
    return y + h * f(t + h / 2, y + h / 2 * f(t, y))


def rk4(f: Any, t: Any, y: Any, h: Any) -> Any:
    k1 = f(t, y)
    k2 = f(t + h / 2, y + h / 2 * k1)
    k3 = f(t + h / 2, y + h / 2 * k2)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + f(t + h, y + h * k3))


def adams(order: int, start: Any = None) -> Solver:
    """Adams–Bashforth, started by the formulas of lower order, or by steps of a method."""

    def solve(f: Any, t: Any, y: Any, h: Any, n: Any) -> Any:
        past: list[Any] = []
        for _ in range(n):
            past.insert(0, f(t, y))
            if start is not None and len(past) < order:
                y = start(f, t, y, h)
            else:
                y = y + h * sum(b * k for b, k in zip(ADAMS[min(len(past), order)], past, strict=False))
            t = t + h
        return y

    return solve


def multistep(alpha: Sequence[float], beta: Sequence[float], start: Any = rk4) -> Solver:
    """Any explicit multistep method."""
    k = len(alpha) - 1

    def solve(f: Any, t: Any, y: Any, h: Any, n: Any) -> Any:
        states, slopes = [y], [f(t, y)]
        for i in range(n):
            if i < k - 1:
                new = start(f, t + i * h, states[-1], h)
            else:
                terms = zip(alpha[:-1], beta[:-1], states[-k:], slopes[-k:], strict=True)
                new = sum((h * b * slope - a * state for a, b, state, slope in terms), 0 * y) / alpha[-1]
            states.append(new)
            slopes.append(f(t + (i + 1) * h, new))
        return states[-1]

    return solve


def sequence(
    solve: Solver, expect: str | None = None, family: str = "callable", **options: Any
) -> SequenceAudit:
    (answer,) = answers(solve, family, **options)
    audit = of_answer(answer, None if expect is None else load_scheme(expect))
    assert isinstance(audit, SequenceAudit)
    return audit


def measured(solve: Solver) -> float:
    """The order of what a solver computes of u′ = cos(t) u from t = 0 to 2."""
    errors = []
    for n in (80, 160):
        found = solve(lambda t, y: np.cos(t) * y, 0.0, np.array([1.0]), 2 / n, n)
        errors.append(abs(found[0] - np.exp(np.sin(2.0))))
    return log2(errors[0] / errors[1])


STARTED: dict[str, tuple[Solver, int, int]] = {
    "ab2 after Euler": (adams(2), 2, 2),
    "ab3 by lower orders": (adams(3), 3, 2),
    "ab4 by lower orders": (adams(4), 4, 2),
    "ab4 after midpoint": (adams(4, midpoint), 4, 3),
    "ab4 after rk4": (adams(4, rk4), 4, 4),
}


@pytest.mark.parametrize("name", STARTED)
def test_the_order_of_a_sequence_is_that_which_is_measured(name: str) -> None:
    solve, formula, order = STARTED[name]
    audit = sequence(solve, f"ab{formula}")
    assert audit.comparison.agrees, str(audit.comparison)
    assert audit.found.certificate.order == formula
    assert audit.found.exact
    assert (audit.order, audit.at_most) == (order, order)
    assert measured(solve) == pytest.approx(order, abs=0.3)
    assert audit.ok is (order == formula)
    faults = (f"order {formula} is expected, and the sequence has order {order}, because of its start",)
    assert audit.faults == (() if audit.ok else faults)


def test_the_steps_of_a_start_are_told_with_their_orders() -> None:
    audit = sequence(adams(4, midpoint))
    assert audit.followed.first == 4
    assert [(start.steps, start.order) for start in audit.starts] == [(1, 2), (2, 2), (3, 2)]
    assert audit.ok  # nobody says what it should be


MULTISTEP = [
    name
    for name, document in documents().items()
    if isinstance(document, LinearMultistepDocument) and document.method.explicit and not document.declared
]


@pytest.mark.parametrize("name", MULTISTEP)
def test_every_explicit_multistep_method_is_recovered(name: str) -> None:
    document = documents()[name]
    assert isinstance(document, LinearMultistepDocument)
    numbers = [[to_float(each) for each in values] for values in (document.alpha, document.beta)]
    audit = sequence(multistep(*numbers), name)
    assert audit.comparison.agrees, str(audit.comparison)
    assert audit.found.certificate.most("order") == document.order


def test_there_are_many_multistep_methods() -> None:
    assert len(MULTISTEP) > 8


def test_another_formula_differs_coefficient_by_coefficient() -> None:
    alpha, beta = [-1.0, 0.0, 1.0], [0.0, 2.0, 0.0]
    assert sequence(multistep(alpha, beta), "leapfrog").ok
    other = sequence(multistep(alpha, [0.25, 1.75, 0.0]), "leapfrog")
    assert other.refuted
    assert [str(each) for each in other.comparison.differences] == [
        "β0: 1/4 found, 0 expected",
        "β1: 7/4 found, 2 expected",
    ]
    longer = sequence(adams(3, rk4), "ab2")
    assert "3 steps found, 2 expected" in longer.comparison.words


def test_a_formula_that_is_not_zero_stable_has_no_order() -> None:
    audit = sequence(multistep([-5.0, 4.0, 1.0], [2.0, 4.0, 0.0]))
    assert audit.order is None
    assert audit.faults == ("the formula is not zero-stable, and the sequence has no order",)


def test_a_predictor_and_its_corrector_are_a_general_linear_method() -> None:
    def solve(f: Any, y: Any, times: Any) -> Any:
        states, before = [y], None
        for t, end in pairwise(times):
            h, k = end - t, f(t, y)
            predicted = y + h * k if before is None else y + h / 2 * (3 * k - before)
            y, before = y + h / 2 * (k + f(end, predicted)), k
            states.append(y)
        return np.stack(states)

    audit = sequence(solve, "pece_adams2")
    assert audit.ok, f"{audit.faults} {audit.comparison}"
    assert (audit.order, audit.at_most) == (2, 2)


def test_an_implicit_formula_that_is_iterated_is_seen_solved() -> None:
    def solved(f: Any, base: Any, h: Any, t: Any) -> Any:
        z, before = base, base + 1
        while np.abs(z - before).max() > 1e-14 and np.abs(z).max() < 1e6:
            z, before = base + h * f(t, z), z
        return z

    def solve(f: Any, t: Any, y: Any, h: Any, n: Any) -> Any:
        before, y = y, solved(f, y, h, t + h)
        for i in range(2, n + 1):
            before, y = y, solved(f, 4 / 3 * y - before / 3, 2 / 3 * h, t + i * h)
        return y

    audit = sequence(solve, "bdf2")
    assert audit.ok, f"{audit.faults} {audit.comparison}"
    assert audit.recording.iterated
    assert (audit.order, audit.at_most) == (2, 2)


def with_last_slope(f: Any, t: Any, y: Any, h: Any, n: Any) -> Any:
    """Heun's method that hands its last slope on, as pairs do whose last stage is the first of the next step."""
    k = f(t, y)
    for i in range(n):
        y = y + h / 2 * (k + f(t + (i + 1) * h, y + h * k))
        k = f(t + (i + 1) * h, y)
    return y


def stepped(f: Any, t: Any, y: Any, h: Any, n: Any) -> Any:
    for i in range(n):
        y = rk4(f, t + i * h, y, h)
    return y


@pytest.mark.parametrize(("solve", "expect"), [(stepped, "rk4"), (with_last_slope, "heun2")])
def test_a_sequence_without_a_past_is_its_step(solve: Solver, expect: str) -> None:
    (answer,) = answers(solve)
    audit = of_answer(answer, load_scheme(expect))
    assert isinstance(audit, StepAudit)
    assert audit.ok, str(audit.comparison)


def growing(f: Any, t: Any, y: Any, h: Any, n: Any) -> Any:
    """Of ever higher order, with ever more slopes."""
    slopes, y0 = [], y
    for i in range(n):
        slopes.append(f(t + i * h, y))
        y = y0 + h * sum((1 + 1 / (2 + j + i)) * k for j, k in enumerate(slopes))
    return y


def test_steps_that_come_to_follow_no_formula_are_not_audited() -> None:
    (answer,) = answers(growing)
    audit = of_answer(answer, None)
    assert not audit.ok
    assert "do not settle on one formula" in audit.reason


def test_steps_that_are_others_where_more_are_taken_are_refused() -> None:
    def solve(f: Any, t: Any, y: Any, h: Any, n: Any) -> Any:
        for i in range(n):
            y = (midpoint if n > 3 else rk4)(f, t + i * h, y, h)
        return y

    with pytest.raises(Refusal, match="not a combination"):
        answers(solve)


def lms(order: int) -> Solver:
    """A sampler as in k-diffusion, of Adams's formulas in σ, on a grid of one step size."""

    def sample_lms(model: Any, x: Any, sigmas: Any, order: int = order, disable: Any = None) -> Any:
        past: list[Any] = []
        for sigma, end in pairwise(sigmas):
            past.insert(0, (x - model(x, sigma * x.new_ones([1]))) / sigma)
            weights = ADAMS[min(len(past), order)]
            x = x + (end - sigma) * sum(b * k for b, k in zip(weights, past, strict=False))
        return x

    return sample_lms


def test_the_start_of_a_sampler_of_k_diffusion_counts() -> None:
    audit = sequence(lms(4), "ab4", "k-diffusion")
    assert audit.comparison.agrees, str(audit.comparison)
    assert (audit.order, audit.at_most) == (2, 2)
    claimed = sequence(lms(4), None, "k-diffusion")
    assert claimed.faults == ("order 4 is expected, and the sequence has order 2, because of its start",)
    assert sequence(lms(2), None, "k-diffusion").ok


def test_a_sampler_in_the_logarithm_of_sigma_is_no_combination_in_sigma() -> None:
    def sample(model: Any, x: Any, sigmas: Any) -> Any:
        for sigma, end in pairwise(sigmas):
            middle = (sigma * end) ** 0.5
            slope = (x - model(x, sigma * x.new_ones([1]))) / sigma
            between = x + (middle - sigma) * slope
            x = x + (end - sigma) * (between - model(between, middle * x.new_ones([1]))) / middle
        return x

    with pytest.raises(Refusal, match="not a combination"):
        answers(sample, "k-diffusion")
    with pytest.raises(Refusal, match="not a sampler"):
        answers(rk4, "k-diffusion")


@pytest.mark.slow
def test_the_adams_methods_of_torchdiffeq_are_of_a_higher_order_than_their_start() -> None:
    """Eleven slopes, after two steps of the 3/8 rule and Adams–Bashforth's formula of order 3."""
    odeint = pytest.importorskip("torchdiffeq").odeint
    audit = sequence(odeint, None, "torchdiffeq", method="explicit_adams")
    assert audit.found.certificate.order == 11
    assert (audit.order, audit.at_most) == (4, 4)
    assert [start.order for start in audit.starts[:3]] == [4, 4, 3]


def test_what_is_told_is_json() -> None:
    from tableau2net.audit.audit import Audit

    audit = Audit("code", (sequence(adams(4)),))
    report = json.loads(json.dumps(audit.as_json()))["steps"][0]["sequence"]
    assert (report["order"], report["first"]) == (2, 4)
    assert "the sequence has order 2" in str(audit)
