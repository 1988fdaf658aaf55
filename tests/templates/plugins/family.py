"""What the members have in common, and the formula of their coefficients.

    b_i = …

(Where it is published.)
"""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.methods import Method
from tableau2net.read.leaves import Choice
from tableau2net.read.schemes.family import OneStepFamily


class ExampleName(OneStepFamily):
    """s stages, order …"""

    family: Annotated[Literal["example-name"], Choice(("example-name",))]

    def build(self) -> Method:
        raise NotImplementedError("example-name is not written yet")


DOCUMENT = ExampleName
