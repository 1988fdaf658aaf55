"""`train`, as its user runs it: on digits, with networks that are small enough to learn in a second."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import functools
import json
import os
import pty
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kill_points
import pytest
import torch
from emitted import imported
from processes import Process, until_there
from programs import Program, beside_epochs
from torch import nn

from tableau2net.cli import main
from tableau2net.data import load
from tableau2net.files import keep
from tableau2net.train import seal
from tableau2net.train.failure import of_threads
from tableau2net.train.feed import EvaluationFeed, normalisation

pytestmark = pytest.mark.slow

PROGRAM = "import sys; from tableau2net.cli import main; sys.exit(main())"
PERIODS = "periods=[{channels: 4, steps: 1}, {channels: 8, steps: 1}]"
# Dropped and disturbed slopes, and cut images: all that is drawn at random while training.
RANDOM = ["--recipe", "stochastic_depth", "--with", "augmentation={pad: 1, flip: true, mode: reflect}"]
RANDOM += ["--set", "noise.level=0.01"]
SMALL = ["train", "resnet20", "--set", PERIODS, "--images", "300", "--batch", "32", "--threads", "1"]


def train(output: Path, *arguments: str) -> int:
    status: int = main([*SMALL, "--output", str(output), *arguments])
    return status


def begun(output: Path, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """The training in a process that is begun as a user's."""
    call = [sys.executable, "-c", PROGRAM, *SMALL, "--output", str(output), *arguments]
    return subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def process(output: Path, *arguments: str, first: Callable[[], object] | None = None) -> Program:
    """The training in a process that has everything loaded."""
    return Program([*SMALL, "--output", str(output), *arguments], first=first)


def killed_at_a_checkpoint(output: Path, *arguments: str) -> None:
    """Start a training and kill it, by the signal that cannot be caught, as soon as it has written a checkpoint."""
    started = process(output, *arguments)
    until_there(output / "last.ckpt", started)
    started.send_signal(signal.SIGKILL)
    started.communicate(timeout=60)
    assert started.returncode == -signal.SIGKILL
    assert not (output / "weights.pt").exists()


