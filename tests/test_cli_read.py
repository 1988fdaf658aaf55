"""The commands that read and prove: list, show, check, schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cover import few_schemes, tiered
from schemes import NOT_REFUTED

from tableau2net.cli import main
from tableau2net.read import catalogue

NAMES = [entry.name for entry in catalogue()]


def output(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert main(arguments) == status
    captured = capsys.readouterr()
    assert captured.err == "" or status == 2
    return captured.out


def test_list_has_every_document_of_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Any]] = json.loads(output(capsys, "list", "--json"))
    assert [row["name"] for row in rows] == NAMES
    assert all({"name", "kind"} <= row.keys() for row in rows)
    networks = json.loads(output(capsys, "list", "--kind", "network", "--json"))
    assert networks
    assert {row["kind"] for row in networks} == {"network"}
    assert len(output(capsys, "list").splitlines()) == len(NAMES)


FEW = {*few_schemes(), "resnet20", "lm_resnet20", "gauss2_fused", "rkcnn_e"}


@pytest.mark.parametrize("name", tiered(NAMES, FEW))
def test_show_and_check_work_for_the_whole_catalogue(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`check --all` is tried below on every scheme."""
    assert output(capsys, "show", name).startswith(f"{name}: ")
    left_open = name in NOT_REFUTED
    (row,) = json.loads(output(capsys, "check", name, "--json", status=3 if left_open else 0))
    assert row["verdict"] in (("open",) if left_open else ("exact", "digits"))
    assert {
        "name", "kind", "stages", "explicit", "order", "claimed", "verdict", "stage_order",
        "violation",
    } <= row.keys()  # fmt: skip


def test_the_tableau_is_drawn_as_in_the_textbooks(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = """\
 0  │
1/2 │ 1/2
1/2 │  0   1/2
 1  │  0    0    1
────┼───────────────────
    │ 1/6  1/3  1/3  1/6
"""
    assert drawn in output(capsys, "show", "rk4")
    assert "α │ -k  k - 1  1\n" in output(capsys, "show", "lm2")
    assert "0 │      │ 0  1\n1 │ 1    │ 1  0\n──┼──────┼─────" in output(capsys, "show", "revnet")


def test_check_tells_all_and_exits_with_the_worst(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("name: wrong\nkind: runge-kutta\nA: [[]]\nb: [1]\norder: 2\n")
    rows = json.loads(output(capsys, "check", "rk4", str(path), "lm2", "--json", status=1))
    assert [row["name"] for row in rows] == ["rk4", "wrong", "lm2"]
    assert [row["verdict"] for row in rows] == ["exact", "refuted", "exact"]
    violation = rows[1]["violation"]
    assert (violation["order"], violation["value"], violation["expected"]) == (2, "0", "1/2")
    assert rows[2]["zero_stable"] is True
    assert main(["check", "rk4", "none.yaml", str(path), "--json"]) == 2
    captured = capsys.readouterr()
    assert [row.get("name") for row in json.loads(captured.out)] == ["rk4", None, "wrong"]
    assert captured.err.startswith("error: none.yaml: ")


@pytest.mark.parametrize(("order", "status"), [("3", 0), ("4", 0), ("5", 1)])
def test_order_asks_for_at_least(order: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert "order 4" in output(capsys, "check", "rk4", "--order", order, status=status)


def test_check_of_a_network_checks_its_scheme_and_its_starter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (row,) = json.loads(output(capsys, "check", "lm_resnet20", "--json"))
    assert (row["name"], row["starter"]["name"]) == ("lm2", "euler")


@pytest.mark.parametrize("kind", ["scheme", "network"])
def test_schema_is_json(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "$schema" in json.loads(output(capsys, "schema", kind))


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "rk4", "lm2", "gauss2"],
        ["show", "rk4"],
        ["show", "resnet20"],
        ["list"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_reading_commands_never_import_torch(arguments: list[str]) -> None:
    script = (
        "import sys; from tableau2net.cli import main; status = main(sys.argv[1:]);"
        "assert 'torch' not in sys.modules; sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_a_rational_scheme_needs_no_computer_algebra() -> None:
    script = (
        "import sys; from tableau2net.cli import main; main(['check', 'rk4']);"
        "assert not {'sympy', 'networkx', 'torch'} & sys.modules.keys()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_a_closed_pipe_is_no_error() -> None:
    script = "import sys; from tableau2net.cli import main; sys.exit(main(['schema', 'network']))"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.slow
def test_check_all_checks_every_scheme_of_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--all", "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert {each["name"] for each in found if each["verdict"] not in ("exact", "digits")} == NOT_REFUTED
    checked = [each["name"] for each in found]
    assert checked == [entry.name for entry in catalogue() if entry.kind != "network"]


def test_check_without_a_name_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 2
    assert "--all" in capsys.readouterr().err
