"""Bad input: every refusal is one message with its place and status, and leaves nothing behind.

Each document is written to `doc.yaml` and checked; it differs in one thing from a good one.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from effort import at_most

from tableau2net.cli import main

RK4 = """\
name: rk4
kind: runge-kutta
order: 4
A:
  - []
  - [1/2]
  - [0, 1/2]
  - [0, 0, 1]
b: [1/6, 1/3, 1/3, 1/6]
c: [0, 1/2, 1/2, 1]
"""
NET = """\
name: net
input: {channels: 3, size: 32}
classes: 10
scheme: rk4
periods:
  - {channels: 16, steps: 3}
  - {channels: 32, steps: 3}
field: {kind: basic}
"""
LM = """\
name: lm
kind: linear-multistep
alpha: [-k, k - 1, 1]
beta: [0, 1, 0]
parameters:
  k: {learned: per-step, init: "uniform(-0.1, 0)", range: "(-1, 1]"}
"""
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9)
)


def rk(old: str, new: str) -> str:
    assert old in RK4
    return RK4.replace(old, new)


def net(old: str, new: str) -> str:
    assert old in NET
    return NET.replace(old, new)


def lm(old: str, new: str) -> str:
    assert old in LM
    return LM.replace(old, new)


def case(name: str, *values: Any) -> Any:
    return pytest.param(values[0], values[1:], id=name)


DOCUMENTS = [
    case("unknown-key", RK4 + "colour: red\n", "11:1", "this key is not known", "found 'colour'"),
    case(
        "unknown-key-nearest",
        rk("order", "oder"),
        "3:1",
        "this key is not known",
        "found 'oder'",
        "expected 'order'",
    ),
    case(
        "dup",
        RK4 + "b: [1]\n",
        "11:1",
        "duplicate key 'b', first given on line 9",
        "expected each key once",
    ),
    case(
        "dup-nested",
        net("size: 32", "size: 32, size: 3"),
        "2:32",
        "duplicate key 'size', first given on line 2",
        "expected each key once",
    ),
    case(
        "accuracy",
        RK4 + "accuracy: 2\n",
        "11:11",
        "an accuracy is a small number",
        "found 2",
        "expected a rational number between 0 and 1",
    ),
    case(
        "accuracy-twice",
        RK4 + "accuracy: 1e-9\ndecimals: rounded\n",
        "11:1",
        "coefficients are known within their digits or within an accuracy",
    ),
    case(
        "ragged",
        rk("[0, 1/2]", "[0, 1/2, 1, 2, 3]"),
        "7:5",
        "A is ragged",
        "found 5 entries in row 3",
    ),
    case(
        "decimal-comma",
        "name: x\nkind: runge-kutta\nA: [[], [0,5]]\nb: [0, 1]\n",
        "3:9",
        "a decimal is written with a comma",
        "found 0,5",
        "expected `A: [[], [0.5]]`",
    ),
    case(
        "decimal-comma-b",
        rk("b: [1/6, 1/3, 1/3, 1/6]", "b: [0,1, 0,4, 0,3, 0,2]"),
        "9:4",
        "a decimal is written with a comma",
        "found 0,1",
        "expected `b: [0.1, 0.4, 0.3, 0.2]`",
    ),
    case(
        "decimal-comma-U",
        "name: x\nkind: general-linear\nA: [[0]]\nU: [[0,5, 0,5]]\nB: [[1],[0]]\nV: [[1, 0],[1, 0]]\nstart: copy\n",
        "4:5",
        "a decimal is written with a comma",
        "found 0,5",
        "expected `U: [[0.5, 0.5]]`",
    ),
    case("ragged2", rk("  - [1/2]", "  - [1/2, 0]"), "6:5", "A is ragged", "found 2 entries in row 2"),
    case(
        "b-short",
        rk(", 1/6]", "]"),
        "9:4",
        "b has the wrong length",
        "found 3 entries",
        "expected 4, one for each row of A",
    ),
    case(
        "c-short",
        rk("c: [0, ", "c: ["),
        "10:4",
        "c has the wrong length",
        "found 3 entries",
        "expected 4, one for each row of A",
    ),
    case(
        "b_hat",
        RK4 + "b_hat: [1]\n",
        "11:8",
        "b_hat has the wrong length",
        "found 1 entry",
        "expected 4, one for each row of A",
    ),
    case(
        "no-A",
        "name: x\nkind: runge-kutta\nb: [1]\n",
        "1:1",
        "the key 'A' is missing",
        "expected 'A: …'",
    ),
    case(
        "null-A",
        "name: x\nkind: runge-kutta\nA:\nb: [1]\n",
        "3:1",
        "A has no value",
        "found nothing",
        "expected a value",
    ),
    case(
        "zero-stages",
        "name: x\nkind: runge-kutta\nA: []\nb: []\n",
        "3:4",
        "a scheme has at least one stage",
        "found A without rows",
        "expected one row for each stage",
    ),
    case(
        "A-scalar",
        "name: x\nkind: runge-kutta\nA: 3\nb: [1]\n",
        "3:4",
        "A has the wrong form",
        "found '3'",
        "expected a list",
    ),
    case(
        "A-row-scalar",
        "name: x\nkind: runge-kutta\nA: [3]\nb: [1]\n",
        "3:5",
        "A has the wrong form",
        "found '3'",
        "expected a list",
    ),
    case(
        "A-map",
        "name: x\nkind: runge-kutta\nA: {a: 3}\nb: [1]\n",
        "3:4",
        "A has the wrong form",
        "found a mapping",
        "expected a list",
    ),
    case(
        "import",
        rk("[1/2]", "[\"__import__('os').system('x')\"]"),
        "6:18",
        "this character has no meaning in an expression",
        'found "\'"',
    ),
    case(
        "import-plain",
        rk("[1/2]", "[__import__('os').system('x')]"),
        "6:17",
        "this character has no meaning in an expression",
        'found "\'"',
    ),
    case(
        "lambda",
        rk("[1/2]", "['(lambda: 1)()']"),
        "6:14",
        "this character has no meaning in an expression",
        "found ':'",
    ),
    case(
        "attr",
        rk("[1/2]", "[a.b]"),
        "6:7",
        "this character has no meaning in an expression",
        "found '.'",
    ),
    case("open", rk("[1/2]", "[open(1)]"), "6:6", "this name is not declared", "found 'open'"),
    case(
        "9**9**9",
        rk("[1/2]", "[9**9**9]"),
        "6:9",
        "the exponent is out of bounds",
        "found '9'",
        "expected a rational number within ±64, its denominator at most 32",
    ),
    case(
        "digits",
        rk("[1/2]", "[" + "9" * 10**6 + "]"),
        "6:6",
        "this word is too long",
        "found over 4000 characters",
        "expected at most 4000",
    ),
    case(
        "digits2",
        rk("[1/2]", "[" + "9" * 1000 + "]"),
        "6:6",
        "the number is too long",
        "expected at most 400 digits",
    ),
    case(
        "1e999",
        rk("[1/2]", "[1e999]"),
        "6:6",
        "the number is too long",
        "found '1e999'",
        "expected at most 400 digits",
    ),
    case(
        "parens",
        rk("[1/2]", "[" + "(" * 100 + "1" + ")" * 100 + "]"),
        "6:38",
        "the expression is nested too deeply",
        "found '('",
        "expected at most 32 levels",
    ),
    case("nan", rk("[1/2]", "[NaN]"), "6:6", "this name is not declared", "found 'NaN'"),
    case(
        "inf",
        rk("[1/2]", "[.inf]"),
        "6:6",
        "this character has no meaning in an expression",
        "found '.'",
    ),
    case("inf2", rk("[1/2]", "[inf]"), "6:6", "this name is not declared", "found 'inf'"),
    case(
        "div0",
        rk("[1/2]", "[1/0]"),
        "6:7",
        "this divides by zero",
        "found '/'",
        "expected a divisor other than zero",
    ),
    case(
        "sqrt-",
        rk("[1/2]", "[sqrt(-1)]"),
        "6:6",
        "the square root of a negative number is not real",
        "found 'sqrt'",
        "expected a number ≥ 0",
    ),
    case("undeclared", rk("[1/2]", "[k]"), "6:6", "this name is not declared", "found 'k'"),
    case(
        "empty-entry",
        rk("[1/2]", '[""]'),
        "6:6",
        "the expression is empty",
        "found nothing",
        "expected a number",
    ),
    case(
        "null-entry",
        rk("[1/2]", "[null]"),
        "6:6",
        "a single value is expected here",
        "found nothing",
        "expected an exact number",
    ),
    case(
        "nested-entry",
        rk("[1/2]", "[[1]]"),
        "6:6",
        "a single value is expected here",
        "found a list of 1",
        "expected an exact number",
    ),
    case("star", rk("[1/2]", "[*]"), "6:6", "an unquoted * begins a YAML alias", "found '*'"),
    case(
        "star-c",
        rk("c: [0", 'c: ["*"'),
        "10:5",
        "a pattern entry is allowed in A and b only",
        "found '*'",
        "expected a number",
    ),
    case(
        "undef-alias",
        rk("[1/2]", "[*x]"),
        "6:6",
        "this alias has no anchor (&x) before it",
        "found '*x'",
    ),
    case(
        "bomb",
        BOMB,
        "6:8",
        "the document has too many values",
        "found over 200000",
        "expected at most 200000",
    ),
    case(
        "recursive",
        "name: x\nkind: runge-kutta\nA: &a [*a]\nb: [1]\n",
        "3:8",
        "an alias is inside the node that it repeats",
        "found '*a'",
        "expected no recursion",
    ),
    case(
        "deep",
        "a: " + "[" * 10000,
        "1:35",
        "the document is nested too deeply",
        "found over 32 levels",
        "expected at most 32",
    ),
    case(
        "deep-block",
        "- " * 2000 + "1\n",
        "1:65",
        "the document is nested too deeply",
        "found over 32 levels",
        "expected at most 32",
    ),
    case(
        "tag",
        rk("name: rk4", 'name: !!python/object/apply:os.system ["x"]'),
        "1:7",
        "YAML tags are not allowed here",
        "expected a plain value",
    ),
    case(
        "tag2",
        rk("name: rk4", "name: !!str rk4"),
        "1:7",
        "YAML tags are not allowed here",
        "found 'tag:yaml.org,2002:str'",
        "expected a plain value",
    ),
    case(
        "merge",
        "x: &x {name: a}\n<<: *x\n",
        "2:1",
        "merge keys are not part of YAML 1.2",
        "found '<<'",
        "expected the keys themselves",
    ),
    case(
        "two-docs",
        RK4 + "---\n" + RK4,
        "11:1",
        "a file holds one document",
        "found a second one",
        "expected the end of the file",
    ),
    case("list", "- 1\n", "1:1", "a document is a mapping", "found a list"),
    case("scalar", "hello\n", "1:1", "a document is a mapping", "found text"),
    case(
        "empty",
        "",
        "",
        "the document is empty",
        "found nothing",
        "expected a mapping of keys to values",
    ),
    case(
        "comment",
        "# x\n",
        "",
        "the document is empty",
        "found nothing",
        "expected a mapping of keys to values",
    ),
    case(
        "null",
        "null\n",
        "",
        "the document is empty",
        "found nothing",
        "expected a mapping of keys to values",
    ),
    case(
        "tab",
        RK4.replace("  - [1/2]", "\t- [1/2]"),
        "6:1",
        "a tab indents this line",
        "found a tab",
        "expected spaces, as YAML requires",
    ),
    case(
        "tab2",
        RK4.replace("b: [", "b:\t["),
        "9:3",
        "there is a tab where YAML allows spaces only",
        "found a tab",
        "expected spaces",
    ),
    case(
        "unclosed",
        RK4 + 'notes: "abc\n',
        "12:1",
        "the document ends too early",
        "found the end of the text",
        "expected the end of a quoted scalar",
    ),
    case(
        "unclosed-[",
        RK4 + "notes: [a\n",
        "12:1",
        "the document ends too early",
        "found the end of the text",
        "expected the end of a flow sequence",
    ),
    case(
        "colon",
        "a: b: c\n",
        "1:5",
        "this is not well-formed YAML, mapping values are not allo",
        "found ':'",
        "expected YAML 1.2",
    ),
    case(
        "yaml-1.1",
        "%YAML 1.1\n---\n" + RK4,
        "2:1",
        "this YAML directive is not understood",
        "expected YAML 1.2 without directives",
    ),
    case(
        "control",
        RK4 + 'notes: "\\x00"\n',
        "11:8",
        "this text has a character that cannot be printed",
        "found '\\x00'",
        "expected printable text",
    ),
    case(
        "surrogate",
        RK4 + 'title: "\\ud800"\n',
        "11:8",
        "this is not text",
        "found half of a surrogate pair",
        "expected printable characters",
    ),
    case(
        "bad-escape",
        RK4 + 'title: "\\UFFFFFFFF"\n',
        "",
        "this is not well-formed YAML",
        "expected YAML 1.2",
    ),
    case(
        "kind",
        rk("runge-kutta", "runge-kuta"),
        "2:7",
        "this kind is not known",
        "found 'runge-kuta'",
        "expected 'runge-kutta'",
    ),
    case("no-kind", rk("kind: runge-kutta\n", ""), "1:1", "the key 'kind' is missing"),
    case("kind-list", rk("kind: runge-kutta", "kind: [a]"), "2:7", "this kind is not known"),
    case("name", rk("name: rk4", "name: ../x"), "1:7", "this is not a name", "found '../x'"),
    case("no-name", rk("name: rk4\n", ""), "1:1", "the key 'name' is missing", "expected 'name: …'"),
    case("name-long", rk("name: rk4", "name: " + "x" * 100), "1:7", "this is not a name"),
    case(
        "order-true",
        rk("order: 4", "order: true"),
        "3:8",
        "this is not an integer in bounds",
        "found 'true'",
        "expected an integer from 0 to 100",
    ),
    case(
        "order-4.0",
        rk("order: 4", "order: 4.0"),
        "3:8",
        "this is not an integer in bounds",
        "found '4.0'",
        "expected an integer from 0 to 100",
    ),
    case(
        "order--1",
        rk("order: 4", "order: -1"),
        "3:8",
        "this integer is out of bounds",
        "found -1",
        "expected an integer from 0 to 100",
    ),
    case(
        "order-1e3",
        rk("order: 4", "order: 1e3"),
        "3:8",
        "this is not an integer in bounds",
        "found '1e3'",
        "expected an integer from 0 to 100",
    ),
    case(
        "order-list",
        rk("order: 4", "order: [4]"),
        "3:8",
        "a single value is expected here",
        "found a list of 1",
        "expected an integer from 0 to 100",
    ),
    case(
        "order-0x",
        rk("order: 4", "order: 0x4"),
        "3:8",
        "this is not an integer in bounds",
        "found '0x4'",
        "expected an integer from 0 to 100",
    ),
    case(
        "order-arabic",
        rk("order: 4", "order: ٤"),
        "3:8",
        "this is not an integer in bounds",
        "found '٤'",
        "expected an integer from 0 to 100",
    ),
    case(
        "family",
        "name: x\nkind: family\nfamily: adams-bashfort\nsteps: 2\n",
        "3:9",
        "this family is not known",
        "found 'adams-bashfort'",
        "expected 'adams-bashforth'",
    ),
    case("family-no", "name: x\nkind: family\nsteps: 2\n", "1:1", "the key 'family' is missing"),
    case(
        "steps-0",
        "name: x\nkind: family\nfamily: bdf\nsteps: 0\n",
        "4:8",
        "this integer is out of bounds",
        "found 0",
        "expected an integer from 1 to 30",
    ),
    case(
        "stages",
        "name: x\nkind: family\nfamily: explicit\nstages: 1000000000\n",
        "4:9",
        "this integer is out of bounds",
        "found 1000000000",
        "expected an integer from 1 to 100",
    ),
    case(
        "embedded",
        RK4 + "embedded_order: 3\n",
        "11:1",
        "there is no embedded method",
        "found embedded_order",
    ),
    case(
        "alpha",
        lm("beta: [0, 1, 0]", "beta: [0, 1]"),
        "4:7",
        "beta has the wrong length",
        "found 2 entries",
        "expected 3, as many as alpha",
    ),
    case(
        "alpha0",
        lm("k - 1, 1]", "k - 1, 0]"),
        "3:20",
        "alpha's last entry is zero",
        "found 0",
        "expected the coefficient of u_{n+k}, not 0",
    ),
    case(
        "alpha0b",
        lm("k - 1, 1]", "k - 1, k - k]"),
        "3:20",
        "alpha's last entry is zero",
        "found 0",
        "expected the coefficient of u_{n+k}, not 0",
    ),
    case(
        "alpha1",
        lm("alpha: [-k, k - 1, 1]", "alpha: [k]"),
        "3:8",
        "alpha has the wrong length",
        "found 1 entry",
    ),
    case(
        "unused-parameter",
        lm("  k:", "  j: {value: 1}\n  k:"),
        "6:3",
        "this parameter is never used",
        "found 'j'",
        "expected a use in a coefficient",
    ),
    case(
        "function-parameter",
        lm("  k:", "  sqrt: {value: 1}\n  k:"),
        "6:3",
        "a parameter cannot have the name of a function",
        "found 'sqrt'",
        "expected another name",
    ),
    case(
        "keyword",
        lm("  k:", "  lambda: {value: 1}\n  k:"),
        "6:3",
        "this is not a parameter's name",
        "found 'lambda'",
    ),
    case(
        "field-keyword",
        "name: x\nkind: partitioned\ntableaux:\n  class: {A: [[]], b: [1]}\n  g: {A: [[]], b: [1]}\n",
        "4:3",
        "this is not a field's name",
        "found 'class'",
    ),
    case(
        "field-function",
        "name: x\nkind: partitioned\ntableaux:\n  sqrt: {A: [[]], b: [1]}\n  g: {A: [[]], b: [1]}\n",
        "4:3",
        "a field cannot have the name of a function",
        "found 'sqrt'",
        "expected another name",
    ),
    case(
        "learned-value",
        lm("{learned", "{value: 0, learned"),
        "6:17",
        "a parameter is either learned or fixed at a value",
        "found learned and value",
        "expected one of them",
    ),
    case(
        "parameter-key",
        lm("init:", "inti:"),
        "6:26",
        "this key is not known",
        "found 'inti'",
        "expected 'init'",
    ),
    case(
        "range",
        lm('(-1, 1]"', '1, 1"'),
        "6:59",
        "this is not an interval",
        "found '1, 1'",
        'expected one such as "(-1, 1]"',
    ),
    case(
        "range2",
        lm('(-1, 1]"', '(1, -1]"'),
        "6:59",
        "the bounds are in the wrong order",
        "found (1, -1]",
        "expected low < high",
    ),
    case(
        "init",
        lm("uniform(-0.1, 0)", "normal(0, 1)"),
        "6:32",
        "this name is not declared",
        "found 'normal'",
    ),
    case(
        "init2",
        lm("uniform(-0.1, 0)", "uniform(-2, 0)"),
        "6:32",
        "the init is out of the range",
        "expected (-1, 1]",
    ),
    case(
        "init3",
        lm("uniform(-0.1, 0)", "uniform(0, -2)"),
        "6:32",
        "the bounds are in the wrong order",
        "found uniform(0, -2)",
    ),
    case(
        "init4",
        lm("uniform(-0.1, 0)", "uniform(0)"),
        "6:41",
        "two bounds are expected here",
        "found '0'",
        "expected uniform(low, high)",
    ),
    case(
        "learned",
        lm("per-step", "sometimes"),
        "6:16",
        "this word is not allowed here",
        "found 'sometimes'",
        "expected one of per-channel, per-step",
    ),
    case(
        "noinit",
        lm('init: "uniform(-0.1, 0)", ', ""),
        "6:6",
        "a learned parameter needs an initial value",
        "found no init",
    ),
    case(
        "parameters-list",
        lm("parameters:\n  k: {", "parameters: [k]\nx:\n  k: {"),
        "3:10",
        "this name is not declared",
        "found 'k'",
    ),
    case(
        "value0",
        "name: x\nkind: runge-kutta\nA: [[], [a]]\nb: [1-1/(2*a), 1/(2*a)]\nparameters: {a: {value: 0}}\n",
        "5:25",
        "with this value 1 - 1/2/a divides by zero",
        "found 0",
        "expected another value",
    ),
    case(
        "glm-start",
        "name: x\nkind: general-linear\nA: [[0]]\nU: [[1, 0]]\nB: [[1],[0]]\nV: [[1, 0],[1, 0]]\n",
        "1:1",
        "the 2 external values have no start",
        "found no start",
        "expected start: split, copy, history or free",
    ),
    case(
        "glm-free-without-c",
        "name: x\nkind: general-linear\nA: [[0]]\nU: [[1, 0]]\nB: [[1],[0]]\nV: [[1, 0],[0, 0]]\nstart: free\n",
        "1:1",
        "the abscissae cannot be derived from free external values",
        "found no c",
        "expected c, one for each row of A",
    ),
    case(
        "stages-500",
        "name: x\nkind: runge-kutta\nA:\n" + "".join(f"  - [{', '.join(['0'] * i)}]\n" for i in range(500)),
        "1:1",
        "the document is too large",
        "found over 12000 lines and entries",
        "expected fewer; an explicit tableau of 150 stages fits",
    ),
    case(
        "no-such-root",
        rk("[1/2]", "['root(3, -2, 0, 1)']"),
        "6:6",
        "this polynomial has 2 real roots",
        "expected an index from 1 to 2",
    ),
    case(
        "glm-U",
        "name: x\nkind: general-linear\nA: [[0]]\nU: [[1]]\nB: [[1],[0]]\nV: [[1, 0],[1, 0]]\nstart: copy\n",
        "4:5",
        "U is ragged",
        "found 1 entry in row 1",
        "expected 2",
    ),
    case(
        "glm-V",
        "name: x\nkind: general-linear\nA: [[0]]\nU: [[1]]\nB: [[1],[0]]\nV: [[1, 0],[1]]\nstart: copy\n",
        "6:12",
        "V is ragged",
        "found 1 entry in row 2",
        "expected 2",
    ),
    case(
        "network-channels--",
        net("channels: 16", "channels: -16"),
        "6:16",
        "this integer is out of bounds",
        "found -16",
        "expected an integer from 1 to 65536",
    ),
    case(
        "network-channels-0",
        net("channels: 16", "channels: 0"),
        "6:16",
        "this integer is out of bounds",
        "found 0",
        "expected an integer from 1 to 65536",
    ),
    case(
        "network-steps",
        net("steps: 3", "steps: 1.5"),
        "6:27",
        "this is not an integer in bounds",
        "found '1.5'",
        "expected an integer from 0 to 100000",
    ),
    case(
        "network-classes",
        net("classes: 10", "classes: NaN"),
        "3:10",
        "this is not an integer in bounds",
        "found 'NaN'",
        "expected an integer from 1 to 1000000",
    ),
    case(
        "network-no-classes",
        net("classes: 10\n", ""),
        "1:1",
        "the key 'classes' is missing",
        "expected 'classes: …'",
    ),
    case(
        "network-field",
        net("basic", "bsic"),
        "8:15",
        "there is no such field",
        "found 'bsic'",
        "expected 'basic'",
    ),
    case(
        "network-field-opt",
        net("kind: basic", "kind: bottleneck, nek: 2"),
        "8:27",
        "bottleneck has no such option",
        "found 'nek'",
        "expected 'neck'",
    ),
    case(
        "network-field-opt-val",
        net("kind: basic", "kind: bottleneck, neck: x"),
        "8:33",
        "this is not an integer in bounds",
        "found 'x'",
        "expected an integer from 1 to 65536",
    ),
    case(
        "network-stride",
        net("kind: basic", "kind: basic, stride: 2"),
        "8:22",
        "the compiler sets this option",
        "found 'stride'",
        "expected other options",
    ),
    case(
        "network-field-str",
        net("{kind: basic}", "basic"),
        "8:8",
        "the field has the wrong form",
        "found 'basic'",
        "expected a mapping, as {kind: basic}",
    ),
    case(
        "network-custom",
        net("kind: basic", 'custom: "os.system(1)"'),
        "8:17",
        "this is not the name of a class",
        "found 'os.system(1)'",
        "expected package.module:Class",
    ),
    case(
        "network-both",
        net("kind: basic", 'kind: basic, custom: "a:b"'),
        "8:22",
        "a part has either a kind or a custom class",
        "found kind and custom",
        "expected one of them",
    ),
    case(
        "network-operator",
        net("kind: basic", "kind: basic, operator: leen"),
        "8:32",
        "there is no such operator",
        "found 'leen'",
        "expected 'lean', or else one of conv",
    ),
    case(
        "network-operator-kind",
        net("kind: basic", "kind: basic, operator: {kind: leen}"),
        "8:39",
        "there is no such operator",
        "found 'leen'",
        "expected 'lean', or else one of conv",
    ),
    case(
        "network-operator-list",
        net("kind: basic", "kind: basic, operator: [lean]"),
        "8:32",
        "the operator has the wrong form",
        "found a list of 1",
        "expected a name or a mapping, as {kind: conv}",
    ),
    case(
        "network-operator-opt",
        net("kind: basic", "kind: basic, operator: {kind: lean, groups: 2}"),
        "8:45",
        "lean has no such option",
        "found 'groups'",
        "expected 'group'",
    ),
    case(
        "network-operator-stencil",
        net("kind: basic", "kind: basic, operator: {kind: lean, stencil: 7}"),
        "8:54",
        "this is not one of the values",
        "found '7'",
        "expected one of 3, 4, 5, 9",
    ),
    case(
        "network-operator-granularity",
        net("kind: basic", "kind: basic, operator: {kind: ic, granularity: chanel}"),
        "8:56",
        "this is not one of the values",
        "found 'chanel'",
        "expected 'channel'",
    ),
    case(
        "network-operator-custom",
        net("kind: basic", "kind: basic, operator: {custom: mine}"),
        "8:41",
        "this is not the name of a class",
        "found 'mine'",
        "expected package.module:Class",
    ),
    case(
        "network-operator-in-custom",
        net("kind: basic", 'custom: "a:B", operator: lean'),
        "8:24",
        "this field has convolutions of its own",
        "found 'operator'",
        "expected a kind of field that takes an operator",
    ),
    case(
        "network-operator-not-linear",
        net("kind: basic", "kind: symmetric, operator: ic"),
        "8:36",
        "symmetric needs an operator and its transpose",
        "found ic, which is not linear",
        "expected conv or grouped or lean",
    ),
    case(
        "network-operator-own-transpose",
        net("kind: basic", 'kind: antisymmetric, operator: {custom: "a:B"}'),
        "8:40",
        "antisymmetric needs an operator and its transpose",
        "found a:B, of which no transpose is known",
        "expected conv or grouped or lean",
    ),
    case(
        "network-dropout",
        net("kind: basic", "kind: bottleneck, dropout: 1.5"),
        "8:36",
        "this number is out of bounds",
        "found 1.5",
        "expected a decimal number ≥ 0 and < 1",
    ),
    case(
        "network-scheme",
        net("scheme: rk4", "scheme: rk5"),
        "4:9",
        "nothing in the catalogue has this name",
        "found 'rk5'",
        " or 'rk4'",
    ),
    case(
        "network-scheme-path",
        net("scheme: rk4", "scheme: ./none.yaml"),
        "4:9",
        "none.yaml: this cannot be read",
        "found No such file or directory",
        "expected a YAML file",
    ),
    case(
        "network-scheme-dir",
        net("scheme: rk4", "scheme: ./"),
        "4:9",
        ".: this cannot be read",
        "found a directory",
        "expected a YAML file",
    ),
    case(
        "network-scheme-list",
        net("scheme: rk4", "scheme: [rk4]"),
        "4:9",
        "a reference is expected here",
        "found a list",
    ),
    case(
        "network-scheme--",
        net("scheme: rk4", 'scheme: "-"'),
        "4:9",
        "a document cannot name standard input",
        "found '-'",
    ),
    case(
        "network-scheme-self",
        net("scheme: rk4", "scheme: ./doc.yaml"),
        "4:9",
        "the scheme is a network",
        "found a network",
        "expected a scheme",
    ),
    case(
        "network-inline",
        net("scheme: rk4", "scheme: {kind: runge-kutta, A: [[0]], b: [1, 1]}"),
        "4:42",
        "b has the wrong length",
        "found 2 entries",
        "expected 1, one for each row of A",
    ),
    case(
        "network-pattern",
        net("scheme: rk4", "scheme: explicit-5"),
        "4:9",
        "a scheme with * entries has no numbers to sum with",
        "expected coupling: concat",
    ),
    case(
        "network-pattern2",
        net("scheme: rk4", "scheme: explicit-5\ncoupling: sum"),
        "5:11",
        "a scheme with * entries has no numbers to sum with",
        "expected coupling: concat",
    ),
    case(
        "network-coupling",
        net("classes: 10", "classes: 10\ncoupling: concatenate"),
        "4:11",
        "this word is not allowed here",
        "found 'concatenate'",
        "expected 'concat'",
    ),
    case(
        "network-weights",
        net("classes: 10", "classes: 10\nweights: all"),
        "4:10",
        "this word is not allowed here",
        "found 'all'",
    ),
    case(
        "network-implicit",
        net("classes: 10", "classes: 10\nimplicit: {mode: fuse}"),
        "4:18",
        "this mode is not known",
        "found 'fuse'",
        "expected 'fused'",
    ),
    case(
        "network-implicit2",
        net("classes: 10", "classes: 10\nimplicit: {mode: fused, sweeps: -1}"),
        "4:33",
        "this integer is out of bounds",
        "found -1",
        "expected an integer from 0 to 100",
    ),
    case(
        "network-implicit3",
        net("classes: 10", "classes: 10\nimplicit: {mode: solve, solver: newton}"),
        "4:33",
        "there is no such solver",
        "found 'newton'",
        "expected 'newton-krylov'",
    ),
    case(
        "network-tol",
        net("classes: 10", "classes: 10\nimplicit: {mode: solve, tolerance: 0}"),
        "4:36",
        "this number is not positive",
        "found 0",
        "expected an exact number > 0",
    ),
    case(
        "network-implicit-str",
        net("classes: 10", "classes: 10\nimplicit: fused"),
        "4:11",
        "implicit has the wrong form",
        "found 'fused'",
        "expected a mapping, as {mode: fused}",
    ),
    case(
        "network-step",
        net("classes: 10", "classes: 10\nstep_size: -1"),
        "4:12",
        "this number is not positive",
        "found -1",
    ),
    case(
        "network-step2",
        net("classes: 10", "classes: 10\nstep_size: abs"),
        "4:12",
        "this word is not allowed here",
        "found 'abs'",
    ),
    case(
        "network-periods",
        "name: n\ninput: {channels: 3, size: 8}\nclasses: 2\nscheme: rk4\nperiods: []\n",
        "5:10",
        "a network needs periods",
        "found 0 periods",
        "expected from 1 to 64",
    ),
    case(
        "network-periods-many",
        "name: n\ninput: {channels: 3, size: 8}\nclasses: 2\nscheme: rk4\nperiods: ["
        + ", ".join(["{channels: 1, steps: 1}"] * 65)
        + "]\n",
        "5:10",
        "a network needs periods",
        "found 65 periods",
        "expected from 1 to 64",
    ),
    case(
        "network-period-key",
        net("steps: 3", "step: 3"),
        "6:20",
        "this key is not known",
        "found 'step'",
        "expected 'steps'",
    ),
    case(
        "network-input",
        net("input: {channels: 3, size: 32}", "input: 32"),
        "2:8",
        "input has the wrong form",
        "found '32'",
        "expected a mapping",
    ),
    case(
        "network-starter",
        net("scheme: rk4", "scheme: lm2\nstarter: bdf2"),
        "5:10",
        "this scheme cannot start a multistep one",
        "found bdf2",
        "expected an explicit Runge–Kutta scheme",
    ),
    case(
        "network-nostarter",
        net("scheme: rk4", "scheme: {kind: family, family: bdf, steps: 2}"),
        "4:9",
        "a multistep scheme needs a starter",
        "found a 2-step scheme alone",
        "expected starter: euler, or another",
    ),
    case(
        "network-split",
        net("scheme: rk4", "scheme: revnet").replace("channels: 16", "channels: 15"),
        "6:16",
        "the channels cannot be split",
        "found 15",
    ),
    case(
        "network-param",
        net("scheme: rk4", "scheme: {kind: runge-kutta, A: [[]], b: [a], parameters: {a: {}}}"),
        "4:9",
        "a network needs every parameter's value",
        "found a",
    ),
    case(
        "network-norm",
        net("classes: 10", "classes: 10\nnorm: {eps: 0}"),
        "4:13",
        "this number is out of bounds",
        "found 0",
        "expected a decimal number > 0",
    ),
    case(
        "network-init",
        net("classes: 10", "classes: 10\ninitialisation: kaiming"),
        "4:17",
        "there is no such initialiser",
        "found 'kaiming'",
        "expected 'kaiming-fan-in'",
    ),
    case(
        "network-residual",
        net("classes: 10", "classes: 10\ntransition: {kind: projection, residual: 1}"),
        "4:42",
        "this is neither true nor false",
        "found '1'",
        "expected true or false",
    ),
]

CALLS = [
    # arguments, then fragments of the message
    case("missing-file", ["check", "none.yaml"], "none.yaml: this cannot be read", "No such file"),
    case("directory", ["show", "./folder"], "folder: this cannot be read", "found a directory"),
    case("folder", ["check", "./folder"], "folder: no tableau is found here"),
    case("binary", ["check", "binary.yaml"], "binary.yaml:1:2: this is not text", "0xff"),
    case("nul-byte", ["check", "nul.yaml"], "nul.yaml:2:4: this is not text", "U+0000"),
    case("utf-16", ["check", "utf16.yaml"], "utf16.yaml:1:1: this is not text"),
    case("huge-file", ["check", "huge.yaml"], "huge.yaml: the file is too large"),
    case("long-line", ["check", "words.yaml"], "words.yaml:1:1: the document is too large"),
    case("many-entries", ["check", "many.yaml"], "many.yaml:1:1: the document is too large"),
    case("nul-in-name", ["check", "a\0b.yaml"], "this cannot be read"),
    case("long-name", ["check", "x" * 5000 + ".yaml"], "this cannot be read", "too long"),
    case("unknown-name", ["check", "rk44"], "nothing in the catalogue", "'rk44'", "expected 'rk4'"),
    case("empty-name", ["check", ""], "nothing in the catalogue has this name: found ''"),
    case("show-unknown", ["show", "eulr"], "nothing in the catalogue", "'euler'"),
    case("empty-stdin", ["check", "-"], "<standard input>: the document is empty"),
    case("no-such-command", ["chek", "rk4"], "No such command 'chek'"),
    case("no-reference", ["check"], "name a scheme, pass --all, or list files in [tool.tableau2net]"),
    case("no-such-option", ["check", "rk4", "--jsn"], "No such option"),
    case("order-negative", ["check", "rk4", "--order", "-1"], "--order"),
    case("order-nan", ["check", "rk4", "--order", "nan"], "--order"),
    case("schema-kind", ["schema", "tableau"], "tableau"),
    case("list-kind", ["list", "--kind", "runge"], "nothing of this kind", "runge-kutta"),
]

OVERRIDES = [
    # an override of rk4_resnet, then fragments of the message
    case("no-equals", "classes", "this override cannot be understood", "expected KEY=VALUE"),
    case("no-key", "=3", "this override cannot be understood"),
    case("empty-step", "periods..steps=3", "this override cannot be understood"),
    case("no-value", "classes=", "this override has no value"),
    case("no-such-key", "clases=3", "this key is not known", "expected 'classes'"),
    case("no-such-item", "periods.7.steps=3", "periods is a list of 3", "an index from 0 to 2"),
    case("not-an-index", "periods.x.steps=3", "periods is a list of 3", "found 'x'"),
    case("negative-index", "periods.-1.steps=3", "periods is a list of 3", "found '-1'"),
    case("below-a-value", "name.x=3", "name has nothing below it", "'rk4_resnet'"),
    case("bad-value", "periods.*.channels=-1", "this integer is out of bounds", "found -1"),
    case("bad-yaml", "classes=[1", "the document ends too early"),
    case("bad-tag", "classes=!!int 3", "YAML tags are not allowed here"),
    case("unquoted-star", "scheme.b=[*]", "an unquoted * begins a YAML alias"),
    case("bad-entry", "scheme.b.0=1/0", "this divides by zero"),
    case("entry-code", "scheme.b.0=open('x')", "this character has no meaning"),
    case("ragged", "scheme.A.1=[1, 2]", "A is ragged"),
    case("no-such-scheme", "scheme=rk44", "nothing in the catalogue has this name"),
    case("pattern", "scheme=explicit-5", "a scheme with * entries", "expected coupling: concat"),
    case("list-for-value", "classes=[3]", "a single value is expected here", "found a list of 1"),
    case("deep", "notes=" + "[" * 3000, "the document is nested too deeply"),
]

CLAIMS = [
    # a well-formed document that is not what it claims, then fragments of the report
    case("order", rk("order: 4", "order: 5"), "order 5 is claimed, but the order is 4", "5/24"),
    case("order-too-low", rk("order: 4", "order: 3"), "order 3 is claimed"),
    case("nodes", rk("c: [0, 1/2", "c: [0, 1/3"), "c[2] = 1/3 is claimed", "sums to 1/2"),
    case("perturbed", rk("- [0, 1/2]", "- [0, 0.50000000000000000001]"), "order 4 is claimed"),
    case("weights", rk("b: [1/6", "b: [1/3"), "order 4 is claimed, but the order is 0"),
    case("stage-order", RK4 + "stage_order: 2\n", "stage order 2 is claimed"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with files that are no documents."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.yaml").write_bytes(b"a\xff\xfe\x00\x01")
    (tmp_path / "nul.yaml").write_bytes(b"name: x\nab:\x00\n")
    (tmp_path / "utf16.yaml").write_bytes("name: x\n".encode("utf-16"))
    (tmp_path / "huge.yaml").write_bytes(b"# x\n" * 2**19)
    (tmp_path / "words.yaml").write_bytes(b"a: " + b"9 " * 400_000)
    (tmp_path / "many.yaml").write_bytes(b"a: [" + b"1," * 200_000 + b"]")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    return tmp_path


def refused(arguments: list[str], fragments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One line on standard error with every fragment, nothing on standard output, no file, soon."""
    before = sorted(Path().rglob("*"))
    with at_most(calls=5_000_000):
        status = main(arguments)
    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    assert "pydantic" not in captured.err
    for fragment in fragments:
        assert fragment in captured.err
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS)
def test_bad_documents_are_refused_with_their_place(
    text: str, expected: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "doc.yaml").write_text(text, encoding="utf-8")
    place, message, *details = expected
    position = f"doc.yaml:{place}" if place else "doc.yaml"
    refused(["check", "doc.yaml"], [f"error: {position}: {message}", *details], capsys)


