"""python -m chaos --seed 1 --minutes 5: all kinds of attacks in turn, until the time or the count is over.

Each kind gets about as much of the time as any other. Prints what was done how often, and all that went wrong, with the
number that does it again (`--only KIND --number N`); exits with 1 where anything did.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from random import Random
from time import monotonic

from chaos.bench import Bench, Tried

FOLDER = Path(__file__).with_name("attacks")
KINDS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


def attempt(bench: Bench, kind: str, seed: int, number: int) -> Tried:
    """The attempt of this kind with this number, of a seed."""
    tried: Tried = import_module(f"chaos.attacks.{kind}").attempt(bench, Random(f"{seed} {kind} {number}"))
    return tried


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="chaos", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--count", type=int, default=None, help="attempts of each kind, instead of a time")
    parser.add_argument("--only", choices=KINDS, default=None)
    parser.add_argument("--number", type=int, default=0, help="of the first attempt")
    options = parser.parse_args(arguments)
    kinds = [options.only] if options.only else KINDS
    tally: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    spent = dict.fromkeys(kinds, 0.0)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.made(Path(folder))
        gc.freeze()
        while True:
            kind = min(kinds, key=lambda each: (tally[each].total() if options.count else spent[each], each))
            if (
                tally[kind].total() >= options.count
                if options.count
                else sum(spent.values()) >= 60 * options.minutes
            ):
                break
            number, begun = options.number + tally[kind].total(), monotonic()
            tried = attempt(bench, kind, options.seed, number)
            spent[kind] += monotonic() - begun
            tally[kind][tried.done] += 1
            wrong += bool(tried.wrong)
            for each in tried.wrong:
                print(f"{kind} {number}, {tried.done}: {each}", flush=True)
    for kind, done in tally.items():
        print(
            f"{kind}: {done.total()} attempts: {', '.join(f'{count} × {what}' for what, count in sorted(done.items()))}"
        )
    print(f"seed {options.seed}: {sum(done.total() for done in tally.values())} attempts, {wrong} went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
