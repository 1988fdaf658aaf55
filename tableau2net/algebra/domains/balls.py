"""Balls: numbers known within a radius, every operation rounding outward. python-flint's where it is installed, else
fixed-point integers, which are slower and give the same answers but for the last digits of the radii."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from math import hypot
from typing import Any, Protocol

from tableau2net.algebra.backend import switch
from tableau2net.algebra.domains.refused import RefusedNumberError
from tableau2net.algebra.linear.right_inverse import DEPENDENT, right_inverse
from tableau2net.exact import Expression, NotRealError
from tableau2net.exact.enclosure import enclosure
from tableau2net.exact.root_sum import Interval

BITS = 320  # of working precision: 96 digits
_TWICE = 128  # of which floats have 53
_NEAR = 2**-10
Ball = Any  # has +, - and *
Vector = tuple[Ball, ...]
Block = Any  # of vectors


class Balls(Protocol):
    """The arithmetic of one kind of balls. All of it is done inside `working`, which sets the precision."""

    def working(self) -> AbstractContextManager[Any]:
        """The context in which all arithmetic is done."""
        ...

    def ball(self, low: Fraction, high: Fraction) -> Ball:
        """The smallest ball at hand around an interval."""
        ...

    def points(self, rows: Sequence[Sequence[float]]) -> Sequence[Vector]:
        """The numbers that floats are."""
        ...

    def block(self, vectors: Sequence[Vector]) -> Block:
        """Some vectors, made ready for `images`."""
        ...

    def images(self, rows: Sequence[Vector], block: Block) -> list[Vector]:
        """The matrix `rows` times each of the vectors of a block."""
        ...

    def apply(self, rows: Sequence[Vector], vectors: Sequence[Vector]) -> list[Vector]:
        """The matrix `rows` times each of the vectors."""
        ...

    def may_be_zero(self, ball: Ball) -> bool:
        """Whether 0 lies in the ball."""
        ...

    def wider(self, ball: Ball, parts: int) -> bool:
        """Whether the ball's radius is larger than 1/parts."""
        ...

    def bounds(self, ball: Ball) -> tuple[Fraction, Fraction]:
        """The ends of the ball."""
        ...

    def near(self, ball: Ball) -> float:
        """A float near the middle of the ball."""
        ...

    def most(self, balls: Sequence[Ball], bits: int) -> int:
        """No less than 2^bits Σ|x| for all numbers x, one in each of the balls."""
        ...

    def right_inverse(self, rows: Sequence[Vector]) -> list[list[float]] | None:
        """A matrix near the Moore–Penrose inverse of the middles of balls; None where rows are dependent, as far as
        floats tell."""
        ...

    def text(self, ball: Ball) -> str:
        """The ball in decimals."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """The ball around middle/2^BITS with radius radius/2^BITS."""

    middle: int
    radius: int

    def __add__(self, other: Fixed) -> Fixed:
        return Fixed(self.middle + other.middle, self.radius + other.radius)

    def __sub__(self, other: Fixed) -> Fixed:
        return Fixed(self.middle - other.middle, self.radius + other.radius)

    def __mul__(self, other: Fixed) -> Fixed:
        spread = abs(self.middle) * other.radius + self.radius * (abs(other.middle) + other.radius)
        return Fixed((self.middle * other.middle) >> BITS, (spread >> BITS) + 2)

    def __neg__(self) -> Fixed:
        return Fixed(-self.middle, self.radius)

    def __truediv__(self, other: Fixed) -> Fixed:
        """Raises ZeroDivisionError where the divisor may be 0."""
        least = abs(other.middle) - other.radius
        if least <= 0:
            raise ZeroDivisionError(f"{other} may be 0")
        quotient = (self.middle << BITS) // other.middle
        spread = self.radius * abs(other.middle) + abs(self.middle) * other.radius
        return Fixed(quotient, (spread << BITS) // (least * abs(other.middle)) + 2)

    def __pow__(self, exponent: int) -> Fixed:
        power = self
        for _ in range(exponent - 1):
            power = power * self
        return power

    def __bool__(self) -> bool:
        """Whether it is not 0 for certain."""
        return abs(self.middle) > self.radius

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The ends of the interval."""
        return Fraction(self.middle - self.radius, 2**BITS), Fraction(self.middle + self.radius, 2**BITS)


