"""About a minute of `make chaos`, from a fixed seed; and that the attacks would see what they look for.

With the attacks all that trains is loaded, so that none of this is quick.
"""

from __future__ import annotations

import io
import os
import re
import select
from pathlib import Path
from random import Random

import pytest
from chaos.__main__ import KINDS, main
from chaos.attacks import archives, comparisons, results
from chaos.bench import Bench, Running, damaged, one_line
from programs import Program

from tableau2net.compare import records
from tableau2net.data.file_tree import Tree

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent


def test_nothing_is_lost_in_a_minute_of_chaos() -> None:
    ran = Program(["--seed", "1", "--count", "3"], run=main)
    output, errors = ran.communicate(timeout=900)
    assert ran.returncode == 0, output + errors
    assert output.endswith(f"seed 1: {3 * len(KINDS)} attempts, 0 went wrong\n")


def test_the_page_tells_of_every_kind_of_attack() -> None:
    page = (HERE.parent / "docs" / "chaos.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(KINDS)


def test_damages_are_of_every_kind_and_the_same_for_a_seed() -> None:
    content = bytes(range(256)) * 3
    found = [damaged(content, Random(seed)) for seed in range(60)]
    assert found == [damaged(content, Random(seed)) for seed in range(60)]
    assert len({kind for kind, _ in found}) == 7
    assert all(each != content for kind, each in found if kind in ("bit flip", "truncation", "empty", "text"))


@pytest.mark.parametrize("text", ["", "Traceback", "error: a\nerror: b\n", "error: a\x1b\n", "error: a"])
def test_what_is_no_line_of_an_error_is_seen(text: str) -> None:
    assert one_line("error: a\n")
    assert not one_line(text)


def test_images_that_are_lost_in_silence_would_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path, (), {}, [])
    assert not any(archives.attempt(bench, Random(seed)).wrong for seed in range(40))
    monkeypatch.setattr(archives, "open_tree", lambda *_: Tree("", (), frozenset(), {}))
    assert all(archives.attempt(bench, Random(seed)).wrong for seed in range(40))


def test_records_that_are_lost_in_silence_would_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path, (), {}, [])
    assert not any(results.attempt(bench, Random(seed)).wrong for seed in range(40))
    monkeypatch.setattr(records, "read", lambda *_: [])
    assert any(results.attempt(bench, Random(seed)).wrong for seed in range(40))


def test_trials_that_are_missing_or_there_twice_or_differ_would_be_seen(tmp_path: Path) -> None:
    whole, path = [results.ONE.model_copy(update={"seed": seed}) for seed in range(3)], tmp_path / "r.jsonl"
    lines = [records.line(each) + "\n" for each in whole]
    other = records.line(whole[2].model_copy(update={"loss": 0.25})) + "\n"
    for written, message in (
        (lines, 0),
        (lines[:2], 2),  # it is missing, and the number of lines is another
        ([*lines, lines[0]], 1),
        ([*lines[:2], other], 1),
    ):
        path.write_text("".join(written), encoding="utf-8")
        assert len(comparisons.faults(whole, path, exact=True)) == message


def test_a_process_that_is_left_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    waited = select.select
    monkeypatch.setattr(select, "select", lambda reading, *_: waited(reading, [], [], 0))
    assert not Running(0, (io.BytesIO(), io.BytesIO()), os.dup(reading)).all_ended()
    os.close(writing)
    assert Running(0, (io.BytesIO(), io.BytesIO()), reading).all_ended()
