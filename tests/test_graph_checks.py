"""No stage makes a graph that is not sound: the checks find what is not, and find nothing in what is made."""

from __future__ import annotations

import ast
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import graph_text
import networkx
import pytest
from cover import few_networks, paired_schemes, tiered
from ruamel.yaml import YAML
from schemes import catalogued

from tableau2net.cli import main
from tableau2net.errors import CompilerFault
from tableau2net.exact import ONE, PATTERN, Expression, number, rounded
from tableau2net.graph import Combine, Graph, Input, Operation, checks, graph_of, printed
from tableau2net.graph.checks import check_graph, check_subgraphs
from tableau2net.lower import lower
from tableau2net.lower.coupling import COUPLINGS
from tableau2net.optimise import Inspection, Pass, every_pass, optimise
from tableau2net.read import NetworkDocument, catalogue, load_network, load_scheme
from tableau2net.read.networks.implicit import Fused, Solve

FAULTS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parent / "graphs" / "faults.yaml")
NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]
SCHEMES = [entry.name for entry in catalogue() if entry.kind != "network"]
WEIGHTS = ("evaluation", "stage", "node", "step", "period")
WAYS = (Fused(), Fused(sweeps=2, order="jacobi"), Solve())


def combined(*coefficients: Expression) -> Graph:
    """A sum of one value, with these coefficients."""
    operations: dict[str, Operation] = {"u": Input(()), "y": Combine(("u",), coefficients)}
    return Graph("Test", "", graph_of(operations), ("u",), ("y",))


def severed() -> Graph:
    """A sum whose flow lacks the edge that leads to it."""
    flow = networkx.DiGraph(combined(ONE).flow)
    flow.remove_edge("u", "y")
    return replace(combined(ONE), flow=networkx.freeze(flow))


UNWRITABLE = {
    "Test, y: number of coefficients: found 2; expected 1": combined(ONE, ONE),
    "Test, y: its coefficient: found *; expected an exact number": combined(PATTERN),
    "Test, y: its coefficient: found 0.5; expected an exact number": combined(rounded("0.5")),
    "Test, y: the edges that lead to it come from its arguments: found none; expected u": severed(),
}
CASES = [
    *((each["fault"], graph_text.graph(each["graph"]), each.get("trimmed", False)) for each in FAULTS),
    *((fault, graph, False) for fault, graph in UNWRITABLE.items()),
]


def found(graph: Graph, trimmed: bool) -> CompilerFault:
    with pytest.raises(CompilerFault) as caught:
        check_graph(graph, trimmed=trimmed)
    return caught.value


@pytest.mark.parametrize(("fault", "graph", "trimmed"), CASES, ids=[fault for fault, *_ in CASES])
def test_a_fault_is_told_with_graph_and_node(fault: str, graph: Graph, trimmed: bool) -> None:
    assert fault in str(found(graph, trimmed))


