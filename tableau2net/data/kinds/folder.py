"""One folder a class with JPEG or PNG images, in a directory or a tar archive.

If there are folders `train` and `test` (or `val`, `valid`, `validation`), at the top or in the one folder there, they
are the splits; else a fixed fifth of every class is the test. Classes and images are in the order of their names. An
image counts if it lies anywhere below the folder of a class; other files, hidden ones and the links of an archive
are left out. Images are grey if all are, else RGB; transparency shows white, and EXIF's orientation is left alone.
`size` resizes the shorter side (bicubic, antialiased) and keeps the centre.
"""

from __future__ import annotations

from collections import Counter

import torch

from tableau2net.data import decode, split, split_folders
from tableau2net.data.file_tree import Tree, open_tree
from tableau2net.data.image_file import SUFFIXES
from tableau2net.data.images import DataSet, Images
from tableau2net.errors import InputError

FORM = "folder:PATH"


def read(path: str | None, size: int | None) -> DataSet:
    """The images of a tree with a folder for every class. Raises InputError."""
    tree = open_tree(path or "", SUFFIXES)
    train, test = split_folders.splits(tree)
    classes = _classes(tree, train)
    if test is None:
        paths, targets = _listed(tree, train, classes)
        counts = Counter(targets)
        for index, name in enumerate(classes):
            if counts[index] < 2:
                raise InputError(
                    "one image cannot be for training and for the test",
                    tree.position(split_folders.join(train, name)),
                    "1 image",
                    "2 images or more of every class, or the folders train and test",
                )
        parts = [
            ([paths[index] for index in chosen], [targets[index] for index in chosen])
            for chosen in split.stratified(targets)
        ]
    else:
        _same(tree, (train, classes), (test, _classes(tree, test)))
        parts = [_listed(tree, folder, classes) for folder in (train, test)]
    pixels = decode.images(tree, (parts[0][0], parts[1][0]), size)
    made = [
        Images(each, torch.tensor(targets, dtype=torch.int64))
        for each, (_, targets) in zip(pixels, parts, strict=True)
    ]
    return DataSet(FORM, made[0], made[1], classes)


def _classes(tree: Tree, folder: str) -> tuple[str, ...]:
    """The names of the folders in a split."""
    names = tuple(tree.children(folder))
    if not names:
        raise InputError(
            "there are no folders of classes here",
            tree.position(folder),
            f"{len(tree.below(folder))} images" if tree.below(folder) else "nothing",
            "one folder a class, with its JPEG or PNG images",
        )
    if len(names) == 1:
        raise InputError(
            "there is one class only", tree.position(folder), repr(names[0]), "two folders of classes or more"
        )
    return names


def _same(tree: Tree, train: tuple[str, tuple[str, ...]], test: tuple[str, tuple[str, ...]]) -> None:
    for (folder, names), (other, others) in ((train, test), (test, train)):
        missing = sorted(set(others) - set(names))
        if missing:
            raise InputError(
                "the splits differ in their classes",
                tree.position(folder),
                f"no folder {missing[0]!r}",
                f"every class of {tree.position(other)}",
            )


def _listed(tree: Tree, folder: str, classes: tuple[str, ...]) -> tuple[list[str], list[int]]:
    """The images of a split and their classes' indices, in the order of the paths."""
    index = {name: number for number, name in enumerate(classes)}
    inside = len(folder) + 1 if folder else 0
    named = [(path, path[inside:].split("/")) for path in tree.below(folder)]
    listed = [(path, index[parts[0]]) for path, parts in named if len(parts) > 1]
    empty = set(index.values()) - {target for _, target in listed}
    if empty:
        raise InputError(
            "this class is empty",
            tree.position(split_folders.join(folder, classes[min(empty)])),
            "no image",
            f"one or more of {', '.join(SUFFIXES)}",
        )
    return [path for path, _ in listed], [target for _, target in listed]
