"""`audit` of steps on position and momentum: kicks and drifts, with a field for each or with the acceleration alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recorded import of_callable, recordings
from schemes import documents

from tableau2net.audit.child.refusal import Refusal
from tableau2net.exact import to_float
from tableau2net.methods import Method

SEPARABLE = [
    name
    for name, document in documents().items()
    if [each.kind for each in document.taken.external] == ["part", "part"]
    and document.taken.fields is not None
    and set(document.taken.fields) == {"f", "g"}
    and not document.declared
    and document.taken.explicit
]


def of_fields(method: Method) -> Callable[..., Any]:
    """A step of any of these schemes, each evaluation as soon as what it reads is there."""
    assert method.fields is not None
    fields = method.fields
    rows = [[to_float(entry) for entry in row] for row in method.A]
    weights = [[to_float(entry) for entry in row] for row in method.B]

    def step(f: Any, g: Any, q: Any, p: Any, h: Any) -> Any:
        k: dict[int, Any] = {}
        while len(k) < len(rows):
            for i, row in enumerate(rows):
                if i in k or any(a and j not in k for j, a in enumerate(row)):
                    continue
                start, field = (p, f) if fields[i] == "f" else (q, g)
                k[i] = field(start + h * sum(a * k[j] for j, a in enumerate(row) if a))
        sums = [h * sum(b * k[j] for j, b in enumerate(row) if b) for row in weights]
        return q + sums[0], p + sums[1]

    return step


def of_acceleration(step: Callable[..., Any]) -> Callable[..., Any]:
    """The same where the position moves by the momentum itself."""
    return lambda a, q, p, h: step(lambda momentum: momentum, a, q, p, h)


def test_there_are_many_schemes_for_parts() -> None:
    assert len(SEPARABLE) > 8


@pytest.mark.parametrize("name", SEPARABLE)
def test_every_scheme_for_parts_is_recovered(name: str) -> None:
    document = documents()[name]
    step = of_fields(document.taken)
    for form in (step, of_acceleration(step)):
        audit = of_callable(form, name)
        assert audit.ok, str(audit.comparison)
        assert audit.found is not None
        if form is not step and document.taken.printed is None:
            assert (audit.found.certificate.most("order") or 0) >= (document.order or 0)


def velocity_verlet(x: Any, v: Any, force: Any, dt: Any) -> Any:
    before = force(x)
    x = x + dt * v + dt * dt / 2 * before
    return x, v + dt / 2 * (before + force(x))


def late(x: Any, v: Any, force: Any, dt: Any) -> Any:
    """The second force at the old position."""
    return x + dt * v + dt * dt / 2 * force(x), v + dt / 2 * (force(x) + force(x))


def heavy(x: Any, v: Any, force: Any, dt: Any) -> Any:
    v = v + dt / 2 * force(x)
    x = x + dt * v
    return x, v + dt * force(x)


def nystrom(a: Any, q: Any, p: Any, h: Any) -> Any:
    """Nyström's method of order 4, which is no composition."""
    k1 = a(q)
    k2 = a(q + h * p / 2 + h * h / 8 * k1)
    k3 = a(q + h * p + h * h / 2 * k2)
    return q + h * p + h * h / 6 * (k1 + 2 * k2), p + h / 6 * (k1 + 4 * k2 + k3)


def test_a_step_of_accelerations_is_kicks_and_drifts() -> None:
    audit = of_callable(velocity_verlet, "verlet")
    assert audit.ok, str(audit.comparison)
    assert audit.found is not None
    assert audit.found.exact
    assert audit.found.certificate.order == 2
    assert of_callable(velocity_verlet, "verlet_position").refuted


@pytest.mark.parametrize("step", [late, heavy])
def test_a_fault_in_such_a_step_is_told(step: Callable[..., Any]) -> None:
    assert of_callable(step, "verlet").refuted
    assert not of_callable(step).ok


def test_weights_of_the_momentum_add_up_to_one() -> None:
    assert of_callable(heavy).faults == ("the weights of p add up to 3/2, not to 1",)


def test_a_step_that_is_no_composition_is_not_audited() -> None:
    audit = of_callable(nystrom)
    assert "not a composition" in audit.reason
    against = of_callable(nystrom, "verlet")
    assert against.refuted


def test_a_momentum_needs_a_position() -> None:
    with pytest.raises(Refusal, match="do not say"):
        recordings(lambda a, p, h: p)
    (found,) = recordings(
        lambda one, two, three, four: velocity_verlet(two, three, one, four), call="g, q, p, h"
    )
    assert found.inputs == ("q", "p")
