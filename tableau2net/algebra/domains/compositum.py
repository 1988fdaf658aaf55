"""One number field Q(θ) for several real algebraic numbers: a primitive element, and each number as a polynomial in it.

What is written differently is not adjoined twice. Square roots of rational numbers are products of a few that are
independent; sines and cosines are polynomials in one cosine for each part of the circle that is needed; of a polynomial
several of whose roots are asked for, those at hand are divided out. What is left is adjoined root by root: to K = Q(θ)
a root g of a polynomial m over K. The norm N(x) of m(x − kθ) has the root θ' = g + kθ; its irreducible factor that
vanishes there is the minimal polynomial of θ', and

    θ = −(∂N/∂k) / (∂N/∂x)    at x = θ'

(L. Kronecker; F. Rouillier, Appl. Algebra Engrg. Comm. Comput. 9 (1999) 433–461), so that the field is extended with
one factorisation of rational polynomials, and with none where the degrees have no common factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import zip_longest
from math import comb, gcd, isqrt

from tableau2net.algebra.backend.rational_polynomials import Rationals, inverse_modulo, product_modulo
from tableau2net.algebra.coefficients import coprime_modulo, derivative, divided, trimmed
from tableau2net.algebra.domains.factors import circle_polynomial, factor_at
from tableau2net.algebra.domains.refused import RefusedNumberError
from tableau2net.errors import InputError
from tableau2net.exact import (
    ZERO,
    Constant,
    Expression,
    Function,
    Name,
    Number,
    Power,
    Product,
    Sum,
    number,
    sign,
)
from tableau2net.exact.separation import square_classes, totient, turn

MAX_DEGREE = 64
MAX_NORM = 64  # the largest degree of a polynomial that is factored, which takes long beyond
_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass
class Compositum:
    """The field that has been built so far: θ as an expression, its minimal polynomial, and what is known in it, each
    as a polynomial in θ."""

    theta: Expression = ZERO
    polynomial: Rationals = (_ZERO, _ONE)
    images: dict[Function, Rationals] = field(default_factory=dict)

    @property
    def degree(self) -> int:
        return len(self.polynomial) - 1

    def times(self, a: Rationals, b: Rationals) -> Rationals:
        return product_modulo(a, b, self.polynomial)

    def inverse(self, a: Rationals) -> Rationals:
        return inverse_modulo(a, self.polynomial)

    def value(self, expression: Expression) -> Rationals:
        """An expression whose functions are known. Raises ZeroDivisionError where it divides by zero."""
        match expression:
            case Number(value):
                return (value,) if value else ()
            case Function():
                return self.images[expression]
            case Sum(terms):
                total: Rationals = ()
                for term in terms:
                    total = _plus(total, self.value(term))
                return total
            case Product(factors):
                product: Rationals = (_ONE,)
                for factor in factors:
                    product = self.times(product, self.value(factor))
                return product
            case Power(base, exponent):
                image = self.value(base)
                if exponent < 0 and not image:
                    raise ZeroDivisionError(f"{expression} divides by zero")
                step = image if exponent > 0 else self.inverse(image)
                result: Rationals = (_ONE,)
                for _ in range(abs(exponent)):
                    result = self.times(result, step)
                return result
        raise _undecided(expression)

    def adjoin(self, root: Function, modulus: Sequence[Rationals], *, irreducible: bool = False) -> None:
        """Extend the field by the real number `root`, which is a root of a monic polynomial over it, the constant term
        first, `irreducible` where that is known. Raises InputError where the field becomes too large."""
        modulus = self._without_known(root, modulus)
        if len(modulus) == 2:
            self.images[root] = _scaled(modulus[0], -_ONE)
            return
        if self.degree * (len(modulus) - 1) > MAX_NORM:
            raise too_irrational(f"{root} beside a field of degree {self.degree}")
        rational = all(len(a) < 2 for a in modulus)
        first = 1 if rational and self.degree > 1 else 0  # where 0, the root alone may do
        for k in (first, 1, -1, 2, -2, 3, -3, 5, -5, 7, -7, 11, -11):
            norm, slope = self._norm(modulus, k)
            if coprime_modulo(norm, derivative(norm, Fraction)):  # no two of its roots are one
                break
        else:
            raise AssertionError("only a few multiples of θ have conjugates that meet")
        theta = root + number(k) * self.theta
        coprime = rational and gcd(self.degree, len(modulus) - 1) == 1
        minimal = norm if irreducible or coprime else factor_at(norm, theta)
        if len(minimal) - 1 == self.degree and len(modulus) == 3:
            self.images[root] = self._common_root(modulus, minimal, k)
            return
        if len(minimal) - 1 > MAX_DEGREE:
            raise too_irrational(f"{root}, in a field of degree {len(minimal) - 1}")
        before = self._moved(theta, minimal, norm, slope)
        self.images[root] = _plus((_ZERO, _ONE), _scaled(before, Fraction(-k)))

    def _common_root(self, modulus: Sequence[Rationals], minimal: Rationals, k: int) -> Rationals:
        """The root g of a quadratic polynomial that is in the field: the one with `minimal`(g + kθ) = 0."""
        shift = (_ZERO, Fraction(k))
        one: Rationals = ()
        x: Rationals = ()  # what is left over modulo x² + p x + q is x·`x` + `one`
        for a in reversed(minimal):
            minus = _scaled(x, -_ONE)
            one, x = (
                _plus(_plus(self.times(shift, one), self.times(minus, modulus[0])), (a,) if a else ()),
                _plus(_plus(self.times(shift, x), self.times(minus, modulus[1])), one),
            )
        return _scaled(self.times(one, self.inverse(x)), -_ONE)

    def _moved(self, theta: Expression, minimal: Rationals, norm: Rationals, slope: Rationals) -> Rationals:
        """Write what is known in terms of another θ; the old one in it."""
        known, self.polynomial, self.theta = self.images, minimal, theta
        at_norm = divided(derivative(norm, Fraction), minimal)[1]
        old = self.times(_scaled(divided(slope, minimal)[1], -_ONE), self.inverse(at_norm))
        self.images = {expression: self._composed(image, old) for expression, image in known.items()}
        return old

    def _composed(self, p: Rationals, x: Rationals) -> Rationals:
        total: Rationals = ()
        for a in reversed(p):
            total = _plus(self.times(total, x), (a,) if a else ())
        return total

    def _without_known(self, root: Function, modulus: Sequence[Rationals]) -> Sequence[Rationals]:
        """The polynomial without those of its roots that are known to be in the field."""
        for other, image in self.images.items():
            alike = other.name == root.name == "root"
            if alike and other.arguments[1:] == root.arguments[1:] and len(modulus) > 2:
                quotient = list[Rationals]()
                carried: Rationals = ()
                for a in reversed(modulus):
                    carried = _plus(self.times(carried, image), a)
                    quotient.append(carried)
                if not quotient.pop():  # what is left over: zero, but for a root of another factor
                    modulus = quotient[::-1]
        return modulus

    def _norm(self, modulus: Sequence[Rationals], k: int) -> tuple[Rationals, Rationals]:
        """N(x), the product of all x − g − kθ over the conjugates g of the root and θ, and its derivative in k: by sums
        of powers of its roots and Newton's identities."""
        size = self.degree * (len(modulus) - 1)
        sums = self._power_sums(modulus, size)
        traces = _trace_sums(self.polynomial, size + self.degree)
        powers, slopes = [_ZERO] * (size + 1), [_ZERO] * (size + 1)
        for n in range(1, size + 1):
            for a, s in enumerate(sums[: n + 1]):
                j = n - a
                trace = sum((c * traces[i + j] for i, c in enumerate(s)), _ZERO) * comb(n, a)
                if trace:
                    powers[n] += trace * k**j
                    slopes[n] += trace * j * k ** (j - 1) if j else 0
        top, moved = [_ONE], [_ZERO]
        for n in range(1, size + 1):
            top.append(-sum((powers[i] * top[n - i] for i in range(1, n + 1)), _ZERO) / n)
            both = (slopes[i] * top[n - i] + powers[i] * moved[n - i] for i in range(1, n + 1))
            moved.append(-sum(both, _ZERO) / n)
        return tuple(reversed(top)), trimmed(tuple(reversed(moved)))

    def _power_sums(self, modulus: Sequence[Rationals], size: int) -> list[Rationals]:
        """Σ g^n over the roots of a monic polynomial over the field, for n from 0 to `size`."""
        degree = len(modulus) - 1
        sums: list[Rationals] = [(Fraction(degree),)]
        for n in range(1, size + 1):
            total: Rationals = _scaled(modulus[degree - n], Fraction(n)) if n <= degree else ()
            for j in range(1, min(n - 1, degree) + 1):
                total = _plus(total, self.times(modulus[degree - j], sums[n - j]))
            sums.append(_scaled(total, -_ONE))
        return sums


