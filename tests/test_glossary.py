"""The glossary: each of its words is used, and the pages lead to it where they use one first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").glob("*.md") if path != GLOSSARY)]
ENTRIES = {
    term: text.strip()
    for term, text in re.findall(
        r"^### (.+)\n((?:(?!#).*\n?)*)", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE
    )
}
LINK = re.compile(r"\[([^\]]+)\]\((?:docs/)?glossary\.md#([\w-]+)\)")


def anchor(term: str) -> str:
    return term.lower().replace(" ", "-")


def forms(term: str) -> set[str]:
    """A term and its plurals."""
    word = term.lower()
    plurals = {f"{word}{end}" for end in ("s", "es", "x", "e")}
    return {word, *plurals, f"{word[:-1]}ies" if word.endswith("y") else word}


def uses() -> dict[str, list[tuple[Path, str]]]:
    """The links to each anchor of the glossary: the page, and the word that is the link."""
    found: dict[str, list[tuple[Path, str]]] = {}
    for page in PAGES:
        for word, target in LINK.findall(page.read_text(encoding="utf-8")):
            found.setdefault(target, []).append((page, " ".join(word.split())))
    return found


def test_terms_are_in_the_order_of_the_alphabet() -> None:
    assert list(ENTRIES) == sorted(ENTRIES, key=str.lower)


@pytest.mark.parametrize("term", ENTRIES)
def test_a_term_is_explained_shortly_and_leads_on(term: str) -> None:
    text, _, more = " ".join(ENTRIES[term].split()).rpartition("See ")
    target = re.match(r"\[[\w.]+\]\(([\w-]+\.md)(?:#([\w-]+))?\)\.$", more)
    assert target is not None
    headings = re.findall(
        r"^#+ (.+)$", (GLOSSARY.parent / target[1]).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert target[2] is None or target[2] in map(anchor, headings)
    sentences = re.split(r"(?<=[a-z)*]\.) +(?=[A-Z])", text)
    assert 1 <= len(sentences) <= 4


@pytest.mark.parametrize("term", ENTRIES)
def test_a_term_is_used_on_a_page_that_leads_to_its_meaning(term: str) -> None:
    assert any(word.lower() in forms(term) for _, word in uses().get(anchor(term), []))


def test_links_to_the_glossary_lead_to_an_entry() -> None:
    assert uses().keys() <= set(map(anchor, ENTRIES))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_leads_to_a_term_once_where_it_first_stands(page: Path) -> None:
    targets = [target for _, target in LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(targets) == len(set(targets))
