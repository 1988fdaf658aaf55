"""What may be expected of an answer: a value itself, at least a value, or a number or an interval that is told in
decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from mpmath import mp, mpf

from attack.oracles.formula import decimal, value
from attack.oracles.several_values import StabilityMatrix


class Expected(Protocol):
    def met(self, answer: Any) -> bool: ...


@dataclass(frozen=True)
class Is:
    """The value itself."""

    value: Any

    def met(self, answer: Any) -> bool:
        return type(answer) is type(self.value) and bool(answer == self.value)

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Mentions:
    """One line with this in it."""

    text: str

    def met(self, answer: Any) -> bool:
        return self.text in str(answer) and "\n" not in str(answer)

    def __str__(self) -> str:
        return f"one line with {self.text!r}"


@dataclass(frozen=True)
class SpecialValues:
    """The values of one parameter at which the order is another; None where there is no value."""

    orders: Mapping[Any, int | None]

    def met(self, answer: Any) -> bool:
        left = dict(self.orders)
        with mp.workdps(60):
            for text, order in answer.items():
                at = decimal(value(text.partition(" = ")[2].partition(" ≈ ")[0]))
                near = [x for x in left if abs(x - at) < mpf(10) ** -25]
                if len(near) != 1 or left.pop(near[0]) != order:
                    return False
        return not left

    def __str__(self) -> str:
        return str({mp.nstr(x, 12): order for x, order in self.orders.items()})


@dataclass(frozen=True)
class AtLeast:
    """A number no less than this, where no more was looked for."""

    value: int

    def met(self, answer: Any) -> bool:
        return isinstance(answer, int) and answer >= self.value

    def __str__(self) -> str:
        return f"{self.value} or more"


@dataclass(frozen=True)
class Unlimited:
    """A number that has no limit, or of which no more was looked for."""

    least: int

    def met(self, answer: Any) -> bool:
        return answer in ("∞", f"{self.least} or more")

    def __str__(self) -> str:
        return "∞"


@dataclass(frozen=True)
class Number:
    """A number, None being ∞, that is known up to `within`, and told in so many places, cut off, or exactly."""

    value: Any
    within: Any = mpf(10) ** -30

    def met(self, answer: Any) -> bool:
        text = str(answer).rpartition(" = ")[2].removeprefix("α = ").removesuffix("°").replace("°…", "…")
        if self.value is None or text == "∞":
            return self.value is None and text == "∞"
        if not re.fullmatch(r"-?[\d.]+…?", text):
            return False
        return _near(text, self.value, self.within)

    def __str__(self) -> str:
        return "∞" if self.value is None else mp.nstr(decimal(self.value), 20)


@dataclass(frozen=True)
class Exactly:
    """A number that is told exactly."""

    value: Any

    def met(self, answer: Any) -> bool:
        with mp.workdps(60):
            return answer is not None and bool(
                abs(decimal(value(str(answer))) - decimal(self.value)) < mpf(10) ** -50
            )

    def __str__(self) -> str:
        return str(mp.nstr(decimal(self.value), 20))


@dataclass(frozen=True)
class Interval:
    """An interval from 0: `end` is None where it is infinite; `holds` says whether 0 itself is in it."""

    end: Any
    is_open: bool = False
    holds: bool = True
    within: Any = mpf(10) ** -25

    def met(self, answer: Any) -> bool:
        text = str(answer).rpartition(" = ")[2]
        if not self.holds:
            return text == "∅"
        if self.end is None:
            return text in ("(-∞, 0]", "[0, ∞)")
        if text == "{0}":
            return not self.end and not self.is_open
        match = re.fullmatch(r"([(\[])-([\d.]+…?), 0\]", text)
        opened = match is not None and match[1] == "("
        if match is None:
            match = re.fullmatch(r"(\[)0, ([\d.]+…?)[)\]]", text)
            opened = text.endswith(")")
        return match is not None and opened == self.is_open and _near(match[2], self.end, self.within)

    def __str__(self) -> str:
        if not self.holds:
            return "∅"
        if self.end is None:
            return "∞"
        return f"{mp.nstr(self.end, 20)}{', open' if self.is_open else ''}"


@dataclass(frozen=True)
class NotBelied:
    """Stability that samples do not contradict: in the left half-plane, or along a direction from 0."""

    matrix: StabilityMatrix
    direction: complex = 0

    def met(self, answer: Any) -> bool:
        if not self.direction:
            return not (answer is True and self.matrix.unstable(self.matrix.left_half_plane()))
        text = str(answer).rpartition(" = ")[2]
        if text in ("∅", "{0}"):
            return text == "∅" or self._grows(mpf(0), 45)
        end, places = self._parsed(str(answer))
        if end > 1e6:
            return True  # floats tell nothing
        reach = 1e4 if "∞" in text else float(end) * (1 - 1e-6)
        inside = [self.direction * reach * k / 200 for k in range(1, 200)]
        small = [self.direction * reach * 10 ** (-k / 10) for k in range(1, 60)]
        if self.matrix.unstable(inside + small):
            return False
        if "∞" in text or (places < 45 and self.matrix.moved):
            return True  # in so few places growth between roots a moved coefficient apart is not looked for
        return self._stays(end, places) and self._grows(end, places)

    def _parsed(self, answer: str) -> tuple[Any, int]:
        """The end that is told, and to how many places: exactly, where it is told so before its decimals."""
        exact, is_exact, decimals = answer.rpartition(" = ")
        number = (exact if is_exact else decimals)[1:-1].removesuffix(", 0").removeprefix("0, ")
        if "∞" in number:
            return mpf(0), 0
        with mp.workdps(120):
            return abs(decimal(value(number.rstrip("…")))), 7 if number.endswith("…") else 45

    def _stays(self, end: Any, places: int) -> bool:
        """Whether up to an end the radius is no more than 1; that of a multiple root is known to half of the places."""
        with mp.workdps(120):
            near = (self.direction * end * (1 - mpf(10) ** -k) for k in range(1, places, 2))
            return not any(self.matrix.excess(z) > mpf(10) ** -40 for z in near)

    def _grows(self, end: Any, places: int) -> bool:
        """Whether just beyond an end the radius is more than 1: between roots that are a moved coefficient apart it may
        be so there only. Beyond 0, which is no end that could be too small, at any distance."""
        distances = range(1, 45, 2) if not end else (20, 33, 44) if places == 45 else (9,)
        with mp.workdps(120):
            near = (self.direction * (end + mpf(10) ** -k) for k in distances)
            return any(self.matrix.excess(z) > mpf(10) ** -110 for z in near)

    def __str__(self) -> str:
        return "stable as far as samples tell, and not beyond"


def _near(text: str, number: Any, within: Any) -> bool:
    """Whether a number, known within something, is told: cut off where it ends in …, else exactly."""
    with mp.workdps(60):
        cut, number = mpf(text.rstrip("…")), decimal(number)
        within = within * max(1, abs(number))
        if not text.endswith("…"):
            return bool(abs(cut - number) <= within)
        step = mpf(10) ** -len(text.rstrip("…").partition(".")[2])
        rest = number - cut if not text.startswith("-") else cut - number
        return bool(-within <= rest <= step + within)
