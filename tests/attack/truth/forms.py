"""What is right of a scheme in a form of its own: what is right of its tableau."""

from __future__ import annotations

from dataclasses import replace

from attack.expected import Is
from attack.oracles.forms import followed
from attack.scheme import Scheme
from attack.truth.common import Truth
from attack.truth.runge_kutta import runge_kutta

FORMS = ("shu-osher", "low-storage-2n", "low-storage-3s")


def form(scheme: Scheme) -> Truth:
    stages, result = followed(scheme.kind, scheme.arrays)
    if any(each.x - 1 for each in (*stages, result)):
        return {"order": Is(None)}  # not near the state as h → 0
    tableau = {"A": tuple(each.k for each in stages), "b": (result.k,)}
    return runge_kutta(replace(scheme, kind="runge-kutta", arrays=tableau, texts={}))