@dataclass(frozen=True, slots=True)
class FixedBalls:
    """Balls on Python's integers."""

    def working(self) -> AbstractContextManager[Any]:
        return nullcontext()

    def ball(self, low: Fraction, high: Fraction) -> Ball:
        middle = int((low + high) / 2 * 2**BITS)
        if low == high == Fraction(middle, 2**BITS):
            return Fixed(middle, 0)
        return Fixed(middle, int((high - low) / 2 * 2**BITS) + 2)

    def points(self, rows: Sequence[Sequence[float]]) -> Sequence[Vector]:
        return [tuple(self.ball(Fraction(value), Fraction(value)) for value in row) for row in rows]

    def block(self, vectors: Sequence[Vector]) -> Block:
        return vectors

    def images(self, rows: Sequence[Vector], block: Block) -> list[Vector]:
        return self.apply(rows, block)

    def apply(self, rows: Sequence[Vector], vectors: Sequence[Vector]) -> list[Vector]:
        zero = Fixed(0, 0)
        sparse = [[(j, a) for j, a in enumerate(row) if a != zero] for row in rows]
        return [tuple(sum((a * v[j] for j, a in row), zero) for row in sparse) for v in vectors]

    def may_be_zero(self, ball: Ball) -> bool:
        return not ball

    def wider(self, ball: Ball, parts: int) -> bool:
        return bool(ball.radius * parts > 1 << BITS)

    def bounds(self, ball: Ball) -> tuple[Fraction, Fraction]:
        ends: tuple[Fraction, Fraction] = ball.bounds
        return ends

    def near(self, ball: Ball) -> float:
        return float(Fraction(ball.middle, 2**BITS))

    def most(self, balls: Sequence[Ball], bits: int) -> int:
        most: int = sum(abs(ball.middle) + ball.radius for ball in balls)
        return (most >> (BITS - bits)) + 1

    def right_inverse(self, rows: Sequence[Vector]) -> list[list[float]] | None:
        return right_inverse([[self.near(ball) for ball in row] for row in rows])

    def text(self, ball: Ball) -> str:
        return _decimal(Fraction(ball.middle, 2**BITS), Fraction(ball.radius, 2**BITS))


