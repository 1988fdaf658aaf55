"""Hostile and damaged archives: whatever is wrong with one, nothing is lost without a word, and it is told soon."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import resource
import subprocess
import sys
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cover import tiered
from effort import at_most
from PIL import Image

from tableau2net import data, memory
from tableau2net.data import archive, file_tree, stream
from tableau2net.errors import InputError

COUNT = 100
PACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
}
ENDED = bytes(1024)


def png(number: int) -> bytes:
    target = io.BytesIO()
    Image.new("L", (2, 2), number).save(target, "png")
    return target.getvalue()


def names() -> list[str]:
    return [
        f"{split}/{'cat' if n % 2 else 'dog'}/{n}.png" for n in range(COUNT) for split in ("train", "test")
    ][:COUNT]


def tar(*, form: int = tarfile.PAX_FORMAT, files: dict[str, bytes] | None = None) -> bytes:
    """A hundred images, or these files."""
    held = {name: png(n) for n, name in enumerate(names())} if files is None else files
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as made:
        for name, content in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return target.getvalue()


def header(name: str, size: int = 0, kind: bytes = b"0") -> bytes:
    """One header with its checksum, without what follows it."""
    member = tarfile.TarInfo(name)
    member.type, member.size = kind, size
    return member.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")[-512:]


def padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 512)


def read(path: Path) -> dict[str, bytes]:
    found = file_tree.open_tree(str(path), (".png",)).held
    assert found is not None
    return dict(found)


def refusal(path: Path, content: bytes) -> str:
    """What is told of an archive that is refused, in one line that names it."""
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    assert len(message) < 1200
    return message


@contextmanager
def little_memory(most: int) -> Iterator[None]:
    """Python may allocate so many bytes at once inside, and no more."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
@pytest.mark.parametrize("suffix", PACK)
def test_every_format_is_read_whole(form: int, suffix: str, tmp_path: Path) -> None:
    held = {name: png(n) for n, name in enumerate(names())}
    if form != tarfile.USTAR_FORMAT:
        held |= {
            "train/" + "d" * 150 + "/ä.png": png(7),
            "train/" + "/".join("abcdefgh") + "/\udcff.png": png(8),
        }
        held.pop("train/" + "/".join("abcdefgh") + "/\udcff.png")
    held["train/" + "c" * 90 + "/" + "e" * 60 + ".png"] = png(9)  # in ustar with a prefix
    path = tmp_path / f"a.tar{suffix}"
    path.write_bytes(PACK[suffix](tar(form=form, files=held)))
    assert read(path) == held


def headers_of(content: bytes) -> list[int]:
    with tarfile.open(fileobj=io.BytesIO(content)) as made:
        return [member.offset for member in made.getmembers()]


@pytest.mark.slow
def test_a_flipped_bit_in_any_header_is_told(tmp_path: Path) -> None:
    whole = tar()
    draw = random.Random(1)
    for number, start in enumerate(headers_of(whole)):
        for place in draw.sample([*range(154), *range(156, 512)], 2):  # but the end of the checksum itself
            damaged = bytearray(whole)
            damaged[start + place] ^= 1 << draw.randrange(8)
            message = refusal(tmp_path / "a.tar", bytes(damaged))
            if number:
                assert f"member {number + 1}, after {names()[number - 1]}" in message


def test_a_flipped_bit_in_the_header_of_the_fifty_first_image_is_told(tmp_path: Path) -> None:
    whole = tar()
    damaged = bytearray(whole)
    damaged[headers_of(whole)[50]] ^= 1
    message = refusal(tmp_path / "a.tar", bytes(damaged))
    assert "the archive is damaged: found a header that does not have its checksum for member 51" in message


