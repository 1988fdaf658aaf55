"""The steps of one period: those that make a multistep scheme's missing past first, then the scheme's own."""

from __future__ import annotations

from tableau2net.graph import Alias, Call, FieldList, Steps
from tableau2net.lower.depth import Deaths
from tableau2net.lower.draft import Draft
from tableau2net.lower.history import History
from tableau2net.lower.rule import Rule, Step
from tableau2net.lower.weights import field_use


class PeriodLowering:
    """The period of a `number` from 1, whose state has so many channels."""

    def __init__(
        self, draft: Draft, history: History, rule: Rule, deaths: Deaths, number: int, channels: int
    ) -> None:
        self.draft, self.history, self.rule, self.deaths = draft, history, rule, deaths
        self.number, self.channels = number, channels

    def take(self, steps: int) -> None:
        """So many steps."""
        number, rule, time = self.number, self.rule, 0
        while self.history.lacks(rule.method) and time < steps:
            name = f"start{number}" if time == 0 else f"start{number}_{time + 1}"
            self.apply(name, rule.starter, time)
            time += 1
        self.history.enter(rule.method)
        for index in range(steps - time):
            name = f"period{number}" if steps - time == 1 else f"period{number}.{index}"
            self.apply(name, rule.step, time + index)
        self.history.leave()

    def apply(self, module: str, step: Step, time: int) -> None:
        """One step, from t = `time` in its period to `time` + 1."""
        document, owner, fields = self.draft.document, module.partition(".")[0], self.draft.fields
        uses = tuple(
            field_use(document.weights, f"fields{self.number}", slot, owner, time + self.rule.lead)
            for slot in step.graph.slots
        )
        width = self.channels // self.rule.groups
        for slot, use in zip(step.graph.slots, uses, strict=True):
            known = fields.get(use.fields)
            length = max(use.first + 1, known.length if known else 0)
            part = document.fields.get(slot.field, document.field)
            build = known.build if known else self.draft.build(part, slot.width * width, width)
            fields[use.fields] = FieldList(build, length)
        self.draft.modules[module] = Steps(step.graph, uses, channels=width, death=self.deaths.next())
        taken = tuple(self.history.known[value] for value in step.takes)
        starts = step is not self.rule.step
        older = self.history.aged(self.rule.method, lambda node: Alias((node,))) if starts else {}
        call = Call(taken, module, len(step.returns) if len(step.returns) > 1 else 0)
        self.history.take(call, step.returns, older)
