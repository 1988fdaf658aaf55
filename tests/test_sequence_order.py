"""The order of a network's steps one after the other, against that of its formula: told, and measured."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import imported, network_around
from integrate import GENTLE, Clock, solve, step_of
from schemes import catalogued, matrix, tableau, vector

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import ClaimError
from tableau2net.exact import to_float
from tableau2net.lower.start import carried
from tableau2net.methods import External, Method, unrolled
from tableau2net.pipeline import certificates, settings
from tableau2net.read import catalogue, load_network
from tableau2net.verify import Certificate, Course, in_sequence, prove

GAUSS2 = catalogued("gauss2").method


def overrides(scheme: str, **others: Any) -> dict[str, Any]:
    """A network around a scheme, with steps enough for its own to be among them."""
    steps = catalogued(scheme).method.steps + 1
    return {**network_around(scheme), "periods": [{"channels": 12, "steps": steps}], **others}


def certificate(scheme: str, **others: Any) -> Certificate:
    return certificates(load_network("resnet20", settings(overrides(scheme, **others))))[0]


def measured(scheme: str, folder: Path, first: int, **others: Any) -> float:
    """log2 of the ratio of the emitted sequence's errors at t = 1, of `first` steps and of twice as many."""
    method, problem, errors = catalogued(scheme).method, GENTLE, []
    with (
        imported(tableau2net.emit("resnet20", **overrides(scheme, **others)), folder) as module,
        torch.no_grad(),
    ):
        for count in (first, 2 * first):
            clock = Clock(problem, 0.0, 1 / count)
            if any(value.kind == "free" for value in method.external):
                step = step_of(module, "Step", clock)
                values = tuple(to_float(share) * problem.exact(0.0) for share in carried(method))
                for _ in range(count):
                    values = step(*values)
                    clock.t += clock.h
                result = values[0]
            else:
                result = solve(module, catalogued(scheme), clock, 1.0)
            errors.append(float((result - problem.exact(1.0)).norm()))
    return math.log2(errors[0] / errors[1])


@pytest.mark.parametrize(
    ("scheme", "others", "order", "sequence"),
    [
        ("ab4", {"starter": "euler"}, 4, 2),
        ("ab4", {"starter": "heun2"}, 4, 3),
        ("ab4", {"starter": "kutta3"}, 4, 4),
        ("bdf3", {"starter": "euler", "implicit": {"mode": "solve", "tolerance": "1e-13"}}, 3, 2),
        ("leapfrog", {"starter": "euler"}, 2, 2),
        ("predictor_corrector3", {"starter": "euler"}, 3, 2),
        ("dimsim3", {}, 3, 1),
        ("pece_adams3", {}, 3, 1),
        ("gauss2", {"implicit": {"mode": "fused", "sweeps": 0}}, 4, 1),
        ("gauss2", {"implicit": {"mode": "fused", "sweeps": 1, "order": "jacobi"}}, 4, 2),
        ("gauss2", {"implicit": {"mode": "fused", "sweeps": 2}}, 4, 3),
        ("gauss2", {"implicit": {"mode": "fused", "sweeps": 4}}, 4, 4),
        ("bdf3", {"starter": "rk4", "implicit": {"mode": "fused", "sweeps": 1}}, 3, 2),
    ],
)
def test_the_order_of_the_sequence_is_told_and_measured(
    scheme: str, others: dict[str, Any], order: int, sequence: int, tmp_path: Path
) -> None:
    found = certificate(scheme, **others)
    assert found.sequence is not None
    assert (found.order, found.sequence.order) == (order, sequence)
    assert measured(scheme, tmp_path, 64, **others) == pytest.approx(sequence, abs=0.35)


@pytest.mark.parametrize("scheme", ["rk4", "gauss2", "revnet", "imex_euler"])
def test_a_step_that_takes_only_the_state_has_one_order(scheme: str) -> None:
    assert prove(catalogued(scheme).method).order
    assert certificate(scheme, implicit={"mode": "solve"}).sequence is None


