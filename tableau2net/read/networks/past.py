"""What becomes of a network's past where a transition leads to another resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from tableau2net.read import suggest
from tableau2net.read.leaves import Leaf, as_text
from tableau2net.read.model import Context, fault
from tableau2net.read.yaml_tree import describe

PastKind = Literal["restart", "transport", "transport-own"]

_TRANSPORT = "transport"
_WAYS: dict[str, PastKind] = {"shared": "transport", "own": "transport-own"}


@dataclass(frozen=True)
class PastLeaf(Leaf):
    """`restart`, `transport`, or `{transport: own}`; `{transport: shared}` is the second."""

    def read(self, value: Any, context: Context) -> PastKind:
        if isinstance(value, dict):
            return self._way(value)
        text = as_text(value, "restart, transport or {transport: own}")
        if text == "restart":
            return "restart"
        if text == _TRANSPORT:
            return "transport"
        raise fault(
            "this word is not allowed here", describe(text), suggest.expected(text, ("restart", _TRANSPORT))
        )

    def _way(self, value: dict[str, Any]) -> PastKind:
        for name in value:
            if name != _TRANSPORT:
                raise fault(
                    "this key is not known",
                    describe(name),
                    suggest.expected(name, (_TRANSPORT,)),
                    path=(name,),
                    key=True,
                )
        if _TRANSPORT not in value:
            raise fault("the key 'transport' is missing", "", "'transport: own'")
        way = as_text(value[_TRANSPORT], f"one of {', '.join(_WAYS)}")
        if way not in _WAYS:
            raise fault(
                "this word is not allowed here",
                describe(way),
                suggest.expected(way, tuple(_WAYS)),
                path=(_TRANSPORT,),
            )
        return _WAYS[way]

    def schema(self) -> dict[str, Any]:
        own = {
            "type": "object",
            "description": "the past through the transition's shortcut, or through one of its own",
            "properties": {
                _TRANSPORT: {
                    "enum": list(_WAYS),
                    "description": "Which module the past goes through.",
                    "examples": ["own"],
                }
            },
            "required": [_TRANSPORT],
            "additionalProperties": False,
        }
        return {"anyOf": [{"enum": ["restart", _TRANSPORT]}, own]}