def compositum(generators: tuple[Function, ...]) -> Compositum:
    """The field that holds `sqrt`, `root`, `cos` and `sin` of numbers. Raises InputError for one that is not a real
    algebraic number, or where the field is too large."""
    built = Compositum()
    functions = list(dict.fromkeys(inner for each in generators for inner in _within(each)))
    _square_roots(built, [each for each in functions if _radicand(each) is not None])
    _parts_of_the_circle(built, [each for each in functions if each.name in ("sin", "cos")])
    for each in functions:
        if each not in built.images:
            _adjoin(built, each)
    return built


def too_irrational(found: str) -> InputError:
    """The refusal of numbers whose field is too large."""
    return InputError(
        "the coefficients are too complicated to decide",
        found=found,
        expected=f"a number field of degree {MAX_DEGREE} at most",
    )


def _undecided(expression: Expression) -> InputError:
    return RefusedNumberError(
        "a coefficient cannot be decided exactly",
        expression,
        "rational or real algebraic numbers, declared parameters, or pi",
    )


def _within(function: Function) -> Iterator[Function]:
    """The functions in the argument of a square root, innermost first, then itself."""
    if function.name == "sqrt":
        for node in _outermost(function.arguments[0], function):
            yield from _within(node)
    yield function


def _outermost(expression: Expression, within: Function) -> Iterator[Function]:
    if isinstance(expression, Function):
        yield expression
    elif isinstance(expression, Constant | Name):
        raise _undecided(within)
    else:
        for child in expression.children:
            yield from _outermost(child, within)


