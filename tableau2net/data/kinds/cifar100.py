"""CIFAR-100's official binary version: the folder `cifar-100-binary`, one that holds it, or the tar archive of it.

The classes are the 100 fine ones.
"""

from __future__ import annotations

from tableau2net.data.cifar import Version
from tableau2net.data.images import DataSet

FORM = "cifar100:PATH"
VERSION = Version(
    called="CIFAR-100",
    form=FORM,
    folder="cifar-100-binary",
    train=("train.bin",),
    test=("test.bin",),
    names="fine_label_names.txt",
    labels=2,  # coarse, then fine
    classes=100,
)


def read(path: str | None, size: int | None) -> DataSet:
    """The images of the binary files. Raises InputError."""
    return VERSION.read(path, size)
