"""The program of the child process: it reads one request in JSON from standard input, limits itself, runs the code, and
writes one answer in JSON to the descriptor that it is told."""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any

from tableau2net.audit.child.loading import loaded
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.signatures import KIND


def main(descriptor: int) -> None:
    """Answer one request."""
    request: dict[str, Any] = json.load(sys.stdin)
    _limit(request["memory"], request["seconds"])
    answer: dict[str, Any]
    try:
        answer = {"recordings": [subject.recorded() for subject in _subjects(request)]}
    except Refusal as error:
        answer = {"message": error.message, "found": error.found, "expected": error.expected}
    except MemoryError:
        answer = {"message": "there is not enough memory", "found": "", "expected": "a larger --memory"}
    with os.fdopen(descriptor, "w", encoding="utf-8") as pipe:
        json.dump(answer, pipe)
    os._exit(0)  # whatever the code has left running


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _subjects(request: dict[str, Any]) -> list[Subject]:
    """The steps of the object, by the signature that is asked for, or by the first that knows it. Raises Refusal."""
    value = loaded(request["file"], request["module"], request["object"], request["folder"])
    names = [request["family"]] if request["family"] else KIND.names
    for name in names:
        signature = KIND.load(name)
        if signature.recognises(value) or request["family"]:
            found: list[Subject] = list(signature.subjects(value, request["options"]))
            return found
    forms = "; ".join(f"{name}: {KIND.load(name).EXPECTED}" for name in KIND.names)
    raise Refusal("no signature of a step fits this object", type(value).__name__, forms)


if __name__ == "__main__":
    main(int(sys.argv[1]))
