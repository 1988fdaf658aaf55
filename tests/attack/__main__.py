"""python -m attack --seed 1 --minutes 20: random schemes of every kind in turn, until the time or the count is over.

Prints how many were tried, of which kinds, what was compared and what was left open; and every disagreement, shrunk,
which is also written to --keep. Exits with 1 where there is one.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from attack.kinds import KINDS, scheme
from attack.scheme import Scheme
from attack.shrink import shrunk
from attack.verdict import Disagreement, Verdict, judge

PATIENCE = 120  # seconds of computing for one scheme: other work on the machine is not held against it
REPORTED = 500  # after so many schemes it tells how far it is


def main() -> int:
    parser = argparse.ArgumentParser(prog="attack", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=None, help="of computing")
    parser.add_argument("--count", type=int, default=None, help="schemes in all")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--first", type=int, default=0, help="the number of the first scheme of each kind")
    parser.add_argument("--keep", type=Path, default=None, help="folder for the cases that are found")
    options = parser.parse_args()
    count = options.count if options.count is not None else None if options.minutes else 400
    tally, begun = Tally(), time.process_time()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):  # what was done so far is told
        for kind, number in _in_turn(options.kinds, options.first):
            if count is not None and tally.schemes >= count:
                break
            if options.minutes and time.process_time() - begun > 60 * options.minutes:
                break
            made = scheme(kind, options.seed, number)
            verdict = _judged(made)
            tally.add(kind, verdict)
            if verdict.disagreements:
                name = f"{kind.replace('-', '_')}_{options.seed}_{number}"
                tell(name, made, verdict.disagreements[0], options.keep)
                sys.stdout.flush()
            if tally.schemes % REPORTED == 0:
                print(f"{tally.schemes} schemes, {tally.wrong.total()} disagreements", file=sys.stderr)
    print(tally.text(options.seed, time.process_time() - begun))
    return 1 if tally.wrong else 0


def _in_turn(kinds: list[str], first: int) -> Iterator[tuple[str, int]]:
    number = first
    while True:
        yield from ((kind, number) for kind in kinds)
        number += 1


def _judged(made: Scheme) -> Verdict:
    try:
        with patience(PATIENCE):
            return judge(made)
    except TimeoutError:
        return Verdict((Disagreement("time", f"at most {PATIENCE} s", "more"),), 0, ())
    except Exception as error:
        return Verdict((Disagreement("attack", "an oracle that answers", repr(error)),), 0, ())


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Raises TimeoutError after so many seconds of computing."""

    def over(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tell(name: str, made: Scheme, found: Disagreement, folder: Path | None) -> None:
    """A disagreement on standard output, and as a case in the folder."""
    small = made
    if found.about not in ("time", "attack"):
        try:
            with patience(5 * PATIENCE):
                small, found = shrunk(made, found)
        except TimeoutError:
            pass
    print(f"{name} ({made.made})\n  {found}\n{_indented(small.text())}")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        case = (
            f"why: {made.made}\nright:\n  {found.about}: {found.right}\ntext: |\n{_indented(small.text())}\n"
        )
        (folder / f"{name}.yaml").write_text(case, encoding="utf-8")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


class Tally:
    """How many schemes of which kinds, answers, answers left open, disagreements."""

    def __init__(self) -> None:
        self.kinds, self.open, self.wrong, self.compared = Counter[str](), Counter[str](), Counter[str](), 0

    @property
    def schemes(self) -> int:
        return self.kinds.total()

    def add(self, kind: str, verdict: Verdict) -> None:
        self.kinds[kind] += 1
        self.compared += verdict.compared
        self.open.update(verdict.open)
        self.wrong.update(each.about for each in verdict.disagreements[:1])

    def text(self, seed: int, seconds: float) -> str:
        lines = [
            f"seed {seed}: {self.schemes} schemes, {self.compared} answers compared, {self.open.total()} left open, "
            f"{self.wrong.total()} disagreements, {seconds:.0f} s",
            *(f"  {count:6} {kind}" for kind, count in self.kinds.items()),
            *(f"  {count:6} left open: {name}" for name, count in self.open.most_common()),
            *(f"  {count:6} disagreements about {name}" for name, count in self.wrong.most_common()),
        ]
        return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
