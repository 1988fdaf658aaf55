"""Recipes: those of the catalogue, their schedules, and what is said of bad ones."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tableau2net.catalogue import RECIPES, catalogue
from tableau2net.data import load as read
from tableau2net.errors import InputError
from tableau2net.read import load_network
from tableau2net.recipes import Augmentation, load_recipe, optimizers, schedules
from tableau2net.recipes.kind import section
from tableau2net.train.subject import fitted

TOLD = {"name": "same", "title": "", "reference": "", "notes": ""}
NAMES = [entry.name for entry in catalogue((RECIPES,))]


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_of_the_catalogue_is_called_as_its_file(name: str) -> None:
    recipe = load_recipe(name)
    assert recipe.name == name
    assert recipe.title
    weight = torch.nn.Parameter(torch.ones(3))
    optimizer = recipe.optimizer.build([weight])
    assert optimizer.param_groups[0]["lr"] == recipe.optimizer.rate


def test_the_papers_recipes_are_theirs() -> None:
    """arXiv 1802.08831 (released code) and 1710.10121."""
    rkcnn, lm = load_recipe("rkcnn"), load_recipe("lm")
    assert (rkcnn.epochs, rkcnn.batch, lm.epochs, lm.batch) == (300, 32, 160, 128)
    for recipe, falls in ((rkcnn, (150, 225)), (lm, (80, 120))):
        rates = [
            recipe.optimizer.rate * recipe.schedule.factor(epoch, recipe.epochs)
            for epoch in range(recipe.epochs)
        ]
        assert rates[falls[0] - 1 : falls[0] + 1] == [0.1, pytest.approx(0.01)]
        assert rates[falls[1] - 1 : falls[1] + 1] == [pytest.approx(0.01), pytest.approx(0.001)]
    group = rkcnn.optimizer.build([torch.nn.Parameter(torch.ones(1))]).param_groups[0]
    assert (group["momentum"], group["weight_decay"], group["nesterov"]) == (0.9, 1e-4, True)


def test_what_the_authors_code_does_by_default_is_theirs() -> None:
    """train_cifar.py of arXiv 1802.08831, cifar10_training.ipynb of arXiv 1710.10121."""
    rkcnn, released = load_recipe("rkcnn"), load_recipe("rkcnn_released")
    assert (released.dropout, released.augmentation) == (0.2, Augmentation())
    assert released.model_copy(update={"dropout": None, "augmentation": rkcnn.augmentation, **TOLD}) == (
        rkcnn.model_copy(update=TOLD)
    )
    notebook = load_recipe("lm_notebook")
    assert (notebook.epochs, notebook.batch) == (100, 128)
    assert notebook.augmentation == Augmentation(pad=2, flip=True, mode="reflect")
    group = notebook.optimizer.build([torch.nn.Parameter(torch.ones(1))]).param_groups[0]
    assert (group["lr"], group["momentum"], group["weight_decay"]) == (1e-3, 0, 0)
    assert {notebook.schedule.factor(step, 100) for step in range(100)} == {1}


def test_a_recipe_s_dropout_is_that_of_all_parts_that_have_one_and_say_nothing_of_it() -> None:
    data, recipe = read("digits"), load_recipe("rkcnn_released")
    subject = fitted("rkcnn_i_3_4_5", ["transition.dropout=0.5"], data, recipe, 0)
    found = {path: part.options.get("dropout") for path, part in subject.document.parts()}
    assert found == {("stem",): None, ("transition",): 0.5, ("head",): None, ("field",): 0.2}
    assert load_network("rkcnn_i_3_4_5", subject.overrides) == subject.document
    with pytest.raises(InputError, match=r"resnet20 has no dropout: found conv, projection, linear, basic"):
        fitted("resnet20", [], data, recipe, 0)


def test_a_border_that_is_as_wide_as_the_images_is_none_to_reflect() -> None:
    data, recipe = read("digits"), load_recipe("lm_notebook", ["augmentation.pad=8"])
    with pytest.raises(
        InputError, match="an image is too small for this reflection: found pad: 8, and images of 8×8"
    ):
        fitted("resnet20", [], data, recipe, 0)
    assert fitted("resnet20", [], data, load_recipe("lm_notebook", ["augmentation.pad=7"]), 0)


@pytest.mark.parametrize("kind", schedules.KIND.names)
@given(steps=st.integers(1, 300))
def test_a_schedule_scales_by_something_from_0_to_1(kind: str, steps: int) -> None:
    needed = {"at": (Fraction(1, 2),)} if kind == "steps" else {}
    schedule = section(schedules.KIND, kind)(**needed)
    factors = [schedule.factor(step, steps) for step in range(steps)]  # type: ignore[attr-defined]
    assert all(0 <= factor <= 1 for factor in factors)
    assert factors[0] == 1 or kind == "steps"


@given(steps=st.integers(2, 500), warmup=st.sampled_from([0.0, 0.1, 0.5]))
def test_a_cosine_rises_while_it_warms_up_and_falls_after(steps: int, warmup: float) -> None:
    schedule = load_recipe("short", [f"schedule={{kind: cosine, warmup: {warmup}}}"]).schedule
    factors = [schedule.factor(step, steps) for step in range(steps)]
    top = factors.index(max(factors))
    assert factors[: top + 1] == sorted(factors[: top + 1])
    assert factors[top:] == sorted(factors[top:], reverse=True)
    assert abs(top - warmup * steps) <= 1


@pytest.mark.parametrize("kind", optimizers.KIND.names)
def test_an_optimizer_lowers_a_square(kind: str) -> None:
    weight = torch.nn.Parameter(torch.tensor([1.0, -2.0]))
    optimizer = section(optimizers.KIND, kind)(**{"rate": 0.01}).build([weight])  # type: ignore[attr-defined]
    for _ in range(20):
        optimizer.zero_grad()
        weight.square().sum().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    assert weight.square().sum() < 5


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("optimizer.kind=sdg", "expected 'sgd'"),
        ("optimizer=fast", "the optimizer has the wrong form"),
        ("optimizer={rate: 1}", "the key 'kind' is missing"),
        ("optimizer.rate=0", "out of bounds"),
        ("optimizer.rte=1", "expected 'rate'"),
        ("schedule.at=[2]", "this is not a fraction of the training"),
        ("schedule.at=1/2", "at has the wrong form"),
        ("batch=0", "this integer is out of bounds"),
        ("epochs=x", "this is not an integer"),
        ("augmentation.pd=4", "expected 'pad'"),
        ("stochastic_depth.rate=1", "out of bounds"),
        ("distillation={teacher: resnet20}", "the key 'checkpoint' is missing"),
        ("epoch=3", "expected 'epochs'"),
        ("augmentation.mode=reflected", "expected 'reflect'"),
        ("augmentation={mode: reflect}", "there is no padding to reflect: found pad: 0"),
        ("dropout=0", "out of bounds"),
        ("dropout=1", "out of bounds"),
    ],
)
def test_a_bad_recipe_is_told_where_it_is_bad(override: str, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", r"\(")) as raised:
        load_recipe("lm", [override])
    assert raised.value.position is not None


def test_a_bad_file_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_text("name: mine\nepochs: 3\nbatch: 32\nschedule:\n  kind: steep\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"recipe\.yaml:5:9: this kind is not known: found 'steep'"):
        load_recipe(str(path))


@pytest.mark.slow
def test_a_recipe_is_read_without_torch() -> None:
    program = "import sys, tableau2net.recipes as r; r.load_recipe('lm'); print('torch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
