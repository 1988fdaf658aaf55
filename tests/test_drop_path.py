"""Drop-path drops paths where they are joined, in training and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import SMALL, images
from test_emitters_agree import assert_emitters_agree

import tableau2net
from tableau2net.components.mechanisms.drop_path import DropPath
from tableau2net.errors import InputError

FRACTAL: dict[str, Any] = {**SMALL, "scheme": "fractal3"}


def test_the_paths_that_are_left_are_averaged() -> None:
    """Every subset but the empty one occurs, each as the mean of its paths."""
    join = DropPath(0.5).double().train()
    paths = [torch.full((2, 1, 1, 1), value, dtype=torch.float64) for value in (1.0, 10.0, 100.0)]
    torch.manual_seed(0)
    seen = {round(float(join(*paths)[0]), 6) for _ in range(400)}
    assert seen == {1.0, 10.0, 100.0, 5.5, 50.5, 55.0, 37.0}


def test_a_path_is_left_however_high_the_rate() -> None:
    join = DropPath(0.999).train()
    torch.manual_seed(0)
    assert all(float(join(torch.ones(1, 1, 1, 1), torch.ones(1, 1, 1, 1))) == 1 for _ in range(50))


def test_nothing_is_dropped_at_evaluation() -> None:
    plain = tableau2net.compile("fractalnet", **{**FRACTAL, "drop_path": None}).double().eval()
    dropping = tableau2net.compile("fractalnet", **{**FRACTAL, "drop_path": {"rate": 0.5}}).double().eval()
    dropping.load_state_dict(plain.state_dict())
    x = images((2, 8))
    assert torch.allclose(plain(x), dropping(x), atol=1e-12)


def test_equal_paths_are_joined_once() -> None:
    """Both fields that follow the inner join see one draw."""
    source = tableau2net.emit("fractalnet")
    assert source.count("self.join(k2, k3)") == 1
    assert "self.join = DropPath(0.15)" in source


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_the_emitters_agree_under_one_seed(columns: int, tmp_path: Path) -> None:
    scheme = {"kind": "family", "family": "fractal", "columns": columns}
    assert_emitters_agree(tmp_path, "fractalnet", {**SMALL, "scheme": scheme, "drop_path": {"rate": 0.3}})


def test_a_scheme_that_joins_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="drop-path drops the slopes that a mean joins"):
        tableau2net.emit("resnet20", drop_path={"rate": 0.1})
