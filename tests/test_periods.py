"""Periods with schemes of their own, and periods of several parts: what they say is what is built, proved and told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import images
from test_emitters_agree import assert_emitters_agree

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import ClaimError, InputError
from tableau2net.pipeline import certificates, effective, settings
from tableau2net.read import NetworkDocument, load_network

HEAD = "name: net\ninput: {channels: 2, size: 8}\nclasses: 3\n"
UNITS = [
    {"steps": 2, "scheme": "way2"},
    {"repeat": 2, "parts": [{"steps": 1}, {"steps": 1, "scheme": "way2"}]},
]
MIXED: dict[str, Any] = {
    "scheme": "polynet2",
    "periods": [{"channels": 4, "parts": UNITS}, {"channels": 8, "steps": 2}],
}
OWN: dict[str, Any] = {
    "rk": {"periods": [{"channels": 4, "steps": 2, "scheme": "rk4"}, {"channels": 8, "steps": 1}]},
    "parts": MIXED,
    "multistep": {
        "periods": [
            {
                "channels": 4,
                "parts": [{"steps": 2}, {"steps": 4, "scheme": "ab2"}, {"steps": 3, "scheme": "ab3"}],
            }
        ]
    },
    "split": {"periods": [{"channels": 4, "parts": [{"steps": 2, "scheme": "revnet"}, {"steps": 1}]}]},
    "sweeps": {
        "scheme": "gauss2",
        "implicit": {"mode": "fused", "sweeps": 2},
        "periods": [
            {"channels": 4, "steps": 2, "implicit": {"mode": "fused", "sweeps": 1}},
            {"channels": 4, "steps": 1},
        ],
    },
    "weights": {
        "scheme": "rk4",
        "periods": [
            {
                "channels": 4,
                "parts": [{"steps": 2, "weights": "period"}, {"steps": 2, "weights": "node"}, {"steps": 1}],
            },
            {
                "channels": 4,
                "weights": "period",
                "repeat": 2,
                "parts": [{"steps": 1}, {"steps": 2, "scheme": "euler"}],
            },
        ],
    },
    "field": {
        "periods": [{"channels": 4, "steps": 2, "field": {"kind": "conv"}}, {"channels": 8, "steps": 2}]
    },
    "fields": {
        "scheme": "verlet",
        "periods": [
            {"channels": 4, "steps": 2, "fields": {"g": {"kind": "conv"}}},
            {"channels": 8, "steps": 2},
        ],
    },
    "step size": {
        "periods": [{"channels": 4, "steps": 2, "step_size": "learned"}, {"channels": 8, "steps": 2}]
    },
    "coupling": {
        "periods": [
            {"channels": 4, "steps": 1, "coupling": "concat", "scheme": "rk4"},
            {"channels": 8, "steps": 1},
        ]
    },
}
SMALL: dict[str, Any] = {"input.channels": 2, "input.size": 8, "classes": 3}


def around(way: str) -> dict[str, Any]:
    return {**SMALL, **OWN[way]}


def document(**overrides: Any) -> NetworkDocument:
    return load_network("resnet20", settings({**SMALL, **overrides}))


@pytest.mark.parametrize("way", OWN)
def test_the_emitters_agree(way: str, tmp_path: Path) -> None:
    assert_emitters_agree(tmp_path, "resnet20", around(way))


def test_parts_are_unrolled_in_order_and_equal_neighbours_are_one_stretch() -> None:
    first, second = document(**MIXED).stretches
    stretches = [(stretch.rule.scheme.name, stretch.steps) for stretch in first]
    assert stretches == [("way2", 2), *[("polynet2", 1), ("way2", 1)] * 2]
    assert [(stretch.rule.scheme.name, stretch.steps) for stretch in second] == [("polynet2", 2)]
    alike = document(periods=[{"channels": 4, "parts": [{"steps": 2}, {"steps": 3}]}])
    assert [stretch.steps for stretch in alike.stretches[0]] == [5]


def test_a_part_computes_what_the_scheme_alone_does() -> None:
    """Steps of way-2, then of poly-2: the two networks of one period each, one after the other."""
    parts = [{"steps": 2, "scheme": "way2"}, {"steps": 1, "scheme": "polynet2", "weights": "step"}]
    model = tableau2net.compile(
        "resnet20", **{**SMALL, "scheme": None, "periods": [{"channels": 4, "parts": parts}]}
    ).double()
    x = images((2, 8))
    u = model.get_submodule("stem")(x)
    for name in ("period1part1.0", "period1part1.1"):
        step = model.get_submodule(name)
        u = u + step.get_submodule("f1")(u) + step.get_submodule("f2")(u)
    f = model.get_submodule("period1part2.f")
    k = f(u)
    u = u + k + f(k)
    torch.testing.assert_close(model.get_submodule("head")(u), model(x))


@pytest.mark.parametrize("updates", [(1, 1, 1), (2, 1, 3)])
def test_stages_and_sweeps_by_period_are_those_networks_one_by_one(updates: tuple[int, ...]) -> None:
    """RKCNN's names 3_2_4 and its code's update1, update2, update3: fields as of each period's own number of stages."""
    stages = (3, 2, 4)
    periods = [
        {
            "channels": 8,
            "steps": 1,
            "scheme": {"name": f"implicit-{s}", "kind": "family", "family": "implicit", "stages": s},
            "implicit": {"mode": "fused", "sweeps": sweeps, "order": "jacobi"},
        }
        for s, sweeps in zip(stages, updates, strict=True)
    ]
    overrides = {**SMALL, "scheme": None, "implicit": None, "periods": periods}
    model = tableau2net.compile("rkcnn_r", **overrides)
    for number, (s, sweeps) in enumerate(zip(stages, updates, strict=True), 1):
        alone = tableau2net.compile(
            "rkcnn_r",
            **{
                **SMALL,
                "scheme": periods[number - 1]["scheme"],
                "implicit.sweeps": sweeps,
                "periods": [{"channels": 8, "steps": 1}],
            },
        )
        step, other = model.get_submodule(f"period{number}"), alone.get_submodule("period1")
        assert [name for name, _ in step.named_children()] == [f"{f}{i + 1}" for f in "fg" for i in range(s)]
        other.load_state_dict(step.state_dict())
        u = images((8, 8)).float()
        assert torch.equal(step(u), other(u))


