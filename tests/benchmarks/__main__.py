"""Benchmarks: `python tests/benchmarks` runs all and prints a table each, `python tests/benchmarks NAME…` those named.
Ratios are taken side by side in one run.

One thread, and the allocator told to keep freed memory, so that neither the scheduler nor page faults are measured.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

PINNED = {
    "OMP_NUM_THREADS": "1",
    "MALLOC_TRIM_THRESHOLD_": str(2**32),
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
    "MALLOC_TOP_PAD_": str(2**28),
}


BENCHMARKS = (
    "commands",
    "compiling",
    "steps",
    "operators",
    "training",
    "verifying",
    "fields",
    "families",
    "reading",
    "growth",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw what grows")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if any(os.environ.get(name) != value for name, value in PINNED.items()):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **PINNED})
    for name in given.names or BENCHMARKS:
        benchmark = import_module(name)
        print(f"\n{(benchmark.__doc__ or '').strip()}\n")
        if name == "growth":
            benchmark.main(given.plot)
        else:
            benchmark.main()


if __name__ == "__main__":
    main()
