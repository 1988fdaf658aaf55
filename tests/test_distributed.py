"""Training in two processes, as torchrun starts them: the curves of one, and the end of one of them."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import kill_processes
import pytest
import torch
from kill_points import differences, left
from kill_processes import launched
from processes import Process, alive, children, descendants, free_port, until_there
from programs import Program, beside_epochs

from tableau2net.cli import main as command
from tableau2net.pipeline import build
from tableau2net.read import load_network
from tableau2net.train.machine import has_idle_parameters

pytestmark = pytest.mark.slow

SMALL = [
    *(
        "train",
        "resnet20",
        "--set",
        "periods=[{channels: 4, steps: 1}, {channels: 8, steps: 1}]",
        "--threads",
        "1",
    ),
    *(
        "--images",
        "301",
        "--batch",
        "32",
        "--with",
        "augmentation={pad: 1, flip: true}",
        "--accelerator",
        "cpu",
    ),
]
# In float64, where thirty steps do not blow up the rounding of another order of summation.
DOUBLE = ("--epochs", "3", "--validation", "0.2", "--precision", "64-true")
# The program, which notes when it begins to wait for the other processes.
WAITING = """
import sys
from pathlib import Path
from torch import distributed
from tableau2net.cli import main

begun = distributed.init_process_group
def waiting(*arguments, **options):
    Path({waiting!r}).touch()
    return begun(*arguments, **options)
distributed.init_process_group = waiting
sys.exit(main())
"""
PROGRAM = "import sys; from tableau2net.cli import main; sys.exit(main())"


def started(output: Path, processes: int, *arguments: str, restarts: int = 0) -> Program:
    """The training by torchrun's agent with so many processes, all of which have everything loaded."""
    call = [*SMALL, "--output", str(output), *arguments]
    return Program(call, run=partial(launched, processes, restarts, command))


