"""Data sets: what every kind reads, in which order, and what it refuses."""

from __future__ import annotations

import gzip
import io
import os
import re
import struct
import subprocess
import sys
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from PIL import Image
from scipy.io import savemat

from tableau2net import data, memory
from tableau2net.data import DataSet, Images, reading
from tableau2net.data.cifar import Version
from tableau2net.data.images import NOT_COUNTED
from tableau2net.data.kinds import KIND, cifar10, cifar100, fashion_mnist, svhn
from tableau2net.data.split import first, holdout, permutation, stratified
from tableau2net.errors import InputError
from tableau2net.extras import install

CLASSES = ("cat", "dog")
IDX = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


def picture(path: Path, seed: int, size: tuple[int, int] = (6, 6), channels: int = 3) -> None:
    """Write an image of noise, of size (width, height)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shape = (size[1], size[0], channels)[: 3 if channels > 1 else 2]
    Image.fromarray(numpy.random.default_rng(seed).integers(0, 255, shape, numpy.uint8)).save(path)


def mask(path: Path, values: Any, mode: str = "L", **options: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Image.fromarray(numpy.asarray(values, numpy.uint8))
    if mode == "P":
        made.putpalette([7] * 768)
    made.save(path, **options)


def folder(root: Path) -> Path:
    """Five images of each class to train with, two for the test."""
    for split, count in (("train", 5), ("test", 2)):
        for label, name in enumerate(CLASSES):
            for number in range(count):
                picture(root / split / name / f"{number}.png", 100 * count + 10 * label + number)
    return root


def unsplit(root: Path) -> Path:
    """Ten images of each class, one with its suffix in capitals."""
    for label, name in enumerate(CLASSES):
        for number in range(10):
            picture(root / name / f"{number}.{'PNG' if number == 3 else 'png'}", 10 * label + number)
    return root


def masks(root: Path) -> Path:
    for split, count in (("train", 4), ("test", 2)):
        for number in range(count):
            picture(root / split / "images" / f"{number}.png", number)
            values: Any = numpy.full((6, 6), number % 3)
            values[0, 0] = 255
            mask(root / split / "masks" / f"{number}.png", values)
    return root


def idx(root: Path, train: int = 6, test: int = 3, size: tuple[int, int] = (4, 4)) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for name, count in (("train", train), ("t10k", test)):
        pixels = bytes(number % 251 for number in range(count * size[0] * size[1]))
        labels = bytes(number % 3 for number in range(count))
        head = struct.pack(">4I", 0x803, count, *size)
        (root / f"{name}-images-idx3-ubyte").write_bytes(head + pixels)
        (root / f"{name}-labels-idx1-ubyte.gz").write_bytes(
            gzip.compress(struct.pack(">2I", 0x801, count) + labels)
        )
    return root


def cifar(root: Path, version: Version = cifar10.VERSION) -> Path:
    """As many images to train with as there are classes; coarse labels, where there are any, are 19."""
    count = version.classes // len(version.train)
    root.mkdir(parents=True, exist_ok=True)
    for batch, name in enumerate((*version.train, *version.test)):
        records = [
            bytes([19] * (version.labels - 1) + [(count * batch + number) % version.classes])
            + bytes([batch, 8, 9][c] for c in range(3) for _ in range(1024))
            for number in range(count)
        ]
        (root / name).write_bytes(b"".join(records))
    (root / version.names).write_text(
        "\n".join(f"class{number}" for number in range(version.classes)) + "\n\n"
    )
    return root


def svhn_file(path: Path, **changed: Any) -> None:
    """Ten images, whose red, green and blue are 10, 20, 30 but for the pixel in row 1 and column 2 of the first."""
    images: Any = numpy.empty((32, 32, 3, 10), numpy.uint8)
    images[:] = numpy.array([10, 20, 30], numpy.uint8)[:, None]
    images[1, 2, :, 0] = 99
    savemat(path, {"X": images, "y": numpy.arange(1, 11, dtype=numpy.uint8)[:, None], **changed})


def house_numbers(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for name in (svhn.TRAIN, svhn.TEST):
        svhn_file(root / name)
    return root


MAKERS: dict[str, Callable[[Path], Path] | None] = {
    "cifar10": cifar,
    "cifar100": lambda root: cifar(root, cifar100.VERSION),
    "digits": None,
    "fashion-mnist": idx,
    "folder": folder,
    "masks": masks,
    "svhn": house_numbers,
}


def reference(kind: str, root: Path) -> str:
    make = MAKERS[kind]
    return kind if make is None else f"{kind}:{make(root)}"


def packed(root: Path, suffix: str = "", prefix: str = ".") -> Path:
    """The tar archive of a directory, its files in the reverse of their order."""
    path = root.with_name(f"{root.name}.tar{suffix}")
    with tarfile.open(path, f"w:{suffix.lstrip('.')}") as archive:  # type: ignore[call-overload]
        for file in sorted(root.rglob("*"), reverse=True):
            archive.add(file, f"{prefix}/{file.relative_to(root)}", recursive=False)
    return path


def refused(reference: str, *texts: str, **options: Any) -> None:
    """The data set is refused, and the message has these texts in this order."""
    with pytest.raises(InputError) as caught:
        data.load(reference, **options)
    assert re.search(".*".join(map(re.escape, texts)), str(caught.value), re.DOTALL), str(caught.value)


# What every kind does.


def test_every_kind_is_tested() -> None:
    assert set(data.kinds()) == set(MAKERS)


@pytest.mark.parametrize("kind", data.kinds())
def test_a_kind_says_what_it_reads_and_how_it_is_called(kind: str) -> None:
    assert re.fullmatch(r"[^a-z].{20,}[.]", data.kinds()[kind])
    module = __import__(f"tableau2net.data.kinds.{kind.replace('-', '_')}", fromlist=["FORM"])
    assert re.fullmatch(rf"{kind}(:PATH|\[:PATH\])?", module.FORM)


@pytest.mark.parametrize("kind", data.kinds())
def test_a_kind_reads_bytes_the_same_twice(kind: str, tmp_path: Path) -> None:
    name = reference(kind, tmp_path / "a:b")
    one, two = data.load(name), data.load(name)
    assert one.name == name
    assert one.checksum == two.checksum
    for images in (one.train, one.test):
        assert images.pixels.dtype == torch.uint8
        assert images.targets.dtype == torch.int64
        assert images.pixels.shape == (len(images), one.channels, one.size, one.size)
        assert images.pixels.is_contiguous()
        assert images.pixels.float().std() > 0
        counted = images.targets[images.targets != NOT_COUNTED]
        assert 0 <= counted.min() <= counted.max() < len(one.classes)
    assert one.train.targets.dim() == (3 if one.per_pixel else 1)


@pytest.mark.parametrize("kind", data.kinds())
def test_a_kind_is_resized_and_made_smaller(kind: str, tmp_path: Path) -> None:
    name = reference(kind, tmp_path)
    whole = data.load(name)
    count = len(whole.classes)
    some = data.load(name, size=5, images=count)
    assert (some.size, some.train.width, len(some.train), len(some.test)) == (5, 5, count, len(whole.test))
    assert some.test.targets.shape[1:] == ((5, 5) if some.per_pixel else ())
    assert some.channels == whole.channels


@pytest.mark.parametrize("kind", data.kinds())
def test_a_kind_is_referred_to_in_its_form(kind: str, tmp_path: Path) -> None:
    refused(f"{kind}:", f"{kind}:", "expected", kind)
    if MAKERS[kind] is None:
        refused(f"{kind}:{tmp_path}", "not how", f"expected {kind}")
    else:
        refused(f"{kind}:{tmp_path}/nowhere", "nowhere", "expected a ")
    if kind in ("folder", "masks", "cifar10", "cifar100", "svhn"):
        refused(kind, "not how", f"expected {kind}:PATH")


@pytest.mark.parametrize("kind", data.kinds())
def test_a_kind_fits_into_memory(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = reference(kind, tmp_path)
    monkeypatch.setattr(memory, "limit", lambda: memory.Limit(10**9, "the machine's memory"))
    refused(name, "half of the machine's memory", "of 1 GB; expected a smaller --size", size=50_000)


def test_an_unknown_kind_is_named_with_the_nearest() -> None:
    refused("digit", "not known: found 'digit'; expected 'digits'")
    refused("", "not known: found ''; expected one of cifar10, cifar100, digits")


@pytest.mark.parametrize("size", [0, -1])
def test_a_size_is_positive(size: int) -> None:
    refused("digits", f"found {size}; expected --size 1 or more", size=size)


@pytest.mark.slow
def test_listing_and_importing_load_nothing_heavy() -> None:
    program = (
        "import sys; from tableau2net import data; data.kinds()\n"
        "print([name for name in ('torch', 'PIL', 'sklearn', 'numpy') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "[]\n"


@pytest.mark.parametrize(("kind", "package"), [("digits", "sklearn"), ("folder", "PIL")])
def test_a_missing_package_is_named(
    kind: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = reference(kind, tmp_path)
    for module in list(sys.modules):
        if module.startswith(
            ("tableau2net.data.kinds.", "tableau2net.data.image_file", "tableau2net.data.decode", package)
        ):
            monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delattr("tableau2net.data.decode", raising=False)
    monkeypatch.delattr("tableau2net.data.image_file", raising=False)
    refused(name, "not installed", f"no module '{package}", install("train"))


def test_the_home_directory_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder(tmp_path / "photos")
    assert data.load("folder:~/photos").name == "folder:~/photos"


# Digits.


def test_the_digits_are_scaled_and_split() -> None:
    digits = data.load("digits")
    assert (len(digits.train), len(digits.test), digits.channels, digits.size) == (1438, 359, 1, 8)
    assert digits.train.pixels.max() == 255
    assert set(digits.train.pixels.flatten().tolist()) == {round(value * 255 / 16) for value in range(17)}
    assert digits.classes == tuple("0123456789")


def test_the_split_of_the_digits_never_changes() -> None:
    assert data.load("digits").checksum[:8] == "bd9e566d"


# IDX files.


def test_idx_files_are_read(tmp_path: Path) -> None:
    found = data.load(f"fashion-mnist:{idx(tmp_path)}")
    assert found.train.pixels.flatten().tolist() == list(range(96))
    assert found.train.targets.tolist() == [0, 1, 2, 0, 1, 2]
    assert found.classes == ("0", "1", "2")


def test_the_package_of_debian_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fashion_mnist, "DEBIAN", str(tmp_path / "package"))
    refused("fashion-mnist", "package", "fashion-mnist[:PATH], or apt install dataset-fashion-mnist")
    idx(tmp_path / "package")
    assert data.load("fashion-mnist").classes == fashion_mnist.CLASSES


def _all(*actions: Callable[[Path], object]) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        for action in actions:
            action(root)

    return run


def _rewrite(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda root: (root / name).write_bytes(change((root / name).read_bytes()))


def _gzip(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return _rewrite(name, lambda content: gzip.compress(change(gzip.decompress(content))))


LABELS = "train-labels-idx1-ubyte.gz"
BROKEN_IDX: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "missing": (lambda root: (root / IDX[2]).unlink(), ("missing", f"no {IDX[2]}", f"{IDX[2]}.gz")),
    "no header": (_rewrite(IDX[0], lambda _: b"abc"), (IDX[0], "too early: found 3 bytes", "header of 16")),
    "magic": (
        _rewrite(IDX[0], lambda content: b"\0\0\x08\x01" + content[4:]),
        (IDX[0], "another kind", "magic number 2049; expected 2051"),
    ),
    "truncated": (
        _rewrite(IDX[0], lambda content: content[:-1]),
        (IDX[0], "too early: found 95 bytes", "6 × 4 × 4 = 96"),
    ),
    "too long": (_gzip(LABELS, lambda content: content + b"a"), (LABELS, "goes on", "more than 6", "6 = 6")),
    "empty": (
        _rewrite(IDX[0], lambda _: struct.pack(">4I", 0x803, 0, 4, 4)),
        (IDX[0], "nothing", "0 × 4 × 4"),
    ),
    "gzip truncated": (_rewrite(LABELS, lambda content: content[:-9]), (LABELS, "cannot be read")),
    "gzip broken": (_rewrite(LABELS, lambda content: content[:10] + b"\xff" * 9), (LABELS, "cannot be read")),
    "count": (
        _gzip(LABELS, lambda content: struct.pack(">2I", 0x801, 5) + content[8:13]),
        (LABELS, "differ in number", "5 labels", "6, one an image of", IDX[0]),
    ),
    "one class": (
        _all(
            _gzip(LABELS, lambda content: content[:8] + bytes(6)),
            _gzip("t10k-labels-idx1-ubyte.gz", lambda content: content[:8] + bytes(3)),
        ),
        ("one class only", "labels 0"),
    ),
    "other size": (
        _rewrite(IDX[2], lambda _: struct.pack(">4I", 0x803, 3, 2, 2) + bytes(12)),
        (IDX[2], "differ in the size", "2 × 2", "4 × 4"),
    ),
    "not square": (
        _rewrite(IDX[0], lambda content: struct.pack(">4I", 0x803, 6, 2, 8) + content[16:]),
        (IDX[0], "not square: found 8 × 2", "--size"),
    ),
}


@pytest.mark.parametrize("name", BROKEN_IDX)
def test_a_broken_idx_file_is_refused(name: str, tmp_path: Path) -> None:
    breaks, texts = BROKEN_IDX[name]
    breaks(idx(tmp_path))
    refused(f"fashion-mnist:{tmp_path}", str(tmp_path), *texts)


# CIFAR-10.


def test_the_binary_files_of_cifar10_are_read_wherever_they_lie(tmp_path: Path) -> None:
    inner = cifar(tmp_path / cifar10.VERSION.folder)
    archive = packed(inner, ".gz", cifar10.VERSION.folder)
    found = [data.load(f"cifar10:{path}") for path in (inner, tmp_path, archive)]
    assert len({each.checksum for each in found}) == 1
    assert found[0].classes == tuple(f"class{number}" for number in range(10))
    assert found[0].train.targets.tolist() == list(range(10))
    assert [set(plane.flatten().tolist()) for plane in found[0].train.pixels[4]] == [{2}, {8}, {9}]


BROKEN_CIFAR: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "missing": (
        lambda root: (root / cifar10.VERSION.test[0]).unlink(),
        ("missing", "no test_batch.bin", "pickles"),
    ),
    "length": (
        _rewrite("data_batch_2.bin", lambda content: content[:-1]),
        ("data_batch_2.bin", "whole records", "found 6145 bytes", "multiple of 3073"),
    ),
    "empty": (_rewrite("data_batch_2.bin", lambda _: b""), ("found 0 bytes", "not 0")),
    "label": (
        _rewrite("data_batch_3.bin", lambda content: content[:3073] + b"\x0a" + content[3074:]),
        ("data_batch_3.bin", "no such class", "label 10 in record 1", "0 to 9"),
    ),
    "names": (
        _rewrite(cifar10.VERSION.names, lambda _: b"a\nb\n"),
        (cifar10.VERSION.names, "found 2 lines", "10"),
    ),
}


@pytest.mark.parametrize("name", BROKEN_CIFAR)
def test_a_broken_cifar10_is_refused(name: str, tmp_path: Path) -> None:
    breaks, texts = BROKEN_CIFAR[name]
    breaks(cifar(tmp_path))
    refused(f"cifar10:{tmp_path}", str(tmp_path), *texts)


def test_cifar100_has_its_fine_classes_and_no_pickle_is_read(tmp_path: Path) -> None:
    inner = cifar(tmp_path / "cifar-100-binary", cifar100.VERSION)
    found = data.load(f"cifar100:{tmp_path}")
    assert found.checksum == data.load(f"cifar100:{packed(inner, '.gz', 'cifar-100-binary')}").checksum
    assert len(found.classes) == 100
    assert found.train.targets.tolist() == found.test.targets.tolist() == list(range(100))
    assert [set(plane.flatten().tolist()) for plane in found.test.pixels[0]] == [{1}, {8}, {9}]
    pickled = tmp_path / "cifar-100-python"
    pickled.mkdir()
    (pickled / "train").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    refused(f"cifar100:{pickled}", "no train.bin", "binary version of CIFAR-100", "pickles are never read")
    damaged = (inner / "train.bin").read_bytes()
    (inner / "train.bin").write_bytes(damaged[:1] + b"\x64" + damaged[2:])
    refused(f"cifar100:{inner}", "train.bin", "label 100 in record 0", "0 to 99")


# SVHN.


def test_svhn_has_10_for_the_digit_0_and_the_last_axis_for_the_images(tmp_path: Path) -> None:
    found = data.load(f"svhn:{house_numbers(tmp_path / 'a')}")
    assert found.checksum == data.load(f"svhn:{packed(tmp_path / 'a', '.gz')}").checksum
    assert found.train.targets.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    assert found.train.pixels.shape == (10, 3, 32, 32)
    assert found.train.pixels[0, :, 1, 2].tolist() == [99, 99, 99]
    assert found.train.pixels[0, :, 2, 1].tolist() == [10, 20, 30]


def _damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


BROKEN_SVHN: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "missing": (Path.unlink, ("missing", "no train_32x32.mat")),
    "no matlab": (lambda path: path.write_bytes(b"\x80\x04" * 200), ("cannot be read", "MATLAB")),
    "cut off": (_damaged, ("cannot be read", "MATLAB")),
    "of version 7.3": (lambda path: path.write_bytes(b"\0" * 124 + b"\0\2IM"), ("cannot be read", "MATLAB")),
    "no labels": (
        lambda path: savemat(path, {"X": numpy.zeros((32, 32, 3, 2), numpy.uint8)}),
        ("X 32 × 32",),
    ),
    "too few labels": (lambda path: svhn_file(path, y=numpy.ones((2, 1), numpy.uint8)), ("y 2 × 1", "N × 1")),
    "other images": (
        lambda path: svhn_file(path, X=numpy.zeros((28, 28, 3, 10), numpy.uint8)),
        ("X 28 × 28",),
    ),
    "fractions": (lambda path: svhn_file(path, X=numpy.zeros((32, 32, 3, 10))), ("float64", "uint8")),
    "label": (
        lambda path: svhn_file(path, y=numpy.array([[1], [0], *[[2]] * 8], numpy.uint8)),
        ("label 0 of image 1",),
    ),
}


@pytest.mark.parametrize("name", BROKEN_SVHN)
def test_a_broken_svhn_is_refused(name: str, tmp_path: Path) -> None:
    breaks, texts = BROKEN_SVHN[name]
    breaks(house_numbers(tmp_path) / svhn.TRAIN)
    refused(f"svhn:{tmp_path}", str(tmp_path), *texts)


# Trees: directories and archives.


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz", ".bz2"])
@pytest.mark.parametrize(("kind", "make"), [("folder", folder), ("folder", unsplit), ("masks", masks)])
def test_a_directory_and_its_archive_are_equal(
    kind: str, make: Callable[[Path], Path], suffix: str, tmp_path: Path
) -> None:
    root = make(tmp_path / "photos")
    one, two = data.load(f"{kind}:{root}"), data.load(f"{kind}:{packed(root, suffix)}")
    three = data.load(f"{kind}:{packed(root, suffix, 'below')}")  # one folder at the top
    assert one.checksum == two.checksum == three.checksum
    assert one.classes == two.classes == three.classes


def test_images_are_in_the_order_of_their_paths(tmp_path: Path) -> None:
    found = data.load(f"folder:{folder(tmp_path)}")
    assert found.classes == CLASSES
    assert found.train.targets.tolist() == [0] * 5 + [1] * 5
    third = numpy.asarray(Image.open(tmp_path / "train" / "dog" / "2.png")).transpose(2, 0, 1)
    assert found.train.pixels[7].tolist() == third.tolist()


def test_without_splits_a_fixed_fifth_is_the_test(tmp_path: Path) -> None:
    found = data.load(f"folder:{unsplit(tmp_path)}")
    assert (found.train.targets.bincount().tolist(), found.test.targets.bincount().tolist()) == (
        [8, 8],
        [2, 2],
    )
    together = {
        bytes(each.flatten().tolist()) for images in (found.train, found.test) for each in images.pixels
    }
    assert len(together) == 20


@pytest.mark.parametrize("name", ["val", "valid", "validation"])
def test_the_test_has_other_names(name: str, tmp_path: Path) -> None:
    folder(tmp_path)
    whole = data.load(f"folder:{tmp_path}")
    (tmp_path / "test").rename(tmp_path / name)
    assert data.load(f"folder:{tmp_path}").checksum == whole.checksum


def test_hidden_files_and_others_are_left_out(tmp_path: Path) -> None:
    root = folder(tmp_path / "photos")
    whole = data.load(f"folder:{root}")
    (root / "train" / "cat" / "._0.png").write_bytes(b"rubbish")
    (root / "train" / "cat" / "notes.txt").write_text("notes")
    picture(root / "train" / ".thumbnails" / "0.png", 0)
    picture(root / "logo.png", 0)
    (root / "train" / "cat" / "around").symlink_to(root)
    archive = packed(root)
    (root / "train" / "cat" / "around").unlink()
    with tarfile.open(archive, "a") as file:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo("train/cat/9.png")
            member.type, member.linkname = kind, "train/cat/0.png"
            file.addfile(member)
    for path in (root, archive):
        assert data.load(f"folder:{path}").checksum == whole.checksum


def test_a_link_to_a_folder_around_itself_ends(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "train" / "cat" / "again").symlink_to(root / "train" / "cat")
    assert len(data.load(f"folder:{root}").train) == 10


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz", ".bz2"])
def test_an_archive_that_ends_too_early_is_refused(suffix: str, tmp_path: Path) -> None:
    archive = packed(folder(tmp_path / "photos"), suffix)
    whole = archive.read_bytes()
    for kept in (len(whole) // 2, len(whole) // 2 // 512 * 512, len(whole) - (10240 if not suffix else 4)):
        archive.write_bytes(whole[:kept])
        refused(f"folder:{archive}", str(archive), "a directory or a whole tar archive")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"no tar" * 200)
    refused(f"folder:{tmp_path}/a.tar", "a.tar: this file cannot be read as a tar archive", "a directory or")
    (tmp_path / "a.tar").write_bytes(b"")
    refused(f"folder:{tmp_path}/a.tar", "a.tar: this file cannot be read as a tar archive")
    refused("folder:/dev/zero", "/dev/zero: this cannot be read", "a directory or a tar")
    refused("folder:a\0b", "there is nothing that can be read here")


def test_an_archive_fits_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = packed(folder(tmp_path / "photos"))
    monkeypatch.setattr(memory, "limit", lambda: memory.Limit(500, "the machine's memory"))
    refused(f"folder:{archive}", f"{archive}!t", "half of the machine's memory", "smaller archive")


def test_what_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(tmp_path)
    scandir = os.scandir

    def forbidden(path: str) -> Any:
        if str(path).endswith("dog"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", forbidden)
        refused(f"folder:{root}", "dog: this folder cannot be read: found Permission denied")

    def closed(path: str, *_: Any) -> Any:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "open", closed)
    refused(f"folder:{root}", "0.png: this file cannot be read: found Permission denied")


def test_a_name_is_utf8(tmp_path: Path) -> None:
    root = folder(tmp_path)
    try:
        os.rename(root / "train" / "cat", os.fsencode(root / "train") + b"/c\xff")
    except OSError:
        pytest.skip("the file system has such names only")
    refused(f"folder:{root}", "c�", "not UTF-8")


# Folders of classes.


def _empty(path: Path) -> None:
    for file in path.iterdir():
        file.unlink()


def _remove(path: Path) -> None:
    _empty(path)
    path.rmdir()


def _cut(path: Path, keep: int) -> None:
    path.write_bytes(path.read_bytes()[:keep])


def _flat(root: Path) -> None:
    for split in ("train", "test"):
        for name in CLASSES:
            _remove(root / split / name)
        picture(root / split / "a.png", 0)


def _gif(path: Path) -> None:
    content = io.BytesIO()
    Image.new("L", (6, 6)).save(content, "gif")
    path.write_bytes(content.getvalue())


def _jpeg(path: Path) -> None:
    picture(path, 0)
    _cut(path, path.stat().st_size - 40)


BROKEN_FOLDERS: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "no classes": (_flat, ("train: there are no folders of classes", "found 1 images", "one folder a class")),
    "empty class": (
        lambda root: _empty(root / "train" / "cat"),
        ("train/cat: this class is empty", "no image", ".jpg, .jpeg, .png"),
    ),
    "not in the test": (
        lambda root: _remove(root / "test" / "cat"),
        ("test: there is one class only: found 'dog'",),
    ),
    "one only in the test": (
        lambda root: picture(root / "test" / "bird" / "0.png", 0),
        ("train: the splits differ", "no folder 'bird'", "every class of", "test"),
    ),
    "one only in train": (
        lambda root: picture(root / "train" / "bird" / "0.png", 0),
        ("test: the splits differ", "no folder 'bird'", "every class of", "train"),
    ),
    "one class": (
        _all(lambda root: _remove(root / "train" / "cat"), lambda root: _remove(root / "test" / "cat")),
        ("train: there is one class only: found 'dog'", "two folders"),
    ),
    "no test": (
        lambda root: (root / "test").rename(root / "other"),
        ("one split lacks the other", "'train'", "test or val"),
    ),
    "no train": (
        lambda root: (root / "train").rename(root / "other"),
        ("one split lacks the other", "'test'", "a folder train"),
    ),
    "truncated png": (
        lambda root: _cut(root / "test" / "dog" / "1.png", 80),
        ("test/dog/1.png: this image cannot be decoded", "a whole JPEG or PNG"),
    ),
    "truncated jpeg": (
        lambda root: _jpeg(root / "test" / "dog" / "1.jpg"),
        ("test/dog/1.jpg: this image cannot be decoded", "a whole JPEG"),
    ),
    "rubbish": (
        lambda root: (root / "test" / "dog" / "1.png").write_bytes(b"rubbish"),
        ("test/dog/1.png: this is not an image", "JPEG or PNG"),
    ),
    "gif": (lambda root: _gif(root / "train" / "dog" / "1.png"), ("train/dog/1.png: this is not an image",)),
    "sizes": (
        lambda root: picture(root / "test" / "dog" / "1.png", 0, (7, 6)),
        ("test/dog/1.png: the images differ in size: found 7 × 6, and 6 × 6 in", "train/cat/0.png", "--size"),
    ),
}


@pytest.mark.parametrize("tar", [False, True])
@pytest.mark.parametrize("name", BROKEN_FOLDERS)
def test_a_broken_folder_is_refused(name: str, tar: bool, tmp_path: Path) -> None:
    breaks, texts = BROKEN_FOLDERS[name]
    root = folder(tmp_path / "photos")
    breaks(root)
    path = packed(root) if tar else root
    at_top = texts[0].startswith("one split")  # then no path stands after the root
    place = f"{path}!" if tar and not at_top else f"{path}"
    refused(f"folder:{path}", place, *texts)
    if name != "sizes":
        refused(f"folder:{path}", place, *texts, size=2)


def test_images_are_square(tmp_path: Path) -> None:
    for name in CLASSES:
        for number in range(2):
            picture(tmp_path / name / f"{number}.png", number, (8, 6))
    refused(f"folder:{tmp_path}", "cat/0.png: the images are not square: found 8 × 6", "--size")
    assert data.load(f"folder:{tmp_path}", size=6).size == 6


def test_one_image_cannot_be_split(tmp_path: Path) -> None:
    unsplit(tmp_path)
    picture(tmp_path / "bird" / "0.png", 0)
    refused(f"folder:{tmp_path}", "bird: one image cannot", "found 1 image", "2 images or more")


def test_a_class_may_be_called_train(tmp_path: Path) -> None:
    root = unsplit(tmp_path)
    (root / "dog").rename(root / "train")
    picture(root / "train" / "more" / "0.png", 0)
    assert data.load(f"folder:{root}").classes == ("cat", "train")


def test_a_decompression_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(tmp_path)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 30)  # 36 is a warning, from 61 an error
    refused(f"folder:{root}", "train/cat/0.png: this image cannot be decoded", "decompression bomb", size=2)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    refused(f"folder:{root}", "train/cat/0.png: this image cannot be decoded", "decompression bomb", size=2)


def one_picture(root: Path, made: Image.Image, **options: Any) -> torch.Tensor:
    """The first training image of a data set that consists of this image."""
    for split in ("train", "test"):
        for name in CLASSES:
            (root / split / name).mkdir(parents=True)
            made.save(root / split / name / "0.png")
    return data.load(f"folder:{root}", **options).train.pixels[0]


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("1", 1, [255]),
        ("L", 9, [9]),
        ("LA", (9, 0), [255]),
        ("LA", (9, 255), [9]),
        ("I;16", 65535, [255]),
        ("I;16", 257 * 9, [9]),
        ("RGB", (1, 2, 3), [1, 2, 3]),
        ("RGBA", (1, 2, 3, 255), [1, 2, 3]),
        ("RGBA", (1, 2, 3, 0), [255, 255, 255]),
        ("P", 0, [4, 5, 6]),
    ],
)
def test_every_mode_becomes_grey_or_colours(
    mode: str, colour: Any, expected: list[int], tmp_path: Path
) -> None:
    made = Image.new(mode, (3, 3), colour)
    if mode == "P":
        made.putpalette([4, 5, 6])
    assert one_picture(tmp_path, made)[:, 1, 1].tolist() == expected


def test_grey_images_among_colours_get_colours(tmp_path: Path) -> None:
    folder(tmp_path)
    picture(tmp_path / "test" / "dog" / "1.png", 0, channels=1)
    found = data.load(f"folder:{tmp_path}")
    assert found.channels == 3
    assert torch.equal(found.test.pixels[3, 0], found.test.pixels[3, 2])


def test_the_centre_is_kept_and_averaged(tmp_path: Path) -> None:
    # Borders left and right that do not count, and between them stripes finer than the pixels of the result.
    values: Any = numpy.zeros((16, 32), numpy.uint8)
    values[:, 8:24:2] = 200
    made = one_picture(tmp_path, Image.fromarray(values), size=2)
    assert made.shape == (1, 2, 2)
    assert (made.float() - 100).abs().max() < 15


# Masks.


def test_masks_are_read_as_indices(tmp_path: Path) -> None:
    found = data.load(f"masks:{masks(tmp_path)}")
    assert found.per_pixel
    assert found.classes == ("0", "1", "2")
    assert found.train.targets[:, 3, 3].tolist() == [0, 1, 2, 0]
    assert (found.train.targets[:, 0, 0] == NOT_COUNTED).all()


@pytest.mark.parametrize("options", [{"mode": "L"}, {"mode": "P"}, {"mode": "P", "bits": 2}])
def test_a_mask_is_grey_or_has_a_palette(options: dict[str, Any], tmp_path: Path) -> None:
    masks(tmp_path)
    values: Any = numpy.arange(36).reshape(6, 6) % 4
    mask(tmp_path / "train" / "masks" / "1.png", values, **options)
    assert data.load(f"masks:{tmp_path}").train.targets[1].tolist() == values.tolist()


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_a_grey_mask_of_few_bits_holds_indices(bits: int, tmp_path: Path) -> None:
    masks(tmp_path)
    values = [0, 1, 1, 0, 1, 0]
    row = sum(value << bits * (7 - place) for place, value in enumerate(values)).to_bytes(bits, "big")
    rows = (b"\0" + row[: (6 * bits + 7) // 8]) * 6

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">2I5B", 6, 6, bits, 0, 0, 0, 0)
    content = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    (tmp_path / "train" / "masks" / "1.png").write_bytes(content)
    assert data.load(f"masks:{tmp_path}").train.targets[1].tolist() == [values] * 6


def test_masks_are_resized_to_the_nearest(tmp_path: Path) -> None:
    masks(tmp_path)
    values: Any = numpy.zeros((6, 6), numpy.uint8)
    values[:, 3:] = 100
    mask(tmp_path / "train" / "masks" / "1.png", values)
    assert data.load(f"masks:{tmp_path}", size=4).train.targets[1].tolist() == [[0, 0, 100, 100]] * 4


def test_masks_without_splits_are_split(tmp_path: Path) -> None:
    root = masks(tmp_path) / "train"
    found = data.load(f"masks:{root}")
    assert (len(found.train), len(found.test)) == (3, 1)


def _one_pair(root: Path) -> None:
    for split in ("train", "test"):
        (root / split).rename(root / f"{split}-")
    for name in ("images", "masks"):
        (root / name).mkdir()
        (root / "train-" / name / "0.png").rename(root / name / "0.png")


def _every_mask(root: Path, index: int, split: str = "*") -> None:
    for path in root.glob(f"{split}/masks/*"):
        mask(path, numpy.full((6, 6), index))


BROKEN_MASKS: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "no mask": (
        lambda root: (root / "test" / "masks" / "1.png").unlink(),
        ("test/images/1.png: this image has no mask: expected test/masks/1.png",),
    ),
    "no image": (
        lambda root: (root / "test" / "images" / "1.png").unlink(),
        ("test/masks/1.png: this mask has no image: expected test/images/1 with .jpg",),
    ),
    "no images": (
        lambda root: (root / "test" / "images").rename(root / "test" / "pictures"),
        ("test/images: there are no images here", "folders images and masks"),
    ),
    "no masks": (lambda root: _empty(root / "train" / "masks"), ("train/masks: there are no masks here",)),
    "jpeg": (
        lambda root: picture(root / "test" / "masks" / "2.jpg", 0),
        ("test/masks/2.jpg: this mask is not a PNG", "2.png"),
    ),
    "twice": (
        lambda root: picture(root / "test" / "images" / "1.jpg", 0),
        ("test/images/1.png: two files have one name", "test/images/1.jpg"),
    ),
    "sizes": (
        lambda root: mask(root / "test" / "masks" / "1.png", [[0, 1]]),
        ("test/masks/1.png: a mask differs from its image in size: found 2 × 1; expected 6 × 6, as",),
    ),
    "images differ": (
        _all(
            lambda root: picture(root / "test" / "images" / "1.png", 0, (7, 7)),
            lambda root: mask(root / "test" / "masks" / "1.png", numpy.zeros((7, 7))),
        ),
        ("test/images/1.png: the images differ in size: found 7 × 7", "--size"),
    ),
    "colours": (
        lambda root: picture(root / "test" / "masks" / "1.png", 0),
        ("test/masks/1.png: this is not a mask: found mode RGB", "grey or a palette"),
    ),
    "truncated": (
        lambda root: _cut(root / "test" / "masks" / "1.png", 45),
        ("test/masks/1.png: this image cannot be decoded",),
    ),
    "one class": (
        lambda root: _every_mask(root, 0),
        ("there is one class only", "no index from 1 to 254"),
    ),
    "nothing counted": (
        lambda root: _every_mask(root, 255),
        ("no pixel of the train images counts", "found 255 in all masks"),
    ),
    "nothing counted of a split": (
        lambda root: _every_mask(root, 255, "test"),
        ("no pixel of the test images counts", "found 255 in all masks"),
    ),
    "one pair": (_one_pair, ("one image cannot be for training and for the test", "2 images or more")),
}


@pytest.mark.parametrize("name", BROKEN_MASKS)
def test_broken_masks_are_refused(name: str, tmp_path: Path) -> None:
    breaks, texts = BROKEN_MASKS[name]
    breaks(masks(tmp_path))
    refused(f"masks:{tmp_path}", str(tmp_path), *texts)


# Parts of a data set.


def made(counts: list[int], per_pixel: bool = False) -> DataSet:
    """A data set of as many images of each class, all different."""
    targets = torch.tensor([label for label, count in enumerate(counts) for _ in range(count)])
    pixels = torch.arange(len(targets), dtype=torch.uint8).reshape(-1, 1, 1, 1)
    images = Images(pixels, targets.reshape(-1, 1, 1) if per_pixel else targets)
    return DataSet("made", images, images, tuple(map(str, range(len(counts)))), per_pixel)


@pytest.mark.parametrize(
    ("counts", "count", "expected"),
    [
        ([9, 9, 9], 9, [3, 3, 3]),
        ([9, 9, 9], 11, [4, 4, 3]),
        ([9, 2, 9], 12, [5, 2, 5]),
        ([2, 1, 2], 5, [2, 1, 2]),
    ],
)
def test_a_part_is_balanced(counts: list[int], count: int, expected: list[int]) -> None:
    whole = made(counts)
    part = first(whole, count)
    chosen = part.train.pixels.flatten().tolist()
    assert part.train.targets.bincount().tolist() == expected
    assert chosen == sorted(set(chosen))
    assert part.train.targets.tolist() == whole.train.targets[chosen].tolist()
    assert part.test is whole.test
    assert part.name == whole.name
    assert first(whole, count).checksum == part.checksum
    assert set(first(whole, len(counts)).train.pixels.flatten().tolist()) <= set(chosen)


def test_a_part_of_masks_is_shuffled() -> None:
    part = first(made([30], per_pixel=True), 10).train.pixels.flatten().tolist()
    assert len(set(part)) == 10
    assert part == sorted(part) != list(range(10))


@pytest.mark.parametrize("count", [-1, 2, 28])
def test_a_part_is_not_too_small_or_too_large(count: int) -> None:
    with pytest.raises(InputError, match=f"made: .* found {count}; expected --images from 3, .* to 27"):
        first(made([9, 9, 9]), count)


def test_a_validation_is_held_out_and_depends_on_its_seed_alone() -> None:
    images = made([40, 20, 1]).train
    train, held = holdout(images, 0.1, seed=3)
    assert held.targets.bincount().tolist() == [4, 2]
    assert sorted([*train.pixels.flatten().tolist(), *held.pixels.flatten().tolist()]) == list(range(61))
    assert torch.equal(held.pixels, holdout(images, 0.1, seed=3)[1].pixels)
    assert not torch.equal(held.pixels, holdout(images, 0.1, seed=4)[1].pixels)
    train, held = holdout(made([10], per_pixel=True).train, 0.2, seed=0)
    assert (len(train), len(held)) == (8, 2)


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.5, float("nan")])
def test_a_fraction_lies_between_nothing_and_all(fraction: float) -> None:
    with pytest.raises(InputError, match="more than 0 and less than 1"):
        holdout(made([4, 4]).train, fraction, 0)


def test_nothing_is_held_out_of_one_image_a_class() -> None:
    with pytest.raises(InputError, match="found 2 images; expected two or more of a class"):
        holdout(made([1, 1]).train, 0.5, 0)


@pytest.mark.parametrize("fraction", [0.01, 0.2, 0.99])
def test_both_parts_have_every_class(fraction: float) -> None:
    targets = [0, 1, 0, 1, 1, 1, 0]
    assert all({targets[index] for index in part} == {0, 1} for part in stratified(targets, fraction))


def test_the_shuffled_order_never_changes() -> None:
    assert permutation(10, 0) == [3, 7, 5, 2, 8, 4, 9, 1, 6, 0]


def test_the_checksum_is_of_all_four_tensors() -> None:
    one = made([3, 3])
    pixels, targets = one.train.pixels, one.train.targets
    changed = [
        Images(pixels + 1, targets),
        Images(pixels, 1 - targets),
        Images(pixels.reshape(6, 1, 1, 1, 1), targets),
    ]
    sums = {
        DataSet("", train, test, ("a", "b")).checksum
        for each in changed
        for train, test in ((each, one.test), (one.train, each))
    }
    assert len(sums | {one.checksum}) == 7


def test_a_kind_is_found_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_kind.py").write_text('"""My kind.\n\nMore."""\n')
    monkeypatch.setattr(reading, "KIND", replace(KIND, folder=tmp_path))
    assert data.kinds() == {"my-kind": "My kind."}
