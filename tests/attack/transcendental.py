"""Numbers of Q(π): as π is transcendental (Lindemann), quotients of polynomials in it, and 0 where the upper one is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from mpmath import mp, mpf

Coefficients = tuple[Fraction, ...]  # lowest power first, the last not 0
SPELLINGS = ("pi", "2*(pi/2)", "pi**2/pi", "1/(1/pi)", "((pi+1)-1)", "pi*cos(pi/3)*2", "4*pi*sin(pi/4)**2/2")
ZEROS = (
    "pi*pi-pi**2",
    "(pi+1)**2-pi**2-2*pi-1",
    "(pi**2-1)/(pi-1)-pi-1",
    "pi/pi-1",
    "pi*sqrt(8)-2*sqrt(2)*pi",
)


class InPi:
    """P/Q in lowest terms, Q monic."""

    __slots__ = ("P", "Q")

    def __init__(self, P: Sequence[Fraction], Q: Sequence[Fraction] = (Fraction(1),)) -> None:
        above, below = _stripped(P), _stripped(Q)
        if not below:
            raise ZeroDivisionError
        common = _gcd(above, below)
        above, below = _divided(above, common)[0], _divided(below, common)[0]
        self.P: Coefficients = tuple(a / below[-1] for a in above)
        self.Q: Coefficients = tuple(a / below[-1] for a in below)

    @staticmethod
    def of(x: Any) -> InPi:
        if not isinstance(x, InPi | Fraction | int):
            raise TypeError(f"no number of Q(π): {x!r}")
        return x if isinstance(x, InPi) else InPi((Fraction(x),))

    def __add__(self, other: Any) -> InPi:
        y = InPi.of(other)
        return InPi(_sum(_product(self.P, y.Q), _product(y.P, self.Q)), _product(self.Q, y.Q))

    def __neg__(self) -> InPi:
        return InPi([-a for a in self.P], self.Q)

    def __sub__(self, other: Any) -> InPi:
        return self + -InPi.of(other)

    def __rsub__(self, other: Any) -> InPi:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> InPi:
        y = InPi.of(other)
        return InPi(_product(self.P, y.P), _product(self.Q, y.Q))

    __radd__, __rmul__ = __add__, __mul__

    def __truediv__(self, other: Any) -> InPi:
        y = InPi.of(other)
        return InPi(_product(self.P, y.Q), _product(self.Q, y.P))

    def __rtruediv__(self, other: Any) -> InPi:
        return InPi.of(other) / self

    def __pow__(self, n: int) -> InPi:
        result = InPi((Fraction(1),))
        for _ in range(n):
            result = result * self
        return result

    def __bool__(self) -> bool:
        return bool(self.P)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InPi | Fraction | int) and not self - other

    def __hash__(self) -> int:
        return hash((self.P, self.Q)) if len(self.P) > 1 or len(self.Q) > 1 else hash(sum(self.P))

    def __repr__(self) -> str:
        return self.text()

    @property
    def rational(self) -> bool:
        return len(self.P) < 2 and len(self.Q) == 1

    @property
    def size(self) -> Fraction:
        """1 and its largest coefficients, by which the rounding errors of its decimals are measured."""
        return 1 + max(map(abs, (*self.P, *self.Q)))

    def decimals(self) -> Any:
        """To the working precision."""
        above, below = (
            mp.polyval([mpf(a.numerator) / a.denominator for a in reversed(p)] or [0], mp.pi)
            for p in (self.P, self.Q)
        )
        return above / below

    def text(self, pi: str = "pi") -> str:
        above, below = _text(self.P, pi), _text(self.Q, pi)
        return above if len(self.Q) == 1 else f"({above})/({below})"


def _text(p: Coefficients, pi: str) -> str:
    terms = [
        str(a) if not k else f"{a}*{pi}" if k == 1 and a != 1 else pi if k == 1 else f"{a}*({pi})**{k}"
        for k, a in enumerate(p)
        if a
    ]
    return " + ".join(terms).replace("+ -", "- ") or "0"


def _stripped(p: Sequence[Fraction]) -> Coefficients:
    found = list(p)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _sum(p: Coefficients, q: Coefficients) -> Coefficients:
    n = max(len(p), len(q))
    zero = Fraction(0)
    return _stripped([(p[k] if k < len(p) else zero) + (q[k] if k < len(q) else zero) for k in range(n)])


def _product(p: Coefficients, q: Coefficients) -> Coefficients:
    if not p or not q:
        return ()
    found = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            found[i + j] += a * b
    return tuple(found)


def _divided(p: Coefficients, q: Coefficients) -> tuple[Coefficients, Coefficients]:
    rest, quotient = list(p), [Fraction(0)] * max(0, len(p) - len(q) + 1)
    for k in reversed(range(len(quotient))):
        quotient[k] = rest[k + len(q) - 1] / q[-1]
        for j, b in enumerate(q):
            rest[k + j] -= quotient[k] * b
    return _stripped(quotient), _stripped(rest[: len(q) - 1])


def _gcd(p: Coefficients, q: Coefficients) -> Coefficients:
    """The greatest common divisor, by that of the values at a whole number that is larger than twice all coefficients:
    its digits in that base are those of a polynomial, which is the divisor if it divides both (B. W. Char,
    K. O. Geddes, G. H. Gonnet, J. Symbolic Computation 7 (1989) 31–48); where no number does it, by Euclid."""
    if len(p) > 1 and len(q) > 1:
        f, g = _whole(p), _whole(q)
        base = 2 * min(max(map(abs, f)), max(map(abs, g))) + 29
        for _ in range(6):
            found = _stripped([Fraction(a) for a in _digits(gcd(_value(f, base), _value(g, base)), base)])
            found = tuple(map(Fraction, _whole(found)))
            if not _divided(p, found)[1] and not _divided(q, found)[1]:
                return tuple(a / found[-1] for a in found)
            base = base * 73794 // 27011
    while q:
        p, q = q, _divided(p, q)[1]
        q = tuple(a / q[-1] for a in q)
    return p


def _whole(p: Coefficients) -> list[int]:
    """A multiple with whole coefficients without a common factor."""
    scale = lcm(*(a.denominator for a in p))
    found = [int(a * scale) for a in p]
    content = gcd(*found)
    return [a // content for a in found]


def _value(p: list[int], x: int) -> int:
    total = 0
    for a in reversed(p):
        total = total * x + a
    return total


def _digits(value: int, base: int) -> list[int]:
    """From −base/2 to base/2, the last ones first."""
    found = []
    while value:
        digit = value % base
        digit -= base if digit > base // 2 else 0
        found.append(digit)
        value = (value - digit) // base
    return found


PI = InPi((Fraction(0), Fraction(1)))
