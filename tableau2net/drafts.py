"""Documents that somebody begins with: whole, valid, and with a comment above each key that says what it is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from tableau2net.pipeline import load, load_scheme
from tableau2net.read import NetworkDocument, SchemeDocument
from tableau2net.read.keys import meaning

WIDTH = 88
_KEY = re.compile(r"(\w+):")
_PLAIN = re.compile(r"[A-Za-z_.][A-Za-z0-9_./-]*(:[A-Za-z0-9_./-]+)*")
_NETWORK = """\
name: {name}
input: {{channels: {channels}, size: {size}}}
classes: {classes}
scheme: {scheme}
periods:
  - {{channels: 16, steps: {steps}}}
  - {{channels: 32, steps: {steps}}}
field: {{kind: basic}}
transition: {{kind: projection, residual: true}}
head: {{kind: linear}}
"""


@dataclass(frozen=True)
class Images:
    """What a network is given, and how many classes it tells apart."""

    channels: int = 3
    size: int = 32
    classes: int = 10


def scheme(name: str, reference: str, schema: str) -> str:
    """The document of a scheme that has the coefficients and the claims of another one, to be changed. `schema` is
    where its JSON Schema lies. Raises InputError, also for a name that is none."""
    from tableau2net.notations.writers import yaml

    given = load_scheme(reference)
    own = given.model_copy(update={"name": name, "title": "", "reference": "", "notes": ""})
    head = [
        f"A scheme of your own; its coefficients are those of {given.name}.",
        "A claim that does not hold is refuted by: tableau2net check FILE",
    ]
    return _checked(_commented(yaml.write(own), type(given), head, schema))


def network(name: str, reference: str, written: str, steps: int, images: Images, schema: str) -> str:
    """The document of a residual network whose steps are those of a scheme; `written` is how the document refers to it
    from where it will lie. Raises InputError."""
    load_scheme(reference)
    head = [
        "A network of your own.",
        "Its source is written by: tableau2net compile FILE -o FILE.py",
    ]

    def text(scheme: str) -> str:
        keys = _NETWORK.format(
            name=_scalar(name),
            channels=images.channels,
            size=images.size,
            classes=images.classes,
            scheme=_scalar(scheme),
            steps=steps,
        )
        return _commented(keys, NetworkDocument, head, schema)

    _checked(text(reference))
    return text(written)


def _scalar(text: str) -> str:
    """The text as YAML has it in one line."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text)


def _checked(text: str) -> str:
    """The text, which is read as everybody's documents are. Raises InputError."""
    load(text)
    return text


def _commented(text: str, model: type[SchemeDocument | NetworkDocument], head: list[str], schema: str) -> str:
    lines = [f"# yaml-language-server: $schema={schema}", *(f"# {line}" for line in head)]
    for line in text.splitlines():
        key = _KEY.match(line)
        lines += [*_comment(meaning(model, key[1]))] if key else []
        lines.append(line)
    return "\n".join([*lines, ""])


def _comment(words: str) -> Iterator[str]:
    yield ""
    yield from (f"# {line}" for line in wrap(words, WIDTH - 2, break_on_hyphens=False))
