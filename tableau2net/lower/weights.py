"""Weights: which field evaluations share parameters.

evaluation   none: every evaluation has a field of its own
stage        the evaluations of one stage in one step, where a fused iteration repeats them
node         the evaluations at the same time t_n + c_i h, across steps too
step         all evaluations of one step
period       all evaluations of one period
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from itertools import chain, count
from math import floor

from tableau2net.exact import ZERO, Expression, decided
from tableau2net.graph import FieldUse, Slot
from tableau2net.methods import Method


@dataclass(frozen=True)
class Evaluation:
    """One evaluation of a field in a step: its stage (from 0), its sweep (0 = predictor or only one)."""

    stage: int
    sweep: int = 0


def slot_name(weights: str, evaluation: Evaluation, method: Method) -> str:
    """The slot that the evaluation uses: f… before, g… inside a fused iteration's sweeps. Where the method has several
    fields, evaluations of different ones never share."""
    stage, sweep = evaluation.stage + 1, evaluation.sweep
    fields = method.fields or ("",) * method.stages
    field = fields[evaluation.stage]
    if weights == "node":
        node = method.c[evaluation.stage]
        alike = zip(method.c, fields, strict=True)
        return f"f{next(i for i, (c, f) in enumerate(alike, start=1) if f == field and _same(c, node))}"
    if weights in ("step", "period"):
        return f"f_{field}" if field else "f"
    if sweep == 0:
        return f"f{stage}"
    return f"g{stage}" if weights == "stage" or sweep == 1 else f"g{stage}_{sweep}"


def link_name(weights: str, evaluation: Evaluation, source: int | str) -> str:
    """The slot of a link to a stage, from the state, 0, or one of several external values, by its name, or from the
    slope of a stage: f…, and g… in the sweeps where the evaluations of a stage do not share."""
    stage, sweep = evaluation.stage + 1, evaluation.sweep
    if weights == "stage" or sweep == 0:
        return f"f{stage}_{source}"
    return f"g{stage}_{source}" if sweep == 1 else f"g{stage}_{source}_{sweep}"


def evaluation_name(shared: str, taken: Container[str]) -> str:
    """The slot of an evaluation that has one of its own: that of the weights which it shares, if that is not taken;
    else f_2, f_3, …"""
    later = (f"{shared}_{n}" for n in count(2))
    return next(name for name in chain((shared,), later) if name not in taken)


def _same(a: Expression, b: Expression) -> bool:
    """Whether two nodes are one number, however each is written."""
    return a == b or decided(a - b) == ZERO


def field_use(weights: str, period: str, slot: Slot, owner: str, time: int) -> FieldUse:
    """The field of `slot` in the step that leads from t = `time` to `time` + 1.

    Fields that no other step may share belong to a list of the step's `owner`. By node, the nodes that differ by
    whole steps form one list, indexed by whole steps.
    """
    name = slot.shares or slot.name
    if weights == "period":
        return FieldUse(f"{period}_field{name.removeprefix('f')}", 0)
    if weights == "node" and slot.node is not None and slot.node.rational is not None:
        whole = floor(slot.node.rational)
        fraction = str(slot.node.rational - whole).replace("/", "_")
        field = f"_{slot.field}" if slot.field else ""
        return FieldUse(f"{period}{field}_at_{fraction}", time + whole)
    return FieldUse(f"{owner}_{name}", time)