@pytest.mark.parametrize("suffix", PACK)
def test_a_flipped_bit_loses_no_image_in_silence(suffix: str, tmp_path: Path) -> None:
    """Of a plain archive, what images hold has no checksum; all else is told, or changes nothing."""
    held = {name: png(n) for n, name in enumerate(names()[:12])}
    whole = PACK[suffix](tar(files=held))
    draw, path = random.Random(2), tmp_path / "a.tar"
    for place in draw.sample(range(len(whole)), min(200, len(whole))):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << draw.randrange(8)
        path.write_bytes(damaged)
        try:
            found = read(path)
        except InputError:
            continue
        assert found.keys() == held.keys()
        assert not suffix or found == held


@pytest.mark.parametrize("suffix", tiered(PACK, [""], "slow"))
def test_an_archive_that_is_cut_off_anywhere_is_told(suffix: str, tmp_path: Path) -> None:
    whole = PACK[suffix](tar())
    # What GNU tar and Python write behind the two blocks of zeros is padding.
    last = len(whole) - (len(whole) - len(whole.rstrip(b"\0")) - 1400 if not suffix else 0)
    for kept in [*random.Random(3).sample(range(last), 60), last - 512 if not suffix else last - 1]:
        assert "expected" in refusal(tmp_path / "a.tar", whole[:kept])


def test_the_end_of_an_archive_is_two_blocks_of_zeros(tmp_path: Path) -> None:
    whole = tar().rstrip(b"\0")
    whole = padded(whole)
    path = tmp_path / "a.tar"
    assert f"no end mark, after {names()[-1]}" in refusal(path, whole)
    assert f"one block of zeros, after {names()[-1]}" in refusal(path, whole + bytes(512))
    path.write_bytes(whole + bytes(1024))
    assert len(read(path)) == COUNT


@pytest.mark.parametrize("suffix", PACK)
def test_what_follows_the_end_is_told(suffix: str, tmp_path: Path) -> None:
    one, more = tar(files={"a.png": png(1)}), tar(files={"b.png": png(2)})
    path = tmp_path / "a.tar"
    assert "the archive goes on after its end" in refusal(path, PACK[suffix](one + more))
    if suffix:
        assert "goes on after its end" in refusal(path, PACK[suffix](one) + PACK[suffix](more))
        assert "other data after what is compressed" in refusal(path, PACK[suffix](one) + b"junk")
        path.write_bytes(
            PACK[suffix](one[:700]) + PACK[suffix](one[700:]) + bytes(512)
        )  # pieces, and padding
        assert read(path) == {"a.png": png(1)}


