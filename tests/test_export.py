"""Exported networks compute what the network does, whatever it is made of and however many images there are."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from cover import tiered
from emitted import smaller
from torch import Tensor, nn

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import CompilerFault, InputError
from tableau2net.export import export, suffixes
from tableau2net.export import exported as module
from tableau2net.export.formats import KIND
from tableau2net.plugins import Kind
from tableau2net.read import catalogue, load_network

pytestmark = pytest.mark.slow
FEW = ("lm_resnet20", "fractalnet_cifar", "resnet20_segmentation")  # a loop, drop-path, logits of every pixel
NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]


@pytest.mark.parametrize("suffix", suffixes())
@pytest.mark.parametrize("name", tiered(NETWORKS, FEW))
def test_a_network_of_the_catalogue_is_exported(name: str, suffix: str) -> None:
    network = tableau2net.compile(name, **smaller(name)).eval()
    size = load_network(name).input
    exported = export(network, (size.channels, size.size, size.size), suffix)
    images = torch.randn(4, size.channels, size.size, size.size)
    found = KIND.load(suffix[1:]).outputs(exported.content, images)
    with torch.no_grad():
        expected = network(images)
        found = found.detach()
    assert found.shape == expected.shape
    assert exported.logits == expected.shape[1:]
    assert float((found - expected).abs().max()) <= 1e-4 * float(expected.abs().max())


def small() -> nn.Module:
    return tableau2net.compile("resnet20", periods=[{"channels": 4, "steps": 1}])


def test_a_file_that_computes_something_else_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong:
        @staticmethod
        def written(network: nn.Module, images: Tensor) -> bytes:
            return b"anything"

        @staticmethod
        def outputs(content: bytes, images: Tensor) -> Tensor:
            return torch.zeros(len(images), 10)

    monkeypatch.setattr(Kind, "load", lambda kind, name: Wrong)
    with pytest.raises(CompilerFault, match="computes something else"):
        export(small(), (3, 32, 32), ".onnx")


def test_an_iteration_to_a_tolerance_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "network.onnx"
    changes = ["--set", "scheme=gauss2", "--set", "implicit.mode=solve"]
    assert main(["export", "resnet20", *changes, "-o", str(file)]) == 2
    assert "found stage equations that are solved to a tolerance" in capsys.readouterr().err
    assert not file.exists()


def test_branches_on_values_are_refused_without_what_the_exporter_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Branches(nn.Module):
        def forward(self, images: Tensor) -> Tensor:
            return images if images.sum() > 0 else -images

    with pytest.raises(InputError, match="depends on values"):
        export(Branches(), (1, 2, 2), ".pt2")
    assert capsys.readouterr() == ("", "")


def test_trained_weights_are_in_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    network = small()
    weights, file = tmp_path / "weights.pt", tmp_path / "network.pt2"
    torch.save(network.state_dict(), weights)
    call = ["export", "resnet20", "--set", "periods=[{channels: 4, steps: 1}]", "-o", str(file)]
    assert main([*call, "--weights", str(weights)]) == 0
    shown = capsys.readouterr()
    assert "images N×3×32×32 → logits N×10; run back: relative difference" in shown.out
    assert shown.err == ""
    images = torch.randn(2, 3, 32, 32)
    found = KIND.load("pt2").outputs(file.read_bytes(), images)
    assert torch.allclose(found, network.eval()(images), rtol=1e-4)
    assert main(call) == 0
    assert "initial weights" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["resnet20", "-o", "network.txt"], "network.txt: there is no such export format: found '.txt'"),
        (["resnet20", "-o", "network"], "network: there is no such export format: found no suffix"),
        (["resnet20", "-o", "-"], "this is not the name of a file"),
        (["rk4", "-o", "rk4.onnx"], "this is a scheme"),
        (
            ["resnet20", "--weights", "none.pt", "-o", "network.pt2"],
            "none.pt: this checkpoint cannot be read",
        ),
        (["resnet20", "--weights", "network.yaml", "-o", "network.pt2"], "this is not a checkpoint"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "network.yaml").write_text("no weights", encoding="utf-8")
    assert main(["export", *arguments]) == 2
    shown = capsys.readouterr().err
    assert message in shown
    assert shown.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["network.yaml"]


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tableau2net.extras.find_spec", lambda name: None)
    with pytest.raises(InputError, match="ONNX files are written with onnxscript"):
        export(small(), (3, 32, 32), ".onnx")


def test_the_batches_tell_a_size_that_was_frozen() -> None:
    assert module.TRACED != module.RUN_BACK
    assert 1 not in (module.TRACED, module.RUN_BACK)  # of which exporters may make a constant
