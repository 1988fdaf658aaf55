"""Hostile sources: a reader never runs what it reads, and ends soon, whatever that is."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from itertools import cycle, product
from pathlib import Path

import pytest
from cover import tiered
from effort import at_most

from tableau2net.errors import InputError
from tableau2net.notations import Outcome, Text, decoded, read_source
from tableau2net.notations.readers import KIND
from tableau2net.notations.text import MAX_BYTES

DEEP = 20_000
HOSTILE = {
    "brackets": "[" * DEEP,
    "parentheses": "A = " + "(" * DEEP + "1" + ")" * DEEP,
    "braces": "double A[1][1] = " + "{" * DEEP + "1" + "}" * DEEP + ";",
    "signs": "A = " + "-" * DEEP + "1",
    "a long sum": "A = [[" + "+".join(["1"] * DEEP) + "]]\nb = [1]",
    "powers": "A = [[" + "**".join(["2"] * 500) + "]]\nb = [1]",
    "a huge power": "A = [[10**10**10]]\nb = [1]",
    "a huge number": "A = [[" + "9" * 4000 + "]]\nb = [1]",
    "a huge exponent": "A = [[1e999999999]]\nb = [1]",
    "a long word": "x" * 500_000,
    "one line of numbers": "A = [[" + ", ".join(["0.1"] * 20_000) + "]]\nb = [1]",
    "many rows": "A = [" + ",".join(["[1, 2]"] * 10_000) + "]\nb = [1, 2]",
    "doubling": "x = 1/3\n" + "x = x + x\n" * 2000 + "A = [[x]]\nb = [1]",
    "doubling arrays": "a = [1]\n" + "a = [a, a]\n" * 60 + "b = -a\nA = a * 2\n",
    "nested calls": "A = " + "F(" * 80 + "1" + ")" * 80,
    "many matrices": "\n".join(f"A{i} = [[1]]\nb{i} = [1]" for i in range(300)),
    "many environments": r"\begin{array}{c|c}" * 3000,
    "fractions": r"\begin{array}{c|c} 0 & " + r"\frac{" * 3000 + r"1 \\ \hline & 1 \end{array}",
    "bars": "0 | " * 10_000 + "\n" + "1 | 1\n" * 3000,
    "comments": "/*" * 100_000,
    "quotes": "\"'" * 100_000,
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><Parameter name="A" value="&b;"/>',
    "elements": "<a>" * 5000,
    "blanks": "A = [" + " " * 500_000,
    "backslashes": "\\" * 200_000,
    "hexadecimal": "A = [[0x" + "f" * 400_000 + "]]\nb = [1]",
}


@pytest.mark.parametrize(
    ("text", "reader"), tiered(product(HOSTILE, KIND.names), list(zip(HOSTILE, cycle(KIND.names))), "slow")
)
def test_a_reader_ends_soon_whatever_it_reads(text: str, reader: str) -> None:
    """In `make quick` each text by one of the readers, which take turns."""
    outcomes: tuple[Outcome, ...] = ()
    with at_most(calls=12_000_000), suppress(InputError):
        outcomes = read_source(Text(HOSTILE[text], "hostile"), reader).outcomes
    assert len(outcomes) <= 400


SIDE_EFFECTS = """
import os
os.mkdir("made")
open("made.txt", "w").write("x")
__import__("os").mkdir("imported")
A = [[0, 0], [eval("1/2"), 0]]
b = [(lambda: os.mkdir("called"))() or 1/2, [os.mkdir("listed") for _ in range(1)][0]]
raise SystemExit
"""


@pytest.mark.parametrize("reader", KIND.names)
def test_a_reader_never_runs_what_it_reads(
    reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with suppress(InputError):
        read_source(Text(SIDE_EFFECTS, "source.py"), reader)
    assert list(tmp_path.iterdir()) == []


def test_what_is_too_large_or_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="the file is too large"):
        decoded(b" " * (MAX_BYTES + 1), "large.py")
    with pytest.raises(InputError, match="this is not text"):
        decoded(b"A = [[0]]\0", "binary.py")
    assert decoded("# Söderlind\r\nA = 1".encode("latin-1"), "old.py").lines == ["# Söderlind", "A = 1"]


WITHIN_A_GIBIBYTE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from tableau2net.errors import InputError
from tableau2net.notations import decoded, read_source
from tableau2net.notations.readers import KIND
for text in (b"1," * 2**19, b"A = [" + b"[1]," * 2**18, b"x" * 2**20, b"(" * 2**20, b"{1;" * 2**18):
    for reader in KIND.names:
        try:
            read_source(decoded(text[:2**20], "large"), reader)
        except InputError:
            pass
print("done")
"""


@pytest.mark.slow
def test_the_largest_source_is_read_within_a_gibibyte() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHIN_A_GIBIBYTE], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "done\n"
