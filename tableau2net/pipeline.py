"""The compiler: the five stages called in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tableau2net.catalogue import paths
from tableau2net.errors import ClaimError, InputError, Position
from tableau2net.read import SchemeDocument, load_network
from tableau2net.read import load as read

if TYPE_CHECKING:
    from torch import fx

    from tableau2net.graph import Graph
    from tableau2net.read import NetworkDocument, StepRule
    from tableau2net.verify import Certificate

Override = (
    int | float | Fraction | str | bool | None | list["Override"] | dict[str, "Override"] | SchemeDocument
)


def load(reference: object, **overrides: Override) -> SchemeDocument | NetworkDocument:
    """The document that a value stands for: a catalogue name, a path, the text of a document or of another notation,
    a mapping of keys, or an object of diffrax, nodepy, scipy, torchdiffeq or kauri; a document is itself.

    Keys are replaced: `load("resnet20", classes=100)`; a dotted key is passed as `**{"periods.*.channels": 24}`, and a
    scheme as a name, a path or a document. Raises InputError.
    """
    if isinstance(reference, str) and "\n" not in reference and reference in paths():
        return read(reference, settings(overrides), option="")
    from tableau2net.values import read as read_any

    return read_any(reference, settings(overrides))


def load_scheme(reference: object, **overrides: Override) -> SchemeDocument:
    """As `load`, of a scheme. Raises InputError also where it is a network."""
    document = load(reference, **overrides)
    if isinstance(document, SchemeDocument):
        return document
    raise InputError("this is a network", Position(document.file), document.name, "a scheme")


def verify(scheme: object, *, at_least: int | None = None, snap: bool = False) -> Certificate:
    """What is proved of a scheme, or of anything that `load` takes for one: which of its claims are refuted, and which
    are left open; `at_least` asks for an order besides. Of a scheme that names its starter, with the order of the
    sequence that this starts, where it is lower than the formula's. Of a network, the certificate of the first of its
    schemes that has a claim that is not proved, or else of its first scheme.

    With `snap`, of the exact numbers that are found behind decimals that are known within their digits; the notes say
    which.

    Never raises for a bad scheme; InputError for what cannot be read, for coefficients that cannot be decided exactly,
    and where the starter cannot be read.
    """
    document = scheme if isinstance(scheme, SchemeDocument) else load(scheme)
    if not isinstance(document, SchemeDocument):
        if snap:
            raise InputError(
                "a network has no numbers to snap", Position(document.file), document.name, "a scheme"
            )
        every = certificates(document, at_least=at_least)
        return next((each for each in every if not each.ok), every[0])
    if not snap:
        return _of_scheme(document, at_least)
    from tableau2net.values import behind

    exact, notes = behind(document)
    found = _of_scheme(exact, at_least)
    return replace(found, notes=(*found.notes, *notes))


def _of_scheme(document: SchemeDocument, at_least: int | None) -> Certificate:
    found = _verified(document, at_least)
    return found if document.starter is None else _started(found, document, at_least)


def _verified(document: SchemeDocument, at_least: int | None = None) -> Certificate:
    """The certificate of a scheme's formula."""
    from tableau2net.verify import verify as prove

    try:
        return prove(document, at_least=at_least)
    except InputError as error:
        raise document.located(error) from None


def _started(found: Certificate, document: SchemeDocument, at_least: int | None) -> Certificate:
    """The certificate of a formula, with the order of the sequence that the document's starter starts where that is
    lower."""
    from tableau2net.read import load_starter
    from tableau2net.verify import Course, in_sequence

    starter = load_starter(document)
    course = Course((_verified(starter), starter.method))
    sequence = in_sequence(found, document.method, course, at_least)
    finding = sequence.sequence
    lower = (
        finding is not None
        and finding.order is not None
        and finding.known.reaches(found.known("order").least) is False
    )
    return sequence if lower else found


def compile(reference: str, *, allow_custom: Override = False, **overrides: Override) -> fx.GraphModule:
    """The network as an fx.GraphModule, initialised: images (N, channels, size, size) → logits (N, classes).

    Classes of the document's own are imported, which runs their modules, with `allow_custom`, and where the module lies
    below the document's folder. Raises InputError, and ClaimError where the scheme is not what it claims to be.
    """
    from tableau2net.emit.trust import allowed, allowing

    with allowing(allow_custom is True or allowed()):
        return build(load_network(reference, settings(overrides), option=""))


def build(document: NetworkDocument) -> fx.GraphModule:
    """As `compile`, for a document that was read before."""
    from tableau2net.emit.module import module

    certified(document)
    made = runnable(document)
    with _placed(document):
        return module(made, document.initialisation)


