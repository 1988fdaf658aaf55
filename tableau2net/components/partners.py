"""The functions that go with a linear operator K, and how a field is given them.

They stand after the operator in its file: `transposed(layer, v)` is Kᵀ v, and
`skewed(layer, u)` is (K − Kᵀ) u, of a layer that the operator has made without a
stride. A field has a parameter for each that it needs, keeps it as it is called, and
calls it in one line, which can be written anew for the operator of a network.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tableau2net.components.contract import (
    PARTNERS,
    constructor,
    definitions,
    ending,
    is_partner,
)
from tableau2net.plugins import Source


def kept(parameter: str) -> str:
    """The line in which a field keeps the function that it is given."""
    return f"self.{parameter} = {parameter}"


def opening(parameter: str) -> str:
    """How a field's call of the function begins."""
    return f"self.{parameter}("


@dataclass(frozen=True, slots=True)
class Linear:
    """An operator has all functions that go with a linear one, or none."""

    def faults(self, source: Source) -> Iterator[str]:
        main = ending(source)
        found = {
            node.name: node
            for node in definitions(source)
            if isinstance(node, ast.FunctionDef) and is_partner(node)
        }
        if not found or main is None:
            return
        for missing in sorted({*PARTNERS.values()} - {*found}):
            yield f"has {next(iter(found))} and not {missing} as well"
        for name, node in found.items():
            if node.lineno < main.lineno:
                yield f"has {name} before {main.name} and not after it"
            if not ast.get_docstring(node):
                yield f"has no docstring in {name}"
            taken = [ast.unparse(each.annotation or each) for each in node.args.args]
            if len(taken) != 2 or taken[1] != "Tensor":
                yield f"has {name}({ast.unparse(node.args)}) and not (layer, Tensor)"


@dataclass(frozen=True, slots=True)
class Given:
    """A field keeps the functions that it is given, and calls each in one line."""

    def faults(self, source: Source) -> Iterator[str]:
        main = ending(source)
        made = constructor(main) if main is not None else None
        if main is None or made is None:
            return  # told by the contract of endings
        lines = [line.strip() for line in source.text.splitlines()]
        for parameter in made.args.kwonlyargs:
            name = parameter.arg
            if name not in PARTNERS:
                continue
            line = lines[parameter.lineno - 1]
            if not (line.startswith(f"{name}: ") and line.endswith(",")):
                yield f"takes {name} in line {parameter.lineno} beside other parameters"
            if kept(name) not in lines:
                yield f"takes {name} and has no line {kept(name)}"
            for number, line in enumerate(lines, 1):
                uses = line.count(f"self.{name}")
                called = (
                    line.count(opening(name))
                    if line.count("(") == line.count(")")
                    else 0
                )
                if line != kept(name) and uses != called:
                    yield f"uses {name} in line {number} but in {opening(name)}…)"
