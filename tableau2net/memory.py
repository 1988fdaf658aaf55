"""How much memory this process may use, so that what does not fit is refused before it is read.

It is the least of what the machine has, what `ulimit -v` and `ulimit -d` leave (setrlimit(2): address space and data),
and what the control groups above the process allow, of version 1 or 2 (cgroups(7)).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tableau2net import files
from tableau2net.errors import InputError, Position

PROCESS, GROUPS = Path("/proc/self"), Path("/sys/fs/cgroup")
# Of each version: where its hierarchy may be mounted, and the file that holds a group's limit.
_HIERARCHIES = {
    "0::": ((GROUPS, GROUPS / "unified"), "memory.max"),
    "memory": ((GROUPS / "memory",), "memory.limit_in_bytes"),
}
# The limits of setrlimit, and the column of /proc/self/statm that counts against each, in pages (proc(5)).
_RESOURCES = {
    "RLIMIT_AS": (0, "the memory that ulimit -v leaves"),
    "RLIMIT_DATA": (5, "the memory that ulimit -d leaves"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """So many bytes, and in words whose they are."""

    bytes: int
    whose: str


def limit() -> Limit | None:
    """The least of all limits; None where the system tells none."""
    return min(limits(), key=lambda each: each.bytes, default=None)


def limits() -> Iterator[Limit]:
    """Every limit that the system tells."""
    with suppress(AttributeError, OSError, ValueError):
        yield Limit(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), "the machine's memory")
    yield from _of_resources()
    yield from _of_groups()


def check(needed: int, position: Position, what: str, expected: str) -> None:
    """Raises InputError if `what` needs more than half of the memory that there is."""
    least = limit()
    if least is not None and needed > least.bytes / 2:
        raise InputError(
            f"this does not fit into half of {least.whose}",
            position,
            f"{what}, {needed / 1e9:.2g} GB of {least.bytes / 1e9:.2g} GB",
            expected,
        )


def half() -> int:
    """The bytes of half of the memory that there is."""
    least = limit()
    return (1 << 62) if least is None else least.bytes // 2


def _of_resources() -> Iterator[Limit]:
    try:
        import resource

        pages = [int(word) for word in _content(PROCESS / "statm").split()]
    except (ImportError, ValueError):  # neither is there on every system
        return
    for name, (column, whose) in _RESOURCES.items():
        soft, _ = resource.getrlimit(getattr(resource, name))
        if soft != resource.RLIM_INFINITY and column < len(pages):
            yield Limit(max(0, soft - pages[column] * resource.getpagesize()), whose)


def _of_groups() -> Iterator[Limit]:
    """The limits of the process's control groups and of all above them."""
    for line in _content(PROCESS / "cgroup").splitlines():
        _, controllers, path = [*line.split(":", 2), "", ""][:3]
        key = "0::" if line.startswith("0::") else "memory" if "memory" in controllers.split(",") else ""
        roots, name = _HIERARCHIES.get(key, ((), ""))
        own = PurePosixPath("/", path)
        for root in roots:
            for group in (own, *own.parents):
                content = _content(root / str(group).lstrip("/") / name).strip()
                if content.isdigit():  # "max" is no limit
                    yield Limit(int(content), "the memory of its control group")


def _content(path: Path) -> str:
    """The text of one of the system's files; nothing where there is none."""
    try:
        return files.text(path)
    except OSError:
        return ""