def runnable(document: NetworkDocument) -> Graph:
    """As `graph`, with the parts of the user's own imported and run once, so that what they do wrong is told of them.
    Raises InputError also where they may not be imported."""
    made = graph(document)
    if any(part.component.custom for _, part in document.parts()):
        _try(document, made)
    return made


def emit(reference: str, **overrides: Override) -> str:
    """The network as Python source that stands alone. Raises as `compile` does."""
    made = settings(overrides)
    return emit_document(load_network(reference, made, option=""), made)


def emit_call(
    reference: str,
    overrides: list[str],
    target: str | None = None,
    show: Callable[[str], None] | None = None,
    *,
    width: int | None = None,
    licence: str | None = None,
) -> str:
    """As `emit`, with overrides as the command line writes them, for the file `target`, with lines of at most `width`
    characters and the text of the file `licence` in front; see `graph` for `show`."""
    document = load_network(reference, overrides)
    return emit_document(document, overrides, target, show, width=width, licence=licence)


def emit_document(
    document: NetworkDocument,
    overrides: list[str],
    target: str | None = None,
    show: Callable[[str], None] | None = None,
    *,
    width: int | None = None,
    licence: str | None = None,
) -> str:
    """As `emit_call`, for a document that was read before, with these overrides."""
    from tableau2net.emit.source import source
    from tableau2net.emit.source.call import Call, folder_of
    from tableau2net.emit.source.header import headed
    from tableau2net.emit.source.licence import licence_lines
    from tableau2net.emit.source.text import WIDTH, lines_of

    certificates = certified(document)
    front = [] if licence is None else licence_lines(licence)
    attributed = document.made_by(document.changes.moved(folder_of(target)))
    with _placed(document), lines_of(width or WIDTH):
        body = source(graph(attributed, show), document.initialisation, _notes(document))
        call = Call.of(document, overrides, target, licence)
        return headed(body, document, certificates, call, front)


def certified(document: NetworkDocument) -> list[Certificate]:
    """The certificates of the network's schemes. Raises ClaimError where a claim is refuted."""
    return [
        _unrefuted(scheme, found)
        for proved in proofs(document)
        for (_, scheme), found in zip(proved.rule.schemes, proved.certificates, strict=True)
    ]


@dataclass(frozen=True)
class Proof:
    """What is proved of the steps that are taken by a rule: of their scheme, as a formula and as the sequence of steps,
    and of their starter, if they have one."""

    rule: StepRule
    certificates: tuple[Certificate, ...]


def certificates(document: NetworkDocument, *, at_least: int | None = None) -> list[Certificate]:
    """The certificates of all `proofs`, one after the other: of each scheme, and of its starter."""
    return [each for proved in proofs(document, at_least=at_least) for each in proved.certificates]


def proofs(document: NetworkDocument, *, at_least: int | None = None) -> list[Proof]:
    """What is proved of each way in which the network takes steps, in the order in which they are first taken;
    `at_least` asks for an order of formula and sequence. Where only the pattern of a scheme is used, no order is told,
    but what it claims is proved all the same. Of rules that differ in nothing that is proved, one stands for all.

    Never raises for a bad scheme; InputError for coefficients that cannot be decided exactly.
    """
    found: list[Proof] = []
    for rule in document.rules:
        proved = proof(rule, at_least=at_least)
        if not any(_same_proof(proved, other) for other in found):
            found.append(proved)
    return found


def _same_proof(one: Proof, other: Proof) -> bool:
    schemes = [[scheme for _, scheme in each.rule.schemes] for each in (one, other)]
    return schemes[0] == schemes[1] and one.certificates == other.certificates


def proof(rule: StepRule, *, at_least: int | None = None) -> Proof:
    """As `proofs`, of the steps that are taken by one rule."""
    from tableau2net.verify import Course, in_sequence, of_pattern

    start = _verified(rule.starter) if rule.starter else None
    if rule.coupling != "sum":
        found = of_pattern(_verified(rule.scheme), at_least)
        return Proof(rule, (found,) if start is None else (found, of_pattern(start)))
    scheme, method = _verified(rule.scheme, at_least=at_least), rule.scheme.method
    starter = None if start is None or rule.starter is None else (start, rule.starter.method)
    scheme = in_sequence(scheme, method, Course(starter, *_iteration(rule), *_after(rule)), at_least)
    return Proof(rule, (scheme,) if start is None else (scheme, start))


