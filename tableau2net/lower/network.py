"""Lower a network: stem, periods of steps, transitions, head → one graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import MappingProxyType

from tableau2net.errors import InputError
from tableau2net.graph import Alias, Call, Concat, FieldList, Graph, Input, Steps, graph_of, used
from tableau2net.graph.names import class_name
from tableau2net.lower.depth import DropRates
from tableau2net.lower.draft import Draft
from tableau2net.lower.history import History
from tableau2net.lower.period import PeriodLowering, Stretches
from tableau2net.lower.rule import Known, Rule
from tableau2net.lower.transition import lower_transition
from tableau2net.read import NetworkDocument


def lower(document: NetworkDocument) -> Graph:
    """The graph of the network that `document` describes: images (N, channels, size, size) → logits (N, classes).

    Raises InputError where the document's parts do not fit one another.
    """
    draft, drop_rates = Draft(document), DropRates(document)
    periods = _lowered(document)
    images = draft.add("x", Input(()))
    widths = document.widths
    if document.stem is None:
        history = History(draft, images)
    else:
        draft.modules["stem"] = draft.build(document.stem, document.input.channels, document.first_width)
        history = History(draft, draft.add("u", Call((images,), "stem")))
    before = document.first_width
    last_states = []
    both = document.head.reads == "first-and-last"
    every = document.head.component.reads_every_period
    for number, (stretches, (channels, left)) in enumerate(zip(periods, widths, strict=True), 1):
        if number > 1 or document.widens:
            stride = 2 if number > 1 and document.pool == "none" else 1
            ends = not any(steps for _, steps in stretches)
            first, _ = stretches[0]
            lower_transition(
                draft, history, first, drop_rates, number - 1, before, channels, stride, ends=ends
            )
        before = left
        reads = every or number == len(widths)
        first_states = []
        if reads and both:
            history.leave()
            first_states.append(draft.add(f"x{number}", Alias((history.state,))))
        PeriodLowering(draft, history, drop_rates, number, channels).take(
            stretches, pools=document.pool != "none"
        )
        if reads:
            history.leave()
            last = history.state
            if both:
                last_states.append(draft.add(f"features{number}", Concat((*first_states, last))))
            else:
                last_states.append(draft.add(f"u{number}", Alias((last,))) if number < len(widths) else last)
    read = tuple(first + left if both else left for first, left in widths)
    draft.modules["head"] = draft.build(document.head, read if every else read[-1], document.classes)
    logits = draft.add("logits", Call(tuple(last_states), "head"))
    _check_past(document, draft)
    return Graph(
        name=class_name(document.identifier),
        title=document.heading,
        flow=graph_of(draft.operations),
        inputs=(images,),
        outputs=(logits,),
        modules=MappingProxyType(draft.modules),
        fields=MappingProxyType(_shared(draft)),
        notes=_notes(document),
    )


def _lowered(document: NetworkDocument) -> list[Stretches]:
    """The stretches of each period, each rule lowered once."""
    lowered: dict[int, Rule] = {}
    periods, known = document.stretches, Known()
    for stretch in (stretch for period in periods for stretch in period):
        if id(stretch.rule) not in lowered:
            lowered[id(stretch.rule)] = Rule(stretch.rule, document, known)
    return [[(lowered[id(each.rule)], each.steps) for each in period] for period in periods]


def _shared(draft: Draft) -> dict[str, FieldList]:
    """The fields; where no two evaluations use one, none of them has anything that the others have not."""
    if not any(fields.own for fields in draft.fields.values()):
        return draft.fields
    steps = (module for module in draft.modules.values() if isinstance(module, Steps))
    counted = Counter(evaluated for each in steps for evaluated in used(each))
    shared = {fields for (fields, _), count in counted.items() if count > 1}
    return {
        name: fields if name in shared else replace(fields, own=()) for name, fields in draft.fields.items()
    }


def _check_past(document: NetworkDocument, draft: Draft) -> None:
    """Raise InputError where nothing goes through the projections of the past's own that the document asks for."""
    if document.history == "transport-own" and not any(name.startswith("past") for name in draft.modules):
        schemes = dict.fromkeys(rule.scheme.name for rule in document.rules)
        raise InputError(
            "no past goes through a projection of its own",
            document.place("history"),
            " and ".join(schemes),
            "a scheme that looks back on a state before a transition, or history: transport",
        )


def _notes(document: NetworkDocument) -> tuple[str, ...]:
    size, channels = document.input.size, document.input.channels
    pixels = ", H, W" if document.head.component.per_pixel else ""
    return (f"(N, {channels}, {size}, {size}) → logits (N, {document.classes}{pixels}).",)
