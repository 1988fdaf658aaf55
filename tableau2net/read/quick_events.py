"""The events of ordinary YAML, by libyaml, which is faster than ruamel.yaml: the same trees in a sixth of the time.

libyaml reads YAML 1.1, and tells some places otherwise. What the two could read differently is no ordinary YAML: tabs,
other line breaks than `\\n`, marks, directives, ends of documents, anchors, aliases, tags, keys without a value, a
colon right behind a quotation mark. It is left to ruamel.yaml, as is all that is refused: every message is of one
parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

_EXTRAORDINARY = re.compile(
    "[\t\r\x85\u2028\u2029\ufeff]|[\"']:(?! )|[|>]\\S*\\s*#|^(?:---|\\.{3}|%)", re.MULTILINE
)


class Extraordinary(Exception):
    """This text is left to ruamel.yaml."""


@cache
def _parse() -> Any:
    """PyYAML's function from text to events, where PyYAML is there and was built with libyaml; else None."""
    try:
        from yaml import CBaseLoader, parse
    except ImportError:
        return None
    return lambda text: parse(text, Loader=CBaseLoader)


def quick_events(text: str) -> Iterator[Any]:
    """The events that ruamel.yaml gives too. Raises Extraordinary, before the first event or at any later one."""
    parse = _parse()
    if parse is None or _EXTRAORDINARY.search(text):
        raise Extraordinary
    from yaml import YAMLError

    try:
        for event in parse(text):
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                raise Extraordinary
            if (
                getattr(event, "value", None) == "" and not event.style
            ):  # ruamel.yaml has another place for nothing
                raise Extraordinary
            yield event
    except (YAMLError, ValueError) as error:
        raise Extraordinary from error
