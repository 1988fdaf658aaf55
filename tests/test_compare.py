"""`compare`, as its user runs it, with every runner: trials on digits that take a second each."""

from __future__ import annotations

import errno
import json
import multiprocessing
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from cover import tiered
from processes import Process, alive, descendants, until, until_there
from programs import Program, loaded

from tableau2net.cli import main
from tableau2net.compare import records, runners
from tableau2net.compare.records import Record
from tableau2net.compare.runners import Runs, here
from tableau2net.compare.sweep import Arm, Comparison, Sweep
from tableau2net.compare.trial import Trial
from tableau2net.data import load
from tableau2net.errors import TrainingError
from tableau2net.train.machine import Machine

pytestmark = pytest.mark.slow

PERIODS = "periods=[{channels: 4, steps: 1}, {channels: 8, steps: 1}]"
CALL = [
    "compare",
    "resnet20",
    "rk4_resnet",
    "--set",
    PERIODS,
    "--images",
    "200",
    "--epochs",
    "1",
    "--seeds",
    "2",
]
RUNNERS = runners.KIND.names
# A field whose first use in a process ends that process, as often as there are files to take away.
DEADLY = """
import os, signal
from pathlib import Path
from torch import nn

class Field(nn.Conv2d):
    def __init__(self, inputs, channels, stride=1):
        super().__init__(inputs, channels, 3, stride, 1, bias=False)

    def forward(self, u):
        lives = sorted(Path(__file__).parent.glob("death*"))
        if lives and self.training and u.device.type != "meta":
            lives[0].unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().forward(u)
"""


@pytest.fixture(scope="module", autouse=True)
def _workers_are_loaded() -> Iterator[None]:
    """The processes of the runner `here` are forked from one that has loaded everything, and not begun anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(here, "get_context", lambda _: loaded())
        yield


def compared(results: Path, *arguments: str) -> int:
    status: int = main([*CALL, "--results", str(results), *arguments])
    return status


def trained(results: Path) -> dict[tuple[str, int], float]:
    return {(record.network, record.seed): record.error for record in records.read(results)}


@pytest.fixture(scope="module")
def compared_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compare") / "results.jsonl"
    assert compared(path, "--runner", "here") == 0
    return path


@pytest.fixture
def results(compared_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of four trials: a copy for each test, which may add to it."""
    return Path(shutil.copy(compared_once, tmp_path_factory.mktemp("results")))


