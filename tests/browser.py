"""A page in a headless browser, Debian's chromium, driven by playwright. What it writes to its console is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def browser() -> Iterator[Any]:
    """A browser; a test is skipped where there is none."""
    driver = pytest.importorskip("playwright.sync_api", reason="pages are opened with playwright")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("pages are opened in chromium, which is not installed")
    with driver.sync_playwright() as playwright:
        # Root has no sandbox; the pages are ours.
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def page(opened: Any, width: str, colours: str) -> Iterator[Any]:
    """A page of this width in these colours; at its end, nothing was amiss with it: no error is on its console, and it
    is no wider than the screen."""
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    context = opened.new_context(viewport=size, color_scheme=colours)
    shown = context.new_page()
    amiss: list[str] = []
    shown.on("console", lambda message: amiss.append(message.text) if message.type == "error" else None)
    shown.on("pageerror", lambda error: amiss.append(str(error)))
    yield shown
    assert amiss == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= size["width"]
    context.close()