def test_every_check_has_a_graph_that_it_refuses() -> None:
    """Each call of `require` raises for one of the cases."""
    raised = set()
    for _, graph, trimmed in CASES:
        frames = traceback.extract_tb(found(graph, trimmed).__traceback__)
        caller = frames[-2]
        raised.add((Path(caller.filename).name, caller.lineno))
    written = set()
    for file in Path(checks.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "require":
                written.add((file.name, node.lineno))
    assert written
    assert raised == written


def test_a_slot_used_by_a_system_alone_is_used() -> None:
    text = next(each["graph"] for each in FAULTS if "number of slopes" in each["fault"])
    graph = graph_text.graph(text.replace("count=2", "count=1"))
    assert [slot.name for slot in graph.slots] == ["f1"]
    check_subgraphs(graph, trimmed=True)


# --- what the stages make --------------------------------------------------------------------------------------------


def inspect(document: NetworkDocument) -> None:
    """The network's graph is sound after lowering and after each pass, and its text says all that there is to it."""
    inspection = Inspection(lambda text: None)
    lowered = lower(document)
    inspection.lowered(lowered)
    optimised = optimise(lowered, watch=inspection.passed)
    check_subgraphs(optimised, trimmed=True)
    for graph in (lowered, optimised):
        assert graph_text.graph(printed(graph)) == graph


@pytest.mark.parametrize("name", tiered(NETWORKS, few_networks(), "slow"))
def test_every_network_is_sound_after_every_stage(name: str) -> None:
    inspect(load_network(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", tiered(SCHEMES, paired_schemes()))
def test_every_scheme_is_sound_after_every_stage(name: str) -> None:
    """Coupled in each way; how weights are shared, stages solved and steps sized is drawn by the scheme's name."""
    scheme = catalogued(name)
    draw = crc32(name.encode())
    starter = {
        "starter": load_scheme(scheme.starter) if scheme.starter else None,
        "history": ("restart", "transport")[draw % 2],
        "step_size": ("absorbed", "learned", number("1/10"))[draw // 30 % 3],
    }
    for coupling in COUPLINGS:
        if coupling == "sum" and scheme.method.has_pattern:
            continue
        shared = WEIGHTS[draw % 5] if coupling == "sum" else WEIGHTS[draw % 2]
        way = WAYS[draw % 3] if coupling == "sum" else WAYS[draw % 2]
        changes = {"scheme": scheme, "coupling": coupling, "weights": shared, "implicit": way}
        inspect(SMALL.model_copy(update={**changes, **starter}))


PERIODS = "periods=[{channels: 12, steps: 4}, {channels: 24, steps: 2}]"
SMALL = load_network("resnet20", [PERIODS])


# --- whose fault it is -----------------------------------------------------------------------------------------------


def lose_a_slot(graph: Graph) -> Graph:
    return replace(graph, slots=graph.slots[:-1])


def read_too_early(graph: Graph) -> Graph:
    return replace(graph, flow=graph_of(dict(list(graph.operations.items())[::-1])))


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        (lose_a_slot, "after the pass of-mine: Rk4Step, k4: it calls what is not declared: found f4"),
        (
            read_too_early,
            "after the pass of-mine: Rk4Step, u.1: a value is read before it is computed: found u",
        ),
    ],
)
def test_a_pass_at_fault_is_named(faulty: Any, message: str) -> None:
    document = load_network("rk4_resnet")
    watch = Inspection(lambda text: None).passed
    with pytest.raises(CompilerFault) as caught:
        optimise(lower(document), [Pass("of-mine", faulty)], watch)
    assert message in str(caught.value)


@pytest.mark.parametrize("options", [[], ["--debug"]])
def test_the_command_tells_a_fault_of_the_compiler_as_such(
    options: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tableau2net.optimise.passes import share_equal

    monkeypatch.setattr(share_equal, "run", lose_a_slot)
    every_pass.cache_clear()
    try:
        assert main(["compile", "rk4_resnet", *options]) == 4
    finally:
        every_pass.cache_clear()
    printed = capsys.readouterr()
    assert printed.out == ""
    stage = "the pass share-equal" if options else "the last pass"
    faults_of = (
        f"error: fault of the compiler, not of its input: after {stage}: Rk4Step, k4: it calls what is not"
    )
    assert printed.err.splitlines()[-1].startswith(faults_of)


def test_debug_shows_what_each_pass_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile", "rk4_resnet"]) == 0
    plain = capsys.readouterr()
    assert plain.err == ""
    assert main(["compile", "rk4_resnet", "--debug"]) == 0
    debugged = capsys.readouterr()
    assert debugged.out == plain.out
    shown = debugged.err
    assert "\n  y3 = u + 0 k1 + 1/2 k2\n" in shown.partition("--- drop-zeros: Rk4Step")[0]
    changed = shown.partition("--- drop-zeros: Rk4Step")[2].partition("---")[0]
    assert "\n-  y3 = u + 0 k1 + 1/2 k2\n" in changed
    assert "\n+  y3 = u + 1/2 k2\n" in changed
    assert "--- fold-constants" not in shown


def test_debug_shows_graphs_that_can_be_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile", "rk4_resnet", "--debug"]) == 0
    first = capsys.readouterr().err.partition("--- lowering\n\n")[2].partition("\n---")[0]
    assert graph_text.graph(first) == lower(load_network("rk4_resnet"))
