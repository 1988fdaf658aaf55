"""What the parts of a network document must fulfil together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tableau2net.errors import InputError
from tableau2net.exact import ZERO, Pattern, as_printed, to_single, to_weight
from tableau2net.methods import External
from tableau2net.read import suggest
from tableau2net.read.model import carried, fault
from tableau2net.read.networks.implicit import Fused
from tableau2net.read.networks.rule import MAX_CHANNELS, StepRule
from tableau2net.read.values import numbers

if TYPE_CHECKING:
    from tableau2net.read.networks.network import NetworkDocument

MAX_PERIODS = 64
REFERENCES = ("scheme", "starter")


def check(document: NetworkDocument) -> None:
    """Raise a fault for the first thing in a network document that does not fit the rest."""
    if not 1 <= len(document.periods) <= MAX_PERIODS:
        found = f"{len(document.periods)} periods"
        raise fault("a network needs periods", found, f"from 1 to {MAX_PERIODS}", path=("periods",))
    _check_channels(document)
    for rule in document.rules:
        _check_patterns(rule)
        _check_links(rule)
        _check_output(rule)
        _check_parameters(rule)
    _check_widths(document)
    _check_sizes(document)
    for rule in document.rules:
        _check_starter(rule)
    _check_transition(document)
    _check_steps(document)
    _check_groups(document)
    _check_fields(document)


def _check_channels(document: NetworkDocument) -> None:
    """Raise a fault for a period whose channels are not said, and do not follow, or are said and follow too."""
    compression = document.transition.compression
    for index, period in enumerate(document.periods):
        follows = index > 0 and compression is not None
        if period.channels is None and not follows:
            raise fault(
                "the key 'channels' is missing", "", "'channels: …'", path=("periods", index), key=True
            )
        if period.channels is not None and follows:
            message = "the channels follow from the period before, by the transition's compression"
            path = ("periods", index, "channels")
            raise fault(message, str(period.channels), "no such key", path=path, key=True)
    if compression is not None and len(document.periods) == 1:
        message = "compression has no effect here: no period follows another"
        raise fault(message, "'compression'", "no such key", path=("transition", "compression"), key=True)


def _check_links(rule: StepRule) -> None:
    """Raise a fault where the fields of links cannot be shared or solved for, or an update leaves out what it adds."""
    if rule.coupling == "links" and rule.weights not in ("evaluation", "stage"):
        message = "coupling by links gives each link a field of its own"
        path = rule.key("weights")
        raise fault(message, f"weights: {rule.weights}", "weights: evaluation, or stage", path=path)
    if rule.coupling == "links" and not isinstance(rule.iteration, Fused):
        message = "solving stage equations needs one field for each stage"
        raise fault(message, "mode: solve with coupling: links", "mode: fused", path=rule.key("implicit"))
    if rule.coupling == "sum" and isinstance(rule.implicit, Fused) and rule.implicit.reads == "slopes":
        message = "an update adds the slopes to the state"
        path = (*rule.key("implicit"), "reads")
        raise fault(message, "reads: slopes with coupling: sum", "coupling: concat, or links", path=path)


def _check_output(rule: StepRule) -> None:
    """Raise a fault where a step cannot hand on what it is to, or a slope's channels have no meaning."""
    output, growth, scheme = rule.output, rule.growth, rule.scheme
    if output == "sum":
        if growth is not None:
            message = "a sum needs slopes as wide as the state"
            expected = "output: concat, or no growth"
            raise fault(message, "growth with output: sum", expected, path=rule.key("growth"), key=True)
        return
    path = rule.key("output")
    if rule.coupling == "sum":
        message = "a step hands on a concatenation where its stages read one"
        raise fault(
            message, f"output: {output} with coupling: {rule.coupling}", "coupling: concat", path=path
        )
    if growth is None:
        message = "the key 'growth' is missing"
        raise fault(message, "", "'growth: …', the channels of a slope", path=path, key=True)
    if scheme.method.external != (External("state"),):
        message = "a concatenation is handed on by a scheme that carries the state alone"
        raise fault(message, scheme.name, "a one-step scheme, or output: sum", path=path)
    if rule.step_size == "learned":
        message = "a concatenation multiplies no slope by a step size"
        raise fault(message, "step_size: learned", "step_size: absorbed", path=rule.key("step_size"))
    if output == "last-sweep" and scheme.method.explicit:
        message = "a last sweep is that of an implicit scheme"
        raise fault(message, f"{scheme.name}, which is explicit", "output: concat", path=path)
    if not isinstance(rule.iteration, Fused):
        message = "solving stage equations needs slopes as wide as the state"
        raise fault(message, f"mode: solve with output: {output}", "mode: fused", path=rule.key("implicit"))


def _check_widths(document: NetworkDocument) -> None:
    """Raise a fault for a state that has no channels, or too many."""
    for index, (first, last) in enumerate(document.widths):
        if first < 1 or last > MAX_CHANNELS:
            message = "this state has too many channels" if first else "this state has no channels"
            expected = f"from 1 to {MAX_CHANNELS}"
            raise fault(message, str(max(first, last) if first else first), expected, path=("periods", index))


def _check_patterns(rule: StepRule) -> None:
    for key, scheme in rule.schemes:
        if rule.coupling == "sum" and scheme.method.has_pattern:
            place = "coupling" if "coupling" in rule.places else key
            found = f"coupling: {rule.coupling} with the {key} {scheme.name}"
            message = "a scheme with * entries has no numbers to sum with"
            raise fault(message, found, "coupling: concat", path=rule.key(place))


