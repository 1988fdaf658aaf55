"""Keys of a network that change nothing: `implicit` on an explicit scheme, `starter` on a one-step one.

A key is idle iff the network is the same graph with another value, one that no document has by chance. The question is
asked of two short periods, so that no key is idle only because a network has few periods or steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tableau2net.components import custom
from tableau2net.errors import InputError, Position
from tableau2net.exact import number
from tableau2net.lower.network import lower
from tableau2net.read import Fused, NetworkDocument, Part

_WHY: Mapping[str, str] = {
    "implicit": "{scheme} is explicit",
    "starter": "{scheme} is a one-step scheme",
    "history": "{scheme} keeps nothing of the past",
    "step_size": "no number of {scheme} is multiplied by it",
    "field": "every evaluation has a field of its own",
    "norm": "no part normalises by it",
}
_PARTS = ("stem", "field", "transition", "head")
_NUMBER = 7.0  # a setting of batch normalisation

Key = tuple[str, ...]


def refuse_idle(document: NetworkDocument) -> None:
    """Raise InputError, with the place of the first, where the document has keys that change nothing."""
    idle = _idle(document)
    if not idle:
        return
    key = idle[0]
    name = ".".join(key)
    why = _WHY.get(key[0], "the network is the same without it").format(scheme=document.scheme.name)
    removed = " ".join(f"--set {'.'.join(each)}=null" for each in idle)
    place = document.place(*key, key=True) or Position(document.file)
    raise InputError(f"{name} has no effect here: {why}", place, repr(name), f"no such key, as by {removed}")


def _idle(document: NetworkDocument) -> list[Key]:
    short = _short(document)
    changed = list(_otherwise(short))
    whole = lower(short) if changed else None
    return [key for key, other in changed if lower(other) == whole]


def _short(document: NetworkDocument) -> NetworkDocument:
    """The document with two periods, of as many steps as it takes to have a past and leave it."""
    steps = 2 * document.scheme.method.steps
    periods = (document.periods * 2)[:2]
    return document.model_copy(
        update={"periods": tuple(period.model_copy(update={"steps": steps}) for period in periods)}
    )


def _otherwise(document: NetworkDocument) -> Iterator[tuple[Key, NetworkDocument]]:
    """Each key whose value is not what holds without it, and the document with another value.

    `coupling` and `weights` are read by every step, though on a scheme that is simple enough two of their values are
    the same network; stochastic depth and drop-path have checks of their own; an initialisation is no part of a graph.
    """

    def changed(key: str, value: Any) -> NetworkDocument:
        return document.model_copy(update={key: value})

    if document.implicit is not None:
        yield ("implicit",), changed("implicit", Fused(sweeps=7))
    if document.starter is not None and document.scheme.method.steps == 1:
        yield ("starter",), changed("starter", None)
    if document.history != "restart":
        yield ("history",), changed("history", "restart")
    if document.step_size != "absorbed":
        yield ("step_size",), changed("step_size", number(7))
    for key in _PARTS:
        if document.says(key):
            yield (key,), changed(key, _another(getattr(document, key), key))
    for name, part in document.fields.items():
        yield ("fields", name), changed("fields", {**document.fields, name: _another(part, "field")})
    for name, value in (("eps", document.norm.eps), ("momentum", document.norm.momentum)):
        if value is not None:
            yield ("norm", name), changed("norm", document.norm.model_copy(update={name: _NUMBER}))


def _another(part: Part, role: str) -> Part:
    """The part with a component that no document has."""
    return replace(part, component=custom(f"{role}s", "nobody:Part"), options={})