def _iteration(rule: StepRule) -> tuple[int | None, bool]:
    """How many sweeps of the stage equations are fused into the network, None where they are solved or there are none;
    and whether they are Jacobi's."""
    from tableau2net.read import Fused

    mode = rule.iteration
    if rule.scheme.taken.explicit or not isinstance(mode, Fused):
        return None, False
    return mode.sweeps, mode.order == "jacobi"


def _after(rule: StepRule) -> tuple[str, bool]:
    """What a new state goes through, and whether that is known: not so of a class of the user's own."""
    if rule.after is None:
        return "", False
    return rule.after.component.kind, not rule.after.component.custom


def proved(document: SchemeDocument) -> Certificate:
    """The certificate of a scheme. Raises ClaimError, with the place of the claim, where one is refuted."""
    return _unrefuted(document, verify(document))


def _unrefuted(document: SchemeDocument, certificate: Certificate) -> Certificate:
    """The certificate itself, raising as `proved` does. A claim that is left open may well hold, and stops nothing: it
    is told as that wherever the certificate is."""
    from tableau2net.verify import require

    if not certificate.refuted:
        return certificate
    try:
        return require(certificate)
    except ClaimError as error:
        raise error.placed(document.place(*certificate.refuted[:1])) from None


def graph(document: NetworkDocument, show: Callable[[str], None] | None = None) -> Graph:
    """The optimised graph of a network, checked. With `show` it is checked after lowering and after each pass, and what
    each of them made is shown as text.

    Nothing of the user's own is imported for it. Raises InputError where the network's parts do not fit one another;
    CompilerFault where a stage is at fault.
    """
    return _graph(document, show)


def tried(document: NetworkDocument) -> NetworkDocument:
    """The document itself, of a network that was proved, built and run once on images of its size.

    Raises InputError and ClaimError, as all commands do.
    """
    certified(document)
    _try(document, _graph(document))
    return document


def effective(document: NetworkDocument) -> NetworkDocument:
    """The document itself. Raises InputError where it has a key that changes nothing."""
    from tableau2net.lower.idle import refuse_idle

    try:
        refuse_idle(document)
    except InputError as error:
        raise error.placed(document.file) from None
    return document


def _graph(document: NetworkDocument, show: Callable[[str], None] | None = None) -> Graph:
    from tableau2net.graph.checks import check_subgraphs
    from tableau2net.lower import lower
    from tableau2net.optimise import Inspection, faults_of, optimise

    effective(document)
    inspection = None if show is None else Inspection(show)
    try:
        with faults_of("lowering"):
            lowered = lower(document)
    except InputError as error:
        raise error.placed(document.file) from None
    if inspection is not None:
        inspection.lowered(lowered)
    optimised = optimise(lowered, watch=None if inspection is None else inspection.passed)
    with faults_of("the last pass"):
        check_subgraphs(optimised, trimmed=True)
    return optimised


def _try(document: NetworkDocument, made: Graph) -> None:
    from tableau2net.emit.loading import PartError
    from tableau2net.emit.trial import tried

    channels, size = document.input.channels, document.input.size
    try:
        tried(made, channels, size, document.initialisation, halved=document.transition.is_step)
    except PartError as error:
        raise error.located(document) from error.__cause__
    except InputError as error:
        raise error.placed(document.file) from error.__cause__


@contextmanager
def _placed(document: NetworkDocument) -> Iterator[None]:
    """Within it, what is refused without a place is told as that of the document as a whole."""
    try:
        yield
    except InputError as error:
        raise error.placed(document.file) from error.__cause__


def settings(overrides: Mapping[str, Override]) -> list[str]:
    """Overrides as the command line writes them: KEY=VALUE, the value in YAML."""
    return [f"{key}={_yaml(value)}" for key, value in overrides.items()]


def _yaml(value: Override) -> str:
    return str(value) if isinstance(value, str | Fraction) else json.dumps(value, default=_plain)


def _plain(value: object) -> object:
    """What JSON has no word for: of a scheme its keys, of all else its text."""
    from tableau2net.notations.given_keys import given_keys

    return given_keys(value) if isinstance(value, SchemeDocument) else str(value)


def _notes(document: NetworkDocument) -> list[str]:
    """Where the network is from, and its schemes, each once."""
    words = {"scheme": "Scheme", "starter": "Starter"}
    schemes = dict.fromkeys(
        f"{words[key]}: {scheme.method.title}. {scheme.reference}".strip()
        for rule in document.rules
        for key, scheme in rule.schemes
    )
    return [document.origin, *schemes] if document.origin else [*schemes]
