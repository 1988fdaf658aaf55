"""What was published of methods, in published/*.yaml, is what is found of them.

`python tests/test_published_properties.py` counts them anew in docs/published-properties.md.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemes
from cover import covering
from ruamel.yaml import YAML
from schemes import catalogued, fractions

from tableau2net.analyse import Analysis, analyse
from tableau2net.read import SchemeDocument, load_scheme
from tableau2net.verify import Certificate, verify

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "published-properties.md"
CERTIFIED = {  # the rest are findings of the analysis, by their names there
    "order": "order",
    "embedded order": "embedded_order",
    "stage order": "stage_order",
    "error constant": "error_constant",
    "zero-stable": "zero_stable",
}
LONGEST = 40  # characters of a scheme in the name of its test
INTERVAL = re.compile(r"[\[(](?P<low>.*), (?P<high>.*)[\])]")

Scheme = str | dict[str, Any]
Value = bool | int | str


@dataclass(frozen=True)
class Entry:
    """What a source says of a scheme: a catalogue name, or a document in place."""

    scheme: Scheme
    published: dict[str, Value]
    source: str

    @property
    def key(self) -> str:
        """The scheme in a line."""
        if isinstance(self.scheme, str):
            return self.scheme
        return " ".join(str(value) for key, value in self.scheme.items() if key != "kind")


def entries() -> list[Entry]:
    yaml = YAML(typ="safe")
    files = sorted((HERE / "published").glob("*.yaml"))
    return [Entry(**entry) for path in files for entry in yaml.load(path.read_text(encoding="utf-8"))]


ENTRIES = entries()
IN_PLACE = {entry.key: entry.scheme for entry in ENTRIES if not isinstance(entry.scheme, str)}


@cache
def document(key: str) -> SchemeDocument:
    if key not in IN_PLACE:
        return catalogued(key)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "published.yaml"
        YAML(typ="safe").dump({"name": "published", **IN_PLACE[key]}, path)
        return load_scheme(str(path))


@cache
def certificate(key: str) -> Certificate:
    return verify(document(key)) if key in IN_PLACE else schemes.certificate(key)


@cache
def analysis(key: str) -> Analysis:
    return analyse(document(key)) if key in IN_PLACE else schemes.analysis(key)


def found(key: str, name: str) -> Any:
    """The property of that name: an order that the digits leave open is the highest that they do not refute, and C_p+1
    is the error constant where α_k = 1."""
    if name in CERTIFIED:
        return certificate(key).most(CERTIFIED[name])
    if name == "C_p+1":
        multistep, constant = document(key).method.multistep, certificate(key).error_constant
        assert multistep is not None
        assert constant is not None
        alpha, beta = fractions(multistep)
        return str(Fraction(constant) * sum(beta) / alpha[-1])
    return analysis(key)[name]


def amount(text: str) -> tuple[str, str]:
    """A number, an angle or the length of an interval from 0, exactly and in decimals."""
    sides = text.removeprefix("α = ").removesuffix("°").split(" = ")
    return length(sides[0]), length(sides[-1])


def length(side: str) -> str:
    interval = INTERVAL.fullmatch(side)
    if interval is None:
        return "0" if side == "{0}" else side
    end = interval["high"] if interval["low"] == "0" else interval["low"].removeprefix("-")
    return end.removeprefix("(").removesuffix(")") if end.startswith("(") else end


def agree(value: Any, published: Value) -> bool:
    """Whether a value is the published one: exactly, or where that has a point or a degree sign, rounded or cut off
    to as many digits."""
    if isinstance(published, bool) or not isinstance(value, str):
        return type(value) is type(published) and value == published
    exact, decimals = amount(value)
    text = str(published)
    if "." not in text and "°" not in text:
        return exact == text
    text, known = text.removesuffix("°"), decimals.removesuffix("…")
    printed, unit = Fraction(text), last_place(text)
    low = Fraction(known)  # a size: what has a sign is compared exactly
    high = low + last_place(known) if "…" in decimals else low
    rounded = printed - unit / 2 <= low and high <= printed + unit / 2
    cut_off = printed <= low < printed + unit and high <= printed + unit
    return low >= 0 and (rounded or cut_off)


def last_place(text: str) -> Fraction:
    """The unit of the last digit: 1/100 of 2.51, 1/10^6 of 3.99e-4."""
    mantissa, _, exponent = text.partition("e")
    return Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


FEW = covering(
    {number: frozenset((name,) for name in entry.published) for number, entry in enumerate(ENTRIES)}
)
CASES = [
    pytest.param(
        entry,
        marks=() if number in FEW else pytest.mark.slow,
        id=f"{entry.key[:LONGEST]}: {', '.join(entry.published)}",
    )
    for number, entry in enumerate(ENTRIES)
]


@pytest.mark.parametrize("entry", CASES)
def test_what_was_published_is_found(entry: Entry) -> None:
    values = {name: found(entry.key, name) for name in entry.published}
    assert [name for name, value in values.items() if not agree(value, entry.published[name])] == [], values


@pytest.mark.parametrize(
    ("value", "published", "same"),
    [
        ("[-6/11, 0] = [-0.5454545454…, 0]", "6/11", True),
        ("[-6/11, 0] = [-0.5454545454…, 0]", "0.55", True),
        ("[-6/11, 0] = [-0.5454545454…, 0]", "0.54", True),  # cut off
        ("[-6/11, 0] = [-0.5454545454…, 0]", "0.56", False),
        ("[0, 2*sqrt(2)] = [0, 2.8284271247…]", "2.83", True),
        ("[0, 2.8284271247…]", "2.828427125", True),  # …71247 to …71248
        ("[0, 2.828…]", "2.83", True),
        ("[0, 2.82…]", "2.83", False),  # known to too few digits
        ("[0, 1)", 1, True),
        ("1.4142135623…", 1, False),
        ("{0}", "0", True),
        ("(-∞, 0]", "∞", True),
        ("α = 86.0323668602…°", "86.03°", True),
        ("α = 86.0323668602…°", "86.04°", False),
        ("α = 51.839755836…°", "51.85°", False),
        ("α = 51.839755836…°", "51°", True),  # cut off
        ("α = 80.4153675906…°", "80°", True),
        (False, "80°", False),
        ("0.0003990801…", "3.99e-4", True),
        ("0.0003990801…", "3.98e-4", False),
        ("2.000000001…", "2", False),
        (4, 4, True),
        (5, 4, False),
        (1, True, False),
        (None, True, False),
        (None, 4, False),
        (True, True, True),
    ],
)
def test_the_digits_of_what_was_published_decide(value: Any, published: Value, same: bool) -> None:
    assert agree(value, published) is same


def counted() -> str:
    """What the page counts: methods, once each however they are written, and values by their names."""
    methods = {
        (m.A, m.U, m.B, m.V, m.fields, m.kind == "linear-multistep")
        for m in (document(entry.key).method for entry in ENTRIES)
    }
    values = Counter(name for entry in ENTRIES for name in entry.published)
    rows = "".join(f"| `{name}` | {times} |\n" for name, times in values.most_common())
    return f"{len(methods)} methods have {values.total()} values:\n\n| property | values |\n| --- | --- |\n{rows}"


@pytest.mark.slow
def test_there_are_at_least_two_hundred_methods() -> None:
    assert int(counted().split()[0]) >= 200


@pytest.mark.slow
def test_the_page_counts_the_methods_and_the_values() -> None:
    assert counted() in PAGE.read_text(encoding="utf-8")


def test_nothing_is_said_twice_and_everything_has_a_source() -> None:
    counts = Counter((entry.key, entry.source, name) for entry in ENTRIES for name in entry.published)
    assert [each for each, times in counts.items() if times > 1] == []
    assert [entry.key for entry in ENTRIES if not re.search(r"\b1[89]\d\d\b|\b20\d\d\b", entry.source)] == []


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    COUNTED = re.compile(r"^\d+ methods have .*?(?:^\|.*\n)+", re.MULTILINE | re.DOTALL)
    PAGE.write_text(COUNTED.sub(lambda _: counted(), page), encoding="utf-8")
