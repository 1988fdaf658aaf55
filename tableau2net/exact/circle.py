"""π, sines and cosines between rational bounds: fixed-point arithmetic with its rounding errors counted."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt

Interval = tuple[Fraction, Fraction]
_GUARD = 16  # bits beyond those that are asked for: there are far fewer than 2^16 roundings


@lru_cache(maxsize=64)
def pi_floor(bits: int) -> int:
    """⌊2^bits π⌋ or one less, by Machin's formula π = 16 arctan(1/5) − 4 arctan(1/239)."""
    more = bits + _GUARD
    return (16 * _arctangent(5, more) - 4 * _arctangent(239, more) - (1 << (_GUARD - 2))) >> _GUARD


def pi_bounds(bits: int) -> Interval:
    """Bounds on π, 2^(1 − bits) apart."""
    low = pi_floor(bits)
    return Fraction(low, 2**bits), Fraction(low + 2, 2**bits)


def cosine(argument: Interval, bits: int) -> Interval:
    """Bounds on the cosine of every number between bounds: that of their middle, and no more to each side than half
    their distance, for |cos′| ≤ 1."""
    low, high = argument
    middle, spread = (low + high) / 2, (high - low) / 2
    halvings = isqrt(bits) + 1
    size = bits + 2 * halvings + _GUARD + int(abs(middle)).bit_length()
    pi = pi_floor(size)
    x = int(middle * 2**size)
    x -= 2 * pi * ((x + pi) // (2 * pi))  # |x| ≤ π; each turn is off by 4 units at most
    square = (x * x >> size) >> (2 * halvings)
    versed = term = square >> 1  # 1 − cos y with y = x/2^halvings, by its series: Σ ± y^n/n!
    n = 2
    while term:
        n += 2
        term = (term * square >> size) // (n * (n - 1))
        versed += term if n % 4 == 2 else -term
    for _ in range(halvings):  # 1 − cos 2y = 2 (1 − cos y)(1 + cos y); an error grows fourfold at most
        versed = versed * ((2 << size) - versed) >> (size - 1)
    near = 1 - Fraction(versed, 2**size)
    reach = spread + Fraction(1, 2**bits)
    return max(near - reach, Fraction(-1)), min(near + reach, Fraction(1))


def sine(argument: Interval, bits: int) -> Interval:
    """Bounds on the sine, sin x = cos(π/2 − x)."""
    low, high = pi_bounds(bits + _GUARD)
    return cosine((low / 2 - argument[1], high / 2 - argument[0]), bits)


def _arctangent(n: int, bits: int) -> int:
    """2^bits arctan(1/n), off by less than the number of terms."""
    total, power, k = 0, (1 << bits) // n, 1
    while power:
        total += power // k if k % 4 == 1 else -(power // k)
        power //= n * n
        k += 2
    return total