def begun(output: Path, processes: int, *arguments: str, restarts: int = 0) -> subprocess.Popen[str]:
    """The training by torchrun, which begins so many processes, as its user has it."""
    script = output.with_suffix(".py")
    script.write_text(PROGRAM, encoding="utf-8")
    launcher = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(processes)]
    launcher += ["--max-restarts", str(restarts), "--monitor-interval", "0.1"]
    launcher += ["--rdzv-backend", "c10d", "--rdzv-endpoint", f"127.0.0.1:{free_port()}"]
    call = [*launcher, str(script), *SMALL, "--output", str(output), *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    return subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def ended(process: Process) -> str:
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors[-3000:]
    return output


def curve(output: Path, name: str) -> list[float]:
    found = []
    for path in sorted(output.glob("logs/*/metrics.csv")):
        with open(path, encoding="utf-8") as file:
            found += [float(row[name]) for row in csv.DictReader(file) if row.get(name)]
    return found


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Where two processes have trained, and what they told."""
    output = tmp_path_factory.mktemp("together") / "run"
    return output, ended(begun(output, 2, *DOUBLE))


def test_two_processes_train_as_one_does(together: tuple[Path, str], tmp_path: Path) -> None:
    output, errors = together
    alone = tmp_path / "run"
    assert command([*SMALL, "--output", str(alone), *DOUBLE]) == 0  # without a launcher, as a user trains
    assert errors.count("error on 359 test images") == 1  # one of the processes tells it
    agree(alone, output)


def agree(one: Path, other: Path) -> None:
    """Two trainings agree to rounding."""
    for name in ("train_loss", "validation_loss", "test_loss"):
        first, second = curve(one, name), curve(other, name)
        assert len(first) == len(second) == (1 if name == "test_loss" else 3)
        assert second == pytest.approx(first, rel=1e-6)  # logged in float32
    for name, value in weights(one).items():
        assert torch.allclose(weights(other)[name].double(), value.double(), rtol=0, atol=1e-9), name


def weights(output: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = torch.load(output / "weights.pt", weights_only=True)
    return found


@pytest.mark.parametrize(("before", "after"), [(2, 1), (1, 2)])
def test_a_training_is_resumed_with_another_number_of_processes(
    before: int, after: int, together: tuple[Path, str], tmp_path: Path
) -> None:
    output, arguments = tmp_path / "run", (*DOUBLE, "--checkpoint-every", "3")
    first = started(output, before, *arguments)
    until_there(output / "last.ckpt", first)
    for each in children(first):
        os.kill(each, signal.SIGKILL)
    first.communicate(timeout=60)
    assert not (output / "weights.pt").exists()
    ended(started(output, after, *arguments, "--resume"))
    agree(together[0], output)


def test_parameters_that_no_gradient_reaches_are_no_obstacle(tmp_path: Path) -> None:
    with_idle = ("--set", "scheme=pece_adams2", "--set", "periods.*.steps=2")
    assert has_idle_parameters(build(load_network("resnet20", list(with_idle[1::2]))), 3, 32)
    assert not has_idle_parameters(build(load_network("resnet20")), 3, 32)
    ended(started(tmp_path / "run", 2, "--epochs", "1", *with_idle))


@pytest.mark.parametrize("more", [(), DOUBLE[2:]], ids=["in float32", "in float64, with validation"])
def test_a_killed_process_is_started_again_from_the_last_checkpoint(
    more: tuple[str, ...], tmp_path: Path
) -> None:
    output, whole = tmp_path / "killed" / "run", tmp_path / "whole" / "run"
    for folder in (output, whole):
        folder.parent.mkdir()
    arguments = ("--epochs", "4", "--checkpoint-every", "3", *more)
    ended(started(whole, 2, *arguments))
    process = started(output, 2, *arguments, restarts=2)
    until_there(output / "last.ckpt", process)
    os.kill(max(children(process)), signal.SIGKILL)
    errors = process.communicate(timeout=300)[1]
    assert (process.returncode, len(list(output.glob("logs/version_*")))) == (0, 2), errors[-6000:]
    assert list(differences(left(whole.parent), left(output.parent))) == []
    assert json.loads((output / "result.json").read_text())["epochs"] == 4


@pytest.mark.parametrize(
    "kills",
    [["--every", "77", "--begin", "20"], pytest.param(["--every", "13"], marks=pytest.mark.thorough)],
    ids=" ".join,
)
def test_a_process_that_is_killed_at_any_point_loses_nothing_and_the_other_ends_with_a_line(
    kills: list[str], tmp_path: Path
) -> None:
    tried = Program([str(tmp_path), *kills], run=kill_processes.main)
    output, errors = tried.communicate(timeout=900)
    assert (tried.returncode, output.count("\n"), beside_epochs(errors)) == (0, 1, []), output[-3000:]


def test_a_training_that_is_over_is_over_for_every_process(together: tuple[Path, str]) -> None:
    output, _ = together
    before = (output / "weights.pt").read_bytes()
    assert "error on 359 test images" in ended(started(output, 2, *DOUBLE, "--resume"))
    assert (output / "weights.pt").read_bytes() == before


def test_a_process_that_torchrun_ends_tells_it_while_it_waits_for_others(
    tmp_path: Path,
) -> None:
    """Inside torch, where Python's own handlers are not run."""
    environment = {**os.environ, "RANK": "1", "LOCAL_RANK": "1", "WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2"}
    environment |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port()), "GROUP_RANK": "0"}
    waiting = tmp_path / "waiting"
    program = WAITING.format(waiting=str(waiting))
    call = [sys.executable, "-c", program, *SMALL, "--output", str(tmp_path / "run"), "--epochs", "1"]
    process = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    until_there(waiting, process)
    process.terminate()
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (143, "")
    assert errors == (
        "error: training ended by SIGTERM, as torchrun ends all processes where one of them has ended\n"
    )


@pytest.mark.parametrize("processes", [pytest.param(1, marks=pytest.mark.thorough), 2])
def test_no_process_outlives_a_torchrun_that_is_killed(processes: int, tmp_path: Path) -> None:
    torchrun = begun(tmp_path / "run", processes, "--epochs", "9999")
    until_there(tmp_path / "run" / "last.ckpt", torchrun)
    trainers = descendants(torchrun)
    torchrun.kill()
    _, errors = torchrun.communicate(timeout=60)  # whoever is left would keep its standard error open
    assert len(trainers) == processes
    assert alive(trainers, within=15) == 0
    lines = errors.splitlines()[-processes:]  # one may come to find the other gone first
    assert "error: training ended with torchrun, which has been killed" in lines
    assert all(line.startswith("error: training ended") for line in lines)
