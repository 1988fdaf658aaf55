"""example-name documents: which coefficients they have, and the formula that these stand in."""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.methods import Method
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.matrix import StageMatrix
from tableau2net.read.schemes.scheme import SchemeDocument


class ExampleNameDocument(SchemeDocument):
    """Its keys, each with its shape."""

    kind: Annotated[Literal["example-name"], Choice(("example-name",))]
    A: StageMatrix

    @property
    def c(self) -> None:
        return None

    @property
    def embedded_order(self) -> None:
        return None

    @property
    def zero_stable(self) -> None:
        return None

    def build(self) -> Method:
        raise NotImplementedError("example-name is not written yet")


DOCUMENT = ExampleNameDocument
