"""The page on which a tableau is typed: what it shows is what the commands say, whatever is typed; in a browser, opened
from the file system, with the Python that stands in the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from browser import browser, page
from documentation_site import SITE, build

from tableau2net.checking.typed import MOST, pieces
from tableau2net.pipeline import load_scheme, verify

HEUN = "name: mine\nkind: runge-kutta\norder: 2\nA:\n  - []\n  - [2/3]\nb: [1/4, 3/4]\n"
WRONG = HEUN.replace("order: 2", "order: 3")
REFUSED = {
    "an operand is missing": HEUN.replace("2/3", "2/"),
    "the exponent is out of bounds": HEUN.replace("2/3", "9**9**9**9"),
    "the document is nested too deeply": "name: " + "[" * 5000,
    "this is too long": "x" * (MOST + 1),
    "there is nothing to read": " \n ",
    "nothing in the catalogue has this name": "hello",
    "this is a network": "resnet20",
    "no reader knows this text": "/etc/passwd",
}
MARKUP = HEUN.replace("name: mine", "name: mine\ntitle: '<img src=x onerror=alert(1)>'")


def test_the_pieces_are_the_tableau_the_proof_and_the_properties() -> None:
    drawn, proof, properties = pieces(HEUN)
    assert drawn["heading"] == "mine"
    assert "<table" in drawn["tableau"]
    assert proof == {"proof": verify(load_scheme(HEUN)).describe(), "verdict": "exact"}
    rows = {name: value for section in properties["properties"] for name, value in section["rows"]}
    assert rows["R(z)"] == "1 + z + z**2/2"


def test_a_wrong_claim_is_refuted_and_names_the_condition() -> None:
    proof = list(pieces(WRONG))[1]
    assert proof["verdict"] == "refuted"
    assert "the condition of order 3" in proof["proof"]


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_message(message: str) -> None:
    (only,) = pieces(REFUSED[message])
    assert only["refused"]["message"] == message


def test_every_example_of_the_page_is_proved_or_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SITE))
    examples = import_module("pages.try_it").EXAMPLES
    verdicts = {name: list(pieces(text))[1]["verdict"] for name, text in examples.items()}
    assert verdicts == {name: "refuted" if name == "A wrong claim" else "exact" for name in examples}


def test_a_file_of_another_digest_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(SITE))
    vendored = import_module("trial.vendored")
    monkeypatch.setattr(vendored, "KEPT", tmp_path)
    (tmp_path / vendored.PYODIDE_FILE).write_bytes(b"something else")
    with pytest.raises(vendored.UnavailableError, match="is another file"):
        vendored.files()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = build(tmp_path_factory.mktemp("site"), trial="yes")
    if not (site / "try-it").is_dir():
        pytest.skip("the site is built without Python for the browser, which npm and pip fetch")
    return site / "try-it.html"


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


def prove(shown: Any, text: str) -> str:
    """What the page shows of a text that is typed and proved by the keyboard."""
    shown.get_by_label("The tableau").fill(text)
    shown.keyboard.press("Control+Enter")
    shown.wait_for_function("document.getElementById('typed').elements.prove.disabled === false", timeout=0)
    assert shown.locator("#state").inner_text() == "Done."
    return str(shown.locator("#result").inner_text())


@pytest.mark.slow
@pytest.mark.parametrize(("width", "colours"), [("phone", "dark"), ("desktop", "light")])
def test_a_tableau_is_drawn_and_proved_in_the_browser(
    width: str, colours: str, built: Path, opened: Any
) -> None:
    with page(opened, width, colours) as shown:
        shown.goto(built.as_uri())
        text = prove(shown, HEUN)
        assert verify(load_scheme(HEUN)).describe() in text
        assert re.search(r"R\(z\)\s+1 \+ z \+ z\*\*2/2", text)
        assert shown.locator("#result table.tableau td").count() == 9
        if width == "phone":
            return  # what is typed is the same at any width
        assert verify(load_scheme(WRONG)).describe() in prove(shown, WRONG)
        for message, wrong in REFUSED.items():
            assert message in prove(shown, wrong)
        assert "Line 6, column 8" in prove(shown, REFUSED["an operand is missing"])
        assert shown.evaluate("document.activeElement.selectionStart") == HEUN.index("2/3") + 2
        assert "<img src=x" in prove(shown, MARKUP)
        assert shown.locator("#result img").count() == 0
        # What takes long is stopped by whoever typed it, and the next one begins anew.
        shown.get_by_label("The tableau").fill("lm5")
        shown.keyboard.press("Control+Enter")
        shown.locator("#result pre.said").wait_for(timeout=0)
        shown.get_by_role("button", name="Stop").click()
        assert shown.locator("#state").inner_text() == "Stopped."
        assert "order 4, proved exactly" in prove(shown, "rk4")
