"""A comparison on a Ray cluster of two nodes, one of which is killed while it trains: all ends well, nothing is twice.

    python tests/kill_node.py FOLDER [--seeds N]

Both nodes are started on this machine, on loopback, with one CPU each. Every trial waits in its first step until it may
go on; when one of the second node's processes has begun a trial, all processes of that node are killed, and then the
others may go on. The file of results has to hold every trial once, with the result that it has without Ray. Prints how
many trials there were, and how many the node was training; and a line for each fault, the exit status being 1 then.
Whatever happens, no process of the cluster is left.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

from processes import alive, children, descendants, free_port

PROGRAM = "import sys; from tableau2net.cli import main; sys.exit(main())"
RAY = "import sys; from ray.scripts.scripts import main; sys.exit(main())"
NODE = ["--num-cpus", "1", "--object-store-memory", "80000000", "--disable-usage-stats", "--block"]
# A field that notes the process, and the trial, in its first step, and goes on when it may.
FIELD = """
import os, time
from pathlib import Path
from torch import nn

class Field(nn.Conv2d):
    begun = False

    def __init__(self, inputs, channels, stride=1):
        super().__init__(inputs, channels, 3, stride, 1, bias=False)

    def forward(self, u):
        here = Path(__file__).parent
        if self.training and u.device.type != "meta" and not self.begun:
            self.begun = True
            (here / f"begun.{os.getpid()}.{time.monotonic_ns()}").touch()
            while not (here / "go").exists():
                time.sleep(0.01)
        return super().forward(u)
"""
NETWORK = """
name: {name}
input: {{channels: 1, size: 8}}
classes: 10
scheme: {name}
periods: [{{channels: 4, steps: 1}}]
field: {{custom: 'noting_field:Field'}}
"""
SCHEMES = ("euler", "midpoint")
# Ray asks for a token unless it is told not to; this one is of this call, and known to it alone.
ENVIRONMENT = {**os.environ, "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
PATIENCE, TURNS = 240.0, 5000  # seconds, and looks: after so many something hangs


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a cluster of two nodes, and the process that has started the second."""
    temporary = tempfile.mkdtemp(prefix="ray")  # a path so short that sockets can lie there
    port = free_port()
    address = f"127.0.0.1:{port}"
    head = ["--head", "--port", str(port), "--include-dashboard=false", "--temp-dir", temporary]
    nodes = list[subprocess.Popen[str]]()
    try:
        for number, options in enumerate((head, ["--address", address])):
            log = folder / f"node{number}.log"
            nodes.append(_node(log, *options))
            until(partial(_runs, nodes[-1], log), f"{log}: no node")
        yield address, nodes[1]
    finally:
        for each in nodes:
            kill(each)
        shutil.rmtree(temporary, ignore_errors=True)


def _node(log: Path, *options: str) -> subprocess.Popen[str]:
    call = [sys.executable, "-c", RAY, "start", *options, "--node-ip-address", "127.0.0.1", *NODE]
    with open(log, "w", encoding="utf-8") as output:
        return subprocess.Popen(call, stdout=output, stderr=output, text=True, env=ENVIRONMENT)


def _runs(node: subprocess.Popen[str], log: Path) -> bool:
    text = log.read_text(encoding="utf-8")
    assert node.poll() is None, text[-3000:]
    return "Ray runtime started" in text


def kill(process: subprocess.Popen[str]) -> None:
    """End a process, and all that it and those have started, at once; on return none is left."""
    others = descendants(process)
    process.kill()
    for each in others:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(each, signal.SIGKILL)
    process.wait()
    assert not alive(others)


def until(true: Callable[[], bool], fault: str) -> None:
    """Wait until something is true. Raises TimeoutError where it does not come to be."""
    for _ in range(TURNS):
        if true():
            return
        Event().wait(0.05)
    raise TimeoutError(fault)


def comparison(folder: Path, name: str, seeds: int, *arguments: str) -> subprocess.Popen[str]:
    """A comparison whose results are in a file of this name."""
    networks = [str(folder / f"{scheme}.yaml") for scheme in SCHEMES]
    call = [sys.executable, "-c", PROGRAM, "compare", *networks, "--images", "100", "--epochs", "1"]
    call += ["--seeds", str(seeds), "--results", str(folder / name), *arguments]
    return subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, env=ENVIRONMENT
    )


def results(path: Path) -> list[tuple[str, int, float, float]]:
    """What the lines of a file of results say, in an order of their own."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return sorted((each["network"], each["seed"], each["error"], each["loss"]) for each in records)


def begun(folder: Path) -> list[int]:
    """The processes that have begun a trial."""
    return [int(path.name.split(".")[1]) for path in folder.glob("begun.*")]


def faults(folder: Path, seeds: int) -> Iterator[str]:
    """What goes otherwise than it should."""
    (folder / "noting_field.py").write_text(FIELD, encoding="utf-8")
    for scheme in SCHEMES:
        (folder / f"{scheme}.yaml").write_text(NETWORK.format(name=scheme), encoding="utf-8")
    with cluster(folder) as (address, second):
        compared = comparison(folder, "results.jsonl", seeds, "--runner", "ray", "--address", address)
        try:
            until(lambda: bool(lost(folder, second)), "the second node has begun no trial")
            on_it = len(lost(folder, second))
            kill(second)
            (folder / "go").touch()
            output, errors = compared.communicate(timeout=PATIENCE)
        finally:
            compared.kill()
    if compared.returncode or errors:
        yield f"status {compared.returncode}: {output}{errors}"
    found = results(folder / "results.jsonl")
    alone = comparison(folder, "alone.jsonl", seeds, "--runner", "here")
    alone.communicate(timeout=PATIENCE)
    if found != results(folder / "alone.jsonl"):
        yield f"other results than without Ray: {found}"
    print(f"{len(found)} trials, {on_it} of them on the node when it was killed")


def lost(folder: Path, node: subprocess.Popen[str]) -> set[int]:
    """The processes of a node that have begun a trial."""
    return set(begun(folder)) & set(children(node))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for each in faults(options.folder, options.seeds):
        print(each, flush=True)
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