@pytest.mark.parametrize("starter", ["polynet2", {"kind": "family", "family": "fractal", "columns": 2}])
def test_a_starter_without_an_order_leaves_the_sequence_without_one(starter: str | dict[str, Any]) -> None:
    """In words that name no order of it."""
    found = certificates(load_network("resnet20", settings(overrides("ab3", starter=starter))))
    scheme, start = found
    assert start.order is None
    assert scheme.sequence is not None
    assert scheme.sequence.order is None
    assert str(scheme.sequence) == (
        f"no order is proved of the sequence that {start.name} starts: nothing is proved of {start.name}"
    )
    assert all("None" not in each.describe() for each in found)


@pytest.mark.parametrize(("value", "order"), [("1/2", 2), ("1/3", 1)])
def test_a_starter_with_a_fixed_parameter_has_the_order_of_its_value(value: str, order: int) -> None:
    midpoint = {"name": "midpoint", "kind": "runge-kutta", "A": [[], ["k"]], "b": [0, 1]}
    starter = {**midpoint, "parameters": {"k": {"value": value}}}
    found, start = certificates(load_network("resnet20", settings(overrides("ab3", starter=starter))))
    assert start.order == order
    assert found.sequence is not None
    assert found.sequence.order == order + 1


CONCAT = "with coupling concat only the pattern of A and B is used, so no order is claimed of the network"


@pytest.mark.parametrize("scheme", ["rk4", "ab2", "gauss2", "dopri5", "lm2", "sdirk2_gamma", "explicit-5"])
def test_no_order_is_told_of_a_network_that_concatenates(scheme: str, tmp_path: Path) -> None:
    """Neither in the certificates, nor by `check`, `show` and the emitted file's header; none can be asked for."""
    network = load_network("resnet20", settings(overrides(scheme, coupling="concat")))
    found = certificates(network)
    assert len(found) == 1 + (network.starter is not None)
    for each in found:
        assert each.ok
        assert each.notes == (CONCAT,)
        lines = each.describe().splitlines()
        assert lines[0].startswith(("explicit, ", "implicit, "))
        assert lines[1:] == [f"note: {CONCAT}"]
    assert not certificates(network, at_least=1)[0]
    assert certificates(network, at_least=1)[0].doubts == (f"order 1 or more cannot be proved: {CONCAT}",)


def test_check_show_and_the_header_tell_no_order_where_slopes_are_concatenated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = next(each for each in catalogue(("networks",)) if each.name == "rk4_resnet").path.read_text(
        "utf-8"
    )
    path = tmp_path / "concatenated.yaml"
    path.write_text(text + "\ncoupling: concat\n", encoding="utf-8")
    texts = [tableau2net.emit(str(path)).partition('"""')[0].replace("\n#     ", " ")]
    for command in ("check", "show"):
        assert main([command, str(path)]) == 0
        texts.append(capsys.readouterr().out)
    for line in texts:
        assert CONCAT in line
        assert "proved" not in line
        assert not re.search("order [0-9]", line)
    assert main(["check", str(path), "--json"]) == 0
    (result,) = json.loads(capsys.readouterr().out)
    assert (result["order"], result["claimed"], result["notes"]) == (None, None, [CONCAT])
    assert main(["check", str(path), "--order", "1"]) == 3
    assert f"left open: order 1 or more cannot be proved: {CONCAT}" in capsys.readouterr().out


def test_what_a_scheme_claims_is_proved_though_only_its_pattern_is_used() -> None:
    wrong = settings({**overrides("heun2"), "coupling": "concat", "scheme.order": 3})
    (found,) = certificates(load_network("resnet20", wrong))
    assert found.failures[0].startswith("order 3 is claimed, but the order is 2: ")
    with pytest.raises(ClaimError, match="order 3 is claimed"):
        tableau2net.emit("resnet20", **overrides("heun2"), coupling="concat", **{"scheme.order": 3})


