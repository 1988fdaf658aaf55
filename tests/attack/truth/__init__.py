"""What is right of a scheme, by the names under which the product says it: one file a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mpmath import mp, mpf

from attack.expected import Interval, Mentions, Number
from attack.oracles.one_step import OneStep
from attack.oracles.polynomials import Poly
from attack.scheme import Scheme
from attack.truth.common import Truth as Truth
from attack.truth.forms import FORMS, form
from attack.truth.general_linear import general_linear
from attack.truth.multistep import linear_multistep
from attack.truth.parametrised import parametrised
from attack.truth.partitioned import partitioned
from attack.truth.rescaled import with_rescaled
from attack.truth.runge_kutta import of_stability_function, runge_kutta

_OF: dict[str, Callable[[Scheme], Truth]] = {
    "runge-kutta": runge_kutta,
    "linear-multistep": linear_multistep,
    "general-linear": general_linear,
    "partitioned": partitioned,
    **dict.fromkeys(FORMS, form),
}


def truth(scheme: Scheme) -> Truth:
    """All that is known of a scheme by other ways."""
    with mp.workdps(60):
        if scheme.refused:
            return {"error": Mentions(scheme.refused)}
        if scheme.parameters:
            return parametrised(scheme, _OF[scheme.kind])
        if scheme.kind == "family":
            return _member(scheme)
        if scheme.keys.get("decimals") == "rounded":
            return _within_digits(scheme, _OF[scheme.kind](scheme))
        if "rescaled_order" in scheme.keys:
            return with_rescaled(scheme, _OF[scheme.kind](scheme))
        return _OF[scheme.kind](scheme)


def _member(scheme: Scheme) -> Truth:
    """A family's member by its coefficients, or by its stability polynomial where no more is known."""
    if "R" in scheme.arrays:
        return of_stability_function(OneStep(Poly(scheme["R"][0]), Poly([1])))
    kind = "runge-kutta" if "A" in scheme.arrays else "linear-multistep"
    return _OF[kind](replace(scheme, kind=kind))


def _within_digits(scheme: Scheme, exact: Truth) -> Truth:
    """What was rounded is that of the exact method, whose numbers are known to the digits only; of the SSP coefficient
    then sometimes no more than a bound is told. Of a method that is off only the order is known: what else is not so
    for it may be so within the digits."""
    found: dict[str, Any] = {}
    for name, expected in exact.items():
        if name in ("SSP coefficient", "effective order") or (
            "off" in scheme.made and name not in ("order", "refuted")
        ):
            continue
        match expected:
            case Number() | Interval():
                found[name] = replace(expected, within=mpf(10) ** -7)
            case _:
                found[name] = expected
    return found
