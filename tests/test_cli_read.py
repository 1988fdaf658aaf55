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
from tableau2net.read import NetworkDocument, catalogue

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
    heads = 2  # and the line between the tables
    assert len(output(capsys, "list").splitlines()) == len(NAMES) + heads + 1


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


OTHERWISE = {
    "resnet20": [
        "name=other", "title=Another", "reference=Somewhere", "notes=None.", "input.channels=1", "input.size=16",
        "classes=3", "scheme=rk4", "weights=period", "step_size=1/2", "stochastic_depth.rate=0.5",
        "stochastic_depth={rate: 0.5, decay: uniform}", "stochastic_depth={rate: 0.5, per: sample}",
        "noise.level=0.1", "noise={level: 0.1, distribution: normal}", "pool=max", "stem={kind: activated-conv}",
        "field.kind=relu-basic", "after=relu", "transition={kind: projection}", "head.kind=average",
        "initialisation=torch", "norm.eps=1e-3", "norm.momentum=0.2", "periods.0.channels=8", "periods.0.steps=1",
    ],
    "lm_resnet20": ["starter=rk4", "history=restart", "history.transport=own"],
    "densenet_bc_100_12": ["coupling=links", "growth=8"],
    "polynet_poly2": ["own=none", "norm.per=field"],
    "gauss2_fused": [
        "implicit.sweeps=5", "implicit.order=jacobi", "implicit={mode: solve}",
        "implicit={mode: solve, tolerance: 1e-3}", "implicit={mode: solve, solver: fixed-point}",
        "implicit={mode: solve, iterations: 7}",
    ],
    "cliquenet_k36_t12": ["implicit.reads=all", "output=concat"],
    "fractalnet": ["drop_path.rate=0.3", "drop_path.one_column=0.3"],
    "revnet38": ["fields={f1: {kind: basic}, f2: {kind: basic}}"],
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_otherwise_in_a_network_is_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [output(capsys, "show", name)]
    texts += [output(capsys, "show", name, "--set", each) for each in OTHERWISE[name]]
    assert len(set(texts)) == 1 + len(OTHERWISE[name])


def test_no_key_of_a_network_is_left_out_above() -> None:
    tried = {key.partition("=")[0].partition(".")[0] for keys in OTHERWISE.values() for key in keys}
    assert tried == NetworkDocument.model_fields.keys() - {"kind"}
