"""A tiny training, killed at every point that can be observed, and resumed: it leaves what an unbroken one leaves.

    python tests/kill_points.py FOLDER [--every N] [--begin N] [--few | --all] [--second]

The points are before and after each replacement of a file, and each of Lightning's hooks. Tried are those at which the
folder is not as it was at the point before: a training that is killed at another leaves what it would have left there.
Every training is a process forked from this one, which has loaded everything and computes nothing. With `--every` every
N-th of them alone is tried, the one with the number `--begin` first; with `--few` one of each name, that in the middle
of the training; with `--all` every point. With `--second` the resumed training is killed too, at the same point of its
own, and resumed again. Prints the number of points, and a line for each that leaves something else; the exit status is
then 1.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import lightning.pytorch as lightning
import torch

from tableau2net.cli import main as command
from tableau2net.train import run, seal

NETWORK = """
name: tiny
input: {channels: 1, size: 8}
classes: 10
scheme: euler
periods: [{channels: 2, steps: 1}, {channels: 2, steps: 1}]
"""
RECIPE = """
name: taught
epochs: 5
batch: 24
optimizer: {kind: sgd, rate: 0.3, momentum: 0.9}
augmentation: {pad: 1, flip: true}
stochastic_depth: {rate: 0.5, decay: linear, per: batch}
distillation: {teacher: tiny.yaml, checkpoint: teacher.pt, weight: 1.0, decay: 0.5}
"""
COMMON = ("--images", "100", "--threads", "1")
TAUGHT = (*COMMON, "--validation", "0.3", "--patience", "2", "--checkpoint-every", "1")
TIMES = ("seconds", "step_time")  # all that no seed decides
COMPARED = (
    "state_dict",
    "optimizer_states",
    "lr_schedulers",
    "epoch",
    "global_step",
    "tableau2net",
    "callbacks",
    "history",
    "tallies",
)
HOOKS = [name for name in dir(lightning.Callback) if name.startswith("on_") or name in ("setup", "teardown")]


class Points:
    """Counts the points that a training passes, and kills it, or the process that `victim` gives, at the one that
    `last` says; where a folder is watched, it is looked at at each."""

    def __init__(
        self, last: int | None, watched: Path | None = None, victim: Callable[[], int] = os.getpid
    ) -> None:
        self.last, self.watched, self.victim, self.passed = last, watched, victim, 0
        self.names, self.seen = list[str](), list[str]()

    def passing(self, name: str) -> None:
        self.names.append(name)
        if self.watched is not None:
            self.seen.append(fingerprint(self.watched))
        self.passed += 1
        if self.passed == self.last:
            os.kill(self.victim(), signal.SIGKILL)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def replaced(*arguments: Any, **options: Any) -> Any:
            self.passing(f"before {name} of {Path(arguments[-1]).name}")
            result = call(*arguments, **options)
            self.passing(f"after {name} of {Path(arguments[-1]).name}")
            return result

        return replaced

    def callback(self) -> lightning.Callback:
        def hook(name: str) -> Callable[..., None]:
            return lambda *_, **__: self.passing(name)

        watched = lightning.Callback()
        for name in HOOKS:
            setattr(watched, name, hook(name))
        return watched


def trained(folder: Path, points: Points, *arguments: str, first: Callable[[], object] = lambda: None) -> int:
    """The exit status, -9 where it was killed, of a process that trains in the folder. What it does first is called in
    that process."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            first()
            status = training(folder, points, *arguments)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def training(folder: Path, points: Points, *arguments: str) -> int:
    """Train in the folder, in this process, and write down the points that were passed: the exit status."""
    callbacks = run._callbacks
    run._callbacks = lambda *options: [*callbacks(*options), points.callback()]
    os.replace = points.around("replace", os.replace)
    status: int = command(trains(folder, *arguments))
    options = {"names": points.names, "seen": points.seen}
    (folder / "points.json").write_text(json.dumps(options), encoding="utf-8")
    return status


def trains(folder: Path, *arguments: str) -> list[str]:
    """The arguments of the command."""
    return ["train", str(folder / "tiny.yaml"), "--output", str(folder / "run"), *arguments]


