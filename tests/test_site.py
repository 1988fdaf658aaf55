"""The site that `make docs` writes: its links lead somewhere, it needs no network, its made pages hold all there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from browser import WIDTHS, browser, page
from documentation_site import SITE, build
from plugins import ROOT, kinds

import tableau2net
from tableau2net.components import ROLES, find
from tableau2net.components import kinds as component_kinds
from tableau2net.read.schema import json_schema, of_model
from tableau2net.recipes import Recipe

KINDS = {kind.name: kind for kind in kinds()}


@pytest.fixture(scope="module")
def made() -> Iterator[dict[str, str]]:
    """The pages of documents, by their paths."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SITE))
        yield {path: str(text) for path, text in import_module("pages.documents").make()}


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SITE))
    return import_module("repository")


SCHEMAS: dict[str, dict[str, Any]] = {
    "scheme": json_schema("scheme"),
    "network": json_schema("network"),
    "recipe": of_model(Recipe, "recipe"),
}


TAGS = {"kind", "mode", "custom"}  # what tells which other keys there are; headings have their words
KEYS = {
    "activations": "after",
    "fields": "field",
    "heads": "head",
    "initialisers": "initialisation",
    "operators": "operator",
    "solvers": "solver",
    "stems": "stem",
    "transitions": "transition",
}


def keys(schema: Any) -> Iterator[str]:
    """Every key that a document may have, at any depth; in a network not those of a scheme in place."""
    if isinstance(schema, list):
        for each in schema:
            yield from keys(each)
    elif isinstance(schema, dict):
        yield from schema["properties"] if isinstance(schema.get("properties"), dict) else ()
        for name, each in schema.items():
            if name not in ("Scheme", "examples", "default"):
                yield from keys(each)


@pytest.mark.parametrize("document", SCHEMAS)
def test_every_key_of_a_document_is_on_its_page(document: str, made: dict[str, str]) -> None:
    page = made[f"reference/{document}.md"]
    assert [key for key in set(keys(SCHEMAS[document])) if f"`{key}" not in page and key not in TAGS] == []


def test_every_role_that_a_document_names_has_its_key() -> None:
    assert {*KEYS} == {*ROLES} - {"mechanisms"}


@pytest.mark.parametrize("role", KEYS)
def test_every_part_is_on_the_page_of_networks_with_all_its_options(role: str, made: dict[str, str]) -> None:
    page = made["reference/network.md"]
    for kind in component_kinds(role):
        _, heading, section = page.partition(f"`{KEYS[role]}: {kind}`\n")
        assert heading
        section = section.partition("\n##")[0]
        for name, option in find(role, kind).options.items():
            if option.words:
                assert f"| `{name}` |" in section
                assert option.words in section


@pytest.mark.parametrize("key", ["kind", "family"])
def test_every_kind_and_family_of_schemes_is_on_their_page(key: str, made: dict[str, str]) -> None:
    for name in KINDS["scheme kind" if key == "kind" else "family"].names:
        assert f"`{key}: {name}`\n" in made["reference/scheme.md"]


def test_every_option_of_every_command_is_on_their_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tableau2net.cli import main

    monkeypatch.syspath_prepend(str(SITE))
    ((_, page),) = import_module("pages.commands").make()
    for name in KINDS["command"].names:
        assert main([name, "--help"]) == 0
        section = str(page).partition(f"## {name}\n")[2].partition("\n## ")[0]
        options = set(re.findall(r"(?<![\w-])--[a-z][\w-]+", capsys.readouterr().out))
        assert [option for option in options if option not in section] == []


def test_all_that_the_package_exports_is_on_the_page_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SITE))
    ((_, text),) = import_module("pages.python_api").make()
    names = {*tableau2net.__all__, "list"} - {"__version__"}
    assert {*re.findall(r"^### (\w+)$", str(text), re.MULTILINE)} > names
    assert "call: str = ''" in str(text)


