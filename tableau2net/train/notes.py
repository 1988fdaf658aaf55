"""What a training writes down, as it is read back: run.json and result.json, and what a checkpoint has to hold.

Of a checkpoint the parts are told apart here; each part is judged by what takes it up again (`fit.py`).
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field

from tableau2net.written import Written

Measure = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Channels = Annotated[tuple[Annotated[float, Field(allow_inf_nan=False)], ...], Field(min_length=1)]


class Asked(Written):
    """What was asked for."""

    CALLED: ClassVar[str] = "record of a training's settings"

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


class Standing(Written):
    """What a checkpoint holds of ours: which training it is of, how far that is, and whether it is over."""

    CALLED: ClassVar[str] = "checkpoint of a training"

    identity: dict[str, Any]
    least: Measure | None
    finished: bool


class Position(Written):
    """Where the feed stands: the epoch, and the steps of it that are done."""

    CALLED: ClassVar[str] = "checkpoint of a training"

    position: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]


class Loop(Written):
    """How far Lightning's loop is, as it calls that: without one of these it would begin anew, and say nothing."""

    model_config = ConfigDict(extra="ignore")
    CALLED: ClassVar[str] = "checkpoint of a training"

    epochs: dict[str, Any] = Field(alias="epoch_progress")
    batches: dict[str, Any] = Field(alias="epoch_loop.batch_progress")
    steps: dict[str, Any] = Field(alias="epoch_loop.automatic_optimization.optim_progress")


class Loops(Written):
    """Lightning's loops, of which one trains."""

    model_config = ConfigDict(extra="ignore")
    CALLED: ClassVar[str] = "checkpoint of a training"

    fit_loop: Loop


class Checkpoint(Written):
    """A checkpoint: our part of it, and Lightning's, of which it may hold more."""

    model_config = ConfigDict(extra="ignore")
    CALLED: ClassVar[str] = "checkpoint of a training"

    tableau2net: Standing
    state_dict: dict[str, Any]
    optimizer_states: list[dict[str, Any]]
    lr_schedulers: list[dict[str, Any]]
    loops: Loops
    callbacks: dict[str, Any]
    history: dict[str, list[float]]
    tallies: dict[str, Any]
    Feeds: Position
