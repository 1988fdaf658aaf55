"""`compare`, as its user runs it, with every runner: trials on digits that take a second each."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tableau2net.cli import main
from tableau2net.compare import records, runners
from tableau2net.compare.records import Record

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
def test_every_runner_gives_the_same_results(runner: str, results: Path, tmp_path: Path) -> None:
    if runner == "ray":
        pytest.importorskip("ray")
    assert compared(tmp_path / "results.jsonl", "--runner", runner, "--workers", "2") == 0
    assert trained(tmp_path / "results.jsonl") == trained(results)
    assert len(trained(results)) == 4


def test_a_trial_is_what_train_would_do(results: Path, tmp_path: Path) -> None:
    call = ["train", "rk4_resnet", "--set", PERIODS, "--images", "200", "--epochs", "1", "--threads", "1"]
    assert main([*call, "--seed", "1", "--output", str(tmp_path / "run")]) == 0
    told = json.loads((tmp_path / "run" / "result.json").read_text(encoding="utf-8"))
    assert told["error"] == trained(results)["rk4_resnet", 1]


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


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("deaths", [1, 9])
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
    told = capsys.readouterr().err
    assert ("resnet20", 0) in trained(path)  # whatever happens to another
    if deaths == 1:
        assert status == 0
        assert ("deadly", 0) in trained(path)
    else:
        assert status == 1
        assert "died 3 times" in told
        assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--runner", "rya"], "no runner has this name: found 'rya'; expected 'ray'"),
        (["--runner", "here", "--address", "1.2.3.4:6379"], "this runner knows no addresses"),
        (["--runner", "ray", "--address", "127.0.0.1:1"], "Ray cannot be reached: found 127.0.0.1:1: "),
        (["--runner", "ray", "--address", "there"], "this is no address of a cluster"),
        (["--picture", "errors.pdf"], "errors.pdf: there is no such format of pictures: found '.pdf'"),
        (["resnet20"], "a network is compared with others than itself"),
        (["--recipe", "ml"], "nothing in the catalogue has this name"),
        (["--set", "classes=3"], "the network's classes are not the data's"),
        (["--data", "folder:/nowhere"], "/nowhere"),
    ],
)
def test_bad_calls_are_told_before_any_trial(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "results.jsonl"
    assert compared(path, *arguments) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1
    assert not path.exists()


def test_results_that_are_none_are_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text('{"network": "resnet20"}\n', encoding="utf-8")
    assert compared(path) == 2
    assert f"{path}:1:1: this is no record" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == '{"network": "resnet20"}\n'


def test_a_record_says_what_was_trained(results: Path) -> None:
    record: Record = records.read(results)[0]
    assert (record.train_images, record.test_images, record.recipe, record.epochs) == (200, 359, "short", 1)
    assert record.parameters > 0
    assert record.macs > 0
    assert record.evaluations == 3
    assert len(record.checksum) == len(record.digest) == 64
