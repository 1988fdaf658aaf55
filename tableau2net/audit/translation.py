"""Translation validation: every step of an emitted file against the scheme that it came from, whose document says how
its steps are taken."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from tableau2net.audit.comparison import Comparison, compared, reduced
from tableau2net.audit.expected import of_rule
from tableau2net.audit.recording import Recording
from tableau2net.errors import InputError, Position
from tableau2net.exact import units
from tableau2net.generated import GeneratedFile
from tableau2net.graph.names import class_name
from tableau2net.methods import Method
from tableau2net.read import NetworkDocument, StepRule, load_network

_SLOT = re.compile(r"[fg](\d+)(_\d+)?")


@dataclass(frozen=True)
class Validated:
    """A step of a file, the scheme that it came from, and how it differs; with a reason where it was not audited."""

    recording: Recording
    scheme: str
    comparison: Comparison
    reason: str = ""


def origin(text: str, file: str) -> NetworkDocument | None:
    """The network that an emitted file was made from, by the call in its header; None of another file. Raises
    InputError where it cannot be read."""
    made = GeneratedFile.of(text.encode("utf-8", "surrogateescape"))
    if made is None:
        return None
    try:
        words = made.arguments
    except ValueError:
        words = []
    if not words:
        raise InputError(
            "the header is not a call that can be read", Position(file, 1, 1), "", "that of a generated file"
        )
    reference, settings = (
        words[0],
        [word for before, word in pairwise(words) if before == "--set"],
    )
    try:
        with chdir(os.path.dirname(os.path.realpath(file))):  # from where all paths of a header lead
            return load_network(reference, settings, option="")
    except InputError as error:
        raise InputError(
            f"the network that this file was made from cannot be read: {error}",
            Position(file, 1, 1),
            words[0],
            "its document, or --expect with a scheme",
        ) from None


def validated(recordings: tuple[Recording, ...], document: NetworkDocument) -> Iterator[Validated]:
    """Each step against the schemes of the network whose steps are called like it."""
    for recording in recordings:
        candidates = list(_candidates(recording, document))
        if not candidates:
            yield Validated(recording, "", Comparison(), "no scheme of the network has a step of this name")
            continue
        found = [_against(recording, *candidate) for candidate in candidates]
        yield next((each for each in found if each.comparison.agrees and not each.reason), found[0])


def _candidates(recording: Recording, document: NetworkDocument) -> Iterator[tuple[StepRule, bool]]:
    """The rules of the network by which a step of this name may be taken, and whether it is the starter's."""
    for rule in document.rules:
        for ending in ("Step", "Transition"):
            if _called(recording.name, f"{class_name(rule.scheme.name)}{ending}"):
                yield rule, False
        if rule.starter is not None and _called(recording.name, f"{class_name(rule.starter.name)}Start"):
            yield rule, True


def _called(name: str, wanted: str) -> bool:
    return re.fullmatch(rf"{re.escape(wanted)}\d*", name) is not None


def _against(recording: Recording, rule: StepRule, starts: bool) -> Validated:
    document = rule.starter if starts and rule.starter is not None else rule.scheme
    expected = of_rule(rule, recording.learned, starts=starts)
    fields = document.taken.fields
    if fields is not None:
        recording = replace(
            recording,
            evaluations=tuple(
                replace(each, field=_field(each.field, fields)) for each in recording.evaluations
            ),
        )
    comparison = compared(recording, expected, merges=False, width=_width(document.taken))
    shared = recording.iterated and recording.slopes < reduced(expected, merges=False).slopes
    if shared and not comparison.agrees:
        return Validated(
            recording, document.name, Comparison(), "stages that share a field are solved together"
        )
    return Validated(recording, document.name, comparison)


def _width(method: Method) -> float:
    """How far the coefficients of an order of operations that was printed may be from those of the tableau that it is,
    which carries the state exactly once; 0 of all other methods."""
    if method.recurrence is None or method.printed is None:
        return 0.0
    found = (unit for entry in method.printed.coefficients() for unit in units(entry))
    return float(max(found, default=Fraction(0)))


def _field(slot: str, fields: tuple[str, ...]) -> str:
    """The field of the scheme that a slot stands for: f2 for that of the second stage, f_g for g."""
    found = _SLOT.fullmatch(slot)
    if found is not None and int(found[1]) <= len(fields):
        return fields[int(found[1]) - 1]
    name = slot.partition("_")[2]
    return next((field for field in fields if re.fullmatch(rf"{re.escape(field)}(_\d+)?", name)), slot)
