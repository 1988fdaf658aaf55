"""Faults put into the rooms that decide and translate, one at a time, and whether the tests find them.

    python tests/mutants/attempts.py [--count N] [--seed SEED] [--jobs N] [NAME…]

mutmut makes the mutants, all that it knows of; a sample of them is drawn by the seed. For each a process is forked in
which the function has the code of its mutant, everything else being loaded already, and the tests of its room run
until one fails. Prints a table by rooms, the rate, and the difference of every mutant that lives. A NAME tries one.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from plan import ROOMS, TESTS
from swapping import Mutant, mutants, named
from trial import Outcome, Trial, control, load, trial

ROOT = Path(__file__).parent.parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", action="store_true", help="print the names of the mutants alone")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    os.chdir(ROOT)
    chosen = [named(ROOT, name) for name in options.names] or drawn(options.count, options.seed)
    if options.list:
        print(*(mutant.name for mutant in chosen), sep="\n")
        return 0
    for mutant in chosen:
        assert compile(mutant.text, mutant.name, "exec")
    load(sorted({path for room in {mutant.room for mutant in chosen} for path in TESTS[room]}))
    gc.collect()
    gc.freeze()  # what all processes share is not written to by counting what is in use
    outcomes = run(chosen, options.jobs)
    for line in report(outcomes):
        print(line)
    killers = sorted({each.by for each in outcomes.values() if "::" in each.by})
    sound = not killers or os.waitpid(control(killers).process, 0)[1] == 0
    if not sound:
        print("A test that killed a mutant fails without one: the rate means nothing.")
    return 0 if sound else 1


def drawn(count: int, seed: int) -> list[Mutant]:
    """So many of all the mutants of the rooms, by a seed."""
    every = [mutant for room in ROOMS for mutant in mutants(ROOT, room)]
    print(f"{len(every)} mutants, of which {count} are tried", flush=True)
    return random.Random(seed).sample(every, count)


def run(chosen: list[Mutant], jobs: int) -> dict[Mutant, Outcome]:
    """What becomes of each mutant, some side by side; told as it is known."""
    waiting, running, found = (
        list(reversed(chosen)),
        dict[int, tuple[Mutant, Trial]](),
        dict[Mutant, Outcome](),
    )
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            started = trial(mutant)
            running[started.process] = mutant, started
        process, status = os.wait()
        mutant, started = running.pop(process)
        found[mutant] = outcome = started.outcome(status)
        print(f"{outcome.word:8} {mutant.name}  {outcome.by}", flush=True)
    return {mutant: found[mutant] for mutant in chosen}


def report(outcomes: dict[Mutant, Outcome]) -> Iterator[str]:
    """The table by rooms, and the mutants that live."""
    words = ("killed", "endless", "alive")
    yield "\n| room | mutants | killed | endless | alive | found |\n|---|---|---|---|---|---|"
    for room in (*ROOMS, "all"):
        counts = Counter(o.word for mutant, o in outcomes.items() if room in (mutant.room, "all"))
        if total := counts.total():
            cells = [str(total), *(str(counts[word]) for word in words)]
            yield f"| {room} | {' | '.join(cells)} | {1 - counts['alive'] / total:.1%} |"
    for mutant, outcome in outcomes.items():
        if outcome.word == "alive":
            yield f"\n{mutant.name}\n{mutant.difference}"


if __name__ == "__main__":
    sys.exit(main())