def _radicand(function: Function) -> Fraction | None:
    """The rational number whose square root a function is."""
    return function.arguments[0].rational if function.name == "sqrt" else None


def _square_roots(built: Compositum, functions: Sequence[Function]) -> None:
    """Adjoin the square roots of rational numbers: those that are independent of the ones before, of which the others
    are products."""
    chosen: dict[Function, Fraction] = {}
    for function in functions:
        radicand = _radicand(function) or _ZERO
        if radicand < 0:
            raise RefusedNumberError("a coefficient is not a real number", function)
        if square_classes([*chosen.values(), radicand]) > len(chosen):
            chosen[function] = radicand
    if 2 ** len(chosen) > MAX_DEGREE:
        raise too_irrational(f"{len(chosen)} independent square roots, {', '.join(map(str, chosen))}")
    for function, radicand in chosen.items():
        built.adjoin(function, [(-radicand,), (), (_ONE,)], irreducible=True)
    for function in functions:
        if function not in built.images:
            built.images[function] = _multiple_of_roots(built, _radicand(function) or _ZERO, chosen)


def _multiple_of_roots(built: Compositum, radicand: Fraction, chosen: dict[Function, Fraction]) -> Rationals:
    """√r as a rational multiple of a product of square roots that are known."""
    known = list(chosen.items())
    for mask in range(1 << len(known)):
        part = [each for i, each in enumerate(known) if mask >> i & 1]
        square = radicand
        image: Rationals = (_ONE,)
        for function, value in part:
            square /= value
            image = built.times(image, built.images[function])
        root = _rational_root(square)
        if root is not None:
            return _scaled(image, root)
    raise AssertionError("a square root that depends on others is a multiple of a product of some")


