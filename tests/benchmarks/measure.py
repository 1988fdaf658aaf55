"""Timing side by side: every contestant in turn, round after round, so that a slow moment hits them all."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

TURN = 0.05  # seconds


def medians(
    contestants: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """The median seconds of each contestant over `rounds`, after one round to warm up.

    As in `timeit`, a turn is the fastest of as many runs as fit into TURN, so that nobody pays for the caches that
    another has left, and no garbage is collected meanwhile.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for round_ in range(rounds + 1):
        for name, run in contestants.items():
            seconds = _turn(run, clock)
            if round_:
                times[name].append(seconds)
    return {name: median(values) for name, values in times.items()}


def _turn(run: Callable[[], object], clock: Callable[[], float]) -> float:
    gc.collect()
    gc.disable()
    times: list[float] = []
    while not times or sum(times) < TURN:
        start = clock()
        run()
        times.append(clock() - start)
    gc.enable()
    return min(times)


def table(times: Mapping[str, float], reference: str) -> None:
    """Print milliseconds, and the ratio to the reference."""
    width = max(map(len, times))
    print(f"{'':<{width}}  {'ms':>10}  {'ratio':>7}")
    for name, seconds in times.items():
        print(f"{name:<{width}}  {seconds * 1000:>10.3f}  {seconds / times[reference]:>7.3f}")
