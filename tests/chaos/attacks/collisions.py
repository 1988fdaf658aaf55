"""Two processes train in one folder at once: one of them does, the other is refused, and nothing differs."""

from __future__ import annotations

import os
from random import Random
from time import sleep

from kill_points import Points, differences, left, trained

from chaos.bench import Bench, Tried, one_line


def attempt(bench: Bench, draw: Random) -> Tried:
    bench.cleared()
    delay = draw.choice([0.0, draw.uniform(0, 0.3), draw.uniform(0, 3)])
    log = bench.folder / "said by the second"
    child = os.fork()
    if child == 0:
        status = 99
        try:
            sleep(delay)

            def begin() -> None:
                os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)

            status = trained(bench.folder, Points(None), *bench.call, first=begin)
        finally:
            os._exit(status)
    status, errors = bench.train()
    other = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    words = [errors, log.read_text(encoding="utf-8")]
    wrong = list(differences(bench.unbroken, left(bench.folder)))
    if sorted((status, other)) != [0, 2] or not any(map(one_line, words)):
        wrong.append(f"statuses {status} and {other}: {words}")
    return Tried("two trainings in one folder", tuple(wrong))
