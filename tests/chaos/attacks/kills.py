"""A training is killed, at a point that it passes or at any moment, up to three times, and resumed each time."""

from __future__ import annotations

import signal
from functools import partial
from random import Random

from kill_points import Points

from chaos.bench import Bench, Tried

AT_ONCE, LATEST = 0.01, 3.0  # seconds


def attempt(bench: Bench, draw: Random) -> Tried:
    bench.cleared()
    chosen, kills = draw.random() < 0.5, 0
    for _ in range(draw.randint(1, 3)):
        more = ("--resume",) if (bench.run / "last.ckpt").exists() else ()
        if chosen:
            status, errors = bench.train(Points(draw.randint(1, len(bench.points))), *more)
        else:
            # The alarm's own action ends a process as SIGKILL does: nothing of it is run any more.
            alarm = partial(signal.setitimer, signal.ITIMER_REAL, draw.uniform(AT_ONCE, LATEST))
            status, errors = bench.train(None, *more, first=alarm)
        if status >= 0:
            break
        kills += 1
    done = f"killed {'at a chosen point' if chosen else 'at any moment'}"
    if status > 0:
        return Tried(done, (f"status {status}: {errors[-300:]}",))
    return Tried(done if kills else "not killed in time", tuple(bench.resumed()))
