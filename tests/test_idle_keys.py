"""No key of a document is silently ignored: one that changes nothing is refused, with its place and what to remove."""

from __future__ import annotations

from pathlib import Path

import pytest

from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.pipeline import effective
from tableau2net.read import NetworkDocument, catalogue, load_network

NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]
NET = """\
name: net
input: {channels: 3, size: 8}
classes: 10
scheme: rk4
periods: [{channels: 4, steps: 1}]
"""
RK = "name: rk\nkind: runge-kutta\n"

IDLE = {
    "implicit: {mode: fused, sweeps: 2}": "6:1: implicit has no effect here: rk4 is explicit",
    "implicit: {mode: fused}": "6:1: implicit has no effect here: rk4 is explicit",
    "implicit: {mode: solve, tolerance: 1e-3}": "6:1: implicit has no effect here: rk4 is explicit",
    "starter: euler": "6:1: starter has no effect here: rk4 is a one-step scheme",
    "history: transport": "6:1: history has no effect here: rk4 keeps no past",
}


def idle(document: NetworkDocument) -> str:
    """What is said of a network's keys that change nothing; nothing where there are none."""
    try:
        effective(document)
    except InputError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", NETWORKS)
def test_no_network_of_the_catalogue_has_an_idle_key(name: str) -> None:
    assert idle(load_network(name)) == ""


@pytest.mark.parametrize("key", IDLE)
@pytest.mark.parametrize("command", ["check", "show", "compile", "summary"])
def test_a_key_that_changes_nothing_is_refused(
    command: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(f"{NET}{key}\n", encoding="utf-8")
    assert main([command, str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"error: {path}:{IDLE[key]}: ")
    assert captured.err.endswith(f"as by --set {key.partition(':')[0]}=null\n")


@pytest.mark.parametrize(
    ("network", "override", "removed"),
    [
        ("gauss2_fused", "scheme=rk4", ["implicit=null"]),
        ("lm_resnet20", "scheme=rk4", ["starter=null", "history=null"]),
        ("lm_resnet20", "scheme=leapfrog", []),
        ("hamiltonian", "field.kind=bottleneck", ["field=null"]),
    ],
)
def test_an_override_that_makes_keys_idle_tells_what_to_remove(
    network: str, override: str, removed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["compile", network, "--set", override]
    assert main(call) == (2 if removed else 0)
    errors = capsys.readouterr().err
    remedy = [part for each in removed for part in ("--set", each)]
    assert errors.endswith(f"as by {' '.join(remedy)}\n" if removed else "")
    assert main([*call, *remedy]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("override", ["norm.eps=0.1", "norm.momentum=0.2", "norm={eps: 0.1, momentum: 0.2}"])
def test_a_norm_that_no_part_takes_is_refused(override: str) -> None:
    effective(load_network("resnet20", [override]))
    custom = '{custom: "mine:Part"}'
    parts = [f"{key}={custom}" for key in ("stem", "field", "transition", "head")]
    with pytest.raises(
        InputError, match=r"norm\.(eps|momentum) has no effect here: no part normalises by it"
    ):
        effective(load_network("resnet20", [override, *parts]))


@pytest.mark.parametrize(
    "kept",
    [
        "coupling=concat",
        "step_size=1",
        "norm.eps=1e-5",
        "field={kind: basic}",
        "stem.channels=4",
        "head={kind: linear}",
        "weights=node",
        "weights=stage",
        "history=restart",
        "step_size=1/2",
    ],
)
def test_a_key_that_is_read_is_no_idle_one(kept: str) -> None:
    assert idle(load_network("resnet20", [kept, "periods=[{channels: 4, steps: 1}]"])) == ""


def test_few_periods_and_steps_make_no_key_idle() -> None:
    short = "periods=[{channels: 16, steps: 1}]"
    for name in ("lm_resnet20", "rkcnn_e", "gauss2_fused"):
        assert idle(load_network(name, [short])) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{RK}A: [[]]\nb: [1]\ndecimals: rounded\n", "5:1: decimals has no effect on these coefficients"),
        (f"{RK}A: [[], [1/2]]\nb: [0, 1]\ndecimals: rounded\n", "5:1: decimals has no effect on these"),
        (f"{RK}A: [[]]\nb: [1]\naccuracy: 1e-9\n", "5:1: accuracy has no effect on these coefficients"),
        (f"{RK}A: [[]]\nb: [1]\nstarter: euler\n", "5:1: a one-step scheme has no use for a starter"),
    ],
)
def test_a_scheme_s_key_that_changes_nothing_is_refused(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"error: {path}:{message}")


def test_nesterov_needs_momentum(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "resnet20", "--with", "optimizer.momentum=0"]) == 2
    assert "nesterov has no effect without momentum" in capsys.readouterr().err
