"""A page of what `import tableau2net` has: every function and class, of their signatures and docstrings."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Iterator
from typing import Any

from keys import BAR, prose

import tableau2net
from tableau2net.analyse import Analysis
from tableau2net.audit.audit import Audit
from tableau2net.report.overview import Overview
from tableau2net.verify.certificate import Certificate

HEAD = """# Python API

Everything that `import tableau2net` has, as its docstrings say it.
[Schemes as Python values](../python.md) shows it in use.
"""
RESULTS = (
    Certificate,
    Overview,
    Analysis,
    Audit,
)  # what the functions give, of which a reader asks attributes


def make() -> Iterator[tuple[str, str | bytes]]:
    """One page: functions, errors, results."""
    names = sorted({*tableau2net.__all__, "list"} - {"__version__"})
    public = {name: getattr(tableau2net, name) for name in names}
    functions = {name: each for name, each in public.items() if not isinstance(each, type)}
    classes = [each for each in public.values() if isinstance(each, type)]
    sections = [HEAD, "## Functions"]
    sections += [_function(f"tableau2net.{name}", each) for name, each in functions.items()]
    sections += ["## Errors", *(_class(each) for each in classes)]
    sections += ["## Results", *(_class(each) for each in RESULTS)]
    yield "reference/python.md", "\n\n".join(each.strip() for each in sections) + "\n"


def _function(name: str, function: Callable[..., Any]) -> str:
    return f"### {function.__name__}\n\n{_signature(name, function)}\n\n{_words(function)}"


def _signature(name: str, function: Callable[..., Any]) -> str:
    """The call with its types, a parameter a line where one line is too long."""
    signature = _signed(function)
    line = f"{name}{signature}"
    if len(line) > 88:
        inside, _, returned = signature.rpartition(" -> ")
        parameters = re.split(r", (?![^\[]*\])", inside.strip()[1:-1])
        line = f"{name}(\n" + "".join(f"    {each},\n" for each in parameters) + f") -> {returned}"
    return f"```python\n{line}\n```"


def _signed(function: Callable[..., Any]) -> str:
    """Parameters and result, their types without the quotes that annotations have as texts."""
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(function)))


def _class(found: type) -> str:
    """A class: what it is, what it has, what it can do."""
    rows = [f"| `{name}` | {words} |" for name, words in _attributes(found)]
    table = ["| attribute | type, or meaning |\n| --- | --- |\n" + "\n".join(rows)] if rows else []
    methods = [
        f"`{name}{_signed(each)}`: {_line(each)}"
        for name, each in vars(found).items()
        if inspect.isfunction(each) and not name.startswith("_") and each.__doc__
    ]
    listed = ["\n".join(f"- {each}" for each in methods)] if methods else []
    return "\n\n".join([f"### {found.__name__}", _words(found), *table, *listed])


def _attributes(found: type) -> Iterator[tuple[str, str]]:
    """The fields of a class with their types, and its properties with what they say of themselves."""
    for name, annotation in inspect.get_annotations(found).items():
        if not name.startswith("_") and typing.get_origin(annotation) is not typing.ClassVar:
            text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
            yield name, f"`{text}`".replace("|", BAR)
    for name, value in vars(found).items():
        words = _line(getattr(value, "fget", None) or getattr(value, "func", None))
        if not name.startswith("_") and words:
            yield name, words.replace("|", BAR)


def _words(found: object) -> str:
    return prose(inspect.getdoc(found) or "")


def _line(found: object) -> str:
    return " ".join(_words(found).split("\n\n", 1)[0].split()) if found is not None else ""
