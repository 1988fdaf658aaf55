"""The faster parser: whatever it reads, ruamel.yaml reads alike, places included; the rest it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import tries

from tableau2net.errors import InputError
from tableau2net.read import catalogue, text
from tableau2net.read.quick_events import Extraordinary, quick_events
from tableau2net.read.yaml_tree import Node

pytest.importorskip("yaml")
ORIGIN = text.Origin("doc.yaml")
DOCUMENTS = [entry.path.read_text(encoding="utf-8") for entry in catalogue()]
PIECES = [
    "a", "a: ", "b: ", "- ", "  ", "\n", "\n\n", "\n  ", "\n- ", "\nc: ", "1/2", "0.5", ", ", ",", "[", "]", "[]",
    "{", "}", "{}", ": ", ":", "? ", "#", " # x", "null", "~", "true", "'", '"', "'a'", '"*"', '"a\\nb"', "''", "\\",
    "\\x41", "|\n", ">-\n", "|2\n", "@", "`", "%", "&a ", "*a", "!t ", "---\n", "...\n", "é", "😀", "\t", "\r\n",
    "\x85", "\ufeff", "\x00", "\u2028",
]  # fmt: skip


def quick_tree(document: str) -> Node | None:
    return text._Builder(ORIGIN).build(quick_events(document))


def exact_tree(document: str) -> Node | None:
    return text._Builder(ORIGIN).build(text._events(document, ORIGIN))


def agree(document: str) -> None:
    try:
        found = quick_tree(document)
    except (Extraordinary, InputError):
        return
    assert repr(exact_tree(document)) == repr(found)


def test_the_catalogue_is_read_alike() -> None:
    for document in DOCUMENTS:
        assert repr(quick_tree(document)) == repr(exact_tree(document))


@settings(max_examples=tries(500))
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_what_is_made_of_pieces_is_read_alike(document: str) -> None:
    agree(document)


@settings(max_examples=tries(200))
@given(st.data())
def test_what_somebody_mistyped_is_read_alike(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(DOCUMENTS)).splitlines()[:40]
    start = data.draw(st.integers(0, len(lines) - 1))
    document = "\n".join(lines[start : start + 6])
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(document)))
        gone = data.draw(st.integers(0, 3))
        document = document[:place] + data.draw(st.sampled_from(PIECES)) + document[place + gone :]
    agree(document)


@pytest.mark.parametrize(
    "document",
    [
        "a:", "a: \n", "a:\n  ", "a: # nothing", "a: b\tc", "a: 1\r\n", "a: 1\x85b: 2", "\u2028a: 1",
        "a\ufeff: 1", "a: &x 1", "a: *x", "a: !t 1", "---\na: 1", "a: 1\n...\n", "%YAML 1.1\n---\na: 1",
        "a: 1\n---\nb: 1", '{"a":1}', "{'a':1}", "a: >+#\n", ">\n#", "a: [1", "a: 1: 2", "a: @",
        'a: "\\UFFFFFFFF"', "\x00",
    ],
)  # fmt: skip
def test_what_the_two_could_read_differently_is_left_alone(document: str) -> None:
    with pytest.raises(Extraordinary):
        quick_tree(document)


@pytest.mark.parametrize("document", ["a: 1\na: 2", "[a]: 1", "a: [1", "<<: {a: 1}", "a: b\tc: d"])
def test_a_message_is_the_same_without_it(document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as quick:
        text.parse_text(document, ORIGIN)
    monkeypatch.setattr("tableau2net.read.quick_events._parse", lambda: None)
    with pytest.raises(InputError) as exact:
        text.parse_text(document, ORIGIN)
    assert str(quick.value) == str(exact.value)
