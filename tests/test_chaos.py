"""About a minute of `make chaos`, from a fixed seed; and that the attacks would see what they look for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from chaos.__main__ import KINDS
from chaos.attacks import archives, results
from chaos.bench import Bench, damaged, one_line

from tableau2net.compare import records
from tableau2net.data.file_tree import Tree

HERE = Path(__file__).parent


@pytest.mark.slow
def test_nothing_is_lost_in_a_minute_of_chaos() -> None:
    environment = {**os.environ, "PYTHONPATH": str(HERE), "OMP_NUM_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "chaos", "--seed", "1", "--count", "3"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.endswith(f"seed 1: {3 * len(KINDS)} attempts, 0 went wrong\n")


def test_the_page_tells_of_every_kind_of_attack() -> None:
    page = (HERE.parent / "docs" / "chaos.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(KINDS)


def test_damages_are_of_every_kind_and_the_same_for_a_seed() -> None:
    content = bytes(range(256)) * 3
    found = [damaged(content, Random(seed)) for seed in range(60)]
    assert found == [damaged(content, Random(seed)) for seed in range(60)]
    assert len({kind for kind, _ in found}) == 7
    assert all(each != content for kind, each in found if kind in ("bit flip", "truncation", "empty", "text"))


@pytest.mark.parametrize("said", ["", "Traceback", "error: a\nerror: b\n", "error: a\x1b\n", "error: a"])
def test_what_is_no_line_of_an_error_is_seen(said: str) -> None:
    assert one_line("error: a\n")
    assert not one_line(said)


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
