"""How a step that was recorded differs from what it should be, coefficient by coefficient, and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tableau2net.audit.recording import Blocks, Evaluation, Recording, Row

AGREEMENT = 1e-12  # beside 1, or the largest coefficient of a row: what rounding makes of a coefficient
SIMPLE = 10_000  # the largest denominator of a fraction that is told for a float
MOST = 24  # differences that are told one by one


@dataclass(frozen=True, slots=True)
class Difference:
    """A coefficient that is another one: a32, b1, c2, in one step; what was found and what is expected."""

    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.place}: {self.found} found, {self.expected} expected"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, and what they come to in words; whether the stages stand in another order."""

    differences: tuple[Difference, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        return not self.differences and not self.words

    def __str__(self) -> str:
        lines = [str(each) for each in self.differences[:MOST]]
        if len(self.differences) > MOST:
            lines.append(f"and {len(self.differences) - MOST} more")
        return "\n".join([*self.words, *lines])


def compared(found: Recording, expected: Recording, *, merges: bool = True, width: float = 0.0) -> Comparison:
    """How they differ. The stages of a step may stand in another order than those of the scheme, stages whose slopes
    nothing uses may be left out of either, and, where it `merges`, equal ones may be one: those of one field, not those
    of fields with weights of their own. Coefficients that are not known any better may differ by the `width`."""
    if _same(found, expected):
        return Comparison()
    ours, theirs = reduced(found, merges=merges), reduced(expected, merges=merges)
    if width and _same(_within(ours, theirs, width), theirs):
        return Comparison()
    if _same(ours, theirs) or _same(_ordered(ours, theirs), theirs):
        return Comparison()
    if ours.slopes == theirs.slopes and found.slopes != expected.slopes:
        found, expected = ours, theirs
    if found.slopes != expected.slopes or len(found.outputs) != len(expected.outputs):
        return _uneven(found, expected)
    return Comparison(tuple(_differences(found, expected)), tuple(_words(found, expected)))


def near(one: float, two: float, scale: float = 1.0) -> bool:
    """Whether two coefficients are one, but for rounding."""
    return abs(one - two) <= AGREEMENT * max(1.0, scale)


def text(value: float) -> str:
    """A coefficient as people write it: as the simple fraction that it is to rounding, or with its digits."""
    simple = Fraction(value).limit_denominator(SIMPLE)
    return str(simple) if abs(float(simple) - value) <= 4e-16 * max(1.0, abs(value)) else repr(value)


def reduced(recording: Recording, *, merges: bool = True) -> Recording:
    """The recording without evaluations whose slopes reach no result, and with equal ones as one where it `merges`."""
    while True:
        merged = _merged(recording) if merges else recording
        smaller = _kept(merged, _used(merged))
        if smaller.slopes == recording.slopes:
            return smaller
        recording = smaller


def _used(recording: Recording) -> list[int]:
    """The evaluations that reach a result."""
    r = len(recording.inputs)
    rows = [row for blocks in (*recording.outputs, *recording.aside) for row in blocks]
    reached: set[int] = set()
    left = {i for row in rows for i, share in enumerate(row[r:]) if share}
    while left:
        i = left.pop()
        reached.add(i)
        for row in recording.evaluations[i].argument:
            left |= {j for j, share in enumerate(row[r:]) if share} - reached
    return sorted(reached)


def _kept(recording: Recording, indices: Sequence[int]) -> Recording:
    """The recording with these evaluations alone, in this order."""
    r = len(recording.inputs)

    def row(values: Row) -> Row:
        return (*values[:r], *(values[r + i] for i in indices))

    return replace(
        recording,
        evaluations=tuple(
            replace(each, argument=tuple(map(row, each.argument)))
            for each in (recording.evaluations[i] for i in indices)
        ),
        outputs=tuple(tuple(map(row, blocks)) for blocks in recording.outputs),
        aside=tuple(tuple(map(row, blocks)) for blocks in recording.aside),
    )


def _merged(recording: Recording) -> Recording:
    """The recording with the slopes of equal evaluations added up in the first of them; the others stay, unused."""
    r = len(recording.inputs)
    first = list(range(recording.slopes))
    for i, each in enumerate(recording.evaluations):
        for j in range(i):
            if first[j] == j and _equal(each, recording.evaluations[j]):
                first[i] = j
                break
    if first == list(range(recording.slopes)):
        return recording

    def row(values: Row) -> Row:
        slopes = [0.0] * recording.slopes
        for i, share in enumerate(values[r:]):
            slopes[first[i]] += share
        return (*values[:r], *slopes)

    return replace(
        recording,
        evaluations=tuple(
            replace(each, argument=tuple(map(row, each.argument))) for each in recording.evaluations
        ),
        outputs=tuple(tuple(map(row, blocks)) for blocks in recording.outputs),
        aside=tuple(tuple(map(row, blocks)) for blocks in recording.aside),
    )


def _equal(one: Evaluation, two: Evaluation) -> bool:
    times = [each.time for each in (one, two)]
    timed = times[0] is not None and times[1] is not None
    return (
        one.field == two.field
        and (not timed or near(times[0] or 0.0, times[1] or 0.0))
        and len(one.argument) == len(two.argument)
        and all(_alike(a, b) for a, b in zip(one.argument, two.argument, strict=True))
    )


def _alike(one: Row, two: Row) -> bool:
    scale = max(map(abs, (*one, *two)), default=1.0)
    return len(one) == len(two) and all(near(a, b, scale) for a, b in zip(one, two, strict=True))


def _within(found: Recording, expected: Recording, width: float) -> Recording:
    """The recording with the coefficients that are expected where its own are within the width of them."""
    if found.slopes != expected.slopes:
        return found

    def row(ours: Row, theirs: Row) -> Row:
        pairs = zip(ours, theirs, strict=True)
        return tuple(b if abs(a - b) <= width * max(1.0, abs(b)) else a for a, b in pairs)

    def blocks(ours: Blocks, theirs: Blocks) -> Blocks:
        return tuple(map(row, ours, theirs)) if len(ours) == len(theirs) else ours

    evaluations = zip(found.evaluations, expected.evaluations, strict=True)
    return replace(
        found,
        evaluations=tuple(replace(a, argument=blocks(a.argument, b.argument)) for a, b in evaluations),
        outputs=tuple(map(blocks, found.outputs, expected.outputs)),
    )


def _same(found: Recording, expected: Recording) -> bool:
    return (
        found.slopes == expected.slopes
        and len(found.outputs) == len(expected.outputs)
        and not any(_differences(found, expected))
    )


def _ordered(found: Recording, expected: Recording) -> Recording:
    """The recording with its stages in the order of those that are expected, as far as they are found there."""
    if found.slopes != expected.slopes:
        return found
    r, order, rows = len(found.inputs), list[int](), dict(enumerate(found.evaluations))
    for wanted in expected.evaluations:
        fitting = (i for i, each in rows.items() if _fits(each, wanted, order, r))
        chosen = next(fitting, None)
        if chosen is None:
            return found
        order.append(chosen)
        del rows[chosen]
    return _kept(found, order)


def _fits(found: Evaluation, wanted: Evaluation, order: Sequence[int], r: int) -> bool:
    """Whether an evaluation is that which is expected next, where it reads what stands in this order before it."""
    if len(found.argument) != 1 or len(wanted.argument) != 1:
        return False
    if wanted.field and found.field and wanted.field != found.field:
        return False
    row, target = found.argument[0], wanted.argument[0]
    mapped = [*row[:r], *(row[r + i] for i in order)]
    rest = sum(abs(share) for share in row) - sum(map(abs, mapped))
    timed = found.time is None or wanted.time is None or near(found.time, wanted.time)
    return timed and near(rest, 0.0) and _alike(tuple(mapped), target[: r + len(order)])


def _differences(found: Recording, expected: Recording) -> Iterator[Difference]:
    r = len(found.inputs)
    for i, (ours, theirs) in enumerate(zip(found.evaluations, expected.evaluations, strict=True), start=1):
        if ours.time is not None and theirs.time is not None and not near(ours.time, theirs.time):
            yield Difference(f"c{i}", text(ours.time), text(theirs.time))
        if ours.field != theirs.field and ours.field in _fields(expected):
            yield Difference(f"the field of evaluation {i}", ours.field, theirs.field)
        yield from _of_blocks(ours.argument, theirs.argument, ("u", "a"), str(i), r)
    for i, (mine, its) in enumerate(zip(found.outputs, expected.outputs, strict=True), start=1):
        yield from _of_blocks(mine, its, ("v", "b"), str(i) if len(found.outputs) > 1 else "", r)


def _of_blocks(
    ours: Sequence[Row], theirs: Sequence[Row], letters: tuple[str, str], row: str, r: int
) -> Iterator[Difference]:
    if len(ours) != len(theirs):
        place = f"the argument of evaluation {row}" if letters[1] == "a" else "the result"
        yield Difference(place, f"{len(ours)} values side by side", str(len(theirs)))
        return
    for part, (one, two) in enumerate(zip(ours, theirs, strict=True), start=1):
        scale = max(map(abs, two), default=1.0)
        suffix = f" in part {part}" if len(ours) > 1 else ""
        for j, (a, b) in enumerate(zip(one, two, strict=True)):
            if not near(a, b, scale):
                letter, column = (letters[0], j + 1) if j < r else (letters[1], j - r + 1)
                yield Difference(f"{_place(letter, row, column, r)}{suffix}", text(a), text(b))


def _place(letter: str, row: str, column: int, r: int) -> str:
    """a32, b3, u2, v; with a comma where a number has two digits."""
    columns = "" if letter in "uv" and r == 1 else str(column)
    comma = "," if row and columns and max(len(row), len(columns)) > 1 else ""
    return f"{letter}{row}{comma}{columns}"


def _words(found: Recording, expected: Recording) -> Iterator[str]:
    """What the differences come to: a wrong time, another slope or state, exchanged coefficients, weights."""
    r = len(found.inputs)
    for i, (ours, theirs) in enumerate(zip(found.evaluations, expected.evaluations, strict=True), start=1):
        if ours.time is not None and theirs.time is not None and not near(ours.time, theirs.time):
            yield f"stage {i} evaluates its field at {moment(ours.time)}, where {moment(theirs.time)} is expected"
        if len(ours.argument) == len(theirs.argument) == 1:
            yield from _of_row(ours.argument[0], theirs.argument[0], f"stage {i} reads", r)
    for i, (mine, its) in enumerate(zip(found.outputs, expected.outputs, strict=True), start=1):
        if len(mine) == len(its) == 1:
            what = "the result has" if len(found.outputs) == 1 else f"result {i} has"
            yield from _of_row(mine[0], its[0], what, r)
            total, wanted = sum(mine[0][r:]), sum(its[0][r:])
            if r == 1 and not near(total, wanted) and near(wanted, 1.0):
                yield f"the weights add up to {text(total)}, not to 1"


def _fields(recording: Recording) -> set[str]:
    return {each.field for each in recording.evaluations}


def _of_row(ours: Row, theirs: Row, what: str, r: int) -> Iterator[str]:
    if _alike(ours, theirs):
        return
    slopes, wanted = ours[r:], theirs[r:]
    if not _alike(ours[:r], theirs[:r]):
        yield f"{what} {_sum(ours[:r], 'y')}, where {_sum(theirs[:r], 'y')} is expected"
    moved = [j for j, (a, b) in enumerate(zip(slopes, wanted, strict=True)) if not near(a, b)]
    if not moved or Counter(text(slopes[j]) for j in moved) != Counter(text(wanted[j]) for j in moved):
        if moved and all(near(slopes[j], -wanted[j]) for j in moved):
            yield f"{what} {_list(moved)} with the wrong sign"
        elif moved:
            lost = [j for j in moved if near(slopes[j], 0.0)]
            taken = [j for j in moved if near(wanted[j], 0.0)]
            doubled = [j for j in moved if j not in lost and j not in taken]
            if lost and (taken or doubled) and near(sum(slopes), sum(wanted)):
                yield f"{what} {_list(taken or doubled)} where {_list(lost)} is expected"
            elif lost and not taken and not doubled:
                yield f"{what} no {_list(lost)}"
        return
    here = [j for j in moved if not near(slopes[j], 0.0)]
    there = [j for j in moved if not near(wanted[j], 0.0)]
    if here == there:
        yield f"{what} the coefficients of {_list(here)} exchanged"
    else:
        yield f"{what} {_list([j for j in here if j not in there] or here)} where {_list(there)} is expected"


def _list(indices: Sequence[int]) -> str:
    return " and ".join(f"k{j + 1}" for j in indices)


def _sum(shares: Row, name: str) -> str:
    names = [name] if len(shares) == 1 else [f"{name}{j + 1}" for j in range(len(shares))]
    terms = [
        label if near(share, 1.0) else f"{text(share)} {label}"
        for share, label in zip(shares, names, strict=True)
        if not near(share, 0.0)
    ]
    return " + ".join(terms) or f"no {name}"


def moment(c: float) -> str:
    """A time in a step: t + 1/2 h."""
    if near(c, 0.0):
        return "t"
    sign, size = ("-" if c < 0 else "+"), abs(c)
    return f"t {sign} {'' if near(size, 1.0) else text(size) + ' '}h"


def _uneven(found: Recording, expected: Recording) -> Comparison:
    """Where they have not as many evaluations."""
    ours, theirs = reduced(found), expected
    lines = [f"{found.slopes} evaluations of the field found, {theirs.slopes} expected"]
    if ours.slopes != found.slopes:
        count = found.slopes - ours.slopes
        lines.append(
            f"{count} of them {'is' if count == 1 else 'are'} repeated, or reach{'es' if count == 1 else ''} no result"
        )
    r = len(found.inputs)
    if r == 1 and len(ours.outputs) == 1 and len(ours.outputs[0]) == 1:
        total = sum(ours.outputs[0][0][r:])
        if not near(total, 1.0):
            lines.append(f"the weights add up to {text(total)}, not to 1")
    return Comparison((), tuple(lines))