def _rational_root(value: Fraction) -> Fraction | None:
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(top, bottom) if (top * top, bottom * bottom) == value.as_integer_ratio() else None


def _parts_of_the_circle(built: Compositum, functions: Sequence[Function]) -> None:
    """Adjoin cosines and sines of rational multiples of π. Those of multiples of 2π/N are polynomials in one of them,
    of degree φ(N)/2."""
    turns: dict[Function, Fraction] = {}
    for function in functions:
        found = turn(function)
        if found is None:
            raise _undecided(function)
        turns[function] = found
    for function, t in sorted(turns.items(), key=lambda each: -each[1].denominator):
        n = t.denominator
        known = next(
            (other for other in built.images if other in turns and not turns[other].denominator % n), None
        )
        if known is None and n in (1, 2):
            built.images[function] = (_ONE if n == 1 else -_ONE,)
        elif known is None:
            if totient(n) // 2 > MAX_DEGREE:
                raise too_irrational(f"{function}, of degree {totient(n) // 2}")
            built.adjoin(function, [(a,) if a else () for a in circle_polynomial(n)])
        else:
            size = turns[known].denominator
            times = int(t * size) * pow(int(turns[known] * size), -1, size) % size
            built.images[function] = _multiple_angle(built, built.images[known], times)


def _multiple_angle(built: Compositum, cosine: Rationals, times: int) -> Rationals:
    """cos nx as a polynomial in cos x: T_n = 2 x T_(n−1) − T_(n−2)."""
    before: Rationals = (_ONE,)
    now = cosine
    if times == 0:
        return before
    for _ in range(times - 1):
        before, now = now, _plus(_scaled(built.times(cosine, now), Fraction(2)), _scaled(before, -_ONE))
    return now


def _adjoin(built: Compositum, function: Function) -> None:
    """Adjoin a root of a polynomial, or the square root of what is irrational."""
    if function.name == "sqrt":
        if sign(function.arguments[0]) < 0:
            raise RefusedNumberError("a coefficient is not a real number", function)
        radicand = built.value(function.arguments[0])
        if not radicand:
            built.images[function] = ()
            return
        built.adjoin(function, [_scaled(radicand, -_ONE), (), (_ONE,)])
        return
    _, *coefficients = [argument.rational or _ZERO for argument in function.arguments]
    polynomial = factor_at(trimmed(coefficients), function)
    built.adjoin(
        function, [(a / polynomial[-1],) if a else () for a in polynomial], irreducible=built.degree == 1
    )


def _plus(a: Rationals, b: Rationals) -> Rationals:
    return trimmed([x + y for x, y in zip_longest(a, b, fillvalue=_ZERO)])


def _scaled(a: Rationals, factor: Fraction) -> Rationals:
    return tuple(factor * x for x in a) if factor else ()


def _trace_sums(polynomial: Rationals, size: int) -> list[Fraction]:
    """The sums of the n-th powers of the roots of a monic polynomial, for n from 0 to `size`: Newton's identities."""
    degree = len(polynomial) - 1
    sums = [Fraction(degree)]
    for n in range(1, size + 1):
        total = n * polynomial[degree - n] if n <= degree else _ZERO
        total += sum((polynomial[degree - j] * sums[n - j] for j in range(1, min(n - 1, degree) + 1)), _ZERO)
        sums.append(-total)
    return sums
