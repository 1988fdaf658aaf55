"""One file of a training that was killed is damaged, and the training resumed: it is told, or nothing is different."""

from __future__ import annotations

from random import Random

from kill_points import Points, differences, left

from chaos.bench import Bench, Tried, damaged, one_line

FILES = (
    "last.ckpt",
    "last.ckpt",
    "previous.ckpt",
    "best.ckpt",
    "run.json",
    "result.json",
    "weights.pt",
    "network.py",
    ".lock",
)
# What nothing reads that goes on, and what may have been written for the last time before.
UNREAD = ("best.ckpt", "previous.ckpt", ".lock")
TOLD = ("last.ckpt", "run.json", "result.json")  # what a training that goes on reads


def attempt(bench: Bench, draw: Random) -> Tried:
    bench.cleared()
    bench.train(Points(draw.randint(len(bench.points) // 2, len(bench.points))))
    there = [name for name in FILES if (bench.run / name).is_file()]
    name = draw.choice(there)
    path = bench.run / name
    before = path.read_bytes()
    kind, content = damaged(before, draw)
    path.write_bytes(content)  # where it lies: whatever else is a name of it is damaged too
    done = f"{name}: {kind}"
    status, errors = bench.train(None, "--resume")
    if status not in (0, 1, 2) or (status and not one_line(errors)):
        return Tried(done, (f"status {status}: {errors[-300:]}",))
    if not status:
        skipped = f"/{name}" if name in UNREAD else "//"
        found = differences(bench.unbroken, _left(bench, name))
        return Tried(done, tuple(each for each in found if not each.startswith(skipped)))
    if name not in TOLD or path.read_bytes() != content:
        return Tried(done, (f"refused: {errors}",))
    if name != "last.ckpt":
        path.unlink()  # as the message says
    elif (bench.run / "previous.ckpt").exists():
        (bench.run / "previous.ckpt").rename(path)  # as the message says
    else:
        return Tried(done)
    return Tried(done, tuple(bench.resumed()))


def _left(bench: Bench, name: str) -> dict[str, object]:
    """What is left, without a damaged file that nothing has written since."""
    if name in UNREAD:
        (bench.run / name).unlink(missing_ok=True)
    return left(bench.folder)
