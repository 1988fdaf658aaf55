"""Timing side by side: every contestant in turn, round after round, so that a slow moment hits them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median


def medians(
    contestants: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """The median seconds of each contestant over `rounds`, after one round to warm up."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for round_ in range(rounds + 1):
        for name, run in contestants.items():
            start = clock()
            run()
            if round_:
                times[name].append(clock() - start)
    return {name: median(values) for name, values in times.items()}


def table(times: Mapping[str, float], reference: str) -> None:
    """Print milliseconds, and the ratio to the reference."""
    width = max(map(len, times))
    print(f"{'':<{width}}  {'ms':>10}  {'ratio':>7}")
    for name, seconds in times.items():
        print(f"{name:<{width}}  {seconds * 1000:>10.3f}  {seconds / times[reference]:>7.3f}")
