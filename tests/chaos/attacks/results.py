"""A file of results is damaged: it is refused in one line, or no whole record of it is missing."""

from __future__ import annotations

from random import Random

from chaos.bench import Bench, Tried, damaged
from tableau2net.compare import records
from tableau2net.compare.records import Record
from tableau2net.errors import InputError

COUNTS = ("seed", "train_images", "test_images", "epochs", "parameters", "macs", "evaluations")
MEASURES = ("error", "loss", "train_loss", "step_time", "seconds")
ONE = Record(
    **{
        name: 1 if name in COUNTS else 0.5 if name in MEASURES else "text"  # type: ignore[arg-type]
        for name in Record.model_fields
    }
)


def attempt(bench: Bench, draw: Random) -> Tried:
    path = bench.folder / "results.jsonl"
    path.unlink(missing_ok=True)
    held = [ONE.model_copy(update={"seed": seed}) for seed in range(draw.randint(1, 8))]
    for each in held:
        records.append(path, each)
    kind, content = damaged(path.read_bytes(), draw)
    path.write_bytes(content)
    try:
        found = records.read(path)
    except InputError as error:
        return Tried(kind, () if "\n" not in str(error) else (str(error),))
    # A line without its end is that of a process which was killed while it wrote.
    whole = content.count(b"\n")
    if kind == "bit flip":  # which may make two records one
        return Tried(kind, () if len(found) >= len(held) - 1 else (f"{len(found)} of {len(held)} records",))
    lost = whole > len(found) or any(each not in held for each in found)
    return Tried(kind, (f"{len(found)} records of {whole} lines",) if lost else ())
