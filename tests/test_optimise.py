"""Each pass does what its examples show, and none changes what a graph computes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import graph_text
import pytest
import torch
from emitted import images, network_around
from graph_values import Value, field, values
from hypothesis import given
from hypothesis import settings as law
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tiers import tries

from tableau2net.emit.module import module
from tableau2net.graph import Graph, Repeat, Steps, printed, subgraphs
from tableau2net.graph.checks import check_subgraphs
from tableau2net.lower import lower
from tableau2net.optimise import every_pass, optimise
from tableau2net.pipeline import settings
from tableau2net.read import load_network

SCHEMES = ["euler", "rk4", "dopri5", "lm2", "ab3", "am2", "bdf2", "gauss2", "revnet", "polynet2"]
EXAMPLES = Path(__file__).parent / "graphs" / "passes"
PASSES = {each.name: each for each in every_pass()}


def lowered(scheme: str, **overrides: object) -> Graph:
    return lower(load_network("resnet20", settings(network_around(scheme, **overrides))))


# --- examples --------------------------------------------------------------------------------------------------------


def examples(name: str) -> list[dict[str, str]]:
    """The examples of a pass; a pass has a file of them, by its name."""
    file = EXAMPLES / f"{name.replace('-', '_')}.yaml"
    found: list[dict[str, str]] = YAML(typ="safe").load(file) if file.exists() else []
    return found


def graphs(example: dict[str, str]) -> tuple[Graph, Graph]:
    """Before and after; `given` are the graphs that both are made of."""
    first = example.get("given", "")
    before = graph_text.graph(first + example["before"])
    return before, before if example["after"] == "unchanged" else graph_text.graph(first + example["after"])


@pytest.mark.parametrize("name", PASSES)
def test_a_pass_has_an_example_that_it_changes(name: str) -> None:
    assert any(example["after"] != "unchanged" for example in examples(name))


def test_every_example_is_of_a_pass() -> None:
    assert {file.stem.replace("_", "-") for file in EXAMPLES.iterdir()} == set(PASSES)


SHOWN = [(name, example["shows"], example) for name in PASSES for example in examples(name)]


@pytest.mark.parametrize(("name", "shows", "example"), SHOWN, ids=[f"{n}: {shows}" for n, shows, _ in SHOWN])
def test_an_example(name: str, shows: str, example: dict[str, str]) -> None:
    before, after = graphs(example)
    for graph in (before, after):
        check_subgraphs(graph)
        assert values(graph, *filled(graph)) == values(before, *filled(before))
    found = PASSES[name].run(before)
    assert printed(found) == printed(after)
    assert found == after
    if example["after"] == "unchanged":
        assert found == before


def test_examples_are_written_as_graphs_are_printed() -> None:
    written = [
        "\n".join(filter(None, (example.get("given"), example[which])))
        for _, _, example in SHOWN
        for which in ("before", "after")
        if example[which] != "unchanged"
    ]
    for text in written:
        assert printed(graph_text.graph(text)) == text


# --- laws ------------------------------------------------------------------------------------------------------------


COEFFICIENTS = (
    *("", "0 ", "1/2 ", "-1/3 ", "(-1) ", "k ", "(1 - k) ", "k*h "),
    *("(sqrt(2)*sqrt(3)) ", "(-sqrt(6)) ", "(sqrt(6) + 1) ", "(sqrt(2)/2) "),
)


def filled(graph: Graph) -> tuple[tuple[Value, ...], dict[str, Any]]:
    """Inputs, and a field for each slot and for each system of stages, by which to compare graphs."""
    names = (*(slot.name for slot in graph.slots), *graph.modules)
    return tuple((3 + 7 * n,) for n in range(len(graph.inputs))), {name: field(name) for name in names}


@st.composite
def steps_as_text(draw: st.DrawFn) -> str:
    """A step of two values: sums, concatenations, second names and calls of what is known so far."""
    lines: list[str] = []
    wide: list[str] = []
    known = ["u", "v"]
    for n in range(draw(st.integers(1, 9))):
        node = f"{draw(st.sampled_from('abk'))}.{n}"
        one = st.sampled_from(known)
        match draw(st.sampled_from(["sum", "sum", "sum", "pair", "call", "alias"])):
            case "sum":
                terms = draw(st.lists(st.tuples(st.sampled_from(COEFFICIENTS), one), min_size=1, max_size=4))
                lines.append(f"{node} = {' + '.join(c + value for c, value in terms)}")
            case "pair":
                lines.append(f"{node} = [{draw(one)}, {draw(one)}]")
                wide.append(node)
                continue
            case "call":
                pairs = [f"g1({value})" for value in wide]
                lines.append(f"{node} = {draw(st.sampled_from([f'f1({draw(one)})', *pairs]))}")
            case "alias":
                lines.append(f"{node} = alias({draw(one)})")
        known.append(node)
    first, second = draw(st.sampled_from(known)), draw(st.sampled_from(known))
    header = [f"Step(u, v) -> {first} as u, {second} as v", "slot f1", "slot g1, width 2"]
    return "\n  ".join([*header, "scalar k from 0 to 1", "scalar h from 1 to 1", *lines]) + "\n"


@st.composite
def networks_as_text(draw: st.DrawFn) -> str:
    """Steps one after the other, in lists, most of them such as make a loop."""
    step = draw(steps_as_text())
    modules: list[str] = []
    lines: list[str] = []
    known = ["x", "y"]
    even = st.sampled_from([True, True, True, False])
    for name in ("period1", "period2"):
        for n in range(draw(st.integers(1, 4))):
            own = n if draw(even) else draw(st.integers(0, 3))
            rate = n if draw(even) else draw(st.integers(0, 3))
            drop_rate = f"drop_rate=drop_rate(0.5, first={rate}, last=8)"
            uses = f"one[{own}], two[{0 if draw(even) else 1}]"
            modules.append(f"module {name}.{n} = steps(Step, {uses}, channels=4, {drop_rate})")
            read = known[-2:] if draw(even) else [draw(st.sampled_from(known)), draw(st.sampled_from(known))]
            node = f"values.{len(lines)}"
            lines += [f"{node} = {name}.{n}({', '.join(read)}) -> 2"]
            lines += [f"u.{len(lines)} = {node}[0]", f"v.{len(lines)} = {node}[1]"]
            known += [line.partition(" = ")[0] for line in lines[-2:]]
    outputs = [known[-1], known[-2], *([] if draw(even) else [draw(st.sampled_from(known))])]
    fields = ["fields one = 4 * fields.basic(4, 4)", "fields two = 2 * fields.basic(8, 4)"]
    network = "\n  ".join([f"Test(x, y) -> {', '.join(outputs)}", *fields, *modules, *lines])
    return f"{step}\n{network}\n"


@pytest.mark.parametrize("name", PASSES)
@given(text=st.one_of(steps_as_text(), networks_as_text()))
@law(max_examples=tries(60))
def test_a_pass_makes_a_sound_graph_of_the_same_values_and_then_rests(name: str, text: str) -> None:
    before = graph_text.graph(text)
    check_subgraphs(before)
    after = PASSES[name].run(before)
    check_subgraphs(after)
    assert values(after, *filled(before)) == values(before, *filled(before))
    assert PASSES[name].run(after) == after


@given(text=st.one_of(steps_as_text(), networks_as_text()))
@law(max_examples=tries(100))
def test_all_passes_keep_the_values_and_leave_nothing_unused(text: str) -> None:
    before = graph_text.graph(text)
    after = optimise(before)
    check_subgraphs(after, trimmed=True)
    assert values(after, *filled(before)) == values(before, *filled(before))


@given(text=st.one_of(steps_as_text(), networks_as_text()))
@law(max_examples=tries(100))
def test_a_printed_graph_is_read_again_as_it_was(text: str) -> None:
    graph = graph_text.graph(text)
    assert graph_text.graph(printed(graph)) == graph


# --- networks --------------------------------------------------------------------------------------------------------


def test_drop_unused_drops_the_stage_that_serves_the_error_estimate_alone() -> None:
    before = lowered("dopri5")
    step, after = (next(subgraphs(graph)) for graph in (before, optimise(before)))
    assert [slot.name for slot in step.slots] == [f"f{i}" for i in range(1, 8)]
    assert [slot.name for slot in after.slots] == [f"f{i}" for i in range(1, 7)]


def test_merge_steps_makes_a_loop_of_each_period() -> None:
    merged = optimise(lowered("rk4"))
    repeats = [operation for operation in merged.operations.values() if isinstance(operation, Repeat)]
    assert [repeat.module for repeat in repeats] == ["period1", "period2"]
    assert [steps.count for steps in merged.modules.values() if isinstance(steps, Steps)] == [3, 2]


@pytest.mark.parametrize("without", [step.name for step in every_pass()])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_pass_changes_the_numbers(scheme: str, without: str) -> None:
    """The network is the same without the pass, but for parameters that then serve nothing."""
    before = lowered(scheme)
    torch.manual_seed(0)
    full = module(optimise(before)).double().eval()
    chosen = [step for step in every_pass() if step.name != without]
    less = module(optimise(before, chosen)).double().eval()
    missing, _ = less.load_state_dict(full.state_dict(), strict=False)
    assert not missing or without in ("drop-unused", "drop-zeros")
    x = images((2, 8))
    torch.testing.assert_close(less(x), full(x), rtol=1e-12, atol=1e-12)
