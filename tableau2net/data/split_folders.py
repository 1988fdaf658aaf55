"""Where the splits of a tree lie."""

from __future__ import annotations

from tableau2net.data.file_tree import Tree
from tableau2net.errors import InputError

TRAIN = "train"
TESTS = ("test", "val", "valid", "validation")  # the first that is there is taken


def splits(tree: Tree) -> tuple[str, str | None]:
    """The folders of the two splits, or the folder that holds everything and None.

    They lie at the top or in the one folder that is there. Raises InputError if one split lacks the other.
    """
    top = tree.children()
    roots = [""]
    if len(top) == 1 and not tree.holds_files() and tree.children(top[0]):
        roots.append(top[0])
    for root in roots:
        names = tree.children(root)
        test = next((name for name in TESTS if name in names), None)
        if TRAIN in names and test:
            return join(root, TRAIN), join(root, test)
        # A folder that holds images itself may be the class of trains.
        lone = next((name for name in (TRAIN, test) if name in names and name), None)
        if lone and not tree.holds_files(join(root, lone)) and tree.children(join(root, lone)):
            other = TRAIN if lone == test else " or ".join(TESTS)
            raise InputError(
                "one split lacks the other",
                tree.position(root),
                f"a folder {lone!r}",
                f"a folder {other} beside it, or no splits",
            )
    return roots[-1], None


def join(*names: str) -> str:
    """The path of a name in a folder."""
    return "/".join(filter(None, names))