def test_links_lead_to_where_the_site_has_their_targets(repository: ModuleType) -> None:
    text = "[a](ci.md#formats) [b](../README.md) [c](../tableaux/networks/resnet20.yaml) [d](https://e.org)\n"
    text += "`made/x.md` [ci.md](ci.md#formats)\n"
    code = "```\n[a](../README.md)\n```\n"
    shown = repository.for_the_site("docs/python.md", text + code, {"made/x.md": "X"}.get)
    assert shown == (
        "[a](ci.md#formats) [b](index.md) [c](repository/tableaux/networks/resnet20.yaml.md) [d](https://e.org)\n"
        "[X](made/x.md) [Where CI lives](ci.md#formats)\n" + code
    )
    assert list(repository.targets("docs/python.md", text + code)) == [
        "docs/ci.md",
        "README.md",
        "tableaux/networks/resnet20.yaml",
        "docs/ci.md",
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built in strict mode."""
    return build(tmp_path_factory.mktemp("site"))


@pytest.mark.slow
def test_the_site_is_whole_without_a_network(built: Path) -> None:
    """Nothing that a page loads by itself stands elsewhere."""
    loading = re.compile(
        r"""<(?:script|img|iframe|source)\b[^>]*\bsrc="(https?:)?//|<link\b[^>]*rel="?(?:stylesheet|preconnect|icon)"?[^>]*href="(https?:)?//"""
    )
    pages = list(built.rglob("*.html"))
    assert pages
    assert [page.name for page in pages if loading.search(page.read_text(encoding="utf-8"))] == []


@pytest.mark.slow
def test_a_list_of_a_page_is_a_list_of_the_site(built: Path) -> None:
    """What GitHub reads as items of lists and rows of tables the site does too, though its Markdown is another."""
    markdown = pytest.importorskip("markdown_it").MarkdownIt("gfm-like", {"linkify": False})
    docs = ROOT / "docs"
    for file in sorted([*docs.glob("*.md"), *docs.glob("tutorials/*.md")]):
        there = (built / file.relative_to(docs).with_suffix(".html")).read_text(encoding="utf-8")
        article = there.partition("<article")[2].partition("</article>")[0]
        read = markdown.render(file.read_text(encoding="utf-8"))
        for tag in ("<li>", "<tr>", "<h2", "<h3", "<pre"):
            assert article.count(tag) == read.count(tag), (file.name, tag)


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_are_whole_in_a_browser(width: str, colours: str, built: Path, opened: Any) -> None:
    """From the file system, without a request to anywhere else, in the colours of the system."""
    with page(opened, width, colours) as shown:
        requests: list[str] = []
        shown.on("request", lambda request: requests.append(request.url))
        for path in ("index", "tutorials/lm-resnet", "theory", "reference/network", "published-errors"):
            shown.goto((built / f"{path}.html").as_uri())
            assert shown.locator("h1").count() == 1, path
            assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            dark = shown.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
            assert dark is (colours == "dark")
        assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.mark.slow
def test_formulas_are_drawn(built: Path, opened: Any) -> None:
    with page(opened, "phone", "light") as shown:
        shown.goto((built / "theory.html").as_uri())
        assert "\\sum" not in shown.locator("article").inner_text()
        tall = [
            box["height"] for each in shown.locator(".formula math").all() if (box := each.bounding_box())
        ]
        assert len(tall) == shown.locator(".formula").count() > 4
        assert min(tall) > 10


@pytest.mark.slow
def test_the_search_finds_without_a_server(built: Path, opened: Any) -> None:
    with page(opened, "desktop", "light") as shown:
        shown.goto((built / "index.html").as_uri())
        shown.locator("input.md-search__input").fill("leapfrog")
        shown.locator(".md-search-result__item").first.wait_for()
        assert "leapfrog" in shown.locator(".md-search-result__list").inner_text()
