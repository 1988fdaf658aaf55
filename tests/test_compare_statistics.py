"""Comparisons of networks: the file of records, the arithmetic against scipy and by hand, tables and pictures."""

from __future__ import annotations

import json
import math
import multiprocessing
import resource
import signal
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tableau2net.compare.error_plot import pareto, plot, spread
from tableau2net.compare.forest_plot import BETTER, OPEN, WORSE, Branch
from tableau2net.compare.forest_plot import plot as forest
from tableau2net.compare.picture import draw, draw_errors
from tableau2net.compare.records import Record, append, networks, read
from tableau2net.compare.statistics import (
    Interval,
    Verdict,
    deviation,
    holm,
    interval,
    mean,
    non_inferior,
    p_value,
    paired,
    pairs_needed,
    verdict,
)
from tableau2net.compare.table import HEADS, markdown, rows, text
from tableau2net.errors import InputError
from tableau2net.table import table

A_RECORD = Record(
    network="resnet20",
    digest="d0",
    seed=0,
    data="folder:images",
    checksum="c0",
    train_images=10000,
    test_images=10000,
    recipe="lm",
    recipe_digest="r0",
    epochs=10,
    error=41.5,
    loss=1.19,
    train_loss=1.02,
    parameters=270000,
    macs=40000000,
    evaluations=12,
    step_time=0.02,
    seconds=70.1,
    version="0.5.0",
    torch="2.13.0",
)
ERRORS = {"resnet20": [41.0, 42.0, 43.0], "lm": [40.0, 40.5, 42.0], "rk4": [43.0, 43.5]}


def trained(network: str = "resnet20", seed: int = 0, **other: float | str) -> Record:
    changes = {"network": network, "digest": f"digest of {network}", "seed": seed}
    return A_RECORD.model_copy(update={**changes, **other})


def experiment() -> list[Record]:
    """Three networks; the last lacks a seed and takes three times as long."""
    return [
        trained(name, seed, error=error, step_time=0.06 if name == "rk4" else 0.02, parameters=100_000 * size)
        for size, (name, errors) in enumerate(ERRORS.items(), start=1)
        for seed, error in enumerate(errors)
    ]


# The file of records


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "results.jsonl"
    records = [*experiment(), trained("…", 9, loss=math.inf)]
    for record in records:
        append(path, record)
    assert read(path) == records
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == [
        record.model_dump() for record in records
    ]


@pytest.mark.parametrize("kept", [1, 40, 200])
def test_the_line_of_a_killed_process_is_dropped(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    append(path, trained("…", 1))
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:kept])
    assert read(path) == [trained("…", 1)]
    append(path, trained("…", 2))
    assert read(path) == [trained("…", 1), trained("…", 2)]


def test_a_whole_line_that_lacks_only_its_end_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    append(path, trained(seed=1))
    path.write_bytes(path.read_bytes()[:-1])
    assert read(path) == [trained(seed=1)]
    append(path, trained(seed=2))
    assert read(path) == [trained(seed=1), trained(seed=2)]


NONE = "this is not a record of a trained network"


