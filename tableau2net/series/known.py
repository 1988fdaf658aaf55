"""What is known of a number that a scheme has, such as its order: where the number itself is not, bounds of it."""

from __future__ import annotations

from dataclasses import dataclass

NONE = -1  # below every order: not even that of order 0 is there


@dataclass(frozen=True, slots=True)
class Known:
    """A number is `least` or more, and `most` or less where that is not None; -1 stands for none at all.

    `reason` says why it is no higher, why there is none, or why no more is known.
    """

    least: int
    most: int | None
    reason: str = ""

    @staticmethod
    def exactly(number: int, reason: str = "") -> Known:
        """The number itself."""
        return Known(number, number, reason)

    @staticmethod
    def or_more(number: int, reason: str) -> Known:
        """A lower bound, for the search ended there."""
        return Known(number, None, reason)

    @staticmethod
    def nothing(reason: str) -> Known:
        """There is no such number."""
        return Known(NONE, NONE, reason)

    @staticmethod
    def undecided(reason: str) -> Known:
        """Neither the number is known nor whether there is one."""
        return Known(NONE, None, reason)

    @property
    def proved(self) -> int | None:
        """The number, or the highest that it is proved to reach; None where none is."""
        return None if self.least == NONE else self.least

    @property
    def decided(self) -> bool:
        """Whether the number is known, or that there is none."""
        return self.least == self.most

    def equals(self, number: int) -> bool | None:
        """Whether it is this number; None where that is left open."""
        if number < self.least or (self.most is not None and number > self.most):
            return False
        return True if self.decided else None

    def reaches(self, number: int) -> bool | None:
        """Whether it is this number or more; None where that is left open."""
        if number <= self.least:
            return True
        return False if self.most is not None and number > self.most else None

    def __str__(self) -> str:
        """The number or its bounds, in words."""
        if self.decided:
            return str(self.least)
        return (
            f"{self.least} or more" if self.most is None else f"{self.least} or more, and at most {self.most}"
        )
