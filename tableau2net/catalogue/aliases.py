"""Other names of schemes of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tableau2net.files import text

_FILE = Path(__file__).with_name("aliases.yaml")
_LINE = re.compile(r"^([^#:]+): *(.+?) *$", re.MULTILINE)


@cache
def aliases() -> Mapping[str, str]:
    """What people write, and the name in the catalogue that it means. The file is searched for lines, not parsed."""
    return MappingProxyType(dict(_LINE.findall(text(_FILE))))