def line(**other: object) -> str:
    return json.dumps(A_RECORD.model_dump() | other) + "\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (line() + "{broken\n", f"2:2: {NONE}: found key must be a string; expected JSON"),
        (line() + "\n" + line(seed=1), f"2:1: {NONE}"),
        ("[1]\n", f"1:1: {NONE}: found a list; expected an object"),
        ("[]", f"1:1: {NONE}: found a list; expected an object"),
        ("null\n", f"1:1: {NONE}: found null; expected an object"),
        ("12", f"1:1: {NONE}: found 12; expected an object"),
        ("one line of a text", f"1:1: {NONE}: found expected value; expected JSON"),
        ("\0" * 40, f"1:1: {NONE}: found expected value; expected JSON"),
        ("[" * 100_000, f"1:202: {NONE}: found recursion limit exceeded"),
        ("{}", f"1:1: {NONE}: found it lacks checksum, data,"),
        (line(extra=1), f"1:1: {NONE}: found it adds extra"),
        (line(seed="1"), f"1:1: {NONE}: found seed: a text; expected an integer"),
        (line(seed=1.5), f"1:1: {NONE}: found seed: 1.5; expected an integer"),
        (line(seed=-1), f"1:1: {NONE}: found seed: -1"),
        (line(epochs=True), f"1:1: {NONE}: found epochs: true; expected an integer"),
        (line(parameters=10**400), f"1:1: {NONE}: found parameters: 1000"),
        (line(error=math.nan), f"1:1: {NONE}: found error: NaN; expected a finite number"),
        (line(network=None), f"1:1: {NONE}: found network: null; expected a text"),
        (
            line() + line(seed=1) + line(error=3.0),
            "3:1: this was trained before, with another result: found resnet20 with seed 0: error 3.0, and 41.5 in "
            "line 1; expected one of the lines",
        ),
    ],
)
def test_other_lines_are_refused_with_their_place(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:{message}")


def test_records_that_agree_are_one(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    first = trained(seed=1, loss=math.nan)
    for record in (
        first,
        trained(seed=2),
        trained(seed=1, loss=math.nan, seconds=3.0, step_time=1.0, torch="3"),
    ):
        append(path, record)
    assert [(record.seed, record.seconds) for record in read(path)] == [(1, 70.1), (2, 70.1)]


def test_a_file_that_cannot_take_a_whole_line_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    append(path, trained(seed=1))
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 40, limits[1]))
    try:
        with pytest.raises(InputError, match="this cannot be written: found File too large"):
            append(path, trained(seed=2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == before


def test_files_that_cannot_be_read_or_written_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this cannot be read"):
        read(tmp_path / "absent.jsonl")
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "results.jsonl"):
        with pytest.raises(InputError, match="this cannot be written"):
            append(path, A_RECORD)


def append_many(path: Path, name: str, count: int) -> None:
    for seed in range(count):
        append(path, trained(name, seed))


@pytest.mark.slow
def test_processes_that_append_at_once_lose_nothing(tmp_path: Path) -> None:
    path, count = tmp_path / "results.jsonl", 60
    start = multiprocessing.get_context("spawn").Process
    processes = [start(target=append_many, args=(path, name, count)) for name in ("a", "b")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    found = networks(read(path))
    assert {name: [record.seed for record in own] for name, own in found.items()} == {
        name: list(range(count)) for name in ("a", "b")
    }


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (trained(seed=1, epochs=20), "different data, epochs or precision"),
        (trained(seed=1, checksum="c1"), "different data, epochs or precision"),
        (trained(seed=1, precision="64-true"), "different data, epochs or precision"),
        (trained(seed=1, recipe_digest="r1"), "resnet20 names two recipes"),
        (trained(seed=1, digest="another"), "resnet20 names two networks"),
    ],
)
def test_records_of_several_experiments_are_not_compared(other: Record, message: str) -> None:
    with pytest.raises(InputError, match=message):
        networks([trained(), other])


# The arithmetic


def test_a_mean_and_its_interval_by_hand() -> None:
    assert mean([1.0, 2.0, 6.0]) == 3
    assert deviation([1.0, 2.0, 6.0]) == pytest.approx(math.sqrt(7))
    found = interval([1.0, 2.0, 6.0])
    assert found.half_width == pytest.approx(
        4.302652729911275 * math.sqrt(7 / 3)
    )  # t(0.975; 2), by the tables
    assert (found.low, found.high, found.n) == (3 - found.half_width, 3 + found.half_width, 3)
    assert interval([5.0]) == Interval(5, math.inf, -math.inf, math.inf, 1)


@pytest.mark.parametrize("values", [[], [1.0]])
def test_too_few_values_have_no_mean_or_no_deviation(values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"values? or more"):
        deviation(values)
    if not values:
        with pytest.raises(ValueError, match="one value or more"):
            interval(values)


