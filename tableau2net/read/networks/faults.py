"""What the parts of a network document must fulfil together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tableau2net.errors import InputError
from tableau2net.exact import ZERO, Pattern, as_printed, to_single, to_weight
from tableau2net.methods import External
from tableau2net.read import suggest
from tableau2net.read.model import carried, fault
from tableau2net.read.values import numbers

if TYPE_CHECKING:
    from tableau2net.read.networks.network import NetworkDocument
    from tableau2net.read.networks.rule import StepRule

MAX_PERIODS = 64
REFERENCES = ("scheme", "starter")


def check(document: NetworkDocument) -> None:
    """Raise a fault for the first thing in a network document that does not fit the rest."""
    if not 1 <= len(document.periods) <= MAX_PERIODS:
        found = f"{len(document.periods)} periods"
        raise fault("a network has periods", found, f"from 1 to {MAX_PERIODS}", path=("periods",))
    for rule in document.rules:
        _check_patterns(rule)
        _check_parameters(rule)
    _check_sizes(document)
    for rule in document.rules:
        _check_starter(rule)
    _check_transition(document)
    _check_steps(document)
    _check_groups(document)
    _check_fields(document)


def _check_patterns(rule: StepRule) -> None:
    for key, scheme in rule.schemes:
        if rule.coupling != "concat" and scheme.method.has_pattern:
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
    if part.residual and part.by_scheme:
        message = "a transition is one kind of step"
        found = "residual and by_scheme"
        raise fault(message, found, "one of them", path=("transition", "by_scheme"), key=True)
    if not part.by_scheme:
        return
    before = (document.first_width, *(period.channels for period in document.periods))
    for index, (stretches, channels) in enumerate(zip(document.stretches, before, strict=False)):
        rule, method = stretches[0].rule, stretches[0].rule.scheme.method
        if index == 0 and not document.widens:
            continue
        if method.steps > 1 or any(each.kind == "slope" for each in method.external):
            message = "a transition by the scheme needs one that looks back on nothing"
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
    for where, section in document.sections():
        enters = document.transition.by_scheme and len(where) == 2 and (where[1] != 0 or document.widens)
        if section.steps == 0 and not enters:
            expected = "an integer from 1 to 100000, or a transition by_scheme that leads to the period"
            raise fault("a period has steps", "0", expected, path=(*where, "steps"))


def _check_groups(document: NetworkDocument) -> None:
    for index, (period, stretches) in enumerate(zip(document.periods, document.stretches, strict=True)):
        for rule in (stretch.rule for stretch in stretches):
            if period.channels % rule.groups:
                found = str(period.channels)
                expected = f"a multiple of {rule.groups}, as {rule.scheme.name} splits the channels"
                path = ("periods", index, "channels")
                raise fault("the channels cannot be split", found, expected, path=path)


def _check_fields(document: NetworkDocument) -> None:
    """Raise a fault for a field that no scheme has of those that it is said for."""
    for rule in document.rules:
        where = rule.places.get("fields", ())
        alike = [each.scheme for each in document.rules if each.places.get("fields", ()) == where]
        known = sorted({name for scheme in alike for name in scheme.method.field_names if name})
        for name in rule.fields:
            if name not in known:
                expected = suggest.expected(name, known) if known else "no fields: it has one vector field"
                message = f"{rule.scheme.name} has no such field"
                raise fault(message, repr(name), expected, path=(*rule.key("fields"), name), key=True)