def _check_parameters(rule: StepRule) -> None:
    for key, scheme in rule.schemes:
        for parameter in scheme.declared:
            if not parameter.learned and parameter.value is None:
                path = ".".join(map(str, (*rule.key(key), "parameters", parameter.name)))
                expected = f"a value, as by --set {path}.value=…, or learned: per-step"
                message = "a network needs every parameter's value"
                raise fault(message, parameter.name, expected, path=rule.key(key))


def _check_sizes(document: NetworkDocument) -> None:
    """Raise a fault for a number that no floating-point number is near, with its place in the scheme's document."""
    own = (each for each in numbers(document) if not set(REFERENCES).intersection(each[0]))
    found = [(document.place(*path), entry, to_single) for path, entry in own]
    schemes = {id(scheme): scheme for rule in document.rules for _, scheme in rule.schemes}
    found += [
        (scheme.place(*path), entry, to_weight)
        for scheme in schemes.values()
        for path, entry in numbers(scheme)
        if path != ("accuracy",)  # it says how well the others are known
    ]
    for place, entry, as_float in found:
        if entry.names or isinstance(entry, Pattern):
            continue
        try:
            as_float(as_printed(entry))
        except InputError as error:
            raise carried(InputError(error.message, place, error.found, error.expected)) from None
        except ValueError:
            continue  # of what is no real number the verifier tells


def _check_starter(rule: StepRule) -> None:
    method = rule.scheme.method
    if method.steps > 1 and rule.starter is None:
        found = f"a {method.steps}-step scheme alone"
        message = "a multistep scheme needs a starter"
        raise fault(message, found, "starter: euler, or another", path=rule.key("scheme"))
    if rule.starter is None:
        return
    starter = rule.starter.taken
    first_slope_is_the_state_s = all(entry == ZERO for entry in starter.A[0])
    if starter.external != (External("state"),) or not starter.explicit or not first_slope_is_the_state_s:
        found = f"{rule.starter.name}, {starter.kind}, {starter.implicitness}"
        message = "this scheme cannot start a multistep one"
        raise fault(message, found, "an explicit Runge–Kutta scheme", path=rule.key("starter"))


def _check_transition(document: NetworkDocument) -> None:
    part = document.transition
    widening = next((rule for rule in document.rules if rule.output != "sum"), None)
    if part.by_scheme and any(rule.coupling == "links" for rule in document.rules):
        message = "a transition by the scheme has one field a stage"
        expected = "coupling: concat, or another transition"
        raise fault(message, "coupling: links", expected, path=("transition", "by_scheme"))
    if document.head.reads == "first-and-last" and document.pool != "none":
        message = "the states that a period begins and ends with have one resolution"
        raise fault(message, "pool: max with reads: first-and-last", "pool: none", path=("head", "reads"))
    if part.by_scheme and widening is not None:
        message = "a transition by the scheme hands on a sum"
        expected = "output: sum, or another transition"
        raise fault(message, f"output: {widening.output}", expected, path=widening.key("output"))
    if part.residual and part.by_scheme:
        message = "a transition is either residual or by the scheme"
        found = "residual and by_scheme"
        raise fault(message, found, "one of them", path=("transition", "by_scheme"), key=True)
    if not part.by_scheme:
        return
    before = (document.first_width, *(last for _, last in document.widths))
    for index, (stretches, channels) in enumerate(zip(document.stretches, before, strict=False)):
        rule, method = stretches[0].rule, stretches[0].rule.scheme.method
        if index == 0 and not document.widens:
            continue
        if method.steps > 1 or any(each.kind == "slope" for each in method.external):
            message = "a transition by the scheme needs a scheme without a past"
            expected = "a one-step scheme, or residual: true"
            raise fault(message, rule.scheme.name, expected, path=("transition", "by_scheme"))
        if channels % rule.groups:
            expected = (
                f"a multiple of {rule.groups}, as {rule.scheme.name} splits the channels of the transition"
            )
            first = ("stem", "channels") if document.stem is not None else ("input", "channels")
            path = ("periods", index - 1, "channels") if index else first
            raise fault("the channels cannot be split", str(channels), expected, path=path)


def _check_steps(document: NetworkDocument) -> None:
    """Raise a fault for a period, or a part of one, that has no step: only a transition by the scheme is one alone."""
    for path, section in document.sections():
        enters = document.transition.by_scheme and len(path) == 2 and (path[1] != 0 or document.widens)
        if section.steps == 0 and not enters:
            expected = "an integer from 1 to 100000, or a transition by_scheme that leads to the period"
            raise fault("a period needs at least one step", "0", expected, path=(*path, "steps"))


def _check_groups(document: NetworkDocument) -> None:
    for index, ((channels, _), stretches) in enumerate(zip(document.widths, document.stretches, strict=True)):
        for rule in (stretch.rule for stretch in stretches):
            if channels % rule.groups:
                found = str(channels)
                expected = f"a multiple of {rule.groups}, as {rule.scheme.name} splits the channels"
                path = ("periods", index, "channels")
                raise fault("the channels cannot be split", found, expected, path=path)


def _check_fields(document: NetworkDocument) -> None:
    """Raise a fault for a field that no scheme has of those that it is said for."""
    for rule in document.rules:
        path = rule.places.get("fields", ())
        alike = [each.scheme for each in document.rules if each.places.get("fields", ()) == path]
        known = sorted({name for scheme in alike for name in scheme.method.field_names if name})
        for name in rule.fields:
            if name not in known:
                expected = suggest.expected(name, known) if known else "no fields: it has one vector field"
                message = f"{rule.scheme.name} has no such field"
                raise fault(message, repr(name), expected, path=(*rule.key("fields"), name), key=True)
