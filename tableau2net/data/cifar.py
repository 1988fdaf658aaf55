"""The official binary versions of CIFAR: files of records, each its labels, then 32×32 pixels of red, green and blue.

The pickles of the versions for Python are never read, for reading one runs what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from tableau2net.data.file_tree import Tree, open_tree
from tableau2net.data.images import DataSet, Images, at_size
from tableau2net.errors import InputError

PIXELS = 3 * 32 * 32


@dataclass(frozen=True, slots=True)
class Version:
    """A data set. Of the `labels` bytes of a record the last is the class; `names` is a file, a class a line."""

    called: str
    form: str
    folder: str
    train: tuple[str, ...]
    test: tuple[str, ...]
    names: str
    labels: int
    classes: int

    def read(self, path: str | None, size: int | None) -> DataSet:
        """The images of its folder, of one that holds it, or of the tar archive of it. Raises InputError."""
        tree = open_tree(path or "", (".bin", ".txt"))
        folder = f"{self.folder}/" if self.folder in tree.children() else ""
        for name in (*self.train, *self.test, self.names):
            if folder + name not in tree.files:
                raise InputError(
                    "a file is missing",
                    tree.position(folder.rstrip("/")),
                    f"no {name}",
                    f"the binary version of {self.called} (pickles are never read)",
                )
        train, test = (
            self._split(tree, [folder + name for name in names], size) for names in (self.train, self.test)
        )
        return DataSet(self.form, train, test, self._names(tree, folder + self.names))

    def _split(self, tree: Tree, paths: list[str], size: int | None) -> Images:
        records = torch.cat([self._records(tree, path) for path in paths])
        pixels = records[:, self.labels :].reshape(-1, 3, 32, 32)
        pixels = at_size(pixels, size, tree.position())
        return Images(pixels.contiguous(), records[:, self.labels - 1].to(torch.int64))

    def _records(self, tree: Tree, path: str) -> torch.Tensor:
        content, record = bytearray(tree.read(path)), self.labels + PIXELS
        if not content or len(content) % record:
            raise InputError(
                "the file does not consist of whole records",
                tree.position(path),
                f"{len(content)} bytes",
                f"a multiple of {record}, and not 0",
            )
        records = torch.frombuffer(content, dtype=torch.uint8).reshape(-1, record)
        labels = records[:, self.labels - 1]
        highest = int(labels.max())
        if highest >= self.classes:
            found = f"label {highest} in record {int(labels.argmax())}"
            raise InputError("there is no such class", tree.position(path), found, f"0 to {self.classes - 1}")
        return records

    def _names(self, tree: Tree, path: str) -> tuple[str, ...]:
        text = tree.read(path).decode("utf-8", "replace")
        names = tuple(line.strip() for line in text.splitlines() if line.strip())
        if len(names) != self.classes:
            raise InputError(
                "these are not the names of the classes",
                tree.position(path),
                f"{len(names)} lines",
                f"{self.classes}, one a class",
            )
        return names
