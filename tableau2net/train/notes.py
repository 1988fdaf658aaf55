"""What a training writes down in JSON, as it is read back: run.json and result.json."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from tableau2net.written import Written

Measure = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Channels = Annotated[tuple[Annotated[float, Field(allow_inf_nan=False)], ...], Field(min_length=1)]


class Asked(Written):
    """What was asked for."""

    CALLED: ClassVar[str] = "record of what a training was asked for"

    network: str
    reference: str
    overrides: tuple[str, ...]
    data: str
    classes: tuple[str, ...]
    recipe: str
    seed: int
    identity: dict[str, Any]
    documents: dict[str, Any]
    tableau2net: str
    torch: str


class Pixels(Written):
    """How pixels were normalised: one number a channel."""

    mean: Channels
    deviation: Channels


class Result(Written):
    """What came of it. A loss may be infinite or NaN."""

    CALLED: ClassVar[str] = "result of a training"

    normalisation: Pixels
    error: Measure
    loss: float
    train_loss: float
    epochs: int
    step_time: Measure | None
    seconds: Measure
