"""The pictures of stability regions and order stars."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tableau2net.cli import main


@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_picture_is_the_same_bytes_every_time(suffix: str, start: bytes, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    files = [tmp_path / f"{i}.{suffix}" for i in range(2)]
    for file in files:
        assert main(["analyze", "backward_euler", "--plot", str(file)]) == 0
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(start)
    assert first == second


@pytest.mark.parametrize(
    ("scheme", "file", "message"),
    [
        ("rk4", "picture.pdf", "there is no such format of plots"),
        ("lm2", "picture.svg", "a picture needs numbers"),
        ("revnet", "picture.svg", "its stages see parts of the state"),
        ("rk4", "absent/picture.svg", "this cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    scheme: str, file: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    assert main(["analyze", scheme, "--plot", str(tmp_path / file)]) == 2
    assert message in capsys.readouterr().err


def test_without_matplotlib_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["analyze", "rk4", "--plot", str(tmp_path / "picture.svg")]) == 2
    assert "pip install 'tableau2net[plot]'" in capsys.readouterr().err
