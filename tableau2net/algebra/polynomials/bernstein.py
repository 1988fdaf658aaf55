"""Whether a polynomial in several variables keeps its sign on an open box, by its Bernstein coefficients.

On the unit cube Σ_I b_I Π_d C(n_d, i_d) x_d^{i_d} (1 − x_d)^{n_d − i_d} lies between the least and the greatest of the
b_I, which close in on it as the cube is halved (J. Garloff, The Bernstein algorithm, Interval Computations 2 (1993)
154–168). Where no b_I is negative, the polynomial is positive inside every face that has a positive one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import comb

Index = tuple[int, ...]
Point = tuple[Fraction, ...]
Box = tuple[tuple[Fraction, Fraction], ...]
MOST = 2048  # boxes that are looked at


@dataclass(frozen=True, slots=True)
class Piece:
    """A box, and the Bernstein coefficients of a polynomial of the degrees on it."""

    box: Box
    degrees: Index
    coefficients: Mapping[Index, Fraction]

    def halves(self, d: int) -> tuple[Piece, Piece]:
        """The piece halved in one variable (de Casteljau)."""
        left, right, n = dict[Index, Fraction](), dict[Index, Fraction](), self.degrees[d]
        rest = [range(m + 1) for e, m in enumerate(self.degrees) if e != d]
        for others in product(*rest):
            row = [self.coefficients[*others[:d], i, *others[d:]] for i in range(n + 1)]
            for i in range(n + 1):
                left[*others[:d], i, *others[d:]], right[*others[:d], n - i, *others[d:]] = row[0], row[-1]
                row = [(a + b) / 2 for a, b in pairwise(row)]
        low, high = self.box[d]
        middle = (low + high) / 2
        boxes = [(*self.box[:d], half, *self.box[d + 1 :]) for half in ((low, middle), (middle, high))]
        return Piece(boxes[0], self.degrees, left), Piece(boxes[1], self.degrees, right)

    def corners(self) -> Iterator[tuple[Point, Fraction]]:
        """The corners of the box, and the values there."""
        for ends in product((0, 1), repeat=len(self.box)):
            index = tuple(end * n for end, n in zip(ends, self.degrees, strict=True))
            yield tuple(side[end] for side, end in zip(self.box, ends, strict=True)), self.coefficients[index]

    def faces(self, whole: Box) -> Iterator[list[Fraction]]:
        """The coefficients of the piece, and of every face of it that is not in the boundary of the whole box."""
        for at in product((0, 1, None), repeat=len(self.box)):
            sides = list(zip(at, self.box, whole, self.degrees, strict=True))
            if any(end is not None and side[end] == outer[end] for end, side, outer, _ in sides):
                continue
            ranges = [range(n + 1) if end is None else (end * n,) for end, _, _, n in sides]
            yield [self.coefficients[index] for index in product(*ranges)]


def on_box(terms: Mapping[Index, Fraction], box: Box) -> Piece:
    """The polynomial Σ terms[I] x^I on a box, variable by variable."""
    degrees = tuple(max(index[d] for index in terms) for d in range(len(box)))
    found = {index: terms.get(index, Fraction(0)) for index in product(*(range(n + 1) for n in degrees))}
    for d, (n, side) in enumerate(zip(degrees, box, strict=True)):
        made = dict.fromkeys(found, Fraction(0))
        for index, a in found.items():
            for i, share in enumerate(_power(index[d], n, *side)):
                made[*index[:d], i, *index[d + 1 :]] += a * share
        found = made
    return Piece(box, degrees, found)


def _power(k: int, n: int, low: Fraction, high: Fraction) -> list[Fraction]:
    """The Bernstein coefficients of degree n of x^k on [low, high], from
    x^k = Σ_j C(k, j) low^{k−j} (high − low)^j t^j  and  t^j = Σ_i C(i, j)/C(n, j) B_i(t)."""
    shares = [comb(k, j) * low ** (k - j) * (high - low) ** j / comb(n, j) for j in range(k + 1)]
    return [sum((share * comb(i, j) for j, share in enumerate(shares)), Fraction(0)) for i in range(n + 1)]


def keeps_sign(terms: Mapping[Index, Fraction], box: Box) -> bool | Point | None:
    """True where the polynomial has no zero inside the box; a point inside where it is 0 or has another sign than
    elsewhere; None where neither is found."""
    pieces = [on_box(terms, box)]
    sign = 0
    for _ in range(MOST):
        if not pieces:
            return True
        piece, *pieces = pieces
        values = list(piece.coefficients.values())
        if not sign:
            sign = 1 if sum(values) > 0 else -1
        if all(sign * value >= 0 for value in values) and all(map(any, piece.faces(box))):
            continue
        for corner, value in piece.corners():
            inside = all(low < x < high for x, (low, high) in zip(corner, box, strict=True))
            if inside and sign * value <= 0:
                return corner
        pieces = [*pieces, *piece.halves(_widest(piece.box, box))]
    return None


def _widest(part: Box, whole: Box) -> int:
    """The variable in which a part of a box is widest, as a share of the whole."""
    shares = [(b - a) / (high - low) for (a, b), (low, high) in zip(part, whole, strict=True)]
    return shares.index(max(shares))
