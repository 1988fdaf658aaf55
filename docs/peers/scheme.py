"""A scheme as a package has it, and its coefficients as the verifier takes them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tableau2net.exact import ONE, ZERO, Expression, Number, Rounded, number, parse
from tableau2net.methods import External, Method, linear_multistep, runge_kutta
from tableau2net.verify import Claims


@dataclass(frozen=True)
class Scheme:
    """`name` is how the package calls it. The claims are its order, the order of its embedded weights and its
    abscissae, as far as the package has them; `computed` is the order that the package computes itself, where that is
    not the one it claims."""

    name: str
    method: Method
    claims: Claims = field(default_factory=Claims)
    computed: str = ""


def entry(value: Any) -> Expression:
    """A coefficient: exactly, but for floats. A float that is no integer is known within a unit in the last place.

    Raises ExpressionError for what is no number.
    """
    if isinstance(value, int | Fraction):
        return number(value)
    if type(value).__module__.startswith("sympy") and not any(atom.is_Float for atom in value.atoms()):
        return parse(str(value))
    exact = Fraction(float(value))
    if exact.denominator == 1:
        return Number(exact)
    return Rounded(exact, Fraction(math.ulp(float(value))), repr(float(value)))


def tableau(
    name: str,
    A: Any,
    b: Any,
    *,
    b_hat: Any = None,
    c: Any = None,
    order: int | None = None,
    embedded: int | None = None,
    computed: str = "",
) -> Scheme:
    """The scheme of a Runge–Kutta tableau, whose rows may be short."""
    method = runge_kutta(name, square(A, len(b)), row(b), b_hat=None if b_hat is None else row(b_hat))
    abscissae = None if c is None else row(c)
    return Scheme(name, method, Claims(order=order, embedded_order=embedded, c=abscissae), computed)


def with_error(scheme: Scheme, error: Any, embedded: int | None = None) -> Scheme:
    """The scheme whose error is estimated as h Σ error_i f_i, that is, by the embedded weights b − error."""
    b_hat = tuple(b - e for b, e in zip(scheme.method.B[0], row(error), strict=True))
    claims = replace(scheme.claims, embedded_order=embedded)
    return replace(scheme, method=replace(scheme.method, b_hat=b_hat), claims=claims)


def additive(name: str, tableaux: dict[str, Scheme], *, order: int, embedded: int | None = None) -> Scheme:
    """The scheme for u′ = f(u) + g(u) + … of a tableau for each field."""
    methods = [scheme.method for scheme in tableaux.values()]
    s, hats = methods[0].stages, [method.b_hat for method in methods]
    rows = [tuple(a for method in methods for a in method.A[i]) for i in range(s)]
    method = Method(
        name=name,
        title=name,
        kind="partitioned",
        A=tuple(rows * len(methods)),
        U=((ONE,),) * (s * len(methods)),
        B=(tuple(b for method in methods for b in method.B[0]),),
        V=((ONE,),),
        external=(External("state"),),
        b_hat=None if None in hats else tuple(b for hat in hats if hat is not None for b in hat),
        fields=tuple(field for field in tableaux for _ in range(s)),
    )
    return Scheme(name, method, Claims(order=order, embedded_order=embedded))


def multistep(name: str, alpha: Any, beta: Any, order: int) -> Scheme:
    """The scheme of a linear multistep method, lowest index first, all of whose numbers count as exact."""
    rows = [
        tuple(number(Fraction(a)) if isinstance(a, float) else entry(a) for a in each)
        for each in (alpha, beta)
    ]
    return Scheme(name, linear_multistep(name, *rows), Claims(order=order))


def row(values: Any) -> tuple[Expression, ...]:
    return tuple(map(entry, values))


def square(A: Any, s: int) -> tuple[tuple[Expression, ...], ...]:
    return tuple((*row(each), *(ZERO,) * (s - len(each))) for each in A)


def known(scheme: Scheme, width: Fraction) -> Scheme:
    """The scheme with every coefficient that is neither an integer nor a root known within `width` only, or as badly as
    it is known already."""

    def wider(value: Expression) -> Expression:
        match value:
            case Number(exact) if exact.denominator > 1 and width:
                return Rounded(exact, width, str(exact))
            case Rounded(exact, unit, text):
                return Rounded(exact, max(unit, width), text)
        return value

    old = scheme.method
    printed = replace(
        old,
        A=tuple(tuple(map(wider, each)) for each in old.A),
        B=tuple(tuple(map(wider, each)) for each in old.B),
        b_hat=None if old.b_hat is None else tuple(map(wider, old.b_hat)),
    )
    c = None if scheme.claims.c is None else tuple(map(wider, scheme.claims.c))
    return replace(scheme, method=replace(old, printed=printed), claims=replace(scheme.claims, c=c))


def inexact(scheme: Scheme) -> bool:
    """Whether some coefficient is a float that is no integer."""
    entries = (*scheme.method.coefficients(), *(scheme.method.b_hat or ()))
    return any(isinstance(part, Rounded) for each in entries for part in each.walk())
