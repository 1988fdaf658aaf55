"""What a network document says of its steps."""

from __future__ import annotations

from dataclasses import dataclass, field

from tableau2net.exact import ONE, Expression
from tableau2net.graph import Build, Drop
from tableau2net.read import Fused
from tableau2net.read import Solve as Solved


@dataclass(frozen=True)
class StepOptions:
    """How steps are taken. `h` is 1 where the step size is absorbed, the name STEP_SIZE if
    learned; `drop` is what drops slopes in training, `noise` what disturbs them then, `join` what drops paths into a
    mean of slopes, `after` what a new state goes through, if anything. A step that `enters` leads to the state from
    other channels or another resolution: a stage that reads external values alone is evaluated by a strided field, and
    wherever else they are read they go through shortcuts. What its outputs add up goes through the `pool` first, if
    there is one. `column` draws which column of joined paths is left alone, if one is to be. With `own` each evaluation
    has a slot of its own, also where it shares weights. `output` is what a step hands on, the coupling's sum or what
    is concatenated; where it `grows`, slopes have channels of their own."""

    coupling: str = "sum"
    weights: str = "evaluation"
    implicit: Fused | Solved = field(default_factory=Fused)
    h: Expression = ONE
    drop: Drop | None = None
    noise: Drop | None = None
    join: Drop | None = None
    after: Build | None = None
    enters: bool = False
    pool: Build | None = None
    column: Build | None = None
    own: bool = False
    output: str = "sum"
    grows: bool = False
