"""CPU time of whole commands, start-up included, beside an empty Python and the imports of the heavy libraries."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable

from measure import medians, table

CALLS = [
    "--help",
    "list",
    "check rk4",
    "check dopri5",
    "check gauss3",
    "check --all",
    "show rk4",
    "compile resnet20",
]


def run(program: str) -> Callable[[], object]:
    return lambda: subprocess.run(
        [sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def cpu() -> float:
    """The CPU seconds of all child processes so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    contestants = {"python -c pass": run("pass")}
    for library in ("sympy", "torch"):
        contestants[f"import {library}"] = run(f"import {library}")
    for call in CALLS:
        contestants[f"tableau2net {call}"] = run(f"from tableau2net.cli import main; main({call.split()!r})")
    table(medians(contestants, 5, cpu), "import sympy")
