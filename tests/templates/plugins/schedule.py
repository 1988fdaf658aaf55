"""How the learning rate goes, in one sentence, and where it is published."""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.read.leaves import Choice
from tableau2net.read.model import Section


class ExampleName(Section):
    """The factor, as a formula."""

    kind: Annotated[Literal["example-name"], Choice(("example-name",))] = "example-name"

    def factor(self, step: int, steps: int) -> float:
        raise NotImplementedError("example-name is not written yet")


SECTION = ExampleName