@pytest.mark.parametrize(("arguments", "fragments"), CALLS)
def test_bad_calls_are_refused(
    arguments: list[str], fragments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    refused(arguments, fragments, capsys)


@pytest.mark.parametrize(("override", "fragments"), OVERRIDES)
def test_bad_overrides_are_refused_with_their_text(
    override: str, fragments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    refused(["compile", "rk4_resnet", "--set", override], fragments, capsys)


@pytest.mark.parametrize(("text", "fragments"), CLAIMS)
def test_refuted_claims_exit_with_1_and_name_the_condition(
    text: str, fragments: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "doc.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "doc.yaml"]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    for fragment in ("refuted: ", *fragments):
        assert fragment in captured.out


@pytest.mark.parametrize("output", ["folder", "none/net.py"])
def test_an_unwritable_output_is_refused(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused(["compile", "rk4_resnet", "-o", output], [output], capsys)


OUTPUTS = [
    ["compile", "rk4_resnet", "-o"],
    ["graph", "rk4_resnet", "-o"],
    ["analyze", "rk4", "--plot"],
    ["compare", "rk4_resnet", "--results"],
    ["compare", "rk4_resnet", "--picture"],
]


@pytest.mark.parametrize("call", OUTPUTS, ids=lambda call: f"{call[0]} {call[-1]}")
@pytest.mark.parametrize("name", ["new/", "new.svg/", "folder", "folder.svg", ".", ""])
def test_the_name_of_a_folder_is_no_file(
    call: list[str], name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "folder.svg").mkdir()
    refused([*call, name], ["this is not the name of a file", "a folder" if name else "no name"], capsys)


def test_an_override_of_a_recipe_is_told_as_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    for override, message in (
        ("epochs=", "this override has"),
        ("epocs=1", "this key is"),
        ("epochs=x", "this is"),
    ):
        assert main(["train", "resnet20", "--with", override]) == 2
        assert capsys.readouterr().err.startswith(f"error: --with {override}: {message}")


@pytest.mark.parametrize(
    ("scheme", "place"),
    [
        ("{kind: runge-kutta, order: 2, A: [[]], b: [1]}", "doc.yaml:4:36"),
        ("{kind: runge-kutta, order: 1, stage_order: 5, A: [[]], b: [1]}", "doc.yaml:4:52"),
        ("{kind: runge-kutta, order: 1, A: [[]], b: [1], c: [1/2]}", "doc.yaml:4:59"),
        ("{kind: linear-multistep, zero_stable: false, alpha: [-1, 1], beta: [1, 0]}", "doc.yaml:4:47"),
        ("./scheme.yaml", "scheme.yaml:3:8"),
    ],
)
@pytest.mark.parametrize("command", ["compile", "summary", "graph"])
def test_a_refuted_claim_stands_somewhere(
    command: str, scheme: str, place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scheme.yaml").write_text(rk("order: 4", "order: 5"))
    (folder / "doc.yaml").write_text(net("scheme: rk4", f"scheme: {scheme}"))
    assert main([command, "doc.yaml", *(["-o", "net.svg"] if command == "graph" else [])]) == 1
    assert capsys.readouterr().err.startswith(f"error: {place}: ")
    assert (
        main([command, "resnet20", "--set", "scheme.order=7", *(["-o", "n.svg"] * (command == "graph"))]) == 1
    )
    assert capsys.readouterr().err.startswith("error: --set scheme.order=7: euler: order 7 is claimed")


def test_json_has_an_object_for_every_reference_in_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.yaml").write_text(rk("[1/2]", "[1/0]"))
    assert main(["check", "euler", "bad.yaml", "rk44", "rk4", "--json"]) == 2
    euler, bad, unknown, rk4 = json.loads(capsys.readouterr().out)
    assert (euler["name"], rk4["name"]) == ("euler", "rk4")
    place = {"file": "bad.yaml", "line": 6, "column": 7}
    assert (bad["reference"], bad["error"]) == (
        "bad.yaml",
        {
            **place,
            "message": "this divides by zero",
            "found": "'/'",
            "expected": "a divisor other than zero",
        },
    )
    (diagnostic,) = bad["diagnostics"]
    assert diagnostic == {**diagnostic, **place, "level": "error"}
    assert unknown["reference"] == "rk44"
    assert (unknown["error"]["file"], unknown["error"]["line"]) == (None, None)
    assert unknown["error"]["found"] == "'rk44'"


def test_a_claim_that_fails_stops_the_compiler(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "doc.yaml").write_text(net("scheme: rk4", "scheme: ./scheme.yaml"))
    (folder / "scheme.yaml").write_text(rk("order: 4", "order: 5"))
    assert main(["compile", "doc.yaml", "-o", "net.py"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "order 5 is claimed" in captured.err
    assert not (folder / "net.py").exists()
