"""docs/networks.md and its picture are what the scripts find now."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from cover import few_networks, tiered
from emitted import distinct

from tableau2net.read import catalogue, load_network
from tableau2net.report.summary import summary

FOLDER = Path(__file__).parent.parent / "docs" / "networks"
NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]


def script(name: str) -> ModuleType:
    specification = spec_from_file_location(f"networks_{name}", FOLDER / f"{name}.py")
    assert specification is not None
    assert specification.loader is not None
    module = module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["rkcnn_i", "lm_resnet20", "fractalnet", "resnext29", "feagin10_resnet", "hamiltonian"]
)
def test_a_row_of_the_table_is_found_again(name: str) -> None:
    assert script("table").row(name) in FOLDER.with_suffix(".md").read_text(encoding="utf-8").splitlines()


def test_every_network_has_its_row() -> None:
    page = FOLDER.with_suffix(".md").read_text(encoding="utf-8")
    assert [name for name in NETWORKS if f"[{name}.yaml](" not in page] == []


@pytest.mark.slow
def test_published_counts_are_ours_to_their_digits_or_the_difference_is_explained() -> None:
    table, differing = script("table"), set[str]()
    for name, (published, source) in table.PUBLISHED.items():
        ours = summary(load_network(name)).parameters
        if published.endswith(" M"):
            digits = len(published.removesuffix(" M").partition(".")[2])
            message = f"{ours / 1e6:.{digits}f} M"
        else:
            message = f"{ours:,}"
        if message != published:
            differing.add(name)
            assert "; " in source, name
    assert differing == {"lm_resnet32", "lm_resnet56", "lm_resnext29"}
    shortcuts = 16 * 32 + 2 * 16 + 32 * 64 + 2 * 32  # 1×1 convolutions, and batch norms before them
    for name in ("lm_resnet32", "lm_resnet56"):
        assert f"{summary(load_network(name)).parameters - shortcuts:,}" in table.PUBLISHED[name][1]


def test_what_the_page_sets_can_be_set() -> None:
    page = FOLDER.with_suffix(".md").read_text(encoding="utf-8")
    called = re.findall(r"(\w+) --set (\S+=[^\s`]+)", page)
    assert len(called) == len(re.findall(r"--set \S+=", page)) > 0  # each is said of a network by name
    for name, override in called:
        assert load_network(name, [override]) != load_network(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", tiered(distinct(NETWORKS), few_networks()))
def test_the_state_neither_explodes_nor_vanishes_at_initialisation(name: str) -> None:
    """As deep as ResNet-110; the state starts at about 1.4."""
    spread = script("spread")
    values = [value for _, value in spread.spreads(name, **spread.deep(name))]
    assert len(values) > 54
    assert min(values) > 0.25
    assert max(values) < 20


def test_the_picture_shows_every_network(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(sys, "path", [str(FOLDER), *sys.path])
    picture = (FOLDER / "initialisation.svg").read_text(encoding="utf-8")
    assert [name for name in script("initialisation").names() if f">{name}<" not in picture] == []