def test_pairs_are_of_the_seeds_in_common() -> None:
    stats = pytest.importorskip("scipy.stats")
    a = {0: 41.0, 1: 42.5, 2: 43.0, 5: 40.2, 7: 99.0}
    b = {5: 39.9, 2: 42.1, 1: 42.6, 0: 40.0, 8: 1.0}
    test = stats.ttest_rel([b[seed] for seed in (0, 1, 2, 5)], [a[seed] for seed in (0, 1, 2, 5)])
    for confidence in (0.9, 0.95):
        found, expected = paired(a, b, confidence), test.confidence_interval(confidence)
        assert (found.low, found.high, found.n) == pytest.approx((expected.low, expected.high, 4))
    assert p_value([b[seed] - a[seed] for seed in (0, 1, 2, 5)]) == pytest.approx(test.pvalue)
    with pytest.raises(InputError, match="the two have no seed in common"):
        paired({0: 1.0}, {1: 1.0})


@given(some.dictionaries(some.integers(0, 50), some.floats(0, 100), min_size=2, max_size=8))
def test_a_series_does_not_differ_from_itself(series: dict[int, float]) -> None:
    found = paired(series, series)
    assert (found.mean, found.half_width, found.n) == (0, 0, len(series))
    assert p_value([0.0] * len(series)) == 1


def test_p_values_without_scatter_or_without_pairs() -> None:
    assert p_value([]) == p_value([3.0]) == 1
    assert p_value([2.0, 2.0]) == 0


@pytest.mark.parametrize(
    ("low", "high", "found", "not_worse"),
    [
        (-2, -1, Verdict.LOWER, Verdict.NON_INFERIOR),
        (-0.2, -0.1, Verdict.LOWER, Verdict.NON_INFERIOR),
        (1, 2, Verdict.HIGHER, Verdict.INFERIOR),
        (0.1, 0.2, Verdict.HIGHER, Verdict.NON_INFERIOR),
        (0.1, 0.9, Verdict.HIGHER, Verdict.NOT_RESOLVED),
        (-0.2, 0.3, Verdict.EQUAL, Verdict.NON_INFERIOR),
        (0, 0, Verdict.EQUAL, Verdict.NON_INFERIOR),
        (-0.9, 0.3, Verdict.NOT_RESOLVED, Verdict.NON_INFERIOR),
        (-0.5, 0.5, Verdict.NOT_RESOLVED, Verdict.NOT_RESOLVED),
        (-math.inf, math.inf, Verdict.NOT_RESOLVED, Verdict.NOT_RESOLVED),
    ],
)
def test_verdicts_with_a_margin_of_half_a_point(
    low: float, high: float, found: Verdict, not_worse: Verdict
) -> None:
    difference = Interval((low + high) / 2, (high - low) / 2, low, high, 5)
    assert verdict(difference, 0.5) is found
    assert non_inferior(difference, 0.5) is not_worse


@pytest.mark.parametrize(
    ("effect", "power", "pairs"),
    [(0.2, 0.8, 199), (0.5, 0.8, 34), (0.8, 0.8, 15), (0.5, 0.9, 44), (1, 0.8, 10), (100, 0.8, 2)],
)  # as G*Power 3.1 has them
def test_the_pairs_that_are_needed(effect: float, power: float, pairs: int) -> None:
    assert pairs_needed(0.4, -0.4 * effect, power) == pairs
    assert pairs_needed(3, 3 * effect, power) == pairs


def test_the_pairs_for_very_small_differences_are_those_of_the_normal_distribution() -> None:
    expected = (1.959963984540054 + 0.8416212335729143) ** 2
    assert pairs_needed(1, 1e-4) == pytest.approx(expected * 1e8, rel=1e-5)
    assert pairs_needed(0, 1) == 2


@pytest.mark.parametrize(
    "arguments", [{"difference": 0}, {"deviation": -1}, {"power": 1}, {"confidence": 0}, {"confidence": 95}]
)
def test_pairs_for_nothing_are_refused(arguments: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"needed|between 0 and 1"):
        pairs_needed(**{"deviation": 1, "difference": 1} | arguments)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(some.lists(some.floats(0, 1), max_size=8))
