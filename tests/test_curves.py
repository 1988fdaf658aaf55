"""Learning curves: what is read of a metrics.csv, and that it can be drawn."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from tableau2net.errors import InputError
from tableau2net.train.curves import draw, read

METRICS = """\
epoch,step,train_loss,train_error,validation_loss,validation_error,test_loss,test_error,rate
0,9,,,2.2,70.0,,,
0,9,2.4,80.0,,,,,
0,9,,,,,,,0.1
1,19,,,1.9,60.0,,,
1,19,2.0,65.0,,,,,
2,20,,,,,1.8,58.5,
"""


def metrics(folder: Path, text: str = METRICS) -> Path:
    path = folder / "metrics.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_with_blanks_make_curves(tmp_path: Path) -> None:
    assert read([metrics(tmp_path)]) == {
        "train_loss": [(1, 2.4), (2, 2.0)],
        "validation_loss": [(1, 2.2), (2, 1.9)],
        "test_loss": [(2, 1.8)],
        "train_error": [(1, 80.0), (2, 65.0)],
        "validation_error": [(1, 70.0), (2, 60.0)],
        "test_error": [(2, 58.5)],
    }


def test_several_values_in_an_epoch_are_spread_over_it(tmp_path: Path) -> None:
    text = "epoch,step,train_loss\n0,4,3.0\n0,9,2.0\n1,14,1.5\n1,19,nan\n"
    found = read([metrics(tmp_path, text)])["train_loss"]
    assert found[:3] == [(0.5, 3.0), (1, 2.0), (1.5, 1.5)]
    assert math.isnan(found[3][1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "these are no metrics of a training"),
        ("epoch,step,rate\n0,1,0.1\n", "these are no metrics of a training"),
        ("epoch,step,train_loss\n0,1,low\n", "csv:2:1: the train_loss is no number: found 'low'"),
        ("step,train_loss\n1,2.0\n", "csv:2:1: the epoch is no number"),
        ("epoch,train_loss\n1,2.0\nnan,2.0\n", "csv:3:1: the epoch is no number"),
    ],
)
def test_other_files_are_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        read([metrics(tmp_path, text)])


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this cannot be read"):
        draw([tmp_path / "absent.csv"], tmp_path / "curves.svg", "")


@pytest.mark.parametrize("text", [METRICS, "epoch,step,test_error\n3,40,12.5\n"])
@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_picture_is_the_same_bytes_every_time(suffix: str, start: bytes, text: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    files = [tmp_path / "folder" / f"{i}.{suffix}" for i in range(2)]
    for file in files:
        draw([metrics(tmp_path, text)], file, "curves")
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(start)
    assert first == second


def test_what_cannot_be_drawn_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = metrics(tmp_path)
    with pytest.raises(InputError, match="no such format of pictures"):
        draw([source], tmp_path / "curves.pdf", "")
    with pytest.raises(InputError, match="this cannot be written"):
        draw([source], source / "curves.svg", "")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(InputError, match=r"pip install 'tableau2net\[plot\]'"):
        draw([source], tmp_path / "curves.svg", "")


def test_a_resumed_training_is_drawn_as_one(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("epoch,train_loss\n0,3.0\n1,2.5\n", encoding="utf-8")
    second.write_text("epoch,train_loss\n1,2.0\n2,1.0\n", encoding="utf-8")
    assert read([first, second])["train_loss"] == [(1, 3.0), (2, 2.0), (3, 1.0)]