@pytest.mark.parametrize(
    ("scheme", "message"),
    [
        ("lm2", "order 0 as a sequence that euler, of order 1, starts; order 1 after the multiplication"),
        (
            "lm3",
            "no order is proved of the sequence that euler, of order 1, starts: it is not zero-stable",
        ),
        (
            "lm5",
            "no order is proved of the sequence that euler, of order 1, starts: its zero-stability is not decided",
        ),
        ("ab4", "order 2 as a sequence that euler, of order 1, starts"),
        ("dimsim2", "order 1 as a sequence that starts from the state alone"),
    ],
)
def test_the_sequence_is_told_in_a_line(scheme: str, message: str) -> None:
    starter = {} if scheme == "dimsim2" else {"starter": "euler"}
    assert message in certificate(scheme, **starter).describe().splitlines()


WEAK = """name: ab4-euler
kind: linear-multistep
alpha: [0, 0, 0, -1, 1]
beta: [-9/24, 37/24, -59/24, 55/24, 0]
starter: euler
"""


def test_a_scheme_with_a_weak_starter_is_told_the_order_of_its_sequence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scheme.yaml").write_text(WEAK, encoding="utf-8")
    assert main(["check", str(tmp_path / "scheme.yaml")]) == 0
    assert "order 2 as a sequence that euler, of order 1, starts" in capsys.readouterr().out
    assert main(["check", "--order", "3", str(tmp_path / "scheme.yaml")]) == 1
    assert tableau2net.verify(catalogued("ab4")).sequence is None  # its starter is good enough


def test_a_starter_that_cannot_be_read_is_told_where_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scheme.yaml").write_text(WEAK.replace("euler\n", "eular\n"), encoding="utf-8")
    assert main(["check", str(tmp_path / "scheme.yaml")]) == 2
    assert (
        "scheme.yaml:5:10: nothing in the catalogue has this name: found 'eular'" in capsys.readouterr().err
    )


def test_a_sequence_that_is_not_stable_has_no_order() -> None:
    unstable: dict[str, Any] = {"kind": "family", "family": "bdf", "steps": 7}
    found = certificates(load_network("resnet20", settings({**overrides("bdf3"), "scheme": unstable})))[0]
    assert found.order == 7
    assert found.sequence is not None
    assert found.sequence.order is None
    assert found.sequence.reason == "it is not zero-stable"


def copies(V: str) -> Method:
    """Heun's method on two copies of the state."""
    external = (External("state"), External("copy"))
    return Method(
        "copies", "", "general-linear", matrix("0 0;1 0"), matrix("1 0;0 1"), matrix("1/2 1/2;1/2 1/2"), matrix(V),
        external,
    )  # fmt: skip


@pytest.mark.parametrize(("V", "order"), [("1 0;0 1", 2), ("1/2 1/2;1/2 1/2", 2), ("3 -2;2 -1", None)])
def test_copies_start_exactly_so_stability_decides(V: str, order: int | None) -> None:
    found = in_sequence(prove(copies(V)), copies(V), Course()).sequence
    assert found is not None
    assert found.order == order


def test_what_is_left_out_of_a_value_that_nothing_uses_is_no_bound() -> None:
    """Heun's method beside a free value that is its last slope, and which no stage and no output reads."""
    external = (External("state"), External("free", 1))
    unused = Method(
        "unused", "", "general-linear", matrix("0 0;1 0"), matrix("1 0;1 0"), matrix("1/2 1/2;1 0"),
        matrix("1 0;0 0"), external, abscissae=vector("0 1"),
    )  # fmt: skip
    certificate = prove(unused)
    assert certificate.order == 2
    found = in_sequence(certificate, unused, Course(), at_least=2)
    assert found.sequence is not None
    assert (found.sequence.order, found.sequence.most) == (1, None)
    assert (found.verdict, found.left_open) == ("open", ("at_least",))
    bashforth = Method(
        "used", "", "general-linear", matrix("0"), matrix("1 0"), matrix("3/2;1"), matrix("1 -1/2;0 0"), external,
        abscissae=vector("0"),
    )  # fmt: skip
    assert prove(bashforth).order == 2
    assert in_sequence(prove(bashforth), bashforth, Course(), at_least=2).refuted == ("at_least",)