@dataclass(frozen=True, slots=True)
class ArbBalls:
    """Balls of Arb, and products of matrices of them (F. Johansson, IEEE Trans. Comput. 66 (2017) 1281–1292)."""

    def working(self) -> AbstractContextManager[Any]:
        import flint

        return flint.ctx.workprec(BITS)  # type: ignore[no-any-return]

    def ball(self, low: Fraction, high: Fraction) -> Ball:
        import flint

        if low == high:
            return flint.arb(flint.fmpq(low.numerator, low.denominator))
        bottom, top = (flint.fmpq(end.numerator, end.denominator) for end in (low, high))
        return flint.arb((bottom + top) / 2) + flint.arb(0, flint.arb((top - bottom) / 2).upper())

    def points(self, rows: Sequence[Sequence[float]]) -> Sequence[Vector]:
        return [tuple(row) for row in rows]  # matrices take floats as they are

    def block(self, vectors: Sequence[Vector]) -> Block:
        import flint

        return flint.arb_mat([list(vector) for vector in vectors]) if vectors else None

    def images(self, rows: Sequence[Vector], block: Block) -> list[Vector]:
        import flint

        if block is None:
            return []
        product = block * flint.arb_mat([list(row) for row in rows]).transpose()
        return [tuple(row) for row in product.tolist()]

    def apply(self, rows: Sequence[Vector], vectors: Sequence[Vector]) -> list[Vector]:
        return self.images(rows, self.block(vectors))

    def may_be_zero(self, ball: Ball) -> bool:
        return 0 in ball

    def wider(self, ball: Ball, parts: int) -> bool:
        return bool(ball.rad() * parts > 1)

    def bounds(self, ball: Ball) -> tuple[Fraction, Fraction]:
        middle, radius = _exactly(ball.mid()), _exactly(ball.rad())
        return middle - radius, middle + radius

    def near(self, ball: Ball) -> float:
        return float(ball.mid())

    def most(self, balls: Sequence[Ball], bits: int) -> int:
        mantissa, exponent = sum(map(abs, balls)).abs_upper().man_exp()
        shift = int(exponent) + bits
        return int(mantissa) << shift if shift >= 0 else (int(mantissa) >> -shift) + 1

    def right_inverse(self, rows: Sequence[Vector]) -> list[list[float]] | None:
        """M = Jᵀ(J Jᵀ)⁻¹, with more than twice the digits of floats. The distance of row i from the span of all others
        is 1/|M e_i|."""
        import flint

        floats = [[self.near(ball) for ball in row] for row in rows]
        with flint.ctx.workprec(_TWICE):
            J = flint.arb_mat(floats)
            try:
                transposed = (J * J.transpose()).solve(J, algorithm="approx")
            except ZeroDivisionError:
                return None
            some = flint.arb_mat([[1 / (1 + i)] for i in range(len(floats))])
            rest = J * (transposed.transpose() * some) - some  # not small where J Jᵀ has no inverse
            if not all(abs(float(x)) < _NEAR for (x,) in rest.tolist()):
                return None
        columns = [list(map(float, row)) for row in transposed.tolist()]
        if not all(hypot(*a) * hypot(*row) * DEPENDENT < 1 for a, row in zip(columns, floats, strict=True)):
            return None
        return [list(row) for row in zip(*columns, strict=True)]

    def text(self, ball: Ball) -> str:
        return _decimal(_exactly(ball.mid()), _exactly(ball.rad()))


def balls() -> Balls:
    """The fastest balls at hand."""
    return ArbBalls() if switch.has_flint() else FixedBalls()


def _exactly(centre: Any) -> Fraction:
    """The value of an Arb number without radius."""
    mantissa, exponent = centre.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


READ = 24  # places of a number that are read


def _decimal(middle: Fraction, radius: Fraction) -> str:
    """As 0.49999999999 ± 2e-11: the radius rounded up to one digit, the middle to the same place; of a number that is
    known to more places than are read, the first ones and an ellipsis."""
    if not radius:
        return str(middle)
    places = 0
    while radius * 10**places < 1:
        places += 1
    while radius > 9 * 10 ** -Fraction(places):
        places -= 1
    digits = -(-radius * 10 ** Fraction(places) // 1)
    whole = round(abs(middle) * 10 ** max(places, 0))
    head, tail = divmod(whole, 10 ** max(places, 0))
    sign, behind = "-" if middle < 0 else "", f"{tail:0{max(places, 1)}}"
    shown = max(READ, len(behind) - len(behind.lstrip("0")) + READ // 2)
    text = behind if len(behind) <= shown else f"{behind[:shown]}…"
    return f"{sign}{head}.{text} ± {int(digits)}e{-places}"


def enclosed(entry: Expression) -> Interval:
    """Rational bounds on a coefficient, to the working precision. Raises InputError for one that has none."""
    try:
        bounds = enclosure(entry, BITS)
    except NotRealError as error:
        raise RefusedNumberError("a coefficient is not a real number", entry) from error
    if bounds is None:
        raise RefusedNumberError(
            "a coefficient beside rounded decimals cannot be enclosed",
            entry,
            "a number without parameters, and no divisor that may be 0 within the digits",
        )
    return bounds
