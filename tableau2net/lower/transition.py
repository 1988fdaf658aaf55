"""What leads from one period to the next: a module, or a residual step of which that is the shortcut."""

from __future__ import annotations

from tableau2net.components.registry import OptionValue
from tableau2net.errors import InputError
from tableau2net.exact import ONE
from tableau2net.graph import Build, Call, Combine, FieldList, FieldUse, Steps
from tableau2net.lower.depth import DropRates
from tableau2net.lower.draft import Draft
from tableau2net.lower.history import PAST_SLOPE, PAST_STATE, STATE, History
from tableau2net.lower.rule import Rule, Step
from tableau2net.lower.step import external_name
from tableau2net.read import TransitionPart


def lower_transition(
    draft: Draft,
    history: History,
    rule: Rule,
    drop_rates: DropRates,
    number: int,
    inputs: int,
    channels: int,
    stride: int = 2,
    *,
    ends: bool = False,
) -> None:
    """u ← T(u) or, with `residual`, the step u ← T(u) + h f(u); a transported history goes through T too, or through
    one like it of its own. With
    `by_scheme`, a step of the scheme whose strided fields read what comes before, and whose shortcuts are T; it pools,
    if any step does, where the period `ends` with it.

    With stride 1 it leads from the stem to the first period, at the same resolution. Raises InputError where the part
    cannot.
    """
    document = draft.document
    part, transported = document.transition, document.history != "restart"
    own = document.history == "transport-own" and number > 0
    if part.by_scheme:
        step = rule.other(enters=True, pools=ends and document.pool != "none")
        _step(draft, history, rule, step, drop_rates, number, inputs, channels, stride)
        return
    history.leave()
    state, name = history.state, f"transition{number}"
    build = draft.build(part, inputs, channels, **_strided(part, stride))

    def shortcut(node: str) -> Call:
        return Call((node,), draft.evaluation(name, build))

    def past(node: str) -> Call:
        """The way of what is past: one of its own, where it has that to another resolution."""
        return Call((node,), draft.evaluation(f"past{number}", build)) if own else shortcut(node)

    if not part.residual:
        known = {STATE: state, **(history.known if transported else {})}
        history.known = {
            value: draft.add(external_name(value), shortcut(node) if value == STATE else past(node))
            for value, node in known.items()
        }
        return
    linear = draft.add("shortcut", shortcut(state)) if own else ""
    aged = history.aged(rule.method, past) if transported else {}
    linear = linear or aged.get(PAST_STATE) or draft.add("shortcut", shortcut(state))
    residual = f"residual{number}"
    draft.modules[residual] = draft.build(rule.settings.field, inputs, channels, stride=stride)
    h = ONE if rule.settings.step_size == "learned" else rule.options.h
    slope = draft.add("slope", Call((state,), residual))
    drop_rate, depth = drop_rates.next(), document.stochastic_depth
    if depth is not None and drop_rate is not None and drop_rate.at(0) > 0:
        draft.modules[f"drop{number}"] = Build(depth.component, (drop_rate,), depth.options)
        slope = draft.add("slope", Call((slope,), f"drop{number}"))
    noise = document.noise
    if noise is not None:
        draft.modules[f"noise{number}"] = Build(noise.component, (noise.level,), noise.options)
        slope = draft.add("slope", Call((slope,), f"noise{number}"))
    if transported and PAST_SLOPE in rule.method.external:
        aged[PAST_SLOPE] = draft.add(external_name(PAST_SLOPE), Combine((slope,), (h,)))
    state = draft.add("u", Combine((linear, slope), (ONE, h)))
    if rule.options.after is not None:
        draft.modules[f"activation{number}"] = rule.options.after
        state = draft.add("u", Call((state,), f"activation{number}"))
    history.known = {**aged, STATE: state}


def _step(
    draft: Draft,
    history: History,
    rule: Rule,
    step: Step,
    drop_rates: DropRates,
    number: int,
    inputs: int,
    channels: int,
    stride: int,
) -> None:
    """The step of the scheme that the transition is."""
    graph, groups = step.graph, rule.settings.groups
    if any(value not in history.known for value in step.takes):
        history.leave()
        history.enter(rule.method)
    before, after = inputs // groups, channels // groups
    uses = []
    for slot in graph.slots:
        name = f"transition{number}_{slot.shares or slot.name}"
        if slot.role == "shortcut":
            part = draft.document.transition
            build = draft.build(part, before, after, **_strided(part, stride))
        else:
            strided: dict[str, OptionValue] = (
                {"stride": stride} if slot.role == "strided" and stride != 1 else {}
            )
            read = before if slot.role == "strided" else after
            build = draft.build(rule.part(slot.field), slot.width * read, after, **strided)
        own = () if slot.role == "shortcut" else rule.own(slot.field)
        draft.fields[name] = FieldList(build, 1, own)
        uses.append(FieldUse(name, 0))
    steps = Steps(graph, tuple(uses), channels=after, drop_rate=drop_rates.next(), inputs=before)
    draft.modules[f"transition{number}"] = steps
    taken = tuple(history.known[value] for value in step.takes)
    outputs = len(taken) if len(taken) > 1 else 0
    history.take(Call(taken, f"transition{number}", outputs), step.returns, {})


def _strided(part: TransitionPart, stride: int) -> dict[str, OptionValue]:
    """The option of a transition that is not to halve the resolution."""
    component = part.component
    if stride == 2:
        return {}
    if component.text and "stride" not in component.options:
        raise InputError(
            f"the transition {component.kind} always halves the resolution",
            found="a stem of other channels than the first period",
            expected="stem channels as in the first period, or the transition projection",
        )
    return {"stride": stride}