def test_an_order_that_is_asked_of_a_network_is_asked_of_its_sequence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "network.yaml"
    path.write_text(json.dumps({"name": "n", "input": {"channels": 1, "size": 8}, "classes": 2, "starter": "euler",
                                "scheme": {"kind": "family", "family": "adams-bashforth", "steps": 4},
                                "periods": [{"channels": 4, "steps": 5}]}))  # fmt: skip
    message = "order 2 as a sequence that euler, of order 1, starts"
    assert main(["check", str(path), "--order", "2"]) == 0
    assert message in capsys.readouterr().out
    assert main(["check", str(path), "--order", "3"]) == 1
    assert "refuted: order 3 or more is asked for, but the sequence" in capsys.readouterr().out
    assert main(["check", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["sequence"]["order"] == 2
    assert main(["show", str(path)]) == 0
    assert message in capsys.readouterr().out
    assert main(["compile", str(path)]) == 0
    header = capsys.readouterr().out.partition("# input")[0]
    assert message in header.replace("\n#     ", " ")


@pytest.mark.parametrize(
    "scheme", ["gauss2", "radau_iia3", "lobatto_iiic3", "alexander_sdirk3", "bdf3", "imex_euler"]
)
@pytest.mark.parametrize("jacobi", [False, True])
def test_each_sweep_gives_an_order_until_the_formula_has_no_more(scheme: str, jacobi: bool) -> None:
    """The law by which the iteration of as many sweeps as the order is not verified again."""
    method = catalogued(scheme).method
    p = prove(method).order
    assert p is not None
    for sweeps in range(p + 2):
        found = prove(unrolled(method, sweeps, jacobi=jacobi)).order
        assert found is not None
        assert found == p if sweeps >= p else found >= min(p, sweeps + 1)


def test_an_unrolled_method_is_explicit_and_evaluates_what_was_evaluated() -> None:
    once = unrolled(GAUSS2, 1, jacobi=True)
    assert (once.stages, once.explicit) == (4, True)
    assert once.A[0] == matrix("0 0 0 0")[0]
    assert once.A[1] == (GAUSS2.A[1][0], *matrix("0 0 0")[0])  # the predictor, which knows the first slope
    assert once.A[2:] == tuple((*row, *matrix("0 0")[0]) for row in GAUSS2.A)
    assert once.B[0] == (*matrix("0 0")[0], *GAUSS2.B[0])
    heun = tableau("0 0;1 0", "1/2 1/2")
    assert unrolled(heun, 3, jacobi=False).A == heun.A


@pytest.mark.parametrize("others", ["", "coupling: concat\n"], ids=["sum", "concat"])
@pytest.mark.parametrize("call", ["check", "show", "compile", "summary", "graph -o x.svg"])
def test_a_starter_that_is_refuted_is_told_wherever_its_network_is(
    call: str,
    others: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "n.yaml").write_text(
        "name: n\ninput: {channels: 1, size: 8}\nclasses: 3\nperiods: [{channels: 4, steps: 3}]\nscheme: ab2\n"
        f"starter: {{name: x, kind: runge-kutta, A: [[], [1/2]], b: [0, 1], order: 1}}\n{others}"
    )
    command, *arguments = call.split()
    assert main([command, "n.yaml", *arguments]) == 1
    captured = capsys.readouterr()
    assert "order 1 is claimed, but the order is 2" in captured.out + captured.err
    assert "Traceback" not in captured.err
