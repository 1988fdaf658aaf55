"""A tiny training in two processes of torchrun, one of which is killed: nothing is lost, the other ends with a line.

    python tests/kill_processes.py FOLDER [--every N] [--begin N] [--within SECONDS]

The points are those of `kill_points.py`, as the first process passes them: before and after each replacement of a file,
and in the middle of each step, after its backward pass. At each, once the first process kills itself and once the
second. The other has to end within so many seconds, with one line that says what is left, or well, where its work was
done; torchrun has to fail unless both ended well; and the training that is resumed has to leave what one leaves that
nothing broke. With `--every` every N-th kill alone is tried, the one with the number `--begin` first. Prints the number
of kills, and a line for each that went otherwise; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import select
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from threading import Event

from kill_points import Points, differences, left, prepared, training, trains
from programs import beside_epochs
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

from tableau2net.cli import main as command
from tableau2net.files import write_atomically

PROCESSES = 2
MIDDLE = "on_after_backward"
ENDS = "error: training ended"


def started(folder: Path, points: Points, within: float, *arguments: str) -> int | None:
    """The exit status of torchrun's agent, in a process of its own, that trains in the folder in two processes; None
    where that was not over within so many seconds."""
    for name, rank in product(("pid", "told", "ended"), range(PROCESSES)):
        (folder / f"{name}.{rank}").unlink(missing_ok=True)
    agent = os.fork()
    if agent == 0:
        status = 1
        try:
            log = os.open(folder / "torchrun.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(log, 1)
            os.dup2(log, 2)
            status = launched(PROCESSES, 0, _process, folder, points, arguments)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    over = select.select([os.pidfd_open(agent)], [], [], within)[0]
    if not over:
        for each in (agent, *(number(folder, rank) for rank in range(PROCESSES))):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(agent, 0)[1])
    return status if over else None


def launched(count: int, restarts: int, process: Callable[..., int], *arguments: object) -> int:
    """The exit status of torchrun's agent, here in this process, which forks so many that call `process` and exit with
    what it returns."""
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    config = LaunchConfig(
        min_nodes=1,
        max_nodes=1,
        nproc_per_node=count,
        run_id="tests",
        rdzv_backend="c10d",
        rdzv_endpoint="localhost:0",
        max_restarts=restarts,
        monitor_interval=0.1,
        start_method="fork",
    )
    with contextlib.suppress(ChildFailedError):
        elastic_launch(config, _exiting)(process, arguments)
        return 0
    return 1


def _exiting(process: Callable[..., int], arguments: tuple[object, ...]) -> None:
    for caught in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(caught, signal.SIG_DFL)  # as a program has it, which torchrun has not forked
    if status := process(*arguments):
        sys.exit(status)


def _process(folder: Path, points: Points, arguments: tuple[str, ...]) -> int:
    """One of the processes; the first counts the points. It leaves its number in pid.RANK, what it tells in told.RANK,
    and, where the command returns, its exit status in ended.RANK."""
    rank = os.environ["RANK"]
    os.dup2(os.open(folder / f"told.{rank}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    write_atomically(folder / f"pid.{rank}", str(os.getpid()))
    first = rank == "0"
    status: int = training(folder, points, *arguments) if first else command(trains(folder, *arguments))
    (folder / f"ended.{rank}").write_text(str(status), encoding="utf-8")
    return status


def number(folder: Path, process: int) -> int:
    """The number of one of the processes, which may just have been started."""
    path = folder / f"pid.{process}"
    while not path.exists():
        Event().wait(0.01)
    return int(path.read_text(encoding="utf-8"))


def faults(folder: Path, status: int | None, other: int) -> Iterator[str]:
    """What is wrong with how torchrun ended, and the process that was not killed."""
    if status is None:
        yield "it was not over in time"
    elif not status:
        yield "torchrun ended well"
    ended = folder / f"ended.{other}"
    lines = beside_epochs((folder / f"told.{other}").read_text(encoding="utf-8"))
    if ended.exists() and ended.read_text(encoding="utf-8") == "0":
        if lines:
            yield f"the other ended well and told {lines}"
    elif len(lines) != 1 or not lines[0].startswith(ENDS):
        yield f"the other told {lines}"


def attempts(folder: Path, options: argparse.Namespace) -> Iterator[str]:
    """Tries the kills, and says what went otherwise than in the training that nothing broke."""
    call = prepared(folder)
    assert started(folder, Points(None), options.within, *call) == 0, (folder / "torchrun.log").read_text(
        encoding="utf-8"
    )
    unbroken = left(folder)
    names = json.loads((folder / "points.json").read_text(encoding="utf-8"))["names"]
    points = [n for n, name in enumerate(names, 1) if name == MIDDLE or " replace " in name]
    kills = list(product(points, range(PROCESSES)))
    tried = kills[options.begin :: options.every]
    for point, victim in tried:
        place = f"{point}, {names[point - 1]}, process {victim} killed"
        shutil.rmtree(folder / "run")
        status = started(folder, Points(point, victim=partial(number, folder, victim)), options.within, *call)
        yield from (f"{place}: {each}" for each in faults(folder, status, 1 - victim))
        again = ("--resume",) if (folder / "run" / "last.ckpt").exists() else ()
        status = started(folder, Points(None), options.within, *call, *again)
        if status != 0:
            yield f"{place}: resumed with status {status}"
        else:
            yield from (f"{place}: {each}" for each in differences(unbroken, left(folder)))
    print(f"{len(kills)} kills at {len(points)} points, {len(tried)} tried")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--begin", type=int, default=0)
    parser.add_argument("--within", type=float, default=120)
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
