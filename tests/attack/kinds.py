"""The kinds of schemes that are attacked, and how each is made from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from attack.generators import (
    careless,
    families,
    forms,
    general_linear,
    multistep,
    parametrised,
    partitioned,
    rescaled,
    rounded,
    runge_kutta,
    transcendental,
)
from attack.scheme import Scheme

KINDS: dict[str, Callable[[random.Random], Scheme]] = {
    "runge-kutta": runge_kutta.scheme,
    "multistep": multistep.scheme,
    "general-linear": general_linear.scheme,
    "partitioned": partitioned.scheme,
    "parametrised": parametrised.scheme,
    "rounded": rounded.scheme,
    "family": families.scheme,
    "careless": careless.scheme,
    "forms": forms.scheme,
    "pi": transcendental.scheme,
    "rescaled": rescaled.scheme,
}


def scheme(kind: str, seed: int, number: int) -> Scheme:
    """The scheme of this kind with this number, of a seed."""
    return KINDS[kind](random.Random(f"{seed} {kind} {number}"))
