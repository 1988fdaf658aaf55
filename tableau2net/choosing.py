"""What of the catalogue is like that: by words, and schemes by order, stages and stability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from tableau2net.catalogue import DOCUMENTS, RECIPES, CatalogueEntry, catalogue, texts
from tableau2net.catalogue.index import Facts, NetworkFacts, SchemeFacts, known
from tableau2net.errors import InputError

if TYPE_CHECKING:
    from tableau2net.methods import Method

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
            expected = "a whole number, or a number with + for that many or more"
            raise InputError("this is not a count", None, repr(text), expected)
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

    def met(self, scheme: SchemeFacts) -> bool:
        """Whether a scheme is like that."""
        return (
            (self.order is None or self.order.met(scheme.order))
            and (self.stages is None or self.stages.met(scheme.stages))
            and self.explicit in (None, scheme.type == "explicit")
            and self.embedded in (None, scheme.embedded)
            and self.a_stable in (None, scheme.a_stable)
            and self.l_stable in (None, scheme.l_stable)
        )


@dataclass(frozen=True)
class Choice:
    """An entry of the catalogue, with what is known of it; of a recipe nothing is."""

    entry: CatalogueEntry
    facts: Facts | None = None


def choose(wanted: Wanted) -> Iterator[Choice]:
    """What is like that, one after the other as it is found. Raises InputError for a kind that there is not, or that no
    scheme is of."""
    every = catalogue((*DOCUMENTS, RECIPES))
    kinds = sorted({entry.kind for entry in every})
    if wanted.kind is not None and wanted.kind not in kinds:
        from tableau2net.read import suggest

        expected = suggest.expected(wanted.kind, kinds)
        raise InputError("there is nothing of this kind in the catalogue", None, repr(wanted.kind), expected)
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
        facts = None if entry.kind == RECIPE else known(entry) or found(entry)
        if not wanted.of_schemes or (isinstance(facts, SchemeFacts) and wanted.met(facts)):
            yield Choice(entry, facts)


def _has(entry: CatalogueEntry, words: tuple[str, ...]) -> bool:
    text = f"{entry.name} {entry.kind} {texts(entry)}".casefold()
    return all(word.casefold() in text for word in words)


def found(entry: CatalogueEntry) -> Facts:
    """The facts of a document, found by reading it: of a network by building it, of a scheme by its analysis."""
    from tableau2net.read import load_network, load_scheme

    if entry.kind == "network":
        from tableau2net.report.summary import summary

        network = load_network(entry.name)
        schemes = dict.fromkeys(rule.scheme.name for rule in network.rules)
        images = f"{network.input.channels}×{network.input.size}×{network.input.size}"
        return NetworkFacts(", ".join(schemes), images, network.classes, summary(network).parameters)
    document = load_scheme(entry.name)
    method = document.method
    return SchemeFacts(
        order=document.claims.order,
        stages=method.stages,
        type=method.implicitness,
        embedded=method.b_hat is not None,
        embedded_order=document.claims.embedded_order,
        a_stable=_is(method, "A-stable"),
        l_stable=_is(method, "L-stable"),
    )


def _is(method: Method, name: str) -> bool | None:
    """Whether a method has a property that `analyze` decides; None where it does not."""
    from tableau2net.analyse.analyse import finding

    answer = finding(method, name)
    return answer.value if answer is not None and isinstance(answer.value, bool) else None
