"""CIFAR-10's official binary version: its folder, one that holds `cifar-10-batches-bin`, or the tar archive of it."""

from __future__ import annotations

import torch

from tableau2net.data.file_tree import Tree, open_tree
from tableau2net.data.images import DataSet, Images
from tableau2net.errors import InputError

FORM = "cifar10:PATH"
FOLDER = "cifar-10-batches-bin"
TRAIN = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
TEST = "test_batch.bin"
NAMES = "batches.meta.txt"
RECORD = 1 + 3 * 32 * 32  # a label, then red, green and blue
CLASSES = 10


def read(path: str | None, size: int | None) -> DataSet:
    """The images of the six binary files. Raises InputError."""
    tree = open_tree(path or "", (".bin", ".txt"))
    folder = f"{FOLDER}/" if FOLDER in tree.children() else ""
    for name in (*TRAIN, TEST, NAMES):
        if folder + name not in tree.files:
            raise InputError(
                "a file is missing",
                tree.position(folder.rstrip("/")),
                f"no {name}",
                "the binary version of CIFAR-10 (pickles are never read)",
            )
    train, test = (_split(tree, [folder + name for name in names], size) for names in (TRAIN, (TEST,)))
    return DataSet(FORM, train, test, _names(tree, folder + NAMES))


def _split(tree: Tree, paths: list[str], size: int | None) -> Images:
    records = torch.cat([_records(tree, path) for path in paths])
    pixels = records[:, 1:].reshape(-1, 3, 32, 32)
    if size is not None:
        from tableau2net.data.decode import resized

        pixels = resized(pixels, size, tree.position())
    return Images(pixels.contiguous(), records[:, 0].to(torch.int64))


def _records(tree: Tree, path: str) -> torch.Tensor:
    content = bytearray(tree.read(path))
    if not content or len(content) % RECORD:
        raise InputError(
            "the file does not consist of whole records",
            tree.position(path),
            f"{len(content)} bytes",
            f"a multiple of {RECORD}, and not 0",
        )
    records = torch.frombuffer(content, dtype=torch.uint8).reshape(-1, RECORD)
    highest = int(records[:, 0].max())
    if highest >= CLASSES:
        record = int(records[:, 0].argmax())
        raise InputError(
            "there is no such class", tree.position(path), f"label {highest} in record {record}", "0 to 9"
        )
    return records


def _names(tree: Tree, path: str) -> tuple[str, ...]:
    names = tuple(
        line.strip() for line in tree.read(path).decode("utf-8", "replace").splitlines() if line.strip()
    )
    if len(names) != CLASSES:
        raise InputError(
            "these are not the names of the classes",
            tree.position(path),
            f"{len(names)} lines",
            f"{CLASSES}, one a class",
        )
    return names