def weights(output: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = torch.load(output / "weights.pt", weights_only=True)
    return found


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


@pytest.fixture(scope="module")
def trained_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("train") / "whole"
    assert train(output, *RANDOM, "--epochs", "3") == 0
    return output


@pytest.fixture
def whole(trained_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a training that nothing interrupted: a copy for each test, which may write into it."""
    return Path(shutil.copytree(trained_once, tmp_path_factory.mktemp("whole") / "whole"))


def test_a_network_learns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main([*SMALL[:4], "--threads", "1", "--epochs", "10", "--output", str(tmp_path / "run"), "--json"])
        == 0
    )
    report = json.loads(capsys.readouterr().out)
    assert report["error"] < 15
    assert report == {"network": "resnet20", "folder": str(tmp_path / "run")} | json.loads(
        (tmp_path / "run" / "result.json").read_text(encoding="utf-8")
    )


def test_without_a_terminal_each_epoch_is_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(tmp_path / "run", "--epochs", "2", "--validation", "0.25") == 0
    captured = capsys.readouterr()
    number = r"\d+\.\d+"
    losses = "; ".join(f"{split} loss {number}, error {number} %" for split in ("train", "validation"))
    first, second = captured.err.splitlines()
    assert re.fullmatch(f"epoch 1/2: {losses}; {number} s", first)
    assert re.fullmatch(f"epoch 2/2: {losses}; {number} s", second)
    assert "epoch 1/2" not in captured.out


def test_the_weights_fit_the_source_beside_them(whole: Path, tmp_path: Path) -> None:
    with imported((whole / "network.py").read_text(encoding="utf-8"), tmp_path) as module:
        network = [value for value in vars(module).values() if isinstance(value, type)][-1]()
    network.load_state_dict(weights(whole))
    network.eval()
    digits = load("digits", images=300)
    wrong = 0
    with torch.no_grad():
        for images, targets in EvaluationFeed(digits.test, normalisation(digits.train)):
            wrong += int((network(images).argmax(1) != targets).sum())
    result = json.loads((whole / "result.json").read_text(encoding="utf-8"))
    assert result["error"] == 100 * wrong / len(digits.test)


def test_what_is_left_can_be_looked_at(whole: Path) -> None:
    assert (whole / "curves.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert list((whole / "tensorboard").glob("events*"))
    (metrics,) = whole.glob("logs/*/metrics.csv")
    assert len([line for line in metrics.read_text().splitlines() if line]) >= 4


def test_one_seed_gives_one_training(whole: Path, tmp_path: Path) -> None:
    assert train(tmp_path / "again", *RANDOM, "--epochs", "3") == 0
    assert same(weights(tmp_path / "again"), weights(whole))
    assert train(tmp_path / "other", *RANDOM, "--epochs", "3", "--seed", "1") == 0
    assert not same(weights(tmp_path / "other"), weights(whole))


@pytest.mark.parametrize(
    "every", [["--checkpoint-every", "3"], []], ids=["in the middle of an epoch", "after one"]
)
def test_a_training_that_was_killed_goes_on_as_if_it_had_not_been(
    every: list[str], whole: Path, tmp_path: Path
) -> None:
    output = tmp_path / "run"
    killed_at_a_checkpoint(output, *RANDOM, "--epochs", "3", *every)
    if every:
        checkpoint = torch.load(output / "last.ckpt", weights_only=True)
        assert checkpoint["global_step"] % 10 != 0  # ten steps an epoch
    assert train(output, *RANDOM, "--epochs", "3", *every, "--resume") == 0
    assert same(weights(output), weights(whole))
    assert json.loads((output / "result.json").read_text())["train_loss"] == pytest.approx(
        json.loads((whole / "result.json").read_text())["train_loss"], rel=1e-6
    )


@pytest.mark.parametrize("precision", ["64-true", "bf16-mixed"])
def test_a_training_goes_on_as_if_it_had_not_been_killed_in_every_precision(
    precision: str, tmp_path: Path
) -> None:
    arguments = ("--epochs", "2", "--checkpoint-every", "3", "--precision", precision)
    killed_at_a_checkpoint(tmp_path / "killed", *arguments)
    assert train(tmp_path / "killed", *arguments, "--resume") == 0
    assert train(tmp_path / "whole", *arguments) == 0
    assert same(weights(tmp_path / "killed"), weights(tmp_path / "whole"))


def test_a_training_that_is_over_is_over(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = weights(whole)
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 0
    assert same(weights(whole), before)


def test_a_folder_is_not_written_over(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (whole / "weights.pt").read_bytes()
    assert train(whole, *RANDOM, "--epochs", "3") == 2
    assert "this folder holds a training" in capsys.readouterr().err
    assert train(whole, *RANDOM, "--epochs", "4", "--resume") == 2
    assert "this folder holds another training: found another recipe" in capsys.readouterr().err
    assert (whole / "weights.pt").read_bytes() == before


def test_what_left_no_checkpoint_is_not_resumed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(tmp_path / "typo", "--epochs", "1", "--resume") == 2
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: {tmp_path / 'typo'}: there is nothing to resume: found no last.ckpt")
    assert errors.count("\n") == 1
    assert not (tmp_path / "typo").exists()


def test_a_loss_that_is_not_finite_ends_the_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        train(tmp_path / "run", "--with", "optimizer.rate=1e30", "--with", "schedule={kind: constant}") == 1
    )
    errors = capsys.readouterr().err
    assert errors.startswith("error: the loss is nan in epoch 1, step ")
    assert "no checkpoint had been written" in errors


def test_a_full_disk_ends_the_training_and_leaves_the_last_good_checkpoint(tmp_path: Path) -> None:
    output = tmp_path / "run"
    arguments = ("--epochs", "3", "--checkpoint-every", "3")
    killed_at_a_checkpoint(output, *arguments)
    before = (output / "last.ckpt").read_bytes()

    started = process(output, *arguments, "--resume", first=_full)
    _, errors = started.communicate()
    assert started.returncode == 1
    assert "training ended: File too large" in errors
    assert f"the last good checkpoint is {output / 'last.ckpt'}" in errors
    assert "Traceback" not in errors
    assert (output / "last.ckpt").read_bytes() == before
    assert sorted(path.name for path in output.iterdir() if path.name.startswith(".")) == [".lock"]
    assert train(output, *arguments, "--resume") == 0


def _full() -> None:
    """No file may grow beyond a size: what a full disk does to the first checkpoint."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_early_stopping_ends_a_training_that_does_not_improve(tmp_path: Path) -> None:
    flat = ["--with", "optimizer.rate=1e-30", "--with", "schedule={kind: constant}"]
    assert train(tmp_path / "run", "--epochs", "9", "--validation", "0.2", "--patience", "2", *flat) == 0
    assert json.loads((tmp_path / "run" / "result.json").read_text())["epochs"] < 9
    assert (tmp_path / "run" / "best.ckpt").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "digts"], "expected 'digits'"),
        (["--data", "folder:/nowhere"], "/nowhere"),
        (["--recipe", "ml"], "nothing in the catalogue has this name: found 'ml'; expected 'lm'"),
        (["--with", "optimizer.kind=sdg"], "--with optimizer.kind=sdg: this kind is not known"),
        (["--set", "classes=5"], "the network and the data have different classes"),
        (["--set", "input.size=32"], "the network and the data have different images"),
        (["--set", "head.kind=segmentation"], "the head does not fit the data"),
        (["--patience", "3"], "early stopping needs images held out"),
        (["--images", "5"], "5"),
        (["--accelerator", "abacus"], "abacus"),
    ],
)
def test_bad_calls_are_told_before_any_training(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "run"
    assert train(output, *arguments) == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert errors.count("\n") == 1
    assert not (output / "last.ckpt").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert train(tmp_path / "file" / "run") == 2
    assert "this cannot be a training's folder: found Not a directory" in capsys.readouterr().err


def test_a_folder_that_can_no_longer_be_written_is_told_when_it_is_resumed(
    whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tableau2net.train.folder.write", full)
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 2
    errors = capsys.readouterr().err
    assert errors == f"error: {whole}: this cannot be a training's folder: found No space left on device\n"


def test_names_that_are_not_utf8_are_written_down_or_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = tmp_path / os.fsdecode(b"n\xff")
    assert train(strange, "--epochs", "1") == 2
    assert "this cannot be a training's folder: found a name that is not UTF-8" in capsys.readouterr().err
    network = strange.with_suffix(".yaml")
    network.write_text(
        "name: strange\ninput: {channels: 1, size: 8}\nclasses: 10\nscheme: euler\n"
        "periods: [{channels: 2, steps: 1}]\n",
        encoding="utf-8",
    )
    call = ["train", str(network), *SMALL[4:], "--epochs", "1", "--output", str(tmp_path / "run")]
    assert main(call) == 0
    assert main([*call, "--resume"]) == 0
    report = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert report["reference"].endswith("/n\\udcff.yaml")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "network.py").write_text("mine", encoding="utf-8")
    assert train(tmp_path) == 2
    assert "this folder holds other files" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["network.py"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_an_interrupted_training_finishes_its_step_and_tells_the_call_that_goes_on(
    number: signal.Signals, tmp_path: Path
) -> None:
    output = tmp_path / "run"
    started: Process
    if number == signal.SIGINT:
        # As from a terminal: what a shell starts in the background is told to ignore the signal, and hands that on.
        heeded = functools.partial(signal.signal, number, signal.SIG_DFL)
        started = begun(output, "--epochs", "200", preexec_fn=heeded)
    else:
        started = process(output, "--epochs", "200")
    until_there(output / "last.ckpt", started)
    before = seal.load(output / "last.ckpt")["global_step"]
    started.send_signal(number)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 128 + number
    *epochs, last = errors.splitlines()
    assert last.startswith(
        f"interrupted; the last good checkpoint is {output / 'last.ckpt'}; to resume: tableau2net train"
    )
    assert last.endswith(" --epochs 200 --resume")
    assert all(line.startswith("epoch ") for line in epochs)
    assert seal.load(output / "last.ckpt")["global_step"] > before


def test_one_folder_takes_one_training(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "run"
    first = process(output, "--epochs", "200")
    until_there(output / "run.json", first)
    assert train(output, "--seed", "1") == 2
    assert f"{output}: another process trains in this folder" in capsys.readouterr().err
    first.kill()
    first.communicate(timeout=60)
    (output / "last.ckpt").unlink(missing_ok=True)
    assert train(output, "--seed", "1", "--epochs", "1") == 0


def test_a_checkpoint_knows_which_training_it_is_of(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (whole / "run.json").unlink()
    assert train(whole, *RANDOM, "--epochs", "3", "--seed", "1", "--resume") == 2
    assert "this folder holds another training: found another seed" in capsys.readouterr().err
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 0


@pytest.mark.parametrize("name", ["run.json", "result.json"])
@pytest.mark.parametrize(
    "content", ["[]", "null", "12", '{"network": ', "{}", "", "\0", "[" * 9999], ids=range(8)
)
def test_a_damaged_file_of_a_training_is_told_and_written_anew_where_it_is_taken_away(
    name: str, content: str, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = weights(whole)
    (whole / name).write_text(content, encoding="utf-8")
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 2
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: {whole / name}:")
    assert errors.endswith("expected the file as it was, or none: --resume writes it again\n")
    assert errors.count("\n") == 1
    (whole / name).unlink()
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 0
    assert (whole / name).exists()
    assert same(weights(whole), before)


def test_stages_that_are_not_solved_end_the_training_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solve = "implicit={mode: solve, tolerance: 1e-9, iterations: 1}"
    assert train(tmp_path / "run", "--set", "scheme=gauss2", "--set", solve) == 1
    errors = capsys.readouterr().err
    assert errors.startswith(
        "error: training ended: RuntimeError: stages not solved in 1 iterations: residual "
    )
    assert errors.count("\n") == 1


def _flipped(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 4]) + data[len(data) // 2 + 1 :]


@pytest.mark.parametrize(
    "damage",
    [_flipped, lambda data: data[:-1], lambda data: b"", lambda data: b"text", lambda data: bytes(len(data))],
    ids=["a bit", "the end", "all", "text", "zeros"],
)
def test_a_damaged_checkpoint_is_told_and_the_one_before_it_offered(
    damage: Callable[[bytes], bytes], whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, last, previous = weights(whole), whole / "last.ckpt", whole / "previous.ckpt"
    last.write_bytes(damage(last.read_bytes()))
    for name in ("result.json", "weights.pt"):
        (whole / name).unlink()
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 2
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: {last}: this checkpoint is damaged: found ")
    assert errors.endswith(f"; expected `mv {previous} {last}` to use the one before it\n")
    previous.rename(last)
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 0
    assert same(weights(whole), before)


def test_no_code_in_a_checkpoint_is_run(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = torch.load(whole / "last.ckpt", weights_only=True)
    seal.save(whole / "last.ckpt", {**held, "callbacks": _Payload(tmp_path / "ran")})
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 2
    assert "this is not a checkpoint of a training" in capsys.readouterr().err
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state_dict", None),
        ("state_dict", {}),
        ("state_dict", {"network.stem.weight": "a text"}),
        ("state_dict", 3),
        ("tableau2net", 3),
        ("tableau2net", {}),
        ("tableau2net", {"identity": 3, "least": None, "finished": False}),
        ("tableau2net", {"identity": {}, "least": "a text", "finished": False}),
        ("tableau2net", {"identity": {}, "least": None, "finished": 2}),
        ("optimizer_states", [{}]),
        ("optimizer_states", [{"state": 3, "param_groups": "a text"}]),
        ("optimizer_states", None),
        ("lr_schedulers", [3]),
        ("lr_schedulers", {}),
        ("loops", {}),
        ("loops", {"fit_loop": 3}),
        ("loops", {"fit_loop": {}}),
        ("callbacks", 3),
        ("history", {"test_error": 3}),
        ("Feeds", {}),
        ("Feeds", {"position": ("a", "b")}),
        ("pytorch-lightning_version", 3),
        ("pytorch-lightning_version", None),
    ],
    ids=str,
)
def test_a_whole_checkpoint_of_another_structure_is_told_in_one_line(
    name: str, value: object, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = whole / "last.ckpt"
    held = torch.load(last, weights_only=True)
    if name not in held:
        assert name == "callbacks"
    if isinstance(value, dict) and name == "tableau2net" and "identity" in value:
        value = {**value, "identity": value["identity"] or held[name]["identity"]}
    others = {key: each for key, each in held.items() if key != name}
    seal.save(last, others if value is None else {**others, name: value})
    (whole / "result.json").unlink()
    assert train(whole, *RANDOM, "--epochs", "3", "--resume") == 2
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: {last}: this ")
    assert errors.endswith(f"; expected `mv {whole / 'previous.ckpt'} {last}` to use the one before it\n")
    assert errors.count("\n") == 1


class _Payload:
    """What writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


def test_a_thread_that_cannot_write_ends_the_training(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = list[object]()
    monkeypatch.setattr(threading, "excepthook", lambda failure: printed.append(failure.exc_value))
    full, fault = OSError(errno.ENOSPC, "full"), KeyError("a fault")

    def fails(error: Exception) -> None:
        raise error

    for error in (full, fault):
        with (
            pytest.raises(OSError, match="full") if error is full else contextlib.nullcontext(),
            of_threads(),
        ):
            thread = threading.Thread(target=fails, args=(error,))
            thread.start()
            thread.join()
    assert printed == [fault]


def test_what_killed_trainings_left_half_written_is_taken_away(tmp_path: Path) -> None:
    output = tmp_path / "run"
    output.mkdir()
    (output / ".lock").touch()
    for name in (".run.json.abcd1234", ".last.ckpt.abcd1234"):
        (output / name).write_text("half", encoding="utf-8")
    assert train(output, "--epochs", "1") == 0
    assert {path.name for path in output.iterdir() if path.name.startswith(".")} == {".lock"}


def test_a_kept_checkpoint_is_a_file_of_its_own_however_often(tmp_path: Path) -> None:
    last, before = tmp_path / "last.ckpt", tmp_path / "previous.ckpt"
    keep(last, before)
    assert list(tmp_path.iterdir()) == []
    last.write_text("first", encoding="utf-8")
    for _ in range(2):
        keep(last, before)
        assert sorted(tmp_path.iterdir()) == [last, before]
    last.write_text("damaged where it lies", encoding="utf-8")
    assert before.read_text(encoding="utf-8") == "first"


def test_from_the_second_checkpoint_on_there_are_always_two_whole_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at before and after each replacement of a file, as a kill would leave the folder."""
    last, before, looks = tmp_path / "run" / "last.ckpt", tmp_path / "run" / "previous.ckpt", list[bool]()
    replace = os.replace

    def look() -> None:
        if before.exists():
            assert not last.samefile(before)
            looks.append(all(seal.whole(path.read_bytes()) for path in (last, before)))

    def replaced(source: str, target: Path) -> None:
        look()
        replace(source, target)
        look()

    monkeypatch.setattr(os, "replace", replaced)
    assert train(tmp_path / "run", "--epochs", "3") == 0
    assert len(looks) > 8
    assert all(looks)


@pytest.mark.parametrize(
    "points",
    [
        ["--few"],
        *(pytest.param(["--every", "6", "--begin", str(n)], marks=pytest.mark.thorough) for n in range(6)),
    ],
    ids=" ".join,
)
def test_a_training_that_is_killed_at_any_point_leaves_what_an_unbroken_one_does(
    points: list[str], tmp_path: Path
) -> None:
    """At any at which more is to be found than at the one before; in `make test` at one of each kind."""
    tried = Program([str(tmp_path), *points], run=kill_points.main)
    output, errors = tried.communicate(timeout=600)
    assert (tried.returncode, output.count("\n"), beside_epochs(errors)) == (0, 1, []), output[-3000:]


def test_a_network_can_be_taught_by_another(whole: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "taught.yaml"
    recipe.write_text(
        f"""
name: taught
epochs: 2
batch: 32
distillation: {{teacher: {whole / "network.yaml"}, checkpoint: {whole / "weights.pt"}, weight: 1.0, decay: 0.5}}
""",
        encoding="utf-8",
    )
    (whole / "network.yaml").write_text(
        "name: teacher\ninput: {channels: 1, size: 8}\nclasses: 10\nscheme: euler\n"
        "periods: [{channels: 4, steps: 1}, {channels: 8, steps: 1}]\n"
        "transition: {kind: projection, residual: true}\n",
        encoding="utf-8",
    )
    assert train(tmp_path / "alone", "--recipe", str(recipe), "--with", "distillation=null") == 0
    assert train(tmp_path / "taught", "--recipe", str(recipe)) == 0
    assert train(tmp_path / "smoothed", "--recipe", str(recipe), "--with", "label_smoothing=0.2") == 0
    assert not same(weights(tmp_path / "alone"), weights(tmp_path / "taught"))
    assert not same(weights(tmp_path / "smoothed"), weights(tmp_path / "taught"))
    (whole / "weights.pt").rename(tmp_path / "elsewhere.pt")
    try:
        assert train(tmp_path / "untaught", "--recipe", str(recipe)) == 2
    finally:
        (tmp_path / "elsewhere.pt").rename(whole / "weights.pt")


def test_every_pixel_can_be_classified(tmp_path: Path) -> None:
    from PIL import Image

    for split, count in (("train", 12), ("test", 4)):
        for kind in ("images", "masks"):
            (tmp_path / "data" / split / kind).mkdir(parents=True)
        for index in range(count):
            noise = Image.frombytes("L", (8, 8), os.urandom(64))
            noise.save(tmp_path / "data" / split / "images" / f"{index}.png")
            bright = noise.point([0] * 128 + [1] * 127 + [255])  # the brightest is not counted
            bright.save(tmp_path / "data" / split / "masks" / f"{index}.png")
    called = ["train", "resnet20_segmentation", "--set", PERIODS, "--data", f"masks:{tmp_path / 'data'}"]
    recipe = [
        "--with",
        "augmentation={pad: 2, flip: true}",
        "--epochs",
        "30",
        "--batch",
        "6",
        "--threads",
        "1",
    ]
    assert main([*called, *recipe, "--output", str(tmp_path / "run")]) == 0
    assert json.loads((tmp_path / "run" / "result.json").read_text())["error"] < 30


def test_a_pipe_is_filled_with_one_line_an_epoch(tmp_path: Path) -> None:
    started = begun(tmp_path / "run", "--epochs", "2")
    errors = started.communicate(timeout=300)[1]
    assert started.returncode == 0
    assert beside_epochs(errors) == []
    assert errors.count("\n") == 2


def test_the_source_that_is_left_is_up_to_date_with_its_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert train(Path("run"), "--epochs", "1") == 0
    overrides = json.loads(Path("run/run.json").read_text(encoding="utf-8"))["overrides"]
    sets = [word for override in overrides for word in ("--set", override)]
    assert main(["compile", "resnet20", "-o", "run/network.py", "--check", *sets]) == 0


@pytest.mark.parametrize(
    "arguments",
    [["--precision", "bf16-mixed"], ["--with", "gradient_clip=0.01"], ["--with", "label_smoothing=0.2"]],
    ids=lambda arguments: arguments[1],
)
def test_what_changes_the_arithmetic_changes_the_weights(arguments: list[str], tmp_path: Path) -> None:
    assert train(tmp_path / "plain", "--epochs", "1") == 0
    assert train(tmp_path / "changed", "--epochs", "1", *arguments) == 0
    assert not same(weights(tmp_path / "plain"), weights(tmp_path / "changed"))


def test_the_network_alone_is_compiled_where_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[nn.Module] = []
    monkeypatch.setattr(nn.Module, "compile", lambda network: compiled.append(network))
    assert train(tmp_path / "plain", "--epochs", "1") == 0
    assert compiled == []
    assert train(tmp_path / "compiled", "--epochs", "1", "--compile") == 0
    (network,) = compiled
    assert network.state_dict().keys() == weights(tmp_path / "compiled").keys()


@pytest.mark.thorough
def test_a_compiled_training_ends_as_one_that_is_not(tmp_path: Path) -> None:
    wide = ("--epochs", "1", "--precision", "64-true")
    assert train(tmp_path / "plain", *wide) == 0
    assert train(tmp_path / "compiled", *wide, "--compile") == 0
    plain, compiled = weights(tmp_path / "plain"), weights(tmp_path / "compiled")
    torch.testing.assert_close(compiled, plain, rtol=1e-6, atol=1e-9)


def test_a_terminal_shows_how_far_the_training_is(tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 0, 0))
    call = [sys.executable, "-c", PROGRAM, *SMALL, "--output", str(tmp_path / "run"), "--epochs", "2"]
    started = subprocess.Popen(call, stdout=end, stderr=end)
    os.close(end)
    shown = b""
    with contextlib.suppress(OSError):  # so the end of a terminal is told
        while piece := os.read(terminal, 4096):
            shown += piece
    assert started.wait(timeout=60) == 0
    assert b"epoch 2/2: 100%" in shown
    assert b"train=" in shown
