"""The tests themselves: each can fail, none asserts a time, and the quick ones are quick by what they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sources import Sources
from tiers import MANY, dealt, thinned

HERE = Path(__file__).parent
OURS = Sources({path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.py"))})
CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "time_ns", "sleep", "default_timer"}
DEAR = (
    "subprocess.",
    "multiprocessing",
    "_processes(",
    "Program(",
    "PoolExecutor",
    "torch.compile(",
    "torch.export",
)


def silent(sources: Sources) -> list[str]:
    """The tests that need not assert anything."""
    return [f"{module}.{name}" for module, name in sources.tests() if not sources.asserts((module, name))]


def timed(sources: Sources) -> list[str]:
    """The functions that look at a clock or sleep."""
    return [f"{key[0]}.{key[1]}" for key in sources.functions if sources.words(key) & CLOCKS]


def dear(sources: Sources) -> list[str]:
    """The tests that start processes or compile with torch, and are not marked so."""
    return [
        f"{module}.{name}"
        for module, name in sources.tests()
        if not sources.marks((module, name)) & {"slow", "thorough"}
        and any(word in text for text in [sources.text((module, name))] for word in DEAR)
    ]


def test_every_test_asserts() -> None:
    assert silent(OURS) == []


def test_no_test_asserts_a_time() -> None:
    assert timed(OURS) == []
    assert settings().deadline is None  # which hypothesis would ask of every example


def test_a_test_that_starts_processes_or_compiles_is_marked_as_slow() -> None:
    assert dear(OURS) == []


ASSERTING = [
    "def test_x():\n    assert f()",
    "def test_x():\n    with pytest.raises(ValueError):\n        f()",
    "def test_x():\n    torch.testing.assert_close(a, b)",
    "def agree(a):\n    assert a\ndef test_x():\n    agree(1)",
    "def test_x():\n    for a in b:\n        assert a",
    "def test_x():\n    if a:\n        assert b\n    else:\n        assert c",
    "def test_x():\n    subprocess.run(call, check=True)",
    "from helper import agree\ndef test_x():\n    agree(1)",
]
SILENT = [
    "def test_x():\n    f()",
    "def test_x():\n    if a:\n        assert b",
    "def test_x():\n    a == b",
    "def test_x():\n    def inner():\n        assert b",
    "def agree(a):\n    return a\ndef test_x():\n    agree(1)",
    "def test_x():\n    subprocess.run(call, check=False)",
    "def test_x():\n    try:\n        f()\n    except ValueError:\n        assert True",
]
HELPER = "import time\ndef agree(a):\n    assert a\ndef late():\n    return time.monotonic()"


@pytest.mark.parametrize("text", ASSERTING)
def test_what_asserts_is_let_pass(text: str) -> None:
    assert silent(Sources({"test_a": text, "helper": HELPER})) == []


@pytest.mark.parametrize("text", SILENT)
def test_what_asserts_nothing_is_seen(text: str) -> None:
    assert silent(Sources({"test_a": text, "helper": HELPER})) == ["test_a.test_x"]


@pytest.mark.parametrize(
    "text",
    [
        "import time\ndef test_x():\n    assert time.process_time() < 1",
        "from time import sleep\ndef test_x():\n    sleep(1)",
        "from helper import late\ndef test_x():\n    assert late() < 1",
    ],
)
def test_a_clock_is_seen(text: str) -> None:
    assert "test_a.test_x" in timed(Sources({"test_a": text, "helper": HELPER}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def test_x():\n    subprocess.run(call)", ["test_a.test_x"]),
        ("def test_x():\n    torch.compile(model)", ["test_a.test_x"]),
        ("def test_x():\n    tableau2net.compile(name)", []),
        (
            "@pytest.fixture\ndef ran():\n    subprocess.run(call)\ndef test_x(ran):\n    pass",
            ["test_a.test_x"],
        ),
        ("@pytest.mark.slow\ndef test_x():\n    subprocess.run(call)", []),
        ("pytestmark = pytest.mark.slow\ndef test_x():\n    subprocess.run(call)", []),
    ],
)
def test_a_process_in_a_quick_test_is_seen(text: str, found: list[str]) -> None:
    assert dear(Sources({"test_a": text})) == found


class Item:
    """A test of a file."""

    def __init__(self, file: str, slow: bool, case: str = "") -> None:
        self.path, self.slow, self.nodeid = Path(file), slow, f"{file}::test_x{case}"

    def get_closest_marker(self, name: str) -> bool:
        return name == "slow" and self.slow


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_every_process_begins_with_files_that_have_slow_tests_and_ends_with_quick_ones(
    processes: int,
) -> None:
    counts = {"a": 5, "b": 2, "slow1": 3, "c": 8, "slow2": 1, "slow3": 2, "d": 9}
    items: Any = [
        Item(file, "slow" in file and n == 0) for file, count in counts.items() for n in range(count)
    ]
    found = [str(item.path) for item in dealt(items, processes)]
    assert {file: found.count(file) for file in found} == counts
    parts = [found[len(found) * n // processes : len(found) * (n + 1) // processes] for n in range(processes)]
    assert all("slow" in part[0] and "slow" not in part[-1] for part in parts)
    assert all("".join(found).count(file * counts[file]) == 1 for file in counts if "slow" in file)


def test_files_that_are_slow_alone_are_dealt_too() -> None:
    items: Any = [Item(file, True) for file in "abc" for _ in range(4)]
    assert len(dealt(items, 2)) == len(items)
    assert dealt([], 2) == []


def test_of_a_test_of_many_cases_the_quick_tier_has_some_that_are_spread_over_all() -> None:
    many: Any = [Item("a", False, f"[{kind}-{n}]") for kind in "xy" for n in range(100)]
    few: Any = [Item("b", False, f"[{n}]") for n in range(MANY)]
    found = thinned([*few, *many, Item("c", False)])  # type: ignore[list-item]
    cases = [item.nodeid for item in found]
    assert len(cases) == 2 * MANY + 1
    assert cases == [item.nodeid for item in [*few, *many] if item in found] + ["c::test_x"]
    assert {item.nodeid[10] for item in found if item in many} == set("xy")
    assert thinned(many) == thinned([*few, *many])[MANY:]
