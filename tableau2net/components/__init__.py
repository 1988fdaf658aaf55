"""The parts that networks are built from: torch modules, one file a kind, one folder a role.

They are ordinary torch code, used as they stand by the module emitter and carried as text by the source
emitter, so what is tested is what is emitted. `registry` finds them by reading their files, never by importing
them: naming, checking and emitting a component needs no torch.
"""

from tableau2net.components.registry import (
    ROLES,
    Component,
    Option,
    UnknownComponentError,
    custom,
    find,
    kinds,
)

__all__ = [
    "ROLES",
    "Component",
    "Option",
    "UnknownComponentError",
    "custom",
    "find",
    "kinds",
]
