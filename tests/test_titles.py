"""What a network says of itself is of itself: title, reference and class name are not those of another document."""

from __future__ import annotations

import pytest

import tableau2net
from tableau2net.graph.names import class_name
from tableau2net.lower import lower
from tableau2net.pipeline import settings
from tableau2net.read import catalogue, load_network
from tableau2net.report.summary import summary

NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_of_the_catalogue_says_what_it_is_and_a_changed_one_that_it_is_changed(name: str) -> None:
    document = load_network(name)
    assert (document.heading, document.origin) == (document.title, document.reference)
    wider = f"periods.0.channels={2 * document.widths[0][0]}"
    changed = load_network(name, [wider])
    assert changed.heading == f"{document.title}, changed: {wider}"
    assert changed.origin == f"Before it was changed: {document.reference}"
    graph = lower(changed)
    assert graph.title == changed.heading
    assert class_name(name) not in (graph.name, class_name(changed.identifier))
    assert changed.rules[0].scheme.name in changed.identifier


@pytest.mark.parametrize("name", NETWORKS)
def test_an_override_that_changes_nothing_is_no_change(name: str) -> None:
    document = load_network(name)
    same = load_network(
        name, [f"classes={document.classes}", f"periods.0.channels={document.periods[0].channels}"]
    )
    assert same.heading == document.heading
    assert same.identifier == document.name


def test_the_emitted_text_tells_what_is_changed() -> None:
    text = tableau2net.emit("resnet20", scheme="dopri5")
    body = text.partition('"""')[2]
    assert body.startswith(
        "Pre-activation ResNet-20 for CIFAR, changed: scheme=dopri5.\n\nBefore it was changed: K. He"
    )
    assert "class Dopri5Network(nn.Module):" in text
    assert "Resnet20" not in text
    assert summary(load_network("resnet20", ["scheme=dopri5"])).title.endswith("changed: scheme=dopri5")


def test_the_words_of_the_overrides_stand() -> None:
    own = {"name": "mine", "title": "My own", "scheme": "rk4"}
    text = tableau2net.emit("resnet20", **own)
    assert '"""My own.\n' in text
    assert "class Mine(nn.Module):" in text
    assert "changed" not in text.partition('"""')[2].partition('"""')[0].replace("Before it was changed", "")


@pytest.mark.parametrize(
    ("overrides", "message", "identifier"),
    [
        ({"classes": 100}, "changed: classes=100", "resnet20"),
        ({"input.size": 64, "norm.eps": 0.001}, "changed: input.size=64, norm.eps=0.001", "resnet20"),
        ({"field": {"kind": "conv"}}, "changed: field", "euler_network"),
        ({"scheme": "rk4", "weights": "step"}, "changed: scheme=rk4, weights=step", "rk4_network"),
        (
            {"periods": [{"channels": 4, "steps": 1, "scheme": "rk4"}, {"channels": 4, "steps": 1}]},
            "changed: periods",
            "rk4_euler_network",
        ),
        ({"notes": "Other words."}, "", "resnet20"),
    ],
)
def test_what_is_told_of_changes(
    overrides: dict[str, tableau2net.pipeline.Override], message: str, identifier: str
) -> None:
    changed = load_network("resnet20", settings(overrides))
    assert changed.changes.summary == message
    assert changed.identifier == identifier
