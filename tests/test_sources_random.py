"""Two hundred random tableaux in every notation: all are read, none is mixed up, and a changed digit is always seen."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import Any

import pytest
from effort import at_most
from tableau_texts import NOTATIONS, Drawn, drawn, file_of

from tableau2net.exact import parse
from tableau2net.notations import Found, Text, read_source
from tableau2net.notations.sources import recognised

COUNT, SEED = 200, 15


def tableaux(rng: random.Random, count: int = COUNT) -> list[Drawn]:
    return [drawn(rng, f"m{rng.randrange(10**6)}x{chr(97 + i % 26)}") for i in range(count)]


def numbers(found: Found) -> list[list[Fraction]]:
    """All of a tableau, row by row: A, b, c."""
    A: Any = found.parts["A"]
    s = len(A.items)
    rows = [[_number(each.text) for each in row.items] for row in A.items]
    rows = [[*row, *[Fraction(0)] * (s - len(row))] for row in rows]
    others: list[Any] = [found.parts["b"], found.parts["c"]]
    return [*rows, *([_number(each.text) for each in node.items] for node in others)]


def _number(text: str) -> Fraction:
    value = parse(text).rational
    assert value is not None
    return value


def read(text: str, notation: str) -> list[Found]:
    reader, suffix, _ = NOTATIONS[notation]
    reading = read_source(Text(text, f"source{suffix}"))
    assert reading.reader == reader
    assert all(isinstance(each, Found) for each in reading.outcomes), reading.outcomes
    return [each for each in reading.outcomes if isinstance(each, Found)]


@pytest.mark.parametrize("notation", NOTATIONS)
def test_all_are_read_and_none_is_mixed_up(notation: str) -> None:
    rng = random.Random(SEED)
    written = tableaux(rng)
    found = read(file_of(notation, written, rng), notation)
    assert [(each.name.split()[-1], numbers(each)) for each in found] == [
        (each.name, each.numbers) for each in written
    ]


@pytest.mark.slow
@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_changed_digit_is_seen_in_its_place_alone(notation: str) -> None:
    """In the text of each of 25 tableaux some digit of a number is another: that one entry is another number."""
    rng = random.Random(SEED + 1)
    written = tableaux(rng, 25)
    text = file_of(notation, written, rng)
    before = [numbers(each) for each in read(text, notation)]
    seen = 0
    for i in range(len(written)):
        unchanged = [each.numbers for each in written]
        changed = _other_digit(written, i, rng)
        after = [numbers(each) for each in read(file_of(notation, changed, random.Random(i)), notation)]
        assert before == unchanged
        different = [
            (k, r, j)
            for k, (x, y) in enumerate(zip(before, after, strict=True))
            for r, (p, q) in enumerate(zip(x, y, strict=True))
            for j, (u, v) in enumerate(zip(p, q, strict=True))
            if u != v
        ]
        assert len(different) == 1
        assert different[0][0] == i
        seen += 1
    assert seen == 25


@pytest.mark.slow
@pytest.mark.parametrize("notation", NOTATIONS)
def test_many_tableaux_in_one_file_are_no_more_work_each(notation: str) -> None:
    """In C two hundred of them were a hundred times as much: for each matrix all names were looked through."""
    rng = random.Random(SEED)
    text = file_of(notation, tableaux(rng), rng)
    with at_most(calls=5_000_000):
        assert len(read(text, notation)) == COUNT


def _other_digit(written: list[Drawn], i: int, rng: random.Random) -> list[Drawn]:
    """The same with one digit of one entry of the i-th tableau changed."""
    tableau = written[i]
    places = [
        (j, match.start())
        for j, entry in enumerate(tableau.b)
        for match in re.finditer(r"[1-9](?!\d*E)", entry)
        if "E" not in entry[: match.start()]
    ]
    j, at = rng.choice(places)
    digits = [each for each in "123456789" if each != tableau.b[j][at]]
    b = list(tableau.b)
    for digit in rng.sample(digits, len(digits)):
        candidate = tableau.b[j][:at] + digit + tableau.b[j][at + 1 :]
        if Fraction(candidate) != Fraction(tableau.b[j]):
            b[j] = candidate
            break
    return [*written[:i], Drawn(tableau.name, tableau.A, tuple(b), tableau.c), *written[i + 1 :]]


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_text_without_a_name_is_recognised(notation: str) -> None:
    rng = random.Random(SEED + 2)
    for _ in range(20):
        text = file_of(notation, tableaux(rng, 3), rng)
        found = recognised(text)
        assert found is not None
        outcomes = read_source(Text(text, "<standard input>")).outcomes
        assert len(outcomes) == 3, (found, text)
