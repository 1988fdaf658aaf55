"""Which mistake it is that a document is refused for, or that its claims are refuted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tableau2net.errors import InputError
from tableau2net.read.correction import Correction
from tableau2net.read.mistakes import KIND
from tableau2net.read.yaml_tree import Mapping


def corrections(document: Mapping) -> Iterator[Correction]:
    """What the document may have been meant to be, by each of the mistakes that are known."""
    for name in KIND.names:
        yield from KIND.load(name).corrections(document)


def recognised(
    document: Mapping, refusal: InputError, read: Callable[[Mapping], object]
) -> InputError | None:
    """The mistake for which a document is refused: the first that, put right, leaves nothing to refuse in what it
    changes. None where there is none; `read` raises InputError for what is refused."""
    for each in corrections(document):
        try:
            read(each.document)
        except InputError as error:
            if str(error) == str(refusal) or error.position in each.places(document):
                continue
        return each.fault(document)
    return None
