"""How much a test tries in the tier that runs: `make quick` has some of many cases, and draws at random less often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import hypothesis
import pytest

FEWER = 4
MANY = 8
QUICK = "not slow and not thorough"
PROFILES = {  # hypothesis asserts a time by itself: no example may take longer than 200 ms, however busy the machine is
    "whole": hypothesis.settings(deadline=None, max_examples=100),
    "quick": hypothesis.settings(deadline=None, max_examples=100 // FEWER),
}
SLOW_FILE = re.compile(r"^pytestmark = pytest\.mark\.(slow|thorough)$", re.MULTILINE)


def choose(config: pytest.Config) -> None:
    """Before any test is read: the tier that the command line asks for."""
    for name, profile in PROFILES.items():
        hypothesis.settings.register_profile(name, profile)
    quick = config.getoption("--quick")
    hypothesis.settings.load_profile("quick" if quick else "whole")
    if quick:
        config.option.markexpr = QUICK


def tries(count: int) -> int:
    """So many of hypothesis's examples, and a part of them in `make quick`."""
    return count * hypothesis.settings().max_examples // 100


def seeds(count: int) -> list[Any]:
    """The numbers that random cases are drawn by, as parameters of a test: `make quick` has the first of them."""
    few = -(-count // FEWER)
    return [*range(few), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(few, count))]


def is_slow(path: Path) -> bool:
    """Whether a file says of all its tests that they are slow."""
    return path.suffix == ".py" and SLOW_FILE.search(path.read_text(encoding="utf-8")) is not None


def thinned(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Of each test's cases no more than `MANY`, which their names draw, so that no parameter decides alone."""
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    drawn = (sorted(cases, key=lambda case: crc32(case.nodeid.encode())) for cases in tests.values())
    kept = {case for cases in drawn for case in cases[:MANY]}
    return [item for item in items if item in kept]


def dealt(items: Sequence[pytest.Item], processes: int) -> list[pytest.Item]:
    """The tests in an order in which each of the equal parts that the processes begin with starts with its share of the
    files that have slow tests. What they take from one another is the end of a part, which is quick; so all of them
    work to the end. A file's tests stay together, for the fixtures that they share are dear."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    shares: list[list[pytest.Item]] = [[] for _ in range(processes)]
    rest: list[pytest.Item] = []
    for tests in files.values():
        slow = any(item.get_closest_marker("slow") for item in tests)
        (min(shares, key=len) if slow else rest).extend(tests)
    found: list[pytest.Item] = []
    for number, share in enumerate(shares):
        more = max((len(items) - len(found)) // (processes - number) - len(share), 0)
        found += [*share, *rest[:more]]
        rest = rest[more:]
    return found + rest
