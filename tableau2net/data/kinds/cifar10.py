"""CIFAR-10's official binary version: its folder, one that holds `cifar-10-batches-bin`, or the tar archive of it."""

from __future__ import annotations

from tableau2net.data.cifar import Version
from tableau2net.data.images import DataSet

FORM = "cifar10:PATH"
VERSION = Version(
    called="CIFAR-10",
    form=FORM,
    folder="cifar-10-batches-bin",
    train=tuple(f"data_batch_{number}.bin" for number in range(1, 6)),
    test=("test_batch.bin",),
    names="batches.meta.txt",
    labels=1,
    classes=10,
)


def read(path: str | None, size: int | None) -> DataSet:
    """The images of the binary files. Raises InputError."""
    return VERSION.read(path, size)
