"""Weights: which field evaluations share parameters.

evaluation   none: every evaluation has a field of its own
stage        the evaluations of one stage in one step, where a fused iteration repeats them
node         the evaluations at the same time t_n + c_i h, across steps too
step         all evaluations of one step
period       all evaluations of one period
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from tableau2net.exact import Expression
from tableau2net.graph import FieldUse, Slot


@dataclass(frozen=True)
class Evaluation:
    """One evaluation of the field in a step: its stage (from 0), its sweep (0 = predictor or only one), c_i."""

    stage: int
    node: Expression
    sweep: int = 0


def slot_name(weights: str, evaluation: Evaluation, nodes: tuple[Expression, ...]) -> str:
    """The slot that the evaluation uses: f… before, g… inside a fused iteration's sweeps."""
    stage, sweep = evaluation.stage + 1, evaluation.sweep
    if weights == "node":
        return f"f{nodes.index(evaluation.node) + 1}"
    if weights in ("step", "period"):
        return "f"
    if sweep == 0:
        return f"f{stage}"
    return f"g{stage}" if weights == "stage" or sweep == 1 else f"g{stage}_{sweep}"


def field_use(weights: str, period: str, slot: Slot, owner: str, time: int) -> FieldUse:
    """The field of `slot` in the step that leads from t = `time` to `time` + 1.

    Fields that no other step may share belong to a list of the step's `owner`. By node, the nodes that differ by
    whole steps form one list, indexed by whole steps.
    """
    if weights == "period":
        return FieldUse(f"{period}_field", 0)
    if weights == "node" and slot.node is not None and slot.node.rational is not None:
        whole = floor(slot.node.rational)
        fraction = str(slot.node.rational - whole).replace("/", "_")
        return FieldUse(f"{period}_at_{fraction}", time + whole)
    return FieldUse(f"{owner}_{slot.name}", time)
