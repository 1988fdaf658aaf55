"""Every file that the catalogue gives is as the usual formatter, linter and type checker would have it.

All files are written into one folder, which each tool reads once.
"""

from __future__ import annotations

import ast
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import pytest
from cover import Feature, covering, graph_features
from emitted import network_around, smaller
from hypothesis import example, given
from hypothesis import strategies as st
from schemes import catalogued
from test_emitted_files import CASES, COVERING, SOLVED

from tableau2net.emit.source import source
from tableau2net.emit.source.body import Body
from tableau2net.emit.source.call import Call
from tableau2net.emit.source.header import headed
from tableau2net.emit.source.layout import Bracket, assigned
from tableau2net.emit.source.specialise import literal
from tableau2net.emit.source.text import docstring, lines_of, printable
from tableau2net.exact import parse
from tableau2net.graph import Combine
from tableau2net.pipeline import graph, settings
from tableau2net.read import catalogue, load_network

pytestmark = pytest.mark.slow
EVERYTHING = os.environ.get("EMITTED") == "all"
COMBINATIONS = 400  # random ones, of all lengths
NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]
SCHEMES = [entry.name for entry in catalogue() if entry.kind != "network"]
DROPS: tuple[dict[str, Any], ...] = (
    {},
    {"stochastic_depth": {"rate": 0.5}},
    {"stochastic_depth": {"rate": 0.5, "decay": "uniform", "per": "sample"}},
)
STEP_SIZES = ("absorbed", "1/7", "learned")
MODES = ({"mode": "fused"}, {"mode": "fused", "sweeps": 2, "order": "jacobi"}, {"mode": "solve"})
WEIGHTS = {"sum": ("evaluation", "node", "stage", "step", "period"), "concat": ("evaluation", "stage")}
DEEP = (  # histories so long that not even the names of the values fit a line
    {"kind": "family", "family": family, "steps": steps}
    for family in ("adams-bashforth", "bdf", "extrapolated-bdf")
    for steps in ((9, 14) if family == "adams-bashforth" else (6,))
)


