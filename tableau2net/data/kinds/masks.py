"""Segmentation: folders `images` (JPEG or PNG) and `masks` (PNG), in a directory or a tar archive.

The mask of images/NAME.jpg is masks/NAME.png, grey or with a palette: a pixel is the index of its class, and 255 does
not count. Both folders lie in `train` and in `test`; or else a fixed fifth of the images is the test. Classes are
called "0", "1", … up to the largest index. `size` resizes as `folder` does, masks to the nearest.
"""

from __future__ import annotations

from tableau2net.data import decode, split, split_folders
from tableau2net.data.file_tree import Tree, open_tree
from tableau2net.data.image_file import SUFFIXES, headers
from tableau2net.data.images import NOT_COUNTED, DataSet, Images
from tableau2net.data.masks import BLANK, SUFFIX, masks
from tableau2net.errors import InputError

FORM = "masks:PATH"
IMAGES, MASKS = "images", "masks"

Pairs = list[tuple[str, str]]


def read(path: str | None, size: int | None) -> DataSet:
    """The images of a tree with a mask for each. Raises InputError."""
    tree = open_tree(path or "", SUFFIXES)
    parts = _parts(tree)
    for pairs in parts:
        _check_sizes(tree, pairs)
    images = [[image for image, _ in pairs] for pairs in parts]
    pixels = decode.images(tree, (images[0], images[1]), size, bytes_a_target=9)
    side = pixels[0].shape[-1]
    train, test = (
        Images(each, masks(tree, [mask for _, mask in pairs], side))
        for each, pairs in zip(pixels, parts, strict=True)
    )
    return DataSet(FORM, train, test, _classes(tree, train=train, test=test), per_pixel=True)


def _parts(tree: Tree) -> list[Pairs]:
    train, test = split_folders.splits(tree)
    if test is not None:
        return [_pairs(tree, train), _pairs(tree, test)]
    pairs = _pairs(tree, train)
    if len(pairs) < 2:
        raise InputError(
            "one image cannot be for training and for the test",
            tree.position(train),
            "1 image",
            "2 images or more, or the folders train and test",
        )
    return [[pairs[index] for index in chosen] for chosen in split.plain(len(pairs))]


def _pairs(tree: Tree, folder: str) -> Pairs:
    """The images of a split, each with its mask, in the order of their paths."""
    images, found = (_named(tree, split_folders.join(folder, name)) for name in (IMAGES, MASKS))
    for name, path in found.items():
        if not path.lower().endswith(SUFFIX):
            raise InputError("this mask is not a PNG image", tree.position(path), "", f"{name}{SUFFIX}")
        if name not in images:
            raise InputError(
                "this mask has no image",
                tree.position(path),
                "",
                f"{split_folders.join(folder, IMAGES, name)} with {', '.join(SUFFIXES)}",
            )
    for name, path in images.items():
        if name not in found:
            raise InputError(
                "this image has no mask",
                tree.position(path),
                "",
                split_folders.join(folder, MASKS, f"{name}{SUFFIX}"),
            )
    return [(path, found[name]) for name, path in images.items()]


def _named(tree: Tree, folder: str) -> dict[str, str]:
    """The files of a folder by their names without suffix."""
    named: dict[str, str] = {}
    for path in tree.below(folder):
        name = path[len(folder) + 1 :].rpartition(".")[0]
        if name in named:
            raise InputError(
                "two files have one name",
                tree.position(path),
                str(tree.position(named[name])),
                "names that differ in more than the suffix",
            )
        named[name] = path
    if not named:
        raise InputError(
            f"there are no {folder.rpartition('/')[2]} here",
            tree.position(folder),
            "",
            f"folders {IMAGES} and {MASKS}, at the top or in train and test",
        )
    return named


def _check_sizes(tree: Tree, pairs: Pairs) -> None:
    known = [headers(tree, list(paths)) for paths in zip(*pairs, strict=True)]
    for (image, mask), one, other in zip(pairs, *known, strict=True):
        if (one.width, one.height) != (other.width, other.height):
            raise InputError(
                "a mask differs from its image in size",
                tree.position(mask),
                str(other),
                f"{one}, as {tree.position(image)}",
            )


def _classes(tree: Tree, **splits: Images) -> tuple[str, ...]:
    highest = 0
    for name, images in splits.items():
        counted = images.targets[images.targets != NOT_COUNTED]
        if not counted.numel():
            raise InputError(
                f"no pixel of the {name} images counts", tree.position(), f"{BLANK} in all masks", "classes"
            )
        highest = max(highest, int(counted.max()))
    if highest == 0:
        raise InputError(
            "there is one class only", tree.position(), "no index from 1 to 254", "two classes or more"
        )
    return tuple(map(str, range(highest + 1)))