def test_holm_keeps_the_order_and_never_lowers(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(p <= q <= 1 for p, q in zip(p_values, adjusted, strict=True))
    ordered = [q for _, q in sorted(zip(p_values, adjusted, strict=True))]
    assert ordered == sorted(ordered)
    assert not p_values or min(adjusted) == pytest.approx(min(1, len(p_values) * min(p_values)))


# The table


def test_rows_are_against_the_baseline() -> None:
    first, second, third = rows(experiment(), "resnet20")
    assert (first.network, first.n, first.error, first.deviation) == ("resnet20", 3, 42, 1)
    assert first.within == interval(ERRORS["resnet20"])
    assert (first.difference, first.p, first.adjusted, first.step_time) == (None, None, None, 1)
    old, new = (dict(enumerate(ERRORS[name])) for name in ("resnet20", "lm"))
    assert second.difference == paired(old, new)
    assert second.p == p_value([-1, -1.5, -1])
    assert third.difference is not None
    assert (third.difference.n, third.difference.mean) == (2, 1.75)
    assert third.step_time == pytest.approx(3)
    assert [second.adjusted, third.adjusted] == holm([second.p, p_value([2, 1.5])])


def test_a_row_without_pairs_says_nothing_of_them() -> None:
    _, alone, apart = rows([trained(), trained("one"), trained("other", 5)], "resnet20")
    assert alone.difference == Interval(0, math.inf, -math.inf, math.inf, 1)
    assert (alone.p, alone.deviation) == (None, None)
    assert (apart.difference, apart.p, apart.step_time) == (None, None, None)
    with pytest.raises(InputError, match=r"no record of the baseline.*resnet20; expected absent"):
        rows([trained()], "absent")


MARKDOWN = """\
| network  |   n | error, % (95 %) | difference (95 %) |    p | p (Holm) | parameters |       MACs | evaluations | step time |
| -------- | --: | --------------: | ----------------: | ---: | -------: | ---------: | ---------: | ----------: | --------: |
| resnet20 |   3 |    42.00 ± 2.48 |                 — |    — |        — |    100,000 | 40,000,000 |          12 |     1.00× |
| lm       |   3 |    40.83 ± 2.59 |      −1.17 ± 0.72 | 0.02 |     0.04 |    200,000 | 40,000,000 |          12 |     1.00× |
| rk4      |   2 |    43.25 ± 3.18 |      +1.75 ± 3.18 | 0.09 |     0.09 |    300,000 | 40,000,000 |          12 |     3.00× |
"""  # noqa: E501


def test_the_table_in_markdown() -> None:
    shown = markdown(rows(experiment(), "resnet20"))
    assert shown == MARKDOWN
    fast = [trained("fast", seed, error=error - 30) for seed, error in enumerate(ERRORS["resnet20"])]
    assert markdown(rows([*experiment(), *fast], "resnet20")).splitlines()[-1].split("|")[4:7] == [
        "     −30.00 ± 0.00 ",
        " < 0.01 ",
        "   < 0.01 ",
    ]


def test_the_table_for_the_terminal_is_drawn_by_the_commands() -> None:
    cells = text(rows([*experiment(), trained("one")], "resnet20"))
    assert cells[1][:4] == ["lm", 3, "40.83 ± 2.59", "−1.17 ± 0.72"]
    assert cells[3][:4] == ["one", 1, "       41.50", "   +0.50 ± ∞"]
    assert len(table(HEADS, cells).splitlines()) == 5


# The picture


@given(some.lists(some.tuples(some.integers(1, 6), some.integers(0, 6)), max_size=12))
def test_the_front_is_of_all_that_nobody_dominates(points: list[tuple[float, float]]) -> None:
    def dominated(point: tuple[float, float]) -> bool:
        return any(other != point and other[0] <= point[0] and other[1] <= point[1] for other in points)

    front = pareto(points)
    assert front == sorted({point for point in points if not dominated(point)})


@given(
    some.lists(some.floats(-1e3, 1e3), max_size=12).map(sorted), some.floats(0.5, 50), some.floats(-1e3, 0)
)
def test_names_stand_in_order_within_the_column_and_never_collide(
    wanted: list[float], apart: float, low: float
) -> None:
    high = low + apart * len(wanted)
    places = spread(wanted, apart, low, high)
    assert len(places) == len(wanted)
    assert all(second - first >= apart - 1e-9 for first, second in pairwise(places))
    assert all(low - 1e-9 <= place <= high + 1e-9 for place in places)
    assert spread(wanted, 0.0, -2e3, 2e3) == pytest.approx(wanted)


def test_names_that_collide_are_moved_as_little_as_can_be() -> None:
    assert spread([0.0, 1.0, 9.0], 4.0, -100.0, 100.0) == [-1.5, 2.5, 9.0]


def test_no_interval_is_drawn_below_0_or_above_100(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    plot(figure, axes, {"small": (10, interval([0.1, 3.0])), "large": (99, interval([97.0, 99.9]))})
    ends = [
        y for collection in axes.collections for path in collection.get_paths() for y in path.vertices[:, 1]
    ]
    assert ends
    assert (min(ends), max(ends)) == (0.0, 100.0)
    assert axes.get_ylim() == (0.0, 100.0)


def test_every_network_of_the_picture_has_one_name(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure
    from matplotlib.text import Text as MatplotlibText  # of an annotation without its arrow

    figure = Figure(figsize=(9, 6))
    axes = figure.subplots()
    same = interval([40.0, 41.0])
    plot(figure, axes, {f"network_{number}": (10, same) for number in range(20)})
    names = [text for text in axes.texts if text.get_alpha() != 0]
    figure.draw_without_rendering()
    boxes = [MatplotlibText.get_window_extent(name) for name in names]
    assert sorted(name.get_text() for name in names) == sorted(f"network_{n}" for n in range(20))
    assert not any(first.overlaps(second) for first, second in combinations(boxes, 2))


def test_a_forest_has_one_row_a_comparison_and_tells_better_from_worse(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    intervals = [interval([-1.0, -1.1]), interval([1.0, 1.1]), interval([-1.0, 1.1]), interval([0.5])]
    rows = [Branch("heading"), *(Branch(str(number), each) for number, each in enumerate(intervals))]
    forest(axes, rows, 0.5)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["heading", "0", "1", "2", "3"]
    bars: list[Any] = axes.containers
    colours = [bar.lines[0].get_color() for bar in bars]
    assert colours == [BETTER, WORSE, OPEN, OPEN]
    assert bars[-1].lines[0].get_markerfacecolor() == "white"


@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF-1.")])
def test_a_picture_is_the_same_bytes_every_time(suffix: str, start: bytes, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    files = [tmp_path / f"{i}.{suffix}" for i in range(2)]
    for file in files:
        found = [*experiment(), trained("one")]
        draw(found, rows(found, "resnet20"), file, "errors")
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(start)
    assert first == second


def test_pictures_that_cannot_be_drawn_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is nothing to draw"):
        draw_errors([], tmp_path / "picture.svg", "")
    with pytest.raises(InputError, match="no such picture format"):
        draw_errors(experiment(), tmp_path / "picture.gif", "")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(InputError, match=r"pip install .*\[plot\]"):
        draw_errors(experiment(), tmp_path / "picture.svg", "")


def test_without_scipy_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    with pytest.raises(InputError, match=r"no package scipy; expected pip install .*\[train\]"):
        interval([1.0, 2.0])
    assert interval([1.0]).n == 1


@pytest.mark.slow
def test_the_package_loads_nothing_large() -> None:
    program = """
import sys
import tableau2net.compare
from tableau2net.compare import error_plot, records, statistics, table
print([name for name in ("torch", "scipy", "matplotlib") if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
