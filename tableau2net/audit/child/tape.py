"""Probe fields: the i-th evaluation returns a multiple of the i-th unit vector, so that every value of the step tells
which combination of its inputs and slopes it is. All have a last coordinate in common, which tells whether it is one.

Where stage equations are iterated, no evaluation can be told from another by its number. Then a field returns the same
vector whenever it is evaluated at the same time, so that the equations are solved at once, and the last argument there
is that of the stage. Where stages are solved one after the other, two at one time are told apart too, by the turns that
an iteration takes: the first argument is a guess, the second one, with the slope that answered the first, solves the
equation, and is what all further ones are, until that of another stage comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tableau2net.audit.child.arrays import Arrays, Numbers
from tableau2net.audit.child.refusal import Refusal

SAME = 1e-9  # steps within which two times are one
ROUNDING = 1e-9  # of the last coordinate, which is a combination of all others
MOST = 100_000  # evaluations of a step whose equations are solved


def witness(index: int) -> float:
    """What the last coordinate of a unit vector is: in a product of two vectors, or a function of one, it is no
    combination of the others any more."""
    return 1 + (7 * index % 13) / 16


class Full(Exception):
    """More evaluations than there are unit vectors."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a step is run: from the time `start` over the length `step`, with unit vectors that are multiplied by powers
    of two and signs that `pattern` chooses, so that nothing is rounded; for so many slopes. `keyed` fields tell
    evaluations apart by field and time alone, and where it is `staged` by stages at one time too. A sequence takes so
    many `steps`."""

    start: float
    step: float
    pattern: int
    capacity: int
    keyed: bool = False
    steps: int = 1
    staged: bool = False

    def factor(self, index: int) -> float:
        """The multiple of the unit vector of this index."""
        if not self.pattern:
            return 1.0
        return float((-1) ** (index // self.pattern) * 2 ** (index % 3))


@dataclass
class Seen:
    """One evaluation as it was seen."""

    field: str
    time: float | None
    argument: list[Numbers]


@dataclass
class _Turn:
    """The stage that a field is evaluated for: its number, the place of its slope, its last evaluation, and whether
    that had the solution."""

    number: int
    place: int
    last: Seen
    solved: bool = False

    def goes_on(self, seen: Seen, inputs: int) -> bool:
        """Whether an evaluation belongs to the same stage."""
        times = [each.time or 0.0 for each in (self.last, seen)]
        if abs(times[0] - times[1]) > SAME:
            return False
        pairs = zip(self.last.argument, seen.argument, strict=True)
        if all(abs(a - b) <= SAME for one, two in pairs for a, b in zip(one, two, strict=True)):
            return True
        if self.solved or not any(block[inputs + self.place] for block in seen.argument):
            return False
        self.last, self.solved = seen, True
        return True


class Tape:
    """The probe fields of one run, and what they were asked. `inputs` is how many values the step is given."""

    def __init__(self, setting: Setting, arrays: Arrays, inputs: int) -> None:
        self.setting, self.arrays, self.count = setting, arrays, inputs
        self.size = inputs + setting.capacity + 1
        self.seen: list[Seen] = []
        self.keys: dict[tuple[Any, ...], int] = {}
        self.turns: dict[str, _Turn] = {}
        self.evaluations = 0

    @property
    def start(self) -> float:
        return self.setting.start

    @property
    def step(self) -> float:
        return self.setting.step

    @property
    def end(self) -> float:
        return self.setting.start + self.setting.step

    @property
    def steps(self) -> int:
        return self.setting.steps

    @property
    def grid(self) -> list[float]:
        """The times between the steps, from the start to the last end."""
        return [self.start + n * self.step for n in range(self.steps + 1)]

    @property
    def repeats(self) -> bool:
        """Whether some field is evaluated more than once at one time."""
        return self.evaluations > len(self.keys)

    def input(self, index: int = 0) -> Any:
        """The value of this index that the step is given."""
        return self.arrays.make(self.unit(index))

    def unit(self, index: int, length: float = 1.0) -> Numbers:
        """A multiple of a unit vector."""
        vector = [0.0] * self.size
        vector[index] = length * self.setting.factor(index)
        vector[-1] = vector[index] * witness(index)
        return vector

    def row(self, numbers: Numbers, *, strict: bool = True) -> Numbers:
        """Which combination of inputs and slopes a state is, h times the slopes as they are returned. Raises Refusal
        where it is none, as the last coordinate tells; not so where it is not `strict`, as that of an argument on the
        way to a solution, which a numerical Jacobian may move."""
        known = self.count + len(self.seen)
        if any(numbers[known:-1]):  # as in arguments that a numerical Jacobian moves
            known = len(numbers) - 1
        shares, last = numbers[:known], numbers[-1]
        terms = [share * witness(index) for index, share in enumerate(shares) if share]
        if strict and not abs(sum(terms) - last) <= ROUNDING * max(1.0, sum(map(abs, terms))):
            raise Refusal(
                "a state is not a combination of inputs and slopes",
                "an operation on each of its coordinates that is not linear",
                "sums, and products with numbers",
            )
        scaled = [value / self.setting.factor(index) + 0.0 for index, value in enumerate(shares)]
        return scaled + [0.0] * (len(numbers) - 1 - known)

    def slope(
        self, field: str, time: float | None, argument: list[Numbers], *, counted: bool = False
    ) -> Numbers:
        """The slope of an evaluation, which is noted. One that is `counted` is part of no iteration."""
        abscissa = None if time is None else (time - self.start) / self.step
        seen = Seen(field, abscissa, [self.row(block, strict=not self.setting.keyed) for block in argument])
        key: tuple[Any, ...] = (field, None if abscissa is None else round(abscissa / SAME))
        if counted:
            key = (*key, self.evaluations)
        elif self.setting.staged:
            key = (*key, self._turn(seen))
        index = self.keys.setdefault(key, len(self.keys))
        self.evaluations += 1
        if self.evaluations > MOST:
            raise Full
        if self.setting.keyed:
            if index < len(self.seen):
                self.seen[index] = seen
        else:
            index = len(self.seen)
        if index == len(self.seen):
            if index == self.setting.capacity:
                raise Full
            self.seen.append(seen)
        return self.unit(self.count + index, 1 / self.step)

    def _turn(self, seen: Seen) -> int:
        """The number of the stage of the field that an evaluation belongs to."""
        before = self.turns.get(seen.field)
        if before is None or not before.goes_on(seen, self.count):
            number = 0 if before is None else before.number + 1
            self.turns[seen.field] = _Turn(number, len(self.seen), seen)
        return self.turns[seen.field].number

    def field(self, name: str = "", node: float | None = None) -> Callable[..., Any]:
        """A probe field. Of what it is called with, a state is its argument, and a number the time; where it is
        evaluated at one `node`, that is the time."""

        def evaluate(*given: Any, **named: Any) -> Any:
            time, argument = None if node is None else self.start + node * self.step, None
            for value in (*given, *named.values()):
                found = self.arrays.blocks(value, self.size)
                if found is not None and argument is None:
                    argument = found
                elif found is None and time is None:
                    time = self.arrays.scalar(value)
            if argument is None:
                types = ", ".join(type(value).__name__ for value in (*given, *named.values())) or "nothing"
                raise Refusal(
                    "a field is evaluated at something that is not a state",
                    types,
                    "an array of the size of the one passed to the step",
                )
            return self.arrays.make(self.slope(name, time, argument))

        return evaluate
