"""Each pass does what its docstring says, and none changes what a network computes."""

from __future__ import annotations

import pytest
import torch
from emitted import images, network_around

from tableau2net.emit.module import module
from tableau2net.exact import ONE, ZERO, number, parse
from tableau2net.graph import (
    Call,
    Combine,
    Concat,
    Graph,
    Input,
    Operation,
    Repeat,
    Steps,
    graph_of,
    subgraphs,
)
from tableau2net.lower import lower
from tableau2net.optimise import every_pass, optimise
from tableau2net.optimise.passes import drop_unused, drop_zeros, fold_constants, merge_steps, share_equal
from tableau2net.pipeline import settings
from tableau2net.read import load_network

SCHEMES = ["euler", "rk4", "dopri5", "lm2", "ab3", "am2", "bdf2", "gauss2", "revnet", "polynet2"]


def graph(operations: dict[str, Operation], *outputs: str) -> Graph:
    inputs = tuple(node for node, operation in operations.items() if isinstance(operation, Input))
    return Graph("Test", "A test", graph_of(operations), inputs, outputs)


def lowered(scheme: str, **overrides: object) -> Graph:
    return lower(load_network("resnet20", settings(network_around(scheme, **overrides))))


def test_fold_constants_gathers_terms_and_recognises_zeros() -> None:
    zero = parse("sqrt(2)*sqrt(3) - sqrt(6)")
    operations = {
        "u": Input(()),
        "v": Input(()),
        "y": Combine(("u", "v", "u"), (number("1/3"), zero, number("1/6"))),
    }
    assert fold_constants.run(graph(operations, "y"))["y"] == Combine(("u", "v"), (number("1/2"), ZERO))


def test_drop_zeros_reads_through_what_is_one_value_unchanged() -> None:
    operations = {
        "u": Input(()),
        "v": Input(()),
        "y": Combine(("u", "v"), (ONE, ZERO)),
        "z": Concat(("y",)),
        "k": Call(("z",), "f"),
    }
    dropped = drop_zeros.run(graph(operations, "k", "y"))
    assert dropped["k"] == Call(("u",), "f")
    assert dropped.outputs == ("k", "u")
    assert set(dropped.operations) == {"u", "v", "k"}


def test_share_equal_computes_once_what_is_alike() -> None:
    total = Combine(("u", "v"), (ONE, ONE))
    operations = {"u": Input(()), "v": Input(()), "y": total, "k": Call(("y",), "f"), "z": total}
    shared = share_equal.run(graph(operations, "k", "z"))
    assert shared.outputs == ("k", "y")


def test_share_equal_never_merges_calls() -> None:
    operations = {"u": Input(()), "a": Call(("u",), "f"), "b": Call(("u",), "f")}
    assert set(share_equal.run(graph(operations, "a", "b")).operations) == {"u", "a", "b"}


def test_drop_unused_drops_the_stage_that_serves_the_error_estimate_alone() -> None:
    before = lowered("dopri5")
    step = next(subgraphs(before))
    after = drop_unused.run(drop_zeros.run(step))
    assert [slot.name for slot in step.slots] == [f"f{i}" for i in range(1, 8)]
    assert [slot.name for slot in after.slots] == [f"f{i}" for i in range(1, 7)]
    assert "k7" not in after.operations


def test_merge_steps_makes_a_loop_of_a_chain() -> None:
    merged = merge_steps.run(lowered("rk4"))
    repeats = [operation for operation in merged.operations.values() if isinstance(operation, Repeat)]
    assert [repeat.module for repeat in repeats] == ["period1", "period2"]
    steps = merged.modules["period1"]
    assert isinstance(steps, Steps)
    assert steps.count == 3


def test_merge_steps_leaves_a_step_whose_result_is_read_elsewhere() -> None:
    before = lowered("euler")
    first = next(node for node, op in before.operations.items() if getattr(op, "module", "") == "period1.0")
    watched = Graph(
        **{
            **{name: getattr(before, name) for name in before.__dataclass_fields__},
            "outputs": (*before.outputs, first),
        }
    )
    counts = [m.count for m in merge_steps.run(watched).modules.values() if isinstance(m, Steps)]
    assert counts == [1, 2, 2]


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
