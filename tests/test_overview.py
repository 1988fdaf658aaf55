"""The README's picture is what its script draws."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import tableau2net

OVERVIEW = Path(__file__).parent.parent / "docs" / "overview"


@pytest.fixture
def picture(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, as a module."""
    monkeypatch.syspath_prepend(str(OVERVIEW))
    monkeypatch.delitem(sys.modules, "picture", raising=False)
    return import_module("picture")


def test_the_picture_is_what_its_script_draws(picture: ModuleType) -> None:
    assert picture.PICTURE.read_text(encoding="utf-8") == picture.picture()


def test_no_line_of_the_picture_leaves_its_panel(picture: ModuleType) -> None:
    width = 0.602 * picture.TYPE  # of a letter, in DejaVu Sans Mono
    code = [row.drawn for row in picture._code("Heun3Step", "MyNetwork")]
    letters = max(len("".join(picture.SPAN.findall(line))) for line in code)
    assert letters * width < picture.RIGHT - 2 * picture.PADDING


@pytest.mark.parametrize(("order", "count"), [(1, 1), (2, 1), (3, 2), (4, 4), (5, 9)])
def test_all_trees_are_drawn(picture: ModuleType, order: int, count: int) -> None:
    """Sequence A000081."""
    every, _ = picture.enumeration("heun3")
    assert len(picture.bushy_first(every, order)) == count


def test_the_conditions_of_the_picture_hold_up_to_the_order_that_is_proved(picture: ModuleType) -> None:
    every, b = picture.enumeration("heun3")
    holds = [picture.dot(b, each.stages) * each.density == 1 for n in (1, 2, 3) for each in every.of_order(n)]
    assert all(holds)
    assert tableau2net.verify("heun3").order == 3
    (bush,) = [each for each in every.of_order(4) if len(each.tree.children) == 3]
    assert picture.dot(b, bush.stages) * 4 != 1
