"""Weak logit distillation: what the loss is, and that the teacher is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from emitted import SMALL
from torch.nn import functional

import tableau2net
from tableau2net.errors import InputError
from tableau2net.train import WeakLogitDistillation, teacher


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    network = tableau2net.load("resnet20", **SMALL)
    size, channels = network.input.size, network.input.channels  # type: ignore[union-attr]
    images = torch.randn(4, channels, size, size, generator=generator)
    return images, torch.tensor([0, 1, 2, 1])


@pytest.mark.parametrize("smoothing", [0.0, 0.3])
def test_the_weight_of_the_teacher_decays(smoothing: float) -> None:
    torch.manual_seed(0)
    images, labels = batch()
    student, old = (tableau2net.compile("resnet20", **SMALL) for _ in range(2))
    loss = WeakLogitDistillation(old, weight=0.5, decay=0.25, label_smoothing=smoothing)
    logits = student(images)
    own = functional.cross_entropy(logits, labels, label_smoothing=smoothing)
    apart = functional.mse_loss(logits, old(images))
    for epoch in range(3):
        assert torch.allclose(loss(logits, images, labels), own + 0.5 * 0.25**epoch * apart)
        loss.advance()


def test_the_teacher_is_frozen_and_in_evaluation_mode() -> None:
    images, labels = batch()
    student, old = (tableau2net.compile("resnet20", **SMALL) for _ in range(2))
    loss = WeakLogitDistillation(old).train()
    before = {name: value.clone() for name, value in old.state_dict().items()}
    loss(student(images), images, labels).backward()
    assert not any(module.training for module in old.modules())
    assert all(parameter.grad is None and not parameter.requires_grad for parameter in old.parameters())
    assert all(torch.equal(before[name], value) for name, value in old.state_dict().items())
    assert all(parameter.grad is not None for parameter in student.parameters())


def test_the_epoch_is_resumed() -> None:
    old = tableau2net.compile("resnet20", **SMALL)
    first, second = WeakLogitDistillation(old), WeakLogitDistillation(old)
    first.advance()
    second.load_state_dict(first.state_dict())
    assert second.present_weight == first.present_weight == pytest.approx(0.09)


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_teacher_comes_from_a_checkpoint(tmp_path: Path, wrapped: bool) -> None:
    network = tableau2net.compile("resnet20", **SMALL)
    weights = network.state_dict()
    torch.save({"state_dict": weights} if wrapped else weights, tmp_path / "teacher.pt")
    again = teacher("resnet20", tmp_path / "teacher.pt", **SMALL)
    images, _ = batch()
    assert torch.equal(again.eval()(images), network.eval()(images))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "this checkpoint cannot be read: found No such file"),
        (b"text", "this is not a checkpoint"),
        ({"a": torch.ones(1)}, "do not fit"),
    ],
)
def test_a_bad_checkpoint_is_refused_in_words(tmp_path: Path, content: object, sentence: str) -> None:
    path = tmp_path / "teacher.pt"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        torch.save(content, path)
    with pytest.raises(InputError, match=sentence):
        teacher("resnet20", path, **SMALL)


@pytest.mark.parametrize("wrong", [{"weight": -1.0}, {"decay": 1.5}])
def test_weight_and_decay_are_from_0_to_1(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        WeakLogitDistillation(torch.nn.Identity(), **wrong)