def around(scheme: str, coupling: str) -> dict[str, Any]:
    """A small network around the scheme; what else it has is decided by the scheme's name."""
    method, way = catalogued(scheme).method, crc32(f"{scheme} {coupling}".encode())
    overrides: dict[str, Any] = {"coupling": coupling, "step_size": STEP_SIZES[way % 3]}
    overrides |= DROPS[way // 3 % 3]
    overrides["weights"] = WEIGHTS[coupling][way // 9 % len(WEIGHTS[coupling])]
    if not method.explicit:
        overrides["implicit"] = MODES[way // 45 % 3]
    if coupling == "concat":
        overrides["field"] = {"kind": "bottleneck"}
    if any(parameter.learned for parameter in method.parameters) and way % 2:
        overrides |= {f"scheme.parameters.{p.name}.learned": "per-channel" for p in method.parameters}
    return network_around(scheme, **overrides)


@dataclass(frozen=True)
class Written:
    """An emitted file: its name, its text, and what occurs in its network's graph."""

    name: str
    text: str
    features: frozenset[Feature]


def files() -> Iterator[Written]:
    """All files."""
    for number, (reference, overrides) in enumerate([*CASES.values(), SOLVED]):
        yield written(f"case{number}", reference, overrides)
    for name in NETWORKS:
        yield written(f"network_{name}", name, {})
        yield written(f"smaller_{name}", name, smaller(name))
    for number, scheme in enumerate(DEEP):
        periods = [{"channels": 4, "steps": 17}, {"channels": 8, "steps": 16}]
        deep = {"starter": "rk4", "history": "transport", "periods": periods, "scheme": scheme}
        yield written(f"deep{number}", "resnet20", {"step_size": "learned", **deep})
    for coupling in WEIGHTS:
        for scheme_name in SCHEMES:
            if is_written(scheme_name, coupling):
                yield written(f"{coupling}_{scheme_name}", "resnet20", around(scheme_name, coupling))


def is_written(scheme: str, coupling: str) -> bool:
    """Each scheme in one coupling, which its name decides; in both with EMITTED=all, as `make emitted` has it."""
    if catalogued(scheme).method.has_pattern:
        return coupling == "concat"  # there are no numbers to sum with
    return EVERYTHING or coupling == ("sum", "concat")[crc32(scheme.encode()) % 2]


def written(name: str, reference: str, overrides: dict[str, Any]) -> Written:
    """As `tableau2net.emit` writes it, without the certificates, whose proofs take longer than all the rest."""
    document = load_network(reference, settings(overrides))
    lowered = graph(document)
    call = Call.of(document, settings(overrides), None, None)
    text = headed(source(lowered, document.initialisation), document, (), call)
    return Written(f"{name.replace('-', '_')}.py", text, frozenset(graph_features(lowered)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files, and a folder with those of them that have what occurs in any."""
    folder = tmp_path_factory.mktemp("emitted")
    every = {each.name: each for each in files()}
    for each in every.values():
        (folder / each.name).write_text(each.text, encoding="utf-8")
    (folder / "few").mkdir()
    for name in covering({name: each.features for name, each in every.items()}):
        (folder / "few" / name).write_text(every[name].text, encoding="utf-8")
    return folder


def test_the_formatter_changes_nothing(folder: Path) -> None:
    assert run("ruff", "format", "--isolated", "--diff", str(folder)) == ""


@pytest.mark.parametrize("width", [88, 100, 120])
def test_no_formatter_changes_a_file_of_another_width(width: int, tmp_path: Path) -> None:
    """In files that cover what occurs in any; black is asked where it is installed."""
    for name in COVERING:
        reference, overrides = CASES[name]
        document = load_network(reference, settings(overrides))
        with lines_of(width):
            text = source(graph(document), document.initialisation)
        (tmp_path / f"case{len(list(tmp_path.iterdir()))}.py").write_text(text, encoding="utf-8")
    assert run("ruff", "format", "--isolated", "--line-length", str(width), "--diff", str(tmp_path)) == ""
    if find_spec("black") is not None:
        how = ["--quiet", "--diff", "--workers", "1", "--config", os.devnull, "--line-length", str(width)]
        assert run("black", *how, str(tmp_path)) == ""


def test_the_formatter_changes_no_combination(tmp_path: Path) -> None:
    random = Random(0)
    lines = [line for _ in range(COMBINATIONS) for line in combined(random)]
    (tmp_path / "all.py").write_text("\n".join(["class Step:", "    def f(self):", *lines, ""]))
    assert run("ruff", "format", "--isolated", "--diff", str(tmp_path)) == ""


def test_the_formatter_changes_no_assignment_to_several_variables(tmp_path: Path) -> None:
    lines = [
        line
        for count in (1, 2, 6, 12, 25, 26, 27, 28, 40)
        for head in ("self.stages1", "self.drop", "torch.cat")
        for arguments in (("u",), tuple(f"k{i}" for i in range(30)))
        for line in assigned(", ".join(f"x{i}" for i in range(count)), Bracket(head, arguments), 2)
    ]
    (tmp_path / "all.py").write_text("\n".join(["class Step:", "    def f(self):", *lines, ""]))
    assert run("ruff", "format", "--isolated", "--diff", str(tmp_path)) == ""


WORDS = st.text(st.sampled_from("\"\\'nx =\n\x00é")) | st.text()


@given(WORDS, st.lists(WORDS, max_size=2), st.integers(0, 1))
@example("\\" * 200, ['\\"' * 90], 1)
def test_a_docstring_means_its_text(summary: str, body: list[str], depth: int) -> None:
    lines = docstring(summary, body, depth)
    value = ast.literal_eval("\n".join(lines).strip())
    assert "".join(value.split()) == "".join(printable("".join([summary, *body])).split())
    assert all(len(line) <= 88 for line in lines)


def test_a_formula_that_is_wrapped_hangs_and_prose_does_not() -> None:
    formula = f"u_next = u{' + k1' * 30}"
    _, _, first, second, *_ = docstring("A step.", [formula])
    assert not first.startswith(" ")
    assert second.startswith("    k1")
    assert not any(line.startswith(" ") for line in docstring("A step.", ["word " * 60]))


def test_the_formatter_changes_no_docstring(tmp_path: Path) -> None:
    titles = ['"', '".', 'a "b"', '"a" b', "\\", "a \\", '\\"', '"""', 'a """" b', "\\N{DASH} \\x"]
    classes = [
        "\n".join([f"class C{number}{len(body)}:", *docstring(title, body, 1), ""])
        for number, title in enumerate(titles)
        for body in ([], ["a = b"])
    ]
    (tmp_path / "all.py").write_text("\n\n".join(classes), encoding="utf-8")
    assert run("ruff", "format", "--isolated", "--diff", str(tmp_path)) == ""


def combined(random: Random) -> list[str]:
    """The lines that assign, or return, a combination whose coefficients hold names of any length."""
    names = [f"p{'x' * random.randrange(random.choice((4, 29)))}{i}" for i in range(3)]
    values = ["u", "k1", "k2", "u_prev"][: random.randint(1, 4)]
    coefficients = tuple(parse(coefficient(random, names), frozenset(names)) for _ in values)
    head = random.choice(("slope = ", "slope: Tensor = ", "return "))
    combine = Combine(tuple(values), coefficients)
    return Body(lambda number: f"C{number}").assignment(head, combine, {value: value for value in values})


def coefficient(random: Random, names: list[str], depth: int = 2) -> str:
    """A formula in the names."""
    if not depth or random.random() < 0.15:
        return random.choice([*names, *names, "1", "2/3"])
    left, right = (coefficient(random, names, depth - 1) for _ in range(2))
    divisor = random.choice(("2 * {}", "1 + {}", "{}")).format(random.choice(names))
    sign = random.choice("++--**/^")
    return {"^": f"({left})**2", "/": f"({left}) / ({divisor})"}.get(sign, f"({left}) {sign} ({right})")


def test_the_linter_finds_nothing(folder: Path) -> None:
    rules = "E,F,I,UP,B,SIM,C4"
    how = ["--isolated", "--no-cache", "--quiet", "--select", rules, "--output-format", "json"]
    found = json.loads(run("ruff", "check", *how, str(folder)))
    assert [each for each in found if not (each["code"] == "E501" and is_one_override(each))] == []


def is_one_override(found: dict[str, Any]) -> bool:
    """Whether the line that the linter complains of is an override of the header, which a shell needs in one piece."""
    lines = Path(found["filename"]).read_text(encoding="utf-8").splitlines()
    words = shlex.split(lines[found["location"]["row"] - 1].removeprefix("#").removesuffix("\\"))
    return len(words) == 2 and words[0] == "--set"


@pytest.mark.parametrize(
    "every", [EVERYTHING, *([] if EVERYTHING else [pytest.param(True, marks=pytest.mark.thorough)])]
)
def test_the_type_checker_finds_nothing(every: bool, folder: Path) -> None:
    """In `make test` in the files that cover what occurs in any: types do not depend on the numbers."""
    files = sorted(folder.glob("*.py" if every else "few/*.py"))
    found = run("mypy", "--strict", "--config-file=", f"--cache-dir={folder}/cache", *map(str, files))
    assert found.startswith("Success: no issues found")


def run(*arguments: str) -> str:
    """What the tool says on its standard output."""
    ran = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0 or ran.stdout, ran.stderr  # it ran, and tells what it found
    return ran.stdout


@given(st.text() | st.text("\"'\\\n\x00a😀\u2028"))
@example("😀")
@example('"it\'s"')
def test_an_option_s_text_is_written_as_it_is(value: str) -> None:
    written = literal(value)
    assert ast.literal_eval(written) == value
    assert written.isprintable()
    quotes = value.count('"') > value.count("'")
    assert written[0] == written[-1] == ("'" if quotes else '"')  # as the usual formatter chooses
