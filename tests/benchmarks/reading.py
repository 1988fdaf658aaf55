"""CPU time of reading a source of some 3,000 lines and 60 tableaux or more in each notation, beside an empty one."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measure import medians, table

from tableau2net.notations import Text, read_source

sys.path.append(str(Path(__file__).parents[1]))


def main() -> None:
    from tableau_texts import NOTATIONS, drawn, file_of

    contestants: dict[str, Callable[[], object]] = {"nothing": partial(read_source, Text("", "a.py"))}
    for notation, (_, suffix, _) in NOTATIONS.items():
        rng = random.Random(1)
        text = file_of(notation, [drawn(rng, f"m{i}") for i in range(60)], rng)
        while text.count("\n") < 3000:
            text += "\n"
        contestants[notation] = partial(read_source, Text(text, f"source{suffix}"))
    table(medians(contestants, 3, time.process_time), "nothing")