@pytest.mark.parametrize("runner", RUNNERS)
def test_every_runner_gives_the_same_results(
    runner: str, results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if runner == "ray":
        pytest.importorskip("ray")
    monkeypatch.setattr(here, "get_context", multiprocessing.get_context)  # as a user has it
    assert compared(tmp_path / "results.jsonl", "--runner", runner, "--workers", "2") == 0
    assert trained(tmp_path / "results.jsonl") == trained(results)
    assert len(trained(results)) == 4


def test_a_trial_is_what_train_would_do(results: Path, tmp_path: Path) -> None:
    call = ["train", "rk4_resnet", "--set", PERIODS, "--images", "200", "--epochs", "1", "--threads", "1"]
    assert main([*call, "--seed", "1", "--output", str(tmp_path / "run")]) == 0
    report = json.loads((tmp_path / "run" / "result.json").read_text(encoding="utf-8"))
    assert report["error"] == trained(results)["rk4_resnet", 1]


def test_results_of_another_precision_are_trained_anew_and_stand_beside(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ("--runner", "here", "--seeds", "1", "--precision", "64-true", "--accelerator", "cpu", "--json")
    assert compared(results, *call) == 0
    assert {row["n"] for row in json.loads(capsys.readouterr().out)} == {1}
    assert [record.precision for record in records.read(results)] == ["32-true"] * 4 + ["64-true"] * 2


def test_a_second_run_goes_on(results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "results.jsonl"
    lines = results.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]) + lines[2][:40])  # killed while it wrote
    assert compared(path, "--runner", "here", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert trained(path) == trained(results)
    assert path.read_bytes().splitlines()[:2] == [line.rstrip() for line in lines[:2]]
    assert [(row["network"], row["n"]) for row in rows] == [("resnet20", 2), ("rk4_resnet", 2)]
    before = path.read_bytes()
    assert compared(path, "--runner", "here") == 0
    assert path.read_bytes() == before


def test_the_table_and_the_picture(results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "errors.svg"
    assert compared(results, "--markdown", "--picture", str(picture)) == 0
    table = capsys.readouterr().out
    errors = [error for (network, _), error in trained(results).items() if network == "resnet20"]
    assert f"{sum(errors) / 2:.2f} ±" in table
    assert table.startswith("| network ")
    assert "rk4_resnet" in picture.read_text(encoding="utf-8") or picture.stat().st_size > 1000


def test_a_network_can_have_a_recipe_of_its_own(tmp_path: Path) -> None:
    slow = tmp_path / "slow.yaml"
    slow.write_text(
        "name: slow\nepochs: 1\nbatch: 64\noptimizer: {kind: sgd, rate: 0.0001}\n", encoding="utf-8"
    )
    path = tmp_path / "results.jsonl"
    call = ["compare", "resnet20", f"resnet20@{slow}", *CALL[3:], "--seeds", "1", "--runner", "here"]
    assert main([*call, "--results", str(path)]) == 0
    found = trained(path)
    assert found["resnet20", 0] != found["resnet20@slow", 0]


@pytest.mark.parametrize(
    ("runner", "deaths"),
    tiered(product(RUNNERS, [1, 9]), [("here", 1), *((runner, 9) for runner in RUNNERS)]),
)
def test_a_trial_that_dies_is_run_again(
    runner: str,
    deaths: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if runner == "ray":
        pytest.importorskip("ray")
    (tmp_path / "deadly_field.py").write_text(DEADLY, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "deadly_field", raising=False)  # of another folder
    for death in range(deaths):
        (tmp_path / f"death{death}").touch()
    network = tmp_path / "deadly.yaml"
    network.write_text(
        "name: deadly\ninput: {channels: 1, size: 8}\nclasses: 10\nscheme: euler\n"
        "periods: [{channels: 4, steps: 1}]\nfield: {custom: 'deadly_field:Field'}\n",
        encoding="utf-8",
    )
    path = tmp_path / "results.jsonl"
    call = ["compare", "resnet20", str(network), *CALL[3:5], *CALL[5:-1], "1", "--runner", runner]
    call[call.index(PERIODS)] = "periods=[{channels: 4, steps: 1}]"
    status = main([*call, "--results", str(path)])
    errors = capsys.readouterr().err
    assert ("resnet20", 0) in trained(path)  # whatever happens to another
    if deaths == 1:
        assert status == 0
        assert ("deadly", 0) in trained(path)
    else:
        assert status == 1
        assert "died 3 times" in errors
        assert len(list(tmp_path.glob("death*"))) == deaths - 3  # so often it was run
        assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--runner", "rya"], "there is no runner of this name: found 'rya'; expected 'ray'"),
        (["--runner", "here", "--address", "1.2.3.4:6379"], "this runner takes no address"),
        (["--runner", "ray", "--address", "127.0.0.1:1"], "Ray cannot be reached: found 127.0.0.1:1: "),
        (["--runner", "ray", "--address", "there"], "this is not the address of a cluster"),
        (["--picture", "errors.gif"], "errors.gif: there is no such picture format: found '.gif'"),
        (["resnet20"], "a network is compared with itself"),
        (["--recipe", "ml"], "nothing in the catalogue has this name"),
        (["--set", "classes=3"], "the network and the data have different classes"),
        (["--data", "folder:/nowhere"], "/nowhere"),
    ],
)
def test_bad_calls_are_told_before_any_trial(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "results.jsonl"
    assert compared(path, *arguments) == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert errors.count("\n") == 1
    assert not path.exists()


def test_results_that_are_none_are_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text('{"network": "resnet20"}\n', encoding="utf-8")
    assert compared(path) == 2
    assert f"{path}:1:1: this is not a record" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == '{"network": "resnet20"}\n'


def test_a_record_says_what_was_trained(results: Path) -> None:
    record: Record = records.read(results)[0]
    assert (record.train_images, record.test_images, record.recipe, record.epochs) == (200, 359, "short", 1)
    assert record.parameters > 0
    assert record.macs > 0
    assert record.evaluations == 3
    assert len(record.checksum) == len(record.digest) == 64


PROGRAM = "import sys; from tableau2net.cli import main; sys.exit(main())"
# A field that holds a trial, while it is trained, until there is a file; and one whose training fails.
HELD = """
import time
from pathlib import Path
from torch import nn

class Field(nn.Conv2d):
    def __init__(self, inputs, channels, stride=1):
        super().__init__(inputs, channels, 3, stride, 1, bias=False)

    def forward(self, u):
        here = Path(__file__).parent
        if self.training and u.device.type != "meta":
            (here / "begun").touch()
            while not (here / "go").exists():
                time.sleep(0.01)
        return super().forward(u)

class Failing(Field):
    def forward(self, u):
        if self.training and u.device.type != "meta":
            print("noise")
            raise TypeError("no such gate")
        return nn.Conv2d.forward(self, u)
"""
SMALL = ["--images", "100", "--epochs", "1", "--seeds", "1", "--runner", "here"]


def network(folder: Path, name: str, field: str) -> str:
    (folder / "held_fields.py").write_text(HELD, encoding="utf-8")
    path = folder / f"{name}.yaml"
    path.write_text(
        f"name: {name}\ninput: {{channels: 1, size: 8}}\nclasses: 10\nscheme: euler\n"
        f"periods: [{{channels: 4, steps: 1}}]\nfield: {field}\n",
        encoding="utf-8",
    )
    return str(path)


def process(folder: Path, *arguments: str) -> Program:
    """A comparison as a process in the folder, which has everything loaded, as its workers have."""
    call = ["compare", *arguments, "--results", str(folder / "results.jsonl")]
    return Program(call, cwd=folder, first=forking)


def forking() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell might have it ignore
    here.get_context = lambda _: multiprocessing.get_context("fork")  # type: ignore[assignment,attr-defined]


def begun(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A comparison as a process in the folder that is begun, and begins its workers, as a user's."""
    call = [sys.executable, "-c", PROGRAM, "compare", *arguments, "--results", str(folder / "results.jsonl")]
    return subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, preexec_fn=heeding
    )


def heeding() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


PLAIN, FAILING = "{kind: basic}", "{custom: 'held_fields:Failing'}"
WAITING = "{custom: 'held_fields:Field'}"


def test_two_comparisons_on_one_file_train_every_trial_once(tmp_path: Path) -> None:
    call = [network(tmp_path, "held", WAITING), network(tmp_path, "plain", PLAIN), *SMALL]
    first = process(tmp_path, *call)
    until_there(tmp_path / "begun", first)
    second = process(tmp_path, *call)
    until_there(tmp_path / "results.jsonl", second)  # it has trained the other one
    until(lambda: "\n" in second.printed(1), second)  # else the first might have ended when the second looks
    (tmp_path / "go").touch()
    for each in (first, second):
        output, errors = each.communicate(timeout=300)
        assert each.returncode == 0, errors
        assert ("held" in output, "plain" in output) == (True, True)
    assert errors == "1 trial is being trained by another process; waiting for it\n"
    lines = (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["network"] for line in lines) == ["held", "plain"]
    assert not (tmp_path / ".results.jsonl.claims").exists()


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_killed_comparison_leaves_no_process_and_no_claim(runner: str, tmp_path: Path) -> None:
    if runner == "ray":
        pytest.importorskip("ray")
    call = [network(tmp_path, "held", WAITING), network(tmp_path, "plain", PLAIN), *SMALL]
    first: Process = (begun if runner == "here" else process)(tmp_path, *call, "--runner", runner)
    until_there(tmp_path / "begun", first)
    started = descendants(first)
    first.kill()
    first.communicate(timeout=60)
    assert started
    assert alive(started, within=15) == 0
    (tmp_path / "go").touch()
    second = process(tmp_path, *call)
    assert (second.communicate(timeout=300)[1], second.returncode) == ("", 0)


# Starts a process that heeds nothing and outlives this one, with a file of the folder open; then ends, or waits.
KEEPING = """
import subprocess, sys
from pathlib import Path
from tableau2net.compare.keeper import kept

deaf = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 15)]; time.sleep(9999)"
with kept({where!r}) as folder, open(f"{{folder}}/log", "w") as log:
    subprocess.Popen([sys.executable, "-c", deaf], stdout=log, stderr=log, start_new_session=True)
    Path({begun!r}).touch()
    sys.stdin.readline()
print("ended")
"""


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "ended"])
def test_what_works_in_a_kept_folder_ends_with_the_process_that_made_it(killed: bool, tmp_path: Path) -> None:
    folder, begun = tmp_path / "where", tmp_path / "begun"
    folder.mkdir()
    program = KEEPING.format(where=str(folder), begun=str(begun))
    pipe = subprocess.PIPE
    first = subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, text=True)
    until_there(begun, first)
    started = descendants(first)
    if killed:
        first.kill()
    output, _ = first.communicate("\n", timeout=60)
    assert output == ("" if killed else "ended\n")
    assert len(started) == 2  # the keeper, too
    assert alive(started, within=15) == 0
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_an_interrupted_comparison_keeps_what_is_finished_and_tells_the_call_that_goes_on(
    number: signal.Signals, tmp_path: Path
) -> None:
    call = [network(tmp_path, "plain", PLAIN), network(tmp_path, "held", WAITING), *SMALL]
    started: Process = (begun if number == signal.SIGINT else process)(tmp_path, *call)
    until_there(tmp_path / "begun", started)
    workers = descendants(started)
    started.send_signal(number)
    output, errors = started.communicate(timeout=60)
    assert (started.returncode, output) == (128 + number, "")
    results = tmp_path / "results.jsonl"
    assert errors.startswith(
        f"interrupted; 1 of 2 trials are in {results}; to resume: tableau2net compare {call[0]}"
    )
    assert errors.count("\n") == 1
    assert [record.network for record in records.read(results)] == ["plain"]
    assert workers
    assert alive(workers) == 0


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_trial_that_raises_is_told_with_its_reason_and_the_others_go_on(
    runner: str, tmp_path: Path
) -> None:
    if runner == "ray":
        pytest.importorskip("ray")
    call = [network(tmp_path, "plain", PLAIN), network(tmp_path, "bad", FAILING), *SMALL, "--json"]
    call[call.index("here")] = runner
    ran = process(tmp_path, *call, "--seeds", "2")
    output, errors = ran.communicate(timeout=300)
    assert ran.returncode == 1
    assert [(row["network"], row["n"]) for row in json.loads(output)] == [("plain", 2)]
    lines = [line for line in errors.splitlines() if line != "noise"]
    for seed, line in enumerate(sorted(lines)):
        assert line.startswith(f"error: {call[1]}, seed {seed}: ")
        assert "TypeError: no such gate (held_fields.py:" in line
    assert len(lines) == 2


