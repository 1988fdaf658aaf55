"""What the documents of families have in common: coefficients that follow from a few arguments."""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.read.leaves import Choice, Flag, Integer
from tableau2net.read.schemes.scheme import SchemeDocument

Stages = Annotated[int, Integer(1, 100)]


class FamilyDocument(SchemeDocument):
    """A member of a family; its method is computed, exactly."""

    kind: Annotated[Literal["family"], Choice()]
    family: str
    """Which family of schemes it is."""


class OneStepFamily(FamilyDocument):
    """A family of one-step schemes, by their number of stages."""

    stages: Stages
    """The number of stages. Example: `4`"""


class MultistepFamily(FamilyDocument):
    """A family of linear multistep schemes, by their number of steps k."""

    steps: Annotated[int, Integer(1, 30)]
    """The number of steps k. Example: `3`"""
    zero_stable: Annotated[bool | None, Flag()] = None
    """Whether it claims to be zero-stable, or not to be."""
