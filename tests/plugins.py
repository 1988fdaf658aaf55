"""Every kind of plug-in, for the tests and for `tests/new.py`: the folders whose `__init__.py` has a `KIND`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from tableau2net.plugins import Kind

ROOT = Path(__file__).parent.parent
# Each folder, and what the packages in it are imported under.
PLACES = {"tableau2net": "tableau2net", "cli": "tableau2net.cli", "docs/peers": "", "docs/site": ""}


def kinds() -> list[Kind]:
    """All kinds of plug-ins."""
    packages = [package for place, root in PLACES.items() for package in _packages(ROOT / place, root)]
    found: list[Kind] = [import_module(package).KIND for package in packages]
    return found


def _packages(place: Path, root: str) -> list[str]:
    """The packages below a folder that hold plug-ins."""
    if not root and str(place) not in sys.path:
        sys.path.append(str(place))
    holding = [
        path for path in sorted(place.rglob("__init__.py")) if "\nKIND = Kind(\n" in path.read_text("utf-8")
    ]
    return [".".join(filter(None, (root, *path.parent.relative_to(place).parts))) for path in holding]
