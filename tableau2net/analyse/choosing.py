"""What of the catalogue is like that: by words, and schemes by order, stages and stability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from tableau2net.errors import InputError
from tableau2net.methods import Method
from tableau2net.read import SchemeDocument, load_scheme, suggest
from tableau2net.read.catalogue import DOCUMENTS, RECIPES, CatalogueEntry, catalogue, texts

RECIPE = "recipe"  # what is listed only where it is asked for
NO_SCHEMES = ("network", RECIPE)


@dataclass(frozen=True)
class Count:
    """A number that is asked for, as it is written: `4`, or `4+` for that and more."""

    least: int
    more: bool = False

    @classmethod
    def of(cls, text: str) -> Count:
        """The count that a text says. Raises InputError."""
        digits = text.removesuffix("+")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            expected = "a whole number, or one with + for that and more"
            raise InputError("this is no count", None, repr(text), expected)
        return cls(int(digits), text.endswith("+"))

    def met(self, number: int | None) -> bool:
        """Whether a number is like that; none is not."""
        return number is not None and (number >= self.least if self.more else number == self.least)


@dataclass(frozen=True)
class Wanted:
    """What an entry must be like, each where it is not None: all `words` stand, in any case, in its name, kind, title,
    reference or notes; and of a scheme, with its claimed `order` and its number of `stages`, whether it is `explicit`,
    has `embedded` weights, is `a_stable`, is `l_stable`."""

    kind: str | None = None
    words: tuple[str, ...] = ()
    order: Count | None = None
    stages: Count | None = None
    explicit: bool | None = None
    embedded: bool | None = None
    a_stable: bool | None = None
    l_stable: bool | None = None

    @property
    def of_schemes(self) -> bool:
        """Whether it asks for what only a scheme has."""
        criteria = (getattr(self, each.name) for each in fields(self) if each.name not in ("kind", "words"))
        return any(each is not None for each in criteria)

    def met(self, document: SchemeDocument) -> bool:
        """Whether a scheme is like that; what is quickly known is asked first."""
        method = document.method
        return (
            (self.order is None or self.order.met(document.claims.order))
            and (self.stages is None or self.stages.met(method.stages))
            and self.explicit in (None, method.explicit)
            and self.embedded in (None, method.b_hat is not None)
            and all(_is(method, name) is expected for name, expected in self._stability)
        )

    @property
    def _stability(self) -> Iterator[tuple[str, bool]]:
        for name, expected in (("A-stable", self.a_stable), ("L-stable", self.l_stable)):
            if expected is not None:
                yield name, expected


@dataclass(frozen=True)
class Choice:
    """An entry of the catalogue; with its scheme, where what only schemes have was asked for."""

    entry: CatalogueEntry
    scheme: SchemeDocument | None = None


def choose(wanted: Wanted) -> Iterator[Choice]:
    """What is like that, one after the other as it is found. Raises InputError for a kind that there is not, or that no
    scheme is of."""
    every = catalogue((*DOCUMENTS, RECIPES))
    kinds = sorted({entry.kind for entry in every})
    if wanted.kind is not None and wanted.kind not in kinds:
        expected = suggest.expected(wanted.kind, kinds)
        raise InputError("the catalogue has nothing of this kind", None, repr(wanted.kind), expected)
    if wanted.of_schemes and wanted.kind in NO_SCHEMES:
        raise InputError(
            "only schemes have an order, stages and stability", None, wanted.kind, "a kind of scheme"
        )
    return _chosen(wanted, every)


def _chosen(wanted: Wanted, every: list[CatalogueEntry]) -> Iterator[Choice]:
    for entry in every:
        of_kind = entry.kind == wanted.kind if wanted.kind is not None else entry.kind != RECIPE
        if not of_kind or (wanted.of_schemes and entry.kind in NO_SCHEMES):
            continue
        if wanted.words and not _has(entry, wanted.words):
            continue
        if not wanted.of_schemes:
            yield Choice(entry)
        elif wanted.met(scheme := load_scheme(entry.name)):
            yield Choice(entry, scheme)


def _has(entry: CatalogueEntry, words: tuple[str, ...]) -> bool:
    text = f"{entry.name} {entry.kind} {texts(entry)}".casefold()
    return all(word.casefold() in text for word in words)


def _is(method: Method, name: str) -> bool | None:
    """Whether a method has a property that `analyze` decides; None where it does not."""
    from tableau2net.analyse.analyse import finding

    found = finding(method, name)
    return found.value if found is not None and isinstance(found.value, bool) else None