def test_one_name_twice_is_told_where_the_contents_differ(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    content = padded(header("cat/a.png", 3) + padded(b"one"))
    other = header("./cat/a.png", 3) + padded(b"two")
    assert f"{path}!cat/a.png: two members have one name and differ" in refusal(path, content + other + ENDED)
    path.write_bytes(content + content + ENDED)
    assert read(path) == {"cat/a.png": b"one"}


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "5,000 pax headers": (
        lambda: b"".join([header("x", 0, b"x")] * 5000) + header("a.png") + ENDED,
        "a second pax header",
    ),
    "5,000 pax headers for all": (
        lambda: b"".join([header("x", 0, b"g")] * 5000) + header("a.png") + ENDED,
        "bytes of headers for member 1; expected at most 1,048,576",
    ),
    "5,000 long names": (
        lambda: b"".join([header("x", 0, b"L")] * 5000) + ENDED,
        "a second long name header",
    ),
    "a name of 3 GB": (lambda: header("x", 3_000_000_000, b"L") + ENDED, "3,000,000,512 bytes of headers"),
    "a pax header of 3 GB": (
        lambda: header("x", 3_000_000_000, b"x") + ENDED,
        "3,000,000,512 bytes of headers",
    ),
    "1 TB that is wanted": (
        lambda: header("cat/a.png", 2**40) + ENDED * 9,
        "!cat/a.png: this does not fit into half",
    ),
    "1 TB that is not wanted": (
        lambda: header("cat/a.txt", 2**40) + ENDED * 9,
        "!cat/a.txt: the archive ends too early: found 9,216 bytes of the 1,099,511,627,776",
    ),
    "4 GB that are not there": (
        lambda: header("cat/a.png", 4 * 10**9) + ENDED * 9,
        "!cat/a.png: the archive ends too early: found 9,216 bytes of the 4,000,000,000",
    ),
    "60,000 levels": (
        lambda: header("x", 120_006, b"L") + padded(b"a/" * 60_000 + b"b.png\0") + header("b.png") + ENDED,
        "a name of 120,005 characters, a/a/",
    ),
    "2,000 levels": (
        lambda: header("x", 4006, b"L") + padded(b"a/" * 2000 + b"b.png\0") + header("b.png") + ENDED,
        "this lies too deep: found 2,001 levels",
    ),
    "2,000 levels of folders": (
        lambda: header("x", 4001, b"L") + padded(b"a/" * 2000 + b"\0") + header("a/", 0, b"5") + ENDED,
        "this lies too deep: found 2,000 levels",
    ),
    "a pax header that claims too much": (
        lambda: header("x", 10, b"x") + padded(b"99 path=a\n") + header("a.png") + ENDED,
        "a pax header that is not well-formed",
    ),
    "a pax header without an end": (
        lambda: header("x", 9, b"x") + padded(b"9 path=ab") + header("a.png") + ENDED,
        "a pax header that is not well-formed",
    ),
    "a pax size that is no number": (
        lambda: header("x", 10, b"x") + padded(b"10 size=a\n") + header("a.png") + ENDED,
        "a pax header whose size is no number",
    ),
    "a sparse file": (
        lambda: header("cat/a.png", 0, b"S") + ENDED,
        "!cat/a.png: this member cannot be read: found a sparse",
    ),
    "an unknown kind": (lambda: header("cat/a.png", 0, b"M") + ENDED, "found a unknown kind"),
    "headers at the end": (lambda: header("x", 0, b"x") + ENDED, "a header that does not have its checksum"),
}


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_one_line_at_once(name: str, suffix: str, tmp_path: Path) -> None:
    make, text = HOSTILE[name]
    content = PACK[suffix](make())
    with at_most(calls=2_000_000), little_memory(40_000_000):
        assert text in refusal(tmp_path / "a.tar", content)


def test_a_hole_of_a_terabyte_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with open(path, "wb") as file:
        file.write(header("notes.txt", 2**40))
        try:
            file.truncate(512 + 2**40)
        except OSError:
            pytest.skip("the file system has no files of this size")
        file.seek(0, io.SEEK_END)
        file.write(header("cat/a.png", 3) + padded(b"one") + ENDED)
    with at_most(calls=100_000):
        assert read(path) == {"cat/a.png": b"one"}


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".bz2"])
def test_what_unpacks_without_end_is_refused(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "ALLOWANCE", 1 << 20)
    monkeypatch.setattr(stream, "RATIO", 10)
    for content in (header("notes.txt", 10**8) + bytes(10**7), tar(files={"a.png": png(1)}) + bytes(10**7)):
        assert "unpack to more than 10 times as many" in refusal(tmp_path / "a.tar", PACK[suffix](content))


def test_many_names_in_deep_folders_count_as_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "limit", lambda: memory.Limit(10**6, "the machine's memory"))
    deep = b"/".join([b"d" * 50] * 60)
    members = b"".join(
        header("x", len(deep) + 12, b"L") + padded(b"%s/%06d.png\0" % (deep, n)) + header("x.png")
        for n in range(9)
    )
    assert "half of the machine's memory" in refusal(tmp_path / "a.tar", members + ENDED)


