"""Packages that not every command needs, by the extras of pyproject.toml: whether they are there, and how they are
installed where they are not."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tableau2net.errors import InputError
from tableau2net.shown import shell_word

_IMPORTED = {"scikit-learn": "sklearn", "pillow": "PIL"}  # where a package has another name in Python
_REQUIREMENT = re.compile(r"""([A-Za-z0-9._-]+)([^;]*);.*\bextra == ["'](\w+)["']""")


def absent(need: str, package: str, extra: str, otherwise: str = "") -> InputError:
    """What is refused because a package is not installed: `need` is a sentence that says what needs it, `extra` the one
    that brings it, and `otherwise` what does without it."""
    expected = f"{install(extra)}, or {otherwise}" if otherwise else install(extra)
    return InputError(need, None, f"no package {package}", expected)


def require(extra: str, need: str) -> None:
    """Raises InputError where a package of an extra is not installed."""
    for name, _ in _requirements(extra):
        if find_spec(_IMPORTED.get(name, name)) is None:
            raise absent(need, name, extra)


def install(extra: str) -> str:
    """The call that installs an extra: of the checkout that this is, or else of the packages themselves."""
    root = _root()
    if not os.path.isfile(root / "constraints.txt"):
        return (
            f"pip install {' '.join(shell_word(f'{name}{bounds}') for name, bounds in _requirements(extra))}"
        )
    here = root == Path.cwd()
    versions = "constraints.txt" if here else str(root / "constraints.txt")
    place = f"{'.' if here else root}[{extra}]"
    return f"pip install -c {shell_word(versions)} -e {shell_word(place)}"


def _root() -> Path:
    """The folder that the package lies in: a checkout's, or that of all packages."""
    return Path(os.path.realpath(__file__)).parent.parent


def _requirements(extra: str) -> Iterator[tuple[str, str]]:
    """The packages of an extra, each with the versions that will do."""
    from importlib.metadata import requires

    for line in requires("tableau2net") or ():
        found = _REQUIREMENT.match(line)
        if found and found[3] == extra:
            yield found[1], found[2].strip()
