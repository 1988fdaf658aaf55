"""What is right of a scheme with a parameter: at its value; or at almost every value, and where it is special."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

from attack.expected import AtLeast, Is, Mentions, SpecialValues
from attack.numbers import Exact, Formula
from attack.oracles import special
from attack.oracles.formula import value
from attack.oracles.multistep import Multistep
from attack.oracles.polynomials import Poly, count_real, simple_part
from attack.oracles.quotient import PARAMETER
from attack.scheme import Parameter, Scheme
from attack.truth.common import HIGHEST, Truth, refuted_claims

OF_CERTIFICATE = {
    "order",
    "stage order",
    "embedded order",
    "zero-stable",
    "refuted",
    "error constant",
    "explicit",
}

ELSEWHERE = (Fraction(10007, 7919), Fraction(-6007, 5003))  # nothing special is there


def at(scheme: Scheme, values: Mapping[str, Exact]) -> Scheme:
    """The scheme with its parameters replaced."""

    def changed(entry: Exact) -> Exact:
        return value(entry.text, values) if isinstance(entry, Formula) else entry

    arrays = {name: tuple(tuple(map(changed, row)) for row in rows) for name, rows in scheme.arrays.items()}
    return replace(scheme, arrays=arrays, parameters={}, texts={})


def parametrised(scheme: Scheme, plain: Callable[[Scheme], Truth]) -> Truth:
    """With `plain` for schemes without parameters. A parameter with a value is that value; what is claimed of one with
    a range besides is of every value in it."""
    values = {name: each.value for name, each in scheme.parameters.items() if each.value is not None}
    fixed = len(values) == len(scheme.parameters)
    try:
        at(scheme, {**dict(zip(scheme.parameters, ELSEWHERE, strict=False)), **values})
    except ZeroDivisionError:
        return {"error": Mentions("by zero")}
    found = plain(at(scheme, values)) if fixed else {}
    if fixed and scheme.kind == "linear-multistep" and not any(at(scheme, values)["beta"][0]):
        return {"error": Mentions("zero throughout")}
    if fixed and all(each.low is None for each in scheme.parameters.values()):
        return found
    found = {name: each for name, each in found.items() if name not in OF_CERTIFICATE}
    if len(scheme.parameters) > 1:
        return {**found, **_of_several(scheme)}
    ((_, parameter),) = scheme.parameters.items()
    return {**found, **_of_one(scheme, parameter)}


def _of_one(scheme: Scheme, parameter: Parameter) -> Truth:
    (name,) = scheme.parameters
    general = at(scheme, {name: PARAMETER})
    first, second = ("alpha", "beta") if scheme.kind == "linear-multistep" else ("A", "b")
    if scheme.kind == "linear-multistep":
        left_over = special.of_multistep(general["alpha"][0], general["beta"][0])
    else:
        left_over = special.of_runge_kutta(general["A"], general["b"][0])
    p = special.order(left_over, HIGHEST)
    orders: dict[str, Any] = {"order": p}
    entries = [x for name in (first, second) for row in general[name] for x in row]
    found: Truth = {"order": AtLeast(p) if p == HIGHEST else Is(p)}
    if p < HIGHEST:
        found["special values"] = SpecialValues(_special(left_over, p, special.poles(entries), parameter))
    if scheme.kind == "linear-multistep":
        orders["zero-stable"] = _zero_stable(scheme, parameter)
        found["zero-stable"] = Is(orders["zero-stable"])
    found["refuted"] = Is(refuted_claims(scheme, orders))
    return found


def _special(
    left_over: special.Conditions, p: int, poles: Poly, parameter: Parameter
) -> dict[Any, int | None]:
    """The value of each special one, with the order there; None at a pole."""
    found: dict[Any, int | None] = dict.fromkeys(_real_roots(poles, parameter))
    chain = [special.common(left_over, p + 1)]
    while chain[-1].degree > 0 and p + len(chain) < HIGHEST:
        chain.append(chain[-1].gcd(special.common(left_over, p + 1 + len(chain))))
    for root in _real_roots(chain[0], parameter):
        if any(abs(root - pole) < mpf(10) ** -30 for pole in found):
            continue
        holds = [abs(mp.polyval(q.decimals(), root)) < mpf(10) ** -30 for q in chain]
        found[root] = p + (holds.index(False) if False in holds else len(holds))
    return found


def _real_roots(p: Poly, parameter: Parameter) -> list[Any]:
    if p.degree < 1:
        return []
    simple = simple_part(p)
    found = [mp.re(w) for w in simple.roots(60) if abs(mp.im(w)) < mpf(10) ** -40]
    assert len(found) == count_real(simple, None, None)
    return [x for x in found if parameter.holds(_as_an_end(x, parameter))]


def _as_an_end(x: Any, parameter: Parameter) -> Fraction:
    """The end of the range that a root is, or a fraction next to it."""
    near = Fraction(int(mp.nint(x * 10**30)), 10**30)
    ends = (end for end in (parameter.low, parameter.high) if end is not None)
    return next((end for end in ends if abs(end - near) < Fraction(1, 10**25)), near)


def _zero_stable(scheme: Scheme, parameter: Parameter) -> bool:
    """At many values, those at the ends and of small denominators among them."""
    (name,) = scheme.parameters
    values = {Fraction(n, d) for d in (1, 2, 3, 4, 5, 7) for n in range(-4 * d, 4 * d + 1)}
    if parameter.low is not None and parameter.high is not None:
        width = parameter.high - parameter.low
        values |= {parameter.low + width * Fraction(k, 24) for k in range(25)}
        values |= {parameter.low + width / 10**6, parameter.high - width / 10**6}
    return all(
        Multistep(*(at(scheme, {name: x})[key][0] for key in ("alpha", "beta"))).zero_stable
        for x in values
        if parameter.holds(x)
    )


def _of_several(scheme: Scheme) -> Truth:
    """The order at almost all values."""
    there = at(scheme, dict(zip(scheme.parameters, ELSEWHERE, strict=False)))
    p = special.order(special.of_runge_kutta(there["A"], there["b"][0]), HIGHEST)
    return {
        "order": AtLeast(p) if p == HIGHEST else Is(p),
        "refuted": Is(refuted_claims(scheme, {"order": p})),
    }
