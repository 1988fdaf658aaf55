"""The steps of one period, stretch by stretch: first those that make a multistep scheme's past, then its own."""

from __future__ import annotations

from collections.abc import Sequence

from tableau2net.errors import InputError
from tableau2net.graph import Alias, Call, FieldList, Steps
from tableau2net.lower.depth import DropRates
from tableau2net.lower.draft import Draft
from tableau2net.lower.history import History
from tableau2net.lower.rule import Rule, Step
from tableau2net.lower.weights import field_use

Stretches = Sequence[tuple[Rule, int]]  # by which rule steps are taken, and how many


class PeriodLowering:
    """The period of a `number` from 1, whose state has so many channels."""

    def __init__(
        self, draft: Draft, history: History, drop_rates: DropRates, number: int, channels: int
    ) -> None:
        self.draft, self.history, self.drop_rates = draft, history, drop_rates
        self.number, self.channels = number, channels

    def take(self, stretches: Stretches, *, pools: bool = False) -> None:
        """The steps of all stretches, of which the last one may pool. What a scheme has made of the past does not reach
        into the next one's steps."""
        rules = list(dict.fromkeys(rule for rule, _ in stretches))
        for index, (rule, steps) in enumerate(stretches, 1):
            place = f"{self.number}{f'part{index}' if len(stretches) > 1 else ''}"
            shared = f"{self.number}{f'rule{rules.index(rule) + 1}' if len(rules) > 1 else ''}"
            if index > 1:
                self.history.begin(rule.method)
            last = rule.other(pools=True) if pools and index == len(stretches) else rule.step
            self.stretch(rule, steps, place, shared if rule.settings.weights == "period" else place, last)

    def stretch(self, rule: Rule, steps: int, place: str, shared: str, last: Step) -> None:
        """So many steps by a rule, the last one given, at a `place`; fields are shared under the name `shared`."""
        time = 0
        while self.history.lacks(rule.method) and time < steps:
            name = f"start{place}" if time == 0 else f"start{place}_{time + 1}"
            self.apply(name, rule, rule.starter, shared, time)
            time += 1
        self.history.enter(rule.method)
        left = steps - time
        apart = left > 1 and last is not rule.step
        for index in range(left - apart):
            step = last if left == 1 else rule.step
            self.apply(self.named(place, rule, index, left - apart), rule, step, shared, time + index)
        if apart:
            self.apply(f"period{place}last", rule, last, shared, steps - 1)

    def named(self, place: str, rule: Rule, index: int, steps: int) -> str:
        """The module of one of several steps: an element of a list, where all have the same channels."""
        if steps == 1:
            return f"period{place}"
        if rule.settings.output == "sum":
            return f"period{place}.{index}"
        return f"period{place}{f'_{index + 1}' if index else ''}"

    def apply(self, module: str, rule: Rule, step: Step, shared: str, time: int) -> None:
        """One step, from t = `time` in its stretch to `time` + 1."""
        owner, fields = module.partition(".")[0], self.draft.fields
        uses = tuple(
            field_use(rule.settings.weights, f"fields{shared}", slot, owner, time + rule.lead)
            for slot in step.graph.slots
        )
        width = self.channels // rule.settings.groups
        growth, after = rule.settings.growth or width, rule.settings.widened(self.channels)
        for slot, use in zip(step.graph.slots, uses, strict=True):
            known = fields.get(use.fields)
            length = max(use.first + 1, known.length if known else 0)
            part, own, inputs = rule.part(slot.field), rule.own(slot.field), slot.channels(width, growth)
            if known and inputs != known.build.arguments[0]:
                raise InputError(
                    f"weights {rule.settings.weights!r} share one field between inputs of different width",
                    found=f"inputs of {known.build.arguments[0]} and of {inputs} channels",
                    expected="weights 'evaluation'",
                )
            build = known.build if known else self.draft.build(part, inputs, growth)
            fields[use.fields] = FieldList(build, length, own)
        steps = Steps(
            step.graph,
            uses,
            channels=width,
            drop_rate=self.drop_rates.next(),
            growth=rule.settings.growth or 0,
            returns=after if rule.settings.output != "sum" else 0,
        )
        self.draft.modules[module] = steps
        self.channels = after
        taken = tuple(self.history.known[value] for value in step.takes)
        starts = step.takes != rule.step.takes or step.returns != rule.step.returns
        older = self.history.aged(rule.method, lambda node: Alias((node,))) if starts else {}
        call = Call(taken, module, len(step.returns) if len(step.returns) > 1 else 0)
        self.history.take(call, step.returns, older)
