"""Files as CI is told of them: by their paths from the root of the repository."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def root() -> Path:
    """The nearest folder of a git repository, or else the working directory."""
    here = Path.cwd()
    return next((each for each in (here, *here.parents) if os.path.exists(each / ".git")), here)


def below_root(file: str) -> str | None:
    """The path of a file from the root, with slashes; None where it does not lie below it."""
    path, top = Path(os.path.abspath(file)), root()
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else None


def uri(path: str) -> str:
    """A path as a URI: an absolute one is that of a file."""
    return Path(path).as_uri() if os.path.isabs(path) else quote(path, safe="/~")
