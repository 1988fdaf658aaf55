"""Which pixels of the image a value depends on.

    Element i of a value, along one axis, depends on the pixels from `low + jump·i` to `high + jump·i`.

(The receptive-field arithmetic of Araujo, Norris and Sim, Distill 2019, kept as intervals, so that branches of
different offsets add up exactly.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce


@dataclass(frozen=True, slots=True)
class Span:
    """The pixels that one element depends on, along one axis."""

    low: int
    high: int
    jump: int

    def window(self, kernel: int, stride: int, padding: int, dilation: int) -> Span:
        """The span of what slides a window over such values: output i reads s·i − p … s·i − p + d(k − 1)."""
        first, last = -padding, dilation * (kernel - 1) - padding
        return Span(self.low + self.jump * first, self.high + self.jump * last, self.jump * stride)

    def clipped(self, size: int) -> Span:
        """The span, no farther from its element than the image is wide: beyond are no pixels."""
        return Span(max(self.low, -size), min(self.high, size), self.jump)


@dataclass(frozen=True, slots=True)
class Reach:
    """The spans along the two axes of the image; no spans is the whole image."""

    spans: tuple[Span, Span] | None

    def width(self, size: int) -> int:
        """The widest extent, at most the image's."""
        if self.spans is None:
            return size
        return max(min(size, span.high - span.low + 1) for span in self.spans)


WHOLE = Reach(None)
PIXEL = Reach((Span(0, 0, 1), Span(0, 0, 1)))


def union(reaches: Iterable[Reach]) -> Reach | None:
    """What several values depend on together; None for none. Where they lie on different grids: the whole image."""
    return reduce(_both, reaches, None)


def _both(a: Reach | None, b: Reach) -> Reach:
    if a is None or a == b:
        return b
    if (
        a.spans is None
        or b.spans is None
        or any(p.jump != q.jump for p, q in zip(a.spans, b.spans, strict=True))
    ):
        return WHOLE
    (p, q), (r, s) = a.spans, b.spans
    return Reach((_hull(p, r), _hull(q, s)))


def _hull(a: Span, b: Span) -> Span:
    return Span(min(a.low, b.low), max(a.high, b.high), a.jump)
