"""The formats of `check`: every diagnostic is in each, with its place in the source file, and each is well formed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tableau2net.checking.diagnostics import Diagnostic, rules
from tableau2net.checking.formats import KIND
from tableau2net.checking.places import uri
from tableau2net.checking.reports import Report, report
from tableau2net.checking.subjects import fault
from tableau2net.cli import main
from tableau2net.cli.options import FORMATS
from tableau2net.errors import InputError, Position
from tableau2net.verify.claims import KIND as CLAIMS

SCHEMA = Path(__file__).parent / "sarif-schema-2.1.0.json"  # that of oasis-tcs/sarif-spec, as it stands there
FILES = {
    "wrong.yaml": "name: wrong\nkind: runge-kutta\nA: [[], [1/2]]\nb: [0, 1]\nc: [0, 1/3]\norder: 3\n",
    "open.yaml": "name: open\nkind: runge-kutta\norder: 1\nA: [[]]\nb: ['*']\n",
    "broken.yaml": "name: broken\nkind: runge-kutta\nA: [[], [1/2]]\nb: [0, x]\n",
    "good.py": "class Heun:\n    order = 2\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n",
    "third.jl": "# a tableau\n\nA = [0 0; 1 0]\nb = [1//2, 1//2]\norder = 3\n",
    "ragged.py": "A = [[0, 0], [1, 0]]\nb = [1/2, 1/2, 0]\nb = [1]\n",
    "computed.py": "A = [[0, 0], [f(1), 0]]\nb = [1/2, 1/2]\n",
    "torn.py": "A = [[0, 0], [1, 0]]\nb = (1/2\n",
}
# Rule, level, file, line and column of all that there is to say of them.
EXPECTED = {
    ("order", "error", "wrong.yaml", 6, 8),
    ("c", "error", "wrong.yaml", 5, 4),
    ("order", "warning", "open.yaml", 3, 8),
    ("unreadable", "error", "broken.yaml", 4, 8),
    ("order", "error", "third.jl", 3, 5),
    ("unreadable", "error", "torn.py", 2, 5),
    ("not-read", "note", "computed.py", 1, 15),
    ("unreadable", "error", "absent.yaml", None, None),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    for name, text in FILES.items():
        if name != "ragged.py":
            (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def output(capsys: pytest.CaptureFixture[str], form: str, *references: str, status: int = 2) -> str:
    given = references or (*(name for name in FILES if name != "ragged.py"), "absent.yaml", "rk4")
    assert main(["check", *given, "--format", form]) == status
    return capsys.readouterr().out


def test_the_help_names_the_formats_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert sorted(FORMATS) == list(KIND.names)
    assert main(["check", "--help"]) == 0
    assert all(name in capsys.readouterr().out.partition("--format")[2] for name in ("junit",))


def test_a_format_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "rk4", "--format", "sairf"]) == 2
    assert capsys.readouterr().err.startswith(
        "error: there is no such format: found 'sairf'; expected 'sarif'"
    )
    assert main(["check", "rk4", "--format", "junit", "--json"]) == 2
    assert main(["check", "rk4", "--format", "json", "--json"]) == 0


def test_json_has_an_object_for_each_reference_in_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[dict[str, Any]] = json.loads(output(capsys, "json"))
    given = [*(name for name in FILES if name != "ragged.py"), "absent.yaml", "rk4"]
    assert [row["reference"] for row in rows] == given
    by_name = {row["reference"]: row for row in rows}
    assert by_name["absent.yaml"]["error"]["file"] == "absent.yaml"
    assert (by_name["broken.yaml"]["error"]["line"], by_name["broken.yaml"]["error"]["column"]) == (4, 8)
    assert by_name["wrong.yaml"]["verdict"] == "refuted"
    inner = [
        each
        for row in rows
        for key in ("tableaux", "unread", "errors", "documents")
        for each in row.get(key, [])
    ]
    found = {
        (
            diagnostic["rule"],
            diagnostic["level"],
            diagnostic["file"],
            diagnostic["line"],
            diagnostic["column"],
        )
        for row in (*rows, *inner)
        for diagnostic in row.get("diagnostics", [])
    }
    assert found == EXPECTED


def test_sarif_is_valid_and_has_every_diagnostic(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    log: dict[str, Any] = json.loads(output(capsys, "sarif"))
    validator = jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(log)] == []
    assert [*validator.iter_errors({**log, "version": "2.2"})] != []
    (run,) = log["runs"]
    listed = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in listed] == list(rules())
    assert {*CLAIMS.names} < {rule["id"] for rule in listed}
    assert all(rule["help"]["text"].endswith(".") for rule in listed)
    found = set()
    for result in run["results"]:
        assert listed[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        region = place.get("region", {})
        found.add(
            (
                result["ruleId"],
                result["level"],
                place["artifactLocation"]["uri"],
                region.get("startLine"),
                region.get("startColumn"),
            )
        )
    assert found == EXPECTED


def test_uris_are_relative_to_the_repository_and_escaped(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = folder / "of methods" / "ünder"
    inside.mkdir(parents=True)
    (inside / "a b%.yaml").write_text(FILES["wrong.yaml"], encoding="utf-8")
    monkeypatch.chdir(inside)
    log = json.loads(output(capsys, "sarif", "a b%.yaml", status=1))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "of%20methods/%C3%BCnder/a%20b%25.yaml", "uriBaseId": "%SRCROOT%"}
    assert output(capsys, "github", "a b%.yaml", status=1).startswith(
        "::error file=of methods/ünder/a b%25.yaml,line=6"
    )
    assert uri("/a b") == "file:///a%20b"


COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\n]*,?)+)::(.+)")


def test_github_s_commands_have_every_diagnostic(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = set()
    for line in output(capsys, "github").splitlines():
        command = COMMAND.fullmatch(line)
        assert command is not None, line
        properties = dict(part.split("=", 1) for part in command[2].split(","))
        number = {key: int(properties[key]) if key in properties else None for key in ("line", "col")}
        level = "note" if command[1] == "notice" else command[1]
        rule = properties["title"].removeprefix("tableau2net ")
        found.add((rule, level, properties["file"], number["line"], number["col"]))
    assert found == EXPECTED


def test_what_would_end_a_command_or_a_property_is_escaped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    error = InputError("50%\r\n::error::made up", Position("a,b:c%.py", 1, 2))
    case = fault(error, "x", error.position).checked(None)
    (line,) = KIND.load("github").render([Report("a", (case,))])
    assert line == (
        "::error file=a%2Cb%3Ac%25.py,line=1,col=2,title=tableau2net unreadable::50%25%0D%0A::error::made up"
    )


def test_junit_has_a_test_case_for_each_scheme_and_tableau(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = output(capsys, "junit")
    top = ElementTree.fromstring(text.encode())
    cases = {case.get("name"): case for case in top.iter("testcase")}
    outcome = {name: [each.tag for each in case] for name, case in cases.items()}
    assert outcome == {
        "wrong": ["failure"],
        "open": ["failure"],
        "broken.yaml": ["error"],
        "Heun": ["system-out"],
        "third": ["failure"],
        "computed": ["skipped"],
        "torn.py": ["error"],
        "absent.yaml": ["error"],
        "rk4": ["system-out"],
    }
    counts = {key: top.get(key) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "9", "failures": "3", "errors": "3", "skipped": "1"}
    assert (cases["third"].get("file"), cases["third"].get("line")) == ("third.jl", "3")
    failure = cases["wrong"].find("failure")
    assert failure is not None
    assert "refuted: c[2] = 1/3 is claimed" in str(failure.text)


def test_a_case_of_junit_holds_any_text(tmp_path: Path) -> None:
    error = InputError("<&\x00\x1b\ud800]]>", Position("x\x07.py", 1))
    case = fault(error, "a\x0bb", error.position).checked(None)
    (text,) = KIND.load("junit").render([Report("r\x01", (case,))])
    found = ElementTree.fromstring(text.encode()).find(".//error")
    assert found is not None
    assert "<&\\x00\\x1b\\ud800]]>" in str(found.text)


@pytest.mark.parametrize("form", KIND.names)
def test_every_format_tells_all_that_is_refuted(
    form: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = output(capsys, form, "wrong.yaml", "third.jl", status=1)
    for words in ("order 3 is claimed", "1/3 is claimed, but row 2"):
        assert words in text


@pytest.mark.parametrize("form", KIND.names)
def test_every_format_exits_as_text_does(form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, status in (("good.py", 0), ("wrong.yaml", 1), ("absent.yaml", 2), ("open.yaml", 3)):
        output(capsys, form, name, status=status)
    output(capsys, form, "computed.py", status=0)


def test_a_network_tells_where_its_scheme_s_claim_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text(
        "name: net\nkind: network\ninput: {channels: 1, size: 8}\nclasses: 2\nscheme:\n  kind: runge-kutta\n"
        "  order: 3\n  A: [[], [1]]\n  b: [1/2, 1/2]\nperiods:\n  - {channels: 4, steps: 1}\n",
        encoding="utf-8",
    )
    (case,) = report("net.yaml").cases
    assert [(each.rule, each.position) for each in case.diagnostics] == [
        ("order", Position("net.yaml", 7, 10))
    ]


def test_an_order_that_is_asked_for_is_told_where_the_order_stands(folder: Path) -> None:
    (case,) = report("wrong.yaml", at_least=4).cases
    assert [each.position for each in case.diagnostics if each.rule == "at-least"] == [
        Position("wrong.yaml", 6, 8)
    ]
    assert all(isinstance(each, Diagnostic) for each in case.diagnostics)