def test_the_base_is_the_first_network_that_is_named(results: Path, tmp_path: Path) -> None:
    lines = results.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(line for line in lines if json.loads(line)["network"] == "resnet20")
    results.write_text("".join(line for line in lines if line != first), encoding="utf-8")
    found = comparison(results)
    assert (found.base, [record.network for record in found.records]) == (
        "resnet20",
        ["resnet20", "rk4_resnet", "rk4_resnet"],
    )


def comparison(results: Path) -> Comparison:
    """What is known, where what the file lacks fails."""

    def failing(trials: Iterable[Trial], *_: object) -> Runs:
        yield from ((trial, TrainingError("no")) for trial in trials)

    sweep = Sweep(
        (Arm("resnet20", None), Arm("rk4_resnet", None)), (0, 1), "short", (PERIODS,), ("epochs=1",)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tableau2net.compare.sweep.runner", lambda name: failing)
        return sweep.run(load("digits", images=200), results, Machine(threads=1), runner_name="here")


def test_without_the_base_nothing_is_compared(tmp_path: Path) -> None:
    call = [network(tmp_path, "bad", FAILING), network(tmp_path, "plain", PLAIN), *SMALL]
    ran = process(tmp_path, *call)
    output, errors = ran.communicate(timeout=300)
    assert (ran.returncode, output) == (1, "")
    assert errors.splitlines()[-1].startswith(
        "error: no trial of bad ended well, and the others are compared with it;"
    )
    assert [record.network for record in records.read(tmp_path / "results.jsonl")] == ["plain"]


def test_results_that_cannot_be_written_are_told_before_any_trial(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("tableau2net.compare.runners.here.Worker", None)  # none is begun
    assert compared(tmp_path / "file" / "results.jsonl", "--runner", "here") == 2
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: {tmp_path / 'file' / 'results.jsonl'}: this cannot be written: found ")
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    "error", [OSError(errno.EAGAIN, "Resource temporarily unavailable"), RuntimeError("no shared memory")]
)
def test_a_system_without_processes_ends_the_comparison_in_one_line(
    error: Exception, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    assert compared(tmp_path / "results.jsonl", "--runner", "here") == 1
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: no process can be started: {type(error).__name__}: ")
    assert errors.count("\n") == 1


@pytest.mark.thorough
def test_a_node_of_a_cluster_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    call = [sys.executable, str(Path(__file__).with_name("kill_node.py")), str(tmp_path), "--seeds", "2"]
    tried = subprocess.run(call, capture_output=True, text=True, timeout=900)
    assert (tried.returncode, tried.stdout.count("\n"), tried.stderr) == (0, 1, ""), tried.stdout[-3000:]
