"""The gallery: what its pages say is what the product says, and index and comparison work in a browser, from the file
system, at the width of a phone and of a desktop, by the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from browser import WIDTHS, browser, page
from documentation_site import SHOWN, SITE, build

from tableau2net.catalogue import CatalogueEntry, catalogue
from tableau2net.pipeline import verify

LISTED = {each.name: each for each in catalogue()}
SCHEMES = [name for name in SHOWN if LISTED[name].kind != "network"]


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    pytest.importorskip("pygments")
    pytest.importorskip("numpy")
    monkeypatch.syspath_prepend(str(SITE))
    return import_module("gallery.making")


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOWN)
def test_a_page_has_the_proof_the_document_and_the_step(name: str, making: ModuleType) -> None:
    made = making.make(LISTED[name])
    folder = "networks" if LISTED[name].kind == "network" else "schemes"
    text = made.files[f"{folder}/{name}.md"]
    plain = unescape(re.sub(r"<[^>]*>", "", text))
    assert LISTED[name].path.read_text(encoding="utf-8").strip() in plain
    assert "(nn.Module):" in plain
    if folder == "schemes":
        assert escape(verify(name).describe()) in text
        assert made.entry.order == verify(name).order
    else:
        assert made.files[f"graphs/{name}.svg"].startswith("<svg")


@pytest.mark.slow
def test_what_was_made_is_kept_until_a_document_or_the_code_changes(
    making: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    make = making.make

    def counted(entry: CatalogueEntry) -> Any:
        calls.append(entry.name)
        return make(entry)

    monkeypatch.setattr(making, "make", counted)
    listed = [LISTED["rk4"], LISTED["euler"]]
    first = making.made(listed, tmp_path)
    assert making.made(listed, tmp_path) == first
    assert calls == ["rk4", "euler"]
    changed = tmp_path / "schemes" / "rk4.yaml"
    changed.parent.mkdir()
    changed.write_text(listed[0].path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    making.made([CatalogueEntry("rk4", "runge-kutta", "", changed)], tmp_path)
    monkeypatch.setattr(making, "_code", lambda: b"other code")
    making.made(listed[1:], tmp_path)
    assert calls == ["rk4", "euler", "rk4", "euler"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site")) / "gallery"


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


def rows(shown: Any) -> list[str]:
    """The names in the rows that are shown."""
    names: list[str] = shown.locator(".entries tbody tr:visible th").all_inner_texts()
    return names


@pytest.mark.slow
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_whole_in_a_browser(width: str, colours: str, built: Path, opened: Any) -> None:
    with page(opened, width, colours) as shown:
        for file in sorted(built.rglob("*.html")):
            shown.goto(file.as_uri())
            assert shown.locator("h1").count() == 1, file.name
            for link in shown.locator(".gallery a[href]").all():
                target = str(link.get_attribute("href")).partition("?")[0].partition("#")[0]
                name = Path(target).stem
                assert (file.parent / target).is_file() or name not in SHOWN, (file.name, target)
        dark = shown.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (dark == "rgb(255, 255, 255)") is (colours == "light")


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_the_index_is_filtered_by_the_keyboard(width: str, built: Path, opened: Any) -> None:
    with page(opened, width, "light") as shown:
        shown.goto((built / "index.html").as_uri())
        assert sorted(rows(shown)) == sorted(SHOWN)
        shown.get_by_label("Words").focus()
        shown.keyboard.type("GAUSS stages")
        assert rows(shown) == ["gauss2", "gauss3"]
        assert shown.locator("#count").inner_text() == f"2 of {len(SHOWN)}"
        shown.keyboard.press("Tab")  # kind
        shown.keyboard.press("Tab")  # order
        shown.keyboard.type("6")
        assert rows(shown) == ["gauss3"]
        shown.reload()  # what is asked for stands in the address
        assert rows(shown) == ["gauss3"]
        shown.get_by_role("button", name="Show all").focus()
        shown.keyboard.press("Enter")
        shown.get_by_label("A-stable", exact=True).focus()
        shown.keyboard.press("Space")
        assert rows(shown) == ["gauss2", "gauss3"]
        shown.keyboard.press("Space")
        shown.get_by_label("Kind").focus()
        shown.keyboard.type("network")
        assert rows(shown) == ["lm_resnet20", "rk4_resnet"]


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_two_schemes_are_compared_by_the_keyboard(width: str, built: Path, opened: Any) -> None:
    with page(opened, width, "dark") as shown:
        shown.goto((built / "index.html").as_uri())
        for name in ("rk4", "gauss3"):
            shown.get_by_label(f"Compare {name}", exact=True).focus()
            shown.keyboard.press("Space")
        assert shown.get_by_label("Compare bdf3", exact=True).is_disabled()
        shown.get_by_role("link", name="Compare gauss3 and rk4").focus()
        shown.keyboard.press("Enter")
        shown.locator("table.compared").wait_for()
        proofs = shown.locator("table.compared > tbody > tr", has_text="Proof").first.locator("td")
        assert proofs.all_inner_texts() == [verify("gauss3").describe(), verify("rk4").describe()]
        assert shown.locator("table.compared svg.plane").count() == 4
        shown.get_by_label("Second").fill("bdf3")
        shown.keyboard.press("Enter")
        shown.locator("table.compared").get_by_role("link", name="bdf3").wait_for()


@pytest.mark.slow
def test_a_scheme_that_there_is_not_is_said_to_be_missing(built: Path, opened: Any) -> None:
    context = opened.new_context()
    shown = context.new_page()
    shown.goto((built / "compare.html").as_uri() + "?a=rk4&b=<b>none")
    assert "no scheme of the name <b>none" in shown.locator("#compared").inner_text()
    context.close()
