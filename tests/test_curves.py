"""Learning curves: which points they have, and that they can be drawn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tableau2net.errors import InputError
from tableau2net.train.curves import draw, points

HISTORY = {
    "train_loss": [2.4, 2.0],
    "train_error": [80.0, 65.0],
    "validation_loss": [2.2, float("nan")],
    "test_error": [58.5],
}


def test_values_stand_at_the_end_of_their_epochs_and_a_test_at_the_end_of_all() -> None:
    found = points(HISTORY)
    assert found["train_loss"] == [(1, 2.4), (2, 2.0)]
    assert found["test_error"] == [(2, 58.5)]
    assert points({"test_error": [58.5]}) == {"test_error": [(0, 58.5)]}


@pytest.mark.parametrize("history", [HISTORY, {"test_error": [12.5]}, {}], ids=len)
@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF-1.")])
def test_a_picture_is_the_same_bytes_every_time(
    suffix: str, start: bytes, history: dict[str, list[float]], tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib")
    files = [tmp_path / "folder" / f"{i}.{suffix}" for i in range(2)]
    for file in files:
        draw(history, file, "curves")
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(start)
    assert first == second


def test_what_cannot_be_drawn_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="no such picture format"):
        draw(HISTORY, tmp_path / "curves.gif", "")
    with pytest.raises(InputError, match="this cannot be written"):
        draw(HISTORY, tmp_path / "file" / "curves.svg", "")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(InputError, match=r"pip install .*\[plot\]"):
        draw(HISTORY, tmp_path / "curves.svg", "")
