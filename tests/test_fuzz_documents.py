"""Fuzzing: whatever stands in a document, only the tool's own errors come out, and soon."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from effort import at_most
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiers import tries

from tableau2net.errors import InputError, Position
from tableau2net.read import NetworkDocument, SchemeDocument, canonical, catalogue
from tableau2net.read.load import is_network
from tableau2net.read.model import Source
from tableau2net.read.networks.network import read_network
from tableau2net.read.overrides import apply
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.text import parse_bytes

pytestmark = pytest.mark.slow

DOCUMENTS = {entry.name: entry.path.read_text(encoding="utf-8") for entry in catalogue()}
FRAGMENTS = [
    "*", "&a", "*a", "- ", "[", "]", "{", "}", ":", ": ", ",", "'", '"', "|\n", ">\n", "#", "\t",
    "\n", "---\n", "...\n", "!!python/object:os.system", "<<: ", "? ", "%YAML 1.1\n", "null",
    "true", "NaN", ".inf", "-1", "1/0", "9**9**9", "sqrt(", "sqrt(-2)", "root(1, -2, 0, 1)", "((((",
    "k", "pi", "__import__('os')", "1e400", "0.1", "\x00", "\x1b", "\ud7ff", "\ufeff", "\u2028",
    "é", "\\x", "9" * 500, "[" * 40, "kind: runge-kutta\n", "scheme: rk4\n", "A: [[*]]\n",
    "periods: []\n",
]  # fmt: skip
SCALARS = st.sampled_from(
    ["", "0", "1", "-1", "1/2", "x", "k", "*", "rk4", "true", "null", "~", "1e400", "NaN", "split",
     "concat"]
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3),
    max_leaves=8,
)
CALLS = 5_000_000  # no text of a page takes longer than a second to be read or refused
RELAXED = settings(max_examples=tries(150), suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def read(data: bytes, *overrides: str) -> SchemeDocument | NetworkDocument:
    """As `load`, for text that lies nowhere."""
    tree = apply(parse_bytes(data, "doc.yaml"), overrides)
    source = Source("path", "doc.yaml")
    return read_network(tree, source) if is_network(tree) else read_scheme(tree, source)


def refusal(data: bytes, *overrides: str) -> InputError | None:
    """Read, and use what was read. Only the tool's own error is caught."""
    try:
        with at_most(CALLS):
            document = read(data, *overrides)
    except InputError as error:
        return error
    canonical(document)
    schemes = [document] if isinstance(document, SchemeDocument) else [rule.scheme for rule in document.rules]
    assert all(scheme.method.stages >= 1 for scheme in schemes)
    return None


def survives(data: bytes, *overrides: str) -> None:
    """Read it, or refuse it with one message that has its place."""
    error = refusal(data, *overrides)
    if error is not None:
        assert isinstance(error.position, Position)
        assert error.found or error.expected
        assert "\n" not in str(error)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A document of the catalogue with pieces cut out, doubled, moved or put in."""
    text = DOCUMENTS[draw(st.sampled_from(sorted(DOCUMENTS)))]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 20)))
        piece = draw(st.sampled_from(FRAGMENTS) | st.text(max_size=6) | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    return text


@RELAXED
@given(mutated())
def test_mutated_text(text: str) -> None:
    survives(text.encode("utf-8", "surrogatepass"))


@RELAXED
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_arbitrary_bytes(data: bytes) -> None:
    with pytest.raises(InputError):
        read(data)


def written(value: Any) -> str:
    """A value in YAML's flow style, every scalar plain where it can be."""
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(each)}" for key, each in value.items()) + "}"
    return f'"{value}"' if value in ("", "*") else str(value)


def paths(name: str) -> list[str]:
    """The dotted paths of a document's keys, two levels deep."""
    tree = parse_bytes(DOCUMENTS[name].encode(), name)
    found = []
    for key, entry in tree.entries.items():
        below = getattr(entry.value, "entries", None) or range(len(getattr(entry.value, "items", ())))
        found += [key, *(f"{key}.{step}" for step in below)]
    return found


@st.composite
def overridden(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A document of the catalogue, and overrides that change its structure."""
    name = draw(st.sampled_from(sorted(DOCUMENTS)))
    extra = [
        "A",
        "b",
        "c",
        "U",
        "start",
        "parameters.k",
        "periods.*.steps",
        "scheme.A.0",
        "field",
        "norm",
    ]
    keys = st.sampled_from(paths(name) + extra)
    overrides = draw(st.lists(st.tuples(keys, VALUES), min_size=1, max_size=3))
    return name, [f"{key}={written(value)}" for key, value in overrides]


@RELAXED
@given(overridden())
def test_mutated_structure(change: tuple[str, list[str]]) -> None:
    name, overrides = change
    survives(DOCUMENTS[name].encode(), *overrides)


@RELAXED
@given(st.text(max_size=30), st.sampled_from(sorted(DOCUMENTS)))
def test_arbitrary_overrides(override: str, name: str) -> None:
    survives(DOCUMENTS[name].encode(), override)


def bomb(width: int, levels: int) -> str:
    names = [f"n{level}" for level in range(levels)]
    rows = [f"{names[0]}: &{names[0]} [{', '.join(['1'] * width)}]"]
    for below, name in pairwise(names):
        rows.append(f"{name}: &{name} [{', '.join([f'*{below}'] * width)}]")
    return "\n".join(rows)


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 50_000,
        "- " * 100_000,
        "? " * 100_000,
        "a: [" + "1," * 100_000 + "]",
        "a: [" + "1, " * 11_900,
        "a: " + "9" * 1_000_000,
        "a: " + "9 " * 500_000,
        "a: '" + "''" * 500_000,
        "a: |\n" + "  x\n" * 200_000,
        "\n" * 1_000_000,
        "# " + "x" * 1_000_000,
        "".join(f"k{i}: 1\n" for i in range(60_000)),
        bomb(10, 10),
        bomb(40, 30),
        bomb(2, 31),
        "&" + "a" * 1_000_000,
        "!" + "a" * 1_000_000 + " b",
        'a: "' + "\\x41" * 200_000,
        "name: x\nkind: runge-kutta\nA: [[]]\nb: [" + "(" * 1990 + "]",
        "name: x\nkind: runge-kutta\nA: [[]]\nb: [" + "-" * 1990 + "1]",
        "name: x\nkind: runge-kutta\nA: [[]]\nb: [" + "2**" * 600 + "1]",
        "name: x\nkind: runge-kutta\nA: [[]]\nb: [" + "*".join(["9" * 390] * 5) + "]",
        "name: x\nkind: runge-kutta\nA: [[]]\nb: [" + "**64".join(["(1+sqrt(2))"] * 9) + "]",
        "name: x\nkind: family\nfamily: bdf\nsteps: 30\n",
        "name: x\nkind: family\nfamily: explicit\nstages: 100\n",
    ],
    ids=lambda text: f"{text[:12]!r}-{len(text)}",
)
def test_hostile_documents_are_answered_soon(text: str) -> None:
    with at_most(calls=5_000_000):
        survives(text.encode())
