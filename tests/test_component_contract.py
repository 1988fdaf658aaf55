"""A component that is not what its role asks for is told, by its file and what is wrong with it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import torch

import tableau2net
from tableau2net import lower
from tableau2net.cli import main
from tableau2net.components import ROLES, fields, find, heads, kinds, operators, registry, stems, transitions
from tableau2net.components.contract import SET_BY_COMPILER
from tableau2net.errors import InputError
from tableau2net.plugins import ContractError, Kind

STEM = '''"""A stem."""

from math import gcd

from torch import Tensor, nn

OPTIONS = {"size": "Of the kernel."}


class Stem(nn.Module):
    """One convolution."""

    def __init__(self, inputs: int, channels: int, *, size: int = 3) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        return x
'''
OPERATOR = '''"""An operator."""

from torch import nn


def operator(inputs: int, channels: int, *, stride: int = 1) -> nn.Module:
    """One convolution."""
    return nn.Conv2d(inputs, channels, 3, stride, padding=1)
'''

FIELD = fields.KIND.source("basic").text
LEAN = operators.KIND.source("lean").text
SECOND = "self.conv2 = operator(channels, channels)"
HELPER = STEM.replace("class Stem", "def half(n: int) -> int:\n    return n // 2\n\n\nclass Stem")


def held(kind: Kind, text: str, folder: Path) -> str:
    """Hold a file with this text to the contract of a role; the name that it has then. Raises ContractError."""
    (folder / "mine.py").write_text(text, encoding="utf-8")
    return Kind(kind.name, kind.package, folder, kind.contract).checked("mine").name


def test_what_keeps_the_contract_passes(tmp_path: Path) -> None:
    head = STEM.replace("inputs: int, channels: int", "channels: int, classes: int")
    literal = STEM.replace("from math import gcd", "from typing import Literal")
    choice = literal.replace("size: int = 3", "size: Literal[3, 5] = 5")
    kept = [(stems.KIND, STEM), (transitions.KIND, STEM), (operators.KIND, OPERATOR), (heads.KIND, head)]
    kept += [(stems.KIND, choice), (fields.KIND, FIELD), (operators.KIND, LEAN), (stems.KIND, HELPER)]
    for kind, text in kept:
        assert held(kind, text, tmp_path) == "mine"


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (stems.KIND, STEM.replace('"size":', '"width":'), "an option size of which its OPTIONS say nothing"),
        (stems.KIND, STEM.replace('"size":', '"width":'), "it has no option width, which its OPTIONS describe"),
        (stems.KIND, STEM.replace('"Of the kernel."', "3"), "OPTIONS that cannot be read: not a dictionary of texts"),
        (stems.KIND, STEM + "\n\nSIZE = 3\n", "it has no class at its end"),
        (stems.KIND, OPERATOR, "it has no class at its end"),
        (operators.KIND, '"""Nothing."""\n', "it has no class or function at its end"),
        (stems.KIND, STEM.replace('"""One convolution."""', ""), "it has no docstring in Stem"),
        (operators.KIND, OPERATOR.replace('"""One convolution."""', ""), "it has no docstring in operator"),
        (stems.KIND, STEM.replace("__init__(", "build("), "it has no __init__ in Stem"),
        (stems.KIND, STEM.replace("inputs: int", "width: int"), "it has Stem(self, width: int, channels: int, *,"),
        (stems.KIND, STEM.replace("*, size: int = 3", "**sizes: int"), "it has Stem(self, inputs: int,"),
        (operators.KIND, OPERATOR.replace(", *, stride: int = 1", ""), "it has no option stride in operator"),
        (stems.KIND, STEM.replace("size: int = 3", "size: int"), "it has an option size in Stem that is not int"),
        (stems.KIND, STEM.replace("size: int = 3", "size=3"), "it has an option size in Stem that is not int"),
        (stems.KIND, STEM.replace("size: int = 3", "size: float = 3"), "it has an option size in Stem"),
        (stems.KIND, STEM.replace("size: int = 3", "size: list = []"), "it has an option size in Stem"),
        (stems.KIND, STEM.replace("size: int = 3", "size: int = SIZE"), "it has an option size in Stem"),
        (stems.KIND, STEM.replace("size: int = 3", "size: Literal[3, 5] = 4"), "it has an option size in Stem"),
        (
            stems.KIND,
            STEM.replace("from math import gcd", "import numpy as np"),
            "it imports numpy, which is neither torch nor of the standard library",
        ),
    ],
)  # fmt: skip
def test_what_differs_is_told(kind: Kind, text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ContractError) as caught:
        held(kind, text, tmp_path)
    assert message in str(caught.value)
    assert str(tmp_path / "mine.py") in str(caught.value)


def changed(old: str, new: str, text: str = FIELD) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (changed(SECOND, "self.conv2 = nn.Sequential(operator(channels, channels))"), "uses its operator in line 31"),
        (changed(SECOND, "self.made: nn.Module = operator(channels, channels)"), "uses its operator in line 31"),
        (changed(SECOND, "self.operator = operator"), "uses its operator in line 31"),
        (changed(SECOND, "for _ in (1, 2):\n            " + SECOND), "uses its operator in line 32"),
        (changed(SECOND, "self.a = self.b = operator(channels, channels)"), "assigns a convolution in line 31"),
        (changed(SECOND, "conv = operator(channels, channels)"), "assigns a convolution in line 31"),
        (changed(SECOND, "self.conv2 = operator(channels, channels, 2)"), "calls its operator in line 31"),
        (changed(SECOND, "self.conv2 = operator(channels, channels, dilation=2)"), "calls its operator in line 31"),
        (changed(SECOND, "self.conv2 = operator(channels)"), "calls its operator in line 31"),
        (changed(SECOND, "self.conv2 = operator(channels, min(1, channels))"), "has a width in line 31 that cannot"),
        (changed(SECOND, "self.conv2 = operator(channels, int(eps))"), "int(eps) is no integer formula"),
        (changed(SECOND, "self.conv2 = operator(channels, neck)"), "neck is no integer formula"),
        (changed(SECOND, "neck = 1\n        neck += 1\n        self.conv2 = operator(neck, 1)"), "neck is no integer"),
        (changed(SECOND, "neck = 1 / 1\n        self.conv2 = operator(neck, channels)"), "neck is no integer formula"),
        (changed("        operator: C", "        size: int = 3, operator: C"), "operator in line 23 beside"),
        (changed('"""BN', 'r"""BN'), "has a docstring in line 12 that does not begin with three double quotes"),
        (changed("self.conv1 = operator(", "self.conv1 = conv(").replace(SECOND, ""), "makes no convolution by it"),
    ],
)  # fmt: skip
def test_a_field_makes_its_convolutions_so_that_they_can_be_read(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ContractError, match=re.escape(message)):
        held(fields.KIND, text, tmp_path)


SYMMETRIC = fields.KIND.source("symmetric").text
TOLD = '    """(K − Kᵀ) u, K without stride and of one width."""\n'
CALLED = "self.transpose(self.conv, v) if"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (changed("        transpose: C", "        n: int = 3, transpose: C", SYMMETRIC), "in line 31 beside"),
        (changed("self.transpose = t", "self.a = t", SYMMETRIC), "has no line self.transpose = transpose"),
        (changed(CALLED, "list(map(self.transpose, [])) if", SYMMETRIC), "uses transpose in line 47 but in"),
        (changed(CALLED, "self.transpose(\nu, v) if", SYMMETRIC), "uses transpose in line 47 but in"),
    ],
)
def test_a_field_calls_what_goes_with_its_operator_so_that_it_can_be_written_anew(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ContractError, match=re.escape(message)):
        held(fields.KIND, text, tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (changed("def skewed", "def skew", LEAN), "has skew(layer: LeanConv, u: Tensor) and not"),
        (LEAN[: LEAN.index("\n\ndef skewed")], "has transposed and not skewed as well"),
        (changed("layer: LeanConv, u: Tensor", "u: Tensor", LEAN), "has skewed(u: Tensor) and not (layer,"),
        (changed(TOLD, "", LEAN), "has no docstring in skewed"),
    ],
)  # fmt: skip
def test_a_linear_operator_has_all_that_goes_with_it(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=re.escape(message)):
        held(operators.KIND, text, tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            changed("return nn", "x = 1\n    return nn", OPERATOR),
            "does more in operator than to return one call",
        ),
        (changed("padding=1", "padding=stride // 2", OPERATOR), "computes with its parameters in line 8"),
        (
            changed("stride, padding=1", "stride, 1", OPERATOR),
            "gives its stride in line 8 before other arguments",
        ),
        (changed("padding=1", "**{}", OPERATOR), "returns in line 8 a call that it does not write out"),
    ],
)
def test_an_operator_that_is_a_function_can_be_written_in_a_field(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ContractError, match=re.escape(message)):
        held(operators.KIND, text, tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (changed("class Stem", "if True:\n    X = 1\n\n\nclass Stem", STEM), "has a statement in line 10 that neither"),
        (changed("size: int", "size: int = 5, size: int", STEM), "is no Python in line 13: duplicate argument 'size'"),
        (changed("class Stem", "a = b = 1\n\n\nclass Stem", STEM), "has a statement in line 10 that neither"),
        (changed("return x", "import os\n        return x", STEM), "imports inside a definition, in line 17"),
        (changed("from math", "from __future__ import annotations\nfrom math", STEM), "from __future__ in line 3"),
        (changed("import gcd", "import *", STEM), "does not say in line 3 what it imports"),
        (changed("from math", "from .conv", STEM), "does not say in line 3 what it imports"),
        (changed("from math import gcd", "import torch.nn", STEM), "imports torch.nn in line 3 without a name"),
        (changed("return x", "return half(x)", STEM), "reads half in line 17, which is neither imported nor defined"),
        (changed("return n // 2", "return double(n)", HELPER), "reads double in line 11"),
        (changed("return n // 2", "return Stem(n)", HELPER), "reads Stem in line 11"),
        (changed("def half", "def nn", HELPER), "defines nn in line 10, a name that is taken"),
        (changed("def half", "def len", HELPER), "defines len in line 10, a name that is taken"),
        (changed("class Stem", "class __Stem", STEM), "defines __Stem in line 10, a name that is taken or private"),
        (changed("return x", "nn = x\n        return nn", STEM), "means two things by nn in the definition in line 10"),
        (changed("return x", f"return x  # {88 * '-'}", STEM), "has 108 characters in line 17 and not 88"),
        (changed("% group ==", "% width ==", LEAN), "width is no integer formula"),
        (changed("% group ==", "% sum(group) ==", LEAN), "sum(group) is no integer formula"),
        (changed("% group ==", "% ==", LEAN), "is no formula"),
        (changed("{gcd(inputs, channels)}", "{gcd(inputs)}", LEAN), "gcd(inputs) is no integer formula"),
        (changed('"divides the channels into groups of a size",', "", LEAN), "not a tuple of three texts each"),
        (changed("CONSTRAINTS = (", "CONSTRAINTS = tuple(", LEAN), "not a tuple of three texts each"),
    ],
)  # fmt: skip
def test_a_text_can_be_carried_into_a_file(text: str, message: str, tmp_path: Path) -> None:
    kind = operators.KIND if "Lean" in text else stems.KIND
    with pytest.raises(ContractError, match=re.escape(message)):
        held(kind, text, tmp_path)


def test_a_broken_field_is_refused_in_words_when_a_document_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrapped.py"
    wrapped = changed(SECOND, "self.conv2 = nn.Sequential(operator(channels, channels))")
    path.write_text(wrapped, encoding="utf-8")
    (tmp_path / "basic.py").write_text(FIELD, encoding="utf-8")
    monkeypatch.setattr(fields, "KIND", replace(fields.KIND, folder=tmp_path))
    registry.find.cache_clear()
    try:
        assert main(["compile", "resnet20", "--set", "field.kind=wrapped"]) == 2
    finally:
        registry.find.cache_clear()
    assert f"{path}: this is not a valid field: it uses its operator in line 31" in capsys.readouterr().err


OPERATOR_KINDS = kinds("operators")


@pytest.mark.parametrize("kind", OPERATOR_KINDS)
def test_what_an_operator_s_constraints_allow_can_be_built(kind: str) -> None:
    component = find("operators", kind)
    built = getattr(import_module(component.module), component.name)
    numbers = [
        option for name, option in component.options.items() if option.type is int and name != "stride"
    ]
    ways = product(*(option.choices or (1, 2, 3, 4) for option in numbers))
    for inputs, channels, way in product((2, 4, 6), (2, 4, 6), list(ways)):
        options: Any = dict(zip((option.name for option in numbers), way, strict=True))
        known = {"inputs": inputs, "channels": channels, **options}
        refused = [each for each in component.constraints if not each.met(known)]
        if refused:
            assert "{" not in refused[0].expectation(known)
        else:
            assert built(inputs, channels, **options)(torch.ones(1, inputs, 3, 3)).shape == (
                1,
                channels,
                3,
                3,
            )


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (
            {"field.operator": {"kind": "grouped", "groups": 3}},
            "grouped divides the channels into groups: found a convolution of 8 to 8 channels, groups 3; "
            "expected groups that divide 8",
        ),
        (
            {"field.operator": {"kind": "lean", "group": 8, "stencil": 3}},
            "lean looks along the columns in half of its groups, along the rows in the others: found a convolution "
            "of 8 to 8 channels, stencil 3, group 8; expected an even number of groups, or another stencil",
        ),
        (
            {"field": {"kind": "residual-bottleneck", "expansion": 3}},
            "residual-bottleneck divides the channels by its expansion: found 8 channels, expansion 3; "
            "expected a multiple of 3",
        ),
    ],
)
def test_widths_that_a_component_cannot_have_are_refused(overrides: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        tableau2net.emit("resnet20", **{"periods.*.channels": 8, **overrides})


def test_lowering_knows_no_option_of_any_component() -> None:
    named = {
        node.value
        for file in Path(lower.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    named_by_users = [role for role in ROLES if role != "mechanisms"]  # those are the compiler's own
    options = {name for role in named_by_users for kind in kinds(role) for name in find(role, kind).options}
    assert named & (options - SET_BY_COMPILER) == set()
