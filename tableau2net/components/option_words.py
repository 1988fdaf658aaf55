"""What every option of a component is for, as its file says it in its OPTIONS.

OPTIONS = {"neck": "Channels of the 1×1 convolution for each that goes out."}
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tableau2net.components.contract import (
    GIVEN,
    OPTIONS,
    SET_BY_COMPILER,
    constructor,
    ending,
)
from tableau2net.plugins import Source


@dataclass(frozen=True, slots=True)
class Worded:
    """The file's OPTIONS have a sentence for every option that a document may give."""

    def faults(self, source: Source) -> Iterator[str]:
        main = ending(source)
        called = constructor(main) if main is not None else None
        if called is None:
            return  # which `Ending` tells
        try:
            words = option_words(source)
        except ValueError as error:
            yield f"has {OPTIONS} that cannot be read: {error}"
            return
        named = {each.arg for each in called.args.kwonlyargs}
        named -= {*GIVEN, *SET_BY_COMPILER}
        for name in sorted(named - words.keys()):
            yield f"has an option {name} of which its {OPTIONS} say nothing"
        for name in sorted(words.keys() - named):
            yield f"has no option {name}, which its {OPTIONS} describe"


def option_words(source: Source) -> Mapping[str, str]:
    """A sentence for each option. Raises ValueError where they are not texts."""
    stated = source.assigned(OPTIONS)
    words = {} if stated is None else ast.literal_eval(stated)
    texts = isinstance(words, dict) and all(
        isinstance(each, str) and each.strip() for each in [*words, *words.values()]
    )
    if not texts:
        raise ValueError("not a dictionary of texts")
    return MappingProxyType(words)
