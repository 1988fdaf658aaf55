"""An archive of images is damaged: it is refused in one line, or no image is missing."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from random import Random

from chaos.bench import Bench, Tried, damaged
from tableau2net.data.file_tree import open_tree
from tableau2net.errors import InputError

PACK: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tar.xz": lzma.compress,
    "tar.bz2": bz2.compress,
}
FORMS = (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT)


def attempt(bench: Bench, draw: Random) -> Tried:
    held = {f"class{n % 3}/{n}.png": draw.randbytes(draw.randrange(1500)) for n in range(draw.randint(1, 20))}
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=draw.choice(FORMS)) as made:
        for name, content in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    suffix = draw.choice(list(PACK))
    kind, content = damaged(PACK[suffix](target.getvalue()), draw)
    path = bench.folder / f"photos.{suffix}"
    path.write_bytes(content)
    done = f"{suffix}: {kind}"
    try:
        found = open_tree(str(path), (".png",)).held or {}
    except InputError as error:
        return Tried(done, () if "\n" not in str(error) else (str(error),))
    if found.keys() != held.keys() or (suffix != "tar" and found != held):
        return Tried(done, ("images are missing or differ, and nothing is told",))
    return Tried(done)
