"""Benchmarks: `python tests/benchmarks` runs all and prints a table each. Ratios are taken side by side in one run.

One thread, and the allocator told to keep freed memory, so that neither the scheduler nor page faults are measured.
"""

from __future__ import annotations

import os
import sys

PINNED = {
    "OMP_NUM_THREADS": "1",
    "MALLOC_TRIM_THRESHOLD_": str(2**32),
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
    "MALLOC_TOP_PAD_": str(2**28),
}


def main() -> None:
    if any(os.environ.get(name) != value for name, value in PINNED.items()):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **PINNED})
    import commands
    import compiling
    import steps
    import verifying

    for benchmark in (commands, compiling, steps, verifying):
        print(f"\n{(benchmark.__doc__ or '').strip()}\n")
        benchmark.main()


if __name__ == "__main__":
    main()
