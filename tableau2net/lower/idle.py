"""Keys of a network that change nothing: `implicit` on an explicit scheme, `starter` on a one-step one.

A key is idle iff the network is the same graph with another value, one that no document has by chance. The question is
asked of a few short periods, so that no key is idle only because a network has few periods or steps. What the network
says of steps is idle, too, where each of its periods says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tableau2net.components import custom
from tableau2net.errors import InputError, Position
from tableau2net.exact import number
from tableau2net.lower.network import lower
from tableau2net.read import Fused, NetworkDocument, Part, PeriodPart, StepRule
from tableau2net.read.networks.rule import KEYS, KeyPath, StepKeys

_WHY: Mapping[str, str] = {
    "implicit": "{scheme} is explicit",
    "starter": "{scheme} is a one-step scheme",
    "history": "{scheme} keeps no past",
    "step_size": "no number of {scheme} is multiplied by it",
    "field": "every evaluation has a field of its own",
    "norm": "no part normalises by it",
    "per": "no evaluations share batch norms",
    "own": "no evaluations share a field",
}
_PARTS = ("stem", "transition", "head")
_NUMBER = 7.0  # a setting of batch normalisation


def refuse_idle(document: NetworkDocument) -> None:
    """Raise InputError, with the place of the first, where the document has keys that change nothing."""
    idle = _overruled(document) or _idle(document)
    if not idle:
        return
    key, why = idle[0]
    name = ".".join(map(str, key))
    removed = " ".join(f"--set {'.'.join(map(str, each))}=null" for each, _ in idle)
    place = document.place(*key, key=True) or Position(document.file)
    raise InputError(f"{name} has no effect here: {why}", place, repr(name), f"no such key, as by {removed}")


def _overruled(document: NetworkDocument) -> list[tuple[KeyPath, str]]:
    """The keys of steps that every step is taken without, for what they stand in says otherwise."""
    stretches = (stretch for period in document.unrolled for stretch in period)
    used = {stretch.rule.key(name) for stretch in stretches for name in KEYS}
    sections: list[tuple[KeyPath, Any]] = [((), document), *document.sections()]
    keys = [
        (*path, name)
        for path, section in sections
        for name in KEYS
        if name in section.model_fields_set and getattr(section, name) not in (None, {})
    ]
    return [(key, "everything that it applies to sets it again") for key in keys if key not in used]


def _idle(document: NetworkDocument) -> list[tuple[KeyPath, str]]:
    short = _short(document)
    changed = list(_otherwise(short))
    whole = lower(short) if changed else None
    return [(key, _why(document, key)) for key, other in changed if lower(other) == whole]


def _why(document: NetworkDocument, key: KeyPath) -> str:
    names = [name for name in map(str, key) if name in _WHY]
    schemes = dict.fromkeys(rule.scheme.name for rule in _ruled(document, key))
    listed = " and ".join(schemes)
    return _WHY[names[-1]].format(scheme=listed) if names else "the network is the same without it"


def _ruled(document: NetworkDocument, key: KeyPath) -> list[StepRule]:
    """The rules by which steps are taken that a key is said for; all, where it says nothing of steps."""
    return [rule for rule in document.rules if key in {rule.key(name) for name in KEYS}] or list(
        document.rules
    )


def _short(document: NetworkDocument) -> NetworkDocument:
    """The document with two periods or more, of as many steps as it takes to have a past and leave it."""
    schemes = [scheme for rule in document.rules for _, scheme in rule.schemes]
    steps = 2 * max(scheme.method.steps for scheme in schemes)
    own = any(section.model_fields_set & {*KEYS, "parts"} for _, section in document.sections())
    own = own or document.pool != "none"
    periods = document.periods * 2 if len(document.periods) == 1 else document.periods
    return document.model_copy(
        update={"periods": tuple(_with_steps(each, steps) for each in (periods if own else periods[:2]))}
    )


def _with_steps(part: Any, steps: int) -> Any:
    """A period, or a part of one, with so many steps in a row."""
    if part.parts is None:
        return part.model_copy(update={"steps": steps})
    parts = tuple(_with_steps(each, steps) for each in part.parts)
    return part.model_copy(update={"parts": parts, "repeat": 1})


def _otherwise(document: NetworkDocument) -> Iterator[tuple[KeyPath, NetworkDocument]]:
    """Each key whose value is not what holds without it, and the document with another value.

    `coupling` and `weights` are read by every step, though on a scheme that is simple enough two of their values are
    the same network; stochastic depth and drop-path have checks of their own; an initialisation is no part of a graph.
    """

    def changed(key: str, value: Any) -> NetworkDocument:
        return document.model_copy(update={key: value})

    for key, value in _other_steps(document, document.rules):
        yield key, changed(key[0], value)
    if document.history != "restart":
        yield ("history",), changed("history", "restart")
    for name in _PARTS:
        key = ("transition", "kind") if name == "transition" and document.transition.by_scheme else (name,)
        if document.says(*key) and getattr(document, name) is not None:
            yield key, changed(name, _another(getattr(document, name), name))
    for name, setting in (("eps", document.norm.eps), ("momentum", document.norm.momentum)):
        if setting is not None:
            yield ("norm", name), changed("norm", document.norm.model_copy(update={name: _NUMBER}))
    if document.norm.per != "field":
        yield ("norm", "per"), changed("norm", document.norm.model_copy(update={"per": "field"}))
    for path, section in document.sections():
        if path[1] in range(len(document.periods)):
            for key, value in _other_steps(section, document.rules):
                yield (*path, *key), _replaced(document, path, section.model_copy(update={key[0]: value}))


def _other_steps(
    section: NetworkDocument | StepKeys, rules: tuple[StepRule, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The keys of steps that a section has, each with another value for the first of them."""
    present = section.model_fields_set
    if section.implicit is not None:
        yield ("implicit",), Fused(sweeps=7)
    if (
        "starter" in present
        and section.starter is not None
        and all(rule.scheme.method.steps == 1 for rule in rules)
    ):
        yield ("starter",), None
    if "step_size" in present and section.step_size not in (None, "absorbed"):
        yield ("step_size",), number(7)
    if "field" in present and section.field is not None:
        yield ("field",), _another(section.field, "field")
    if section.after is not None:
        yield ("after",), None
    if section.own == "last-convolution":
        yield ("own",), "none"
    for name, part in (section.fields or {}).items():
        yield ("fields", name), {**(section.fields or {}), name: _another(part, "field")}


def _replaced(part: Any, path: KeyPath, section: PeriodPart) -> Any:
    """The document, or a part of it, with the section at `path` replaced."""
    if not path:
        return section
    key, index, *rest = path
    parts = list(getattr(part, str(key)))
    parts[int(index)] = _replaced(parts[int(index)], tuple(rest), section)
    return part.model_copy(update={str(key): tuple(parts)})


def _another(part: Part, role: str) -> Part:
    """The part with a component that no document has."""
    return replace(part, component=custom(f"{role}s", "nobody:Part"), options={})
