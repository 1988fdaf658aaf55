"""What is right of a scheme, by the names under which the product says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

from attack.expected import AtLeast, Exactly, Expected, Interval, Is, NotBelied, Number
from attack.numbers import Exact, real
from attack.oracles import several_values, structure, trees
from attack.oracles.multistep import Multistep
from attack.oracles.one_step import OneStep
from attack.oracles.relative import abscissae, relative_order
from attack.scheme import Scheme

Truth = dict[str, Expected]
HIGHEST = 7  # orders above are not looked for: 85 trees of order 7
TINY = (
    mpf(10) ** -15
)  # intervals below are not compared: a root that leaves the circle by less than 10^−75 is not seen
EFFECTIVE = 6
COLOURED = 5  # 214 trees of order 5 with two colours
ANGLE = mpf(10) ** -6  # how well angles are known, in degrees


def truth(scheme: Scheme) -> Truth:
    """All that is known of a scheme by other ways."""
    with mp.workdps(60):
        return _OF[scheme.kind](scheme)


def runge_kutta(scheme: Scheme) -> Truth:
    A, (b,) = scheme["A"], scheme["b"]
    c = [sum(row, Fraction(0)) for row in A]
    orders = {"order": trees.order([A], [b], trees.forest(), HIGHEST)}
    p = orders["order"]
    orders["stage order"] = min(trees.stage_order(A, max(p, 1)), p)
    hats = scheme.get("b_hat")
    if hats is not None:
        orders["embedded order"] = trees.order([A], [hats[0]], trees.forest(), HIGHEST)
    found: Truth = {name: of_order(value) for name, value in orders.items()}
    found["refuted"] = Is(_refuted(scheme, orders))
    found["explicit"] = Is(_explicit(A))
    s = len(b)
    if len(structure.irreducible(A, b)[1]) == s:
        found["B(p)"] = Is(structure.quadrature(b, c, 2 * s))
        found["C(η)"] = Is(structure.simplifying_c(A, c, s))
        found["D(ζ)"] = Is(structure.simplifying_d(A, b, c, s))
        found["stiffly accurate"] = Is(all(x == y for x, y in zip(A[-1], b, strict=True)))
    if p < HIGHEST and p < 5:
        taus = trees.residuals(A, b, p + 1)
        with mp.workdps(50):
            found["2-norm"] = Number(mp.sqrt(sum(real(x) ** 2 for x in taus)))
            found["max-norm"] = Number(max(abs(real(x)) for x in taus))
    effective = relative_order(A, [[Fraction(1)] for _ in b], [b], [[Fraction(1)]], EFFECTIVE)
    if effective is not None:
        found["effective order"] = of_order(effective, EFFECTIVE)
    return {**found, **_of_irreducible(*structure.irreducible(A, b))}


def _of_irreducible(A: Sequence[Sequence[Exact]], b: Sequence[Exact]) -> Truth:
    R = OneStep.of(A, b)
    angle = R.angle
    end = structure.ssp(A, b)
    found: Truth = {
        "I-stable": Is(R.i_stable),
        "A-stable": Is(R.a_stable),
        "L-stable": Is(R.l_stable),
        "A(α)-stable": Is(False) if angle is False else Number(angle, ANGLE),
        "real interval": Interval(R.real_end),
        "imaginary interval": Interval(R.imaginary_end),
        "symplectic": Is(structure.symplectic(A, b)),
        "symmetric": Is(structure.symmetric(A, b)),
        "algebraically stable": Is(structure.algebraically_stable(A, b)),
        "SSP coefficient": Number(end, mpf(2) ** -40),
    }
    if R.P and R.P.c[0] == 1:
        found["dissipation order"] = Is(R.dissipation())
        if (dispersion := R.dispersion()) is not None:
            found["dispersion order"] = Is(dispersion)
    return found


def linear_multistep(scheme: Scheme) -> Truth:
    (alpha,), (beta,) = scheme["alpha"], scheme["beta"]
    method = Multistep(alpha, beta)
    p = method.order(12)
    zero_stable = method.zero_stable
    orders: dict[str, Any] = {"order": p if p >= 0 else None, "zero-stable": zero_stable}
    found: Truth = {
        "order": of_order(p, 12) if p >= 0 else Is(None),
        "zero-stable": Is(zero_stable),
        "refuted": Is(_refuted(scheme, orders)),
        "symmetric": Is(method.symmetric),
    }
    if p > 0 and (constant := method.error_constant(p)) is not None:
        with mp.workdps(60):
            found["error constant"] = Exactly(real(constant))
    if not method.rho.gcd(method.sigma).degree > 0:
        angle = method.angle
        found["A-stable"] = Is(method.a_stable)
        if angle is not None:
            found["A(α)-stable"] = Is(False) if angle is False else Number(angle, ANGLE)
        for name, imaginary in (("real interval", False), ("imaginary interval", True)):
            holds, end = method.interval(imaginary=imaginary)
            if end is None or not 0 < end[0] < TINY:
                found[name] = Interval(None, holds=holds) if end is None else Interval(end[0], end[1], holds)
        least = method.ssp
        with mp.workdps(50):
            found["SSP coefficient"] = Number(None if least is None else real(least))
    return found


def general_linear(scheme: Scheme) -> Truth:
    A, U, B, V = (scheme[name] for name in "AUBV")
    r = len(V)
    start = scheme.keys.get("start") if r > 1 else "history"
    p: int | None
    if start == "split":
        p = trees.split_order(A, U, B, HIGHEST)
        highest = HIGHEST
    elif start == "free":
        p, highest = relative_order(A, U, B, V, EFFECTIVE), EFFECTIVE
        if p is None:
            return {"explicit": Is(_explicit(A))}
    else:
        ages = list(range(r)) if start == "history" else [0] * r
        p, highest = trees.outputs_order(A, U, B, V, ages, start == "history", HIGHEST), HIGHEST
    zero_stable = several_values.power_bounded(V)
    refuted = _refuted(scheme, {"order": p, "zero-stable": zero_stable})
    if start == "free" and (c := scheme.get("c")) is not None:
        at = abscissae(A, U, B, V)
        assert at is not None
        if any(x - y - (c[0][0] - at[0]) for x, y in zip(c[0], at, strict=True)):
            refuted = tuple(sorted((*refuted, "c")))
    found: Truth = {
        "order": Is(None) if p is None else of_order(p, highest),
        "zero-stable": Is(zero_stable),
        "refuted": Is(refuted),
        "explicit": Is(_explicit(A)),
    }
    if start != "split" and r > 1:
        M = several_values.StabilityMatrix.of(A, U, B, V)
        found["A-stable"] = NotBelied(M)
        found["real interval"] = NotBelied(M, -1)
        found["imaginary interval"] = NotBelied(M, 1j)
    return found


def partitioned(scheme: Scheme) -> Truth:
    """Additive for one state, or a separable pair."""
    names, separable = scheme.fields, scheme.keys.get("separable") == "true"
    colours = ((0, 1), (1, 0)) if separable else ((0, 0),) * len(names)
    linear = frozenset(k for k, name in enumerate(names) if name in scheme.keys.get("linear", ""))
    forest = trees.forest(colours, linear)
    A = [scheme[f"{name}.A"] for name in names]
    orders = {"order": trees.order(A, [scheme[f"{name}.b"][0] for name in names], forest, COLOURED)}
    if f"{names[0]}.b_hat" in scheme.arrays:
        hats = [scheme[f"{name}.b_hat"][0] for name in names]
        orders["embedded order"] = trees.order(A, hats, forest, COLOURED)
    found: Truth = {name: of_order(value, COLOURED) for name, value in orders.items()}
    return {**found, "refuted": Is(_refuted(scheme, orders))}


def of_order(p: int, highest: int = HIGHEST) -> Expected:
    return AtLeast(p) if p >= highest else Is(p)


def _refuted(scheme: Scheme, orders: dict[str, Any]) -> tuple[str, ...]:
    """The keys of the claims that do not hold."""
    said = {"order": "order", "embedded_order": "embedded order", "stage_order": "stage order",
            "zero_stable": "zero-stable"}  # fmt: skip
    found = [
        key
        for key, name in said.items()
        if key in scheme.keys and name in orders and scheme.keys[key] != str(orders[name]).lower()
    ]
    c = scheme.get("c")
    if c is not None and scheme.kind == "runge-kutta":
        rows = [sum(row, Fraction(0)) for row in scheme["A"]]
        if any(x - y for x, y in zip(c[0], rows, strict=True)):
            found.append("c")
    return tuple(sorted(found))


def _explicit(A: Sequence[Sequence[Exact]]) -> bool:
    """Whether the stages can be computed one after the other, in some order."""
    left = set(range(len(A)))
    while ready := {i for i in left if not any(A[i][j] for j in left)}:
        left -= ready
    return not left


_OF: dict[str, Callable[[Scheme], Truth]] = {
    "runge-kutta": runge_kutta,
    "linear-multistep": linear_multistep,
    "general-linear": general_linear,
    "partitioned": partitioned,
}
