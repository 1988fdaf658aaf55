"""Steps recorded in this process, as the child process of an audit records them."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

from tableau2net.audit.audit import StepAudit, of_step
from tableau2net.audit.recording import Recording
from tableau2net.audit.signatures import KIND
from tableau2net.audit.translation import Validated, validated
from tableau2net.read import NetworkDocument, load_scheme

OPTIONS = {"call": "", "method": "", "branches": []}


def answers(value: Any, family: str = "callable", **options: Any) -> list[Any]:
    """What the child process tells of the steps of an object, through JSON. Raises Refusal."""
    found = KIND.load(family).subjects(value, {**OPTIONS, **options})
    return [json.loads(json.dumps(subject.recorded())) for subject in found]


def recordings(value: Any, family: str = "callable", **options: Any) -> tuple[Recording, ...]:
    """What the steps of an object were seen to do. Raises Refusal."""
    return tuple(map(Recording.of, answers(value, family, **options)))


def of_callable(step: Callable[..., Any], expect: str | None = None, **options: Any) -> StepAudit:
    """The audit of one function."""
    (recording,) = recordings(step, **options)
    return of_step(recording, None if expect is None else load_scheme(expect))


def of_module(module: ModuleType, document: NetworkDocument) -> tuple[Validated, ...]:
    """The steps of an emitted module, against the network that it was made from."""
    return tuple(validated(recordings(module, "emitted"), document))