def test_every_scheme_is_proved_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = "{channels: 4, parts: [{steps: 3, scheme: ab2}, {steps: 1, scheme: kutta3}]}"
    periods = f"[{{channels: 4, steps: 2, scheme: rk4}}, {second}]"
    path = tmp_path / "net.yaml"
    path.write_text(f"{HEAD}periods: {periods}\n", encoding="utf-8")
    found = [each.name for each in certificates(load_network(str(path)))]
    assert found == ["rk4", "ab2", "heun2", "kutta3"]  # heun2 starts ab2
    assert main(["check", str(path)]) == 0
    assert re.findall(r"^(\w+): order", capsys.readouterr().out, re.MULTILINE) == found
    assert main(["check", "--json", str(path)]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert [report["name"], *(each["name"] for each in report["others"])] == ["rk4", "ab2", "kutta3"]
    assert main(["show", str(path)]) == 0
    shown = capsys.readouterr().out
    assert all(f"scheme {n}" in shown for n in (1, 2, 3))
    assert "(2 by 1)×4  (3 by 2, 1 by 3)×4" in shown
    source = tableau2net.emit(str(path))
    header = source.partition("# input sha256")[0]
    assert [line for line in ("rk4: order 4", "ab2: order 2", "kutta3: order 3") if line not in header] == []
    assert source.count("Scheme: ") == 3


def test_a_refuted_claim_of_any_part_is_refused() -> None:
    wrong = {"name": "wrong", "kind": "runge-kutta", "order": 3, "A": [[], [1]], "b": ["1/2", "1/2"]}
    parts = [{"steps": 1}, {"steps": 1, "scheme": wrong}]
    with pytest.raises(ClaimError, match=r"wrong: .*order 3"):
        tableau2net.emit("resnet20", **{**SMALL, "periods": [{"channels": 4, "parts": parts}]})


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("periods: [{channels: 4}]", r"4:\d+: the key 'steps' is missing"),
        ("periods: [{channels: 4, steps: 1, parts: [{steps: 1}]}]", r"steps stand in the parts"),
        ("periods: [{channels: 4, steps: 1, repeat: 2}]", r"steps are repeated by their number"),
        ("periods: [{channels: 4, parts: []}]", r"a period needs parts: found none"),
        ("periods: [{channels: 4, parts: 3}]", r"parts has the wrong form: found '3'; expected a list"),
        ("periods: [{channels: 4, parts: [3]}]", r"parts has the wrong form: found '3'; expected a mapping"),
        (
            "periods: [{channels: 4, parts: [{steps: 1, channels: 8}]}]",
            r"this key is not known: found 'channels'",
        ),
        (
            "periods: [{channels: 4, repeat: 99999, parts: [{steps: 2}]}]",
            r"there are too many steps: found 199998",
        ),
        (
            "periods: [{channels: 4, repeat: 2000, parts: [{steps: 2}]}]",
            r"there are too many parts: found 2000",
        ),
        (
            "periods: [{channels: 4, steps: 1, scheme: ab2, starter: gauss2}]",
            r"this scheme cannot start",
        ),
        ("periods: [{channels: 5, steps: 1, scheme: revnet}]", r"4:22: the channels cannot be split"),
        (
            "periods: [{channels: 4, steps: 1, scheme: nosuch}]",
            r"4:43: nothing in the catalogue has this name",
        ),
        ("periods: [{channels: 4, steps: 1, fields: {q: {kind: basic}}}]", r"no such field.*'q'"),
        ("scheme: null\nperiods: [{channels: 4, steps: 1}]", r"the key 'scheme' is missing"),
    ],
)
def test_bad_periods_are_told_in_one_line(keys: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    scheme = "" if "scheme: null" in keys else "scheme: rk4\n"
    text = keys.removeprefix("scheme: null\n")
    path.write_text(
        f"name: net\ninput: {{channels: 2, size: 8}}\nclasses: 3\n{text}\n{scheme}", encoding="utf-8"
    )
    with pytest.raises(InputError, match=message):
        tableau2net.emit(str(path))


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ({"implicit": {"mode": "fused"}}, r"periods\.0\.implicit has no effect here: euler is explicit"),
        ({"starter": "euler"}, r"periods\.0\.starter has no effect here: euler is a one-step scheme"),
        ({"scheme": "revnet", "field": {"kind": "conv"}}, ""),
        ({"scheme": "rk4", "step_size": "1/2"}, ""),
        ({"weights": "step"}, ""),
    ],
)
def test_keys_of_a_period_that_change_nothing_are_refused(period: dict[str, Any], message: str) -> None:
    found = document(periods=[{"channels": 4, "steps": 2, **period}, {"channels": 4, "steps": 2}])
    if not message:
        effective(found)
        return
    with pytest.raises(InputError, match=message):
        effective(found)


def test_what_no_step_is_taken_by_is_refused() -> None:
    periods = [{"channels": 4, "steps": 2, "scheme": "rk4"}, {"channels": 4, "steps": 2, "scheme": "heun2"}]
    with pytest.raises(
        InputError, match=r"scheme has no effect here: everything that it applies to sets it again"
    ):
        effective(document(periods=periods))
    effective(document(periods=periods, scheme=None))


def test_overrides_reach_into_the_scheme_of_a_part() -> None:
    periods = [{"channels": 4, "parts": [{"steps": 2, "scheme": "lm2"}]}]
    found = document(**{"periods": periods, "periods.0.parts.0.scheme.parameters.k.value": "1/2"})
    assert [parameter.value is not None for parameter in found.rules[0].scheme.declared] == [True]