def test_folders_on_the_disk_may_not_lie_too_deep(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a"] * 70)
    deep.mkdir(parents=True)
    with pytest.raises(InputError, match="this lies too deep: found 65 levels; expected at most 64"):
        file_tree.open_tree(str(tmp_path), (".png",))


def test_a_name_is_shown_with_its_middle_left_out() -> None:
    assert archive.shortened("a" * 200) == "a" * 200
    assert archive.shortened("a" * 4000 + "b.png") == "a" * 100 + "…" + "a" * 55 + "b.png"


# Limits of memory.


def groups(
    root: Path, monkeypatch: pytest.MonkeyPatch, own: str, limits: dict[str, str]
) -> list[memory.Limit]:
    """The limits where /proc/self/cgroup says `own`, and these files lie below /sys/fs/cgroup."""
    (root / "proc").mkdir()
    (root / "proc" / "cgroup").write_text(own)
    (root / "proc" / "statm").write_text("1000 10 10 10 0 100 0\n")
    for name, text in limits.items():
        (root / "sys" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "sys" / name).write_text(text)
    monkeypatch.setattr(memory, "PROCESS", root / "proc")
    monkeypatch.setattr(
        memory,
        "_HIERARCHIES",
        {
            "0::": ((root / "sys", root / "sys" / "unified"), "memory.max"),
            "memory": ((root / "sys" / "memory",), "memory.limit_in_bytes"),
        },
    )
    return [each for each in memory.limits() if "group" in each.whose]


@pytest.mark.parametrize(
    ("own", "limits", "found"),
    [
        ("0::/a/b\n", {"a/b/memory.max": "max\n", "a/memory.max": "4096\n"}, [4096]),
        ("0::/a/b\n", {"a/b/memory.max": "8192\n", "a/memory.max": "4096\n"}, [8192, 4096]),
        ("0::/\n", {"memory.max": "5000\n"}, [5000]),
        ("0::/../outside\n", {"memory.max": "5000\n"}, [5000]),
        ("0::/a\n", {"unified/a/memory.max": "7\n"}, [7]),
        ("4:cpu,memory:/a\n1:name=systemd:/\n", {"memory/a/memory.limit_in_bytes": "9\n"}, [9]),
        ("4:memory:/gone\n", {"memory/memory.limit_in_bytes": "9\n"}, [9]),
        ("4:memory\nrubbish", {}, []),
    ],
)
def test_the_limits_of_all_control_groups_above_are_found(
    own: str, limits: dict[str, str], found: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [each.bytes for each in groups(tmp_path, monkeypatch, own, limits)] == found


def test_the_least_limit_counts_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups(tmp_path, monkeypatch, "0::/a\n", {"a/memory.max": "2000000\n"})
    message = refusal(tmp_path / "a.tar", header("cat/a.png", 1_500_000) + ENDED)
    assert "this does not fit into half of the memory of its control group: found files up to here" in message


@pytest.mark.parametrize(("name", "used"), [("RLIMIT_AS", 1000), ("RLIMIT_DATA", 100)])
def test_what_a_process_uses_already_does_not_count_as_left(
    name: str, used: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups(tmp_path, monkeypatch, "", {})
    limits = {getattr(resource, name): (10**9, 10**9)}
    endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    monkeypatch.setattr(resource, "getrlimit", lambda which: limits.get(which, endless))
    (found,) = [each for each in memory.limits() if "ulimit" in each.whose]
    assert found.bytes == 10**9 - used * resource.getpagesize()


@pytest.mark.slow
@pytest.mark.parametrize("limit", ["RLIMIT_AS", "RLIMIT_DATA"])
def test_a_process_with_little_memory_refuses_in_one_line(limit: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with open(path, "wb") as file:
        file.write(header("cat/a.png", 5 * 10**9))
        file.truncate(512 + 5 * 10**9)
    program = (
        "import sys, resource; from tableau2net.cli import main\n"
        f"import tableau2net.train.run; resource.setrlimit(resource.{limit}, (6 << 30, 6 << 30))\n"
        f"sys.exit(main(['train', 'resnet20', '--data', 'folder:{path}']))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith(
        f"error: {path}!cat/a.png: this does not fit into half of the memory that ulimit"
    )
    assert ran.stderr.count("\n") == 1


def test_memory_that_ends_all_the_same_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> bytes:
        raise MemoryError

    path = tmp_path / "a.tar"
    path.write_bytes(tar())
    monkeypatch.setattr(stream.Stream, "read", none)
    with pytest.raises(InputError, match="there is not enough memory for this data set"):
        data.load(f"folder:{path}")