def fingerprint(folder: Path) -> str:
    """What lies in a folder: the content of all files in it. How those are called that are being written is drawn."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    held = sorted((path.parent.name, path.suffix, sha256(path.read_bytes()).hexdigest()) for path in files)
    return sha256(repr(held).encode()).hexdigest()


def changing(seen: list[str]) -> list[int]:
    """The numbers of the points, from 1, at which the folder is not as it was at the point before."""
    return [n for n, (before, now) in enumerate(pairwise(["", *seen]), 1) if before != now]


def of_each_name(points: list[int], names: list[str]) -> list[int]:
    """Of the points of one name the one in the middle."""
    named: dict[str, list[int]] = {}
    for n in points:
        named.setdefault(names[n - 1], []).append(n)
    return sorted(each[len(each) // 2] for each in named.values())


def left(folder: Path) -> dict[str, Any]:
    """What a training has left, by the names of files, without what depends on the time."""
    found: dict[str, Any] = {}
    for path in sorted((folder / "run").iterdir()):
        if path.suffix == ".ckpt":
            held = seal.load(path)
            found[path.name] = {name: held[name] for name in COMPARED}
        elif path.name == "result.json":
            report = json.loads(path.read_text(encoding="utf-8"))
            found[path.name] = {name: value for name, value in report.items() if name not in TIMES}
        elif path.is_file():
            found[path.name] = path.read_bytes()
        else:
            found[path.name] = True
    return found


def differences(a: Any, b: Any, place: str = "") -> Iterator[str]:
    """The places where two values differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        for name in a.keys() | b.keys():
            if name in a and name in b:
                yield from differences(a[name], b[name], f"{place}/{name}")
            else:
                yield f"{place}/{name}: only {'before' if name in a else 'after'}"
    elif isinstance(a, list | tuple) and isinstance(b, list | tuple) and len(a) == len(b):
        for index, (x, y) in enumerate(zip(a, b, strict=True)):
            yield from differences(x, y, f"{place}/{index}")
    elif isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        if not torch.equal(a, b):
            yield f"{place}: other numbers"
    elif a != b:
        yield f"{place}: {str(a)[:60]} and {str(b)[:60]}"


def prepared(folder: Path) -> tuple[str, ...]:
    """The options of the training, for which the network, the recipe and the teacher are made."""
    (folder / "tiny.yaml").write_text(NETWORK, encoding="utf-8")
    (folder / "taught.yaml").write_text(RECIPE, encoding="utf-8")
    assert trained(folder, Points(None), *COMMON, "--epochs", "1") == 0
    (folder / "run" / "weights.pt").rename(folder / "teacher.pt")
    shutil.rmtree(folder / "run")
    return (*TAUGHT, "--recipe", str(folder / "taught.yaml"))


def unbroken_training(folder: Path) -> tuple[tuple[str, ...], dict[str, Any], dict[str, Any]]:
    """The options of a training that nothing breaks, what it leaves, and the points that it passes."""
    call = prepared(folder)
    assert trained(folder, Points(None, folder / "run"), *call) == 0
    return call, left(folder), json.loads((folder / "points.json").read_text(encoding="utf-8"))


def attempts(folder: Path, options: argparse.Namespace) -> Iterator[str]:
    """Tries the points, and says what went otherwise than in the training that nothing broke."""
    call, unbroken, points = unbroken_training(folder)
    names = points["names"]
    tried = list(range(1, len(names) + 1)) if options.all else changing(points["seen"])
    tried = of_each_name(tried, names) if options.few else tried
    print(f"{len(names)} points; of {len(tried)} every {options.every} is tried", flush=True)
    for last in tried[options.begin :: options.every]:
        shutil.rmtree(folder / "run")
        killed = trained(folder, Points(last), *call)
        place = f"{last}, {names[last - 1]}"
        if killed != -signal.SIGKILL:
            yield f"{place}: ended with {killed}"
            continue
        for second in (last, None) if options.second else (None,):
            again = ("--resume",) if (folder / "run" / "last.ckpt").exists() else ()
            status = trained(folder, Points(second), *call, *again)
        if status:
            yield f"{place}: resumed with status {status}"
        else:
            yield from (f"{place}: {each}" for each in differences(unbroken, left(folder)))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--begin", type=int, default=0)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--few", action="store_true")
    which.add_argument("--all", action="store_true")
    parser.add_argument("--second", action="store_true")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    gc.freeze()
    wrong = 0
    for each in attempts(options.folder, options):
        print(each, flush=True)
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
