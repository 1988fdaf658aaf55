"""What a network is fed: the plan of an epoch, its batches, their parts, and the weights that it starts from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tableau2net.data import Images
from tableau2net.data.images import NOT_COUNTED
from tableau2net.read import load_network
from tableau2net.recipes import Augmentation
from tableau2net.train.feed import (
    EvaluationFeed,
    Normalisation,
    TrainingFeed,
    cropped,
    normalisation,
    reflected,
)
from tableau2net.train.loss import cross_entropy, squared_distance
from tableau2net.train.pairing import seeded
from tableau2net.train.plan import dealt, epoch, steps

PLAIN = Normalisation(torch.zeros(1, 1, 1, 1), torch.ones(1, 1, 1, 1))


def numbered(count: int, size: int = 4) -> Images:
    """Image i has i in every pixel, and the target i."""
    pixels = (
        torch.arange(count, dtype=torch.uint8)[:, None, None, None].expand(count, 1, size, size).contiguous()
    )
    return Images(pixels, torch.arange(count))


@given(count=st.integers(1, 400), batch=st.integers(1, 128))
def test_an_epoch_deals_every_image_once_in_batches_of_nearly_one_size(count: int, batch: int) -> None:
    batches = dealt(epoch(0, 0, count, Augmentation()).order, batch)
    sizes = [len(each) for each in batches]
    assert len(batches) == steps(count, batch)
    assert max(sizes) <= batch
    assert max(sizes) - min(sizes) <= 1
    assert sorted(torch.cat(batches).tolist()) == list(range(count))


def test_an_epoch_depends_on_the_seed_and_its_number_alone() -> None:
    augmentation = Augmentation(pad=2, flip=True)
    torch.manual_seed(1)
    first = epoch(3, 5, 100, augmentation)
    torch.manual_seed(2)
    again, next_epoch, other = (
        epoch(seed, number, 100, augmentation) for seed, number in ((3, 5), (3, 6), (4, 5))
    )
    for name in ("order", "offsets", "mirrored"):
        assert torch.equal(getattr(first, name), getattr(again, name))
        assert not torch.equal(getattr(first, name), getattr(next_epoch, name))
        assert not torch.equal(getattr(first, name), getattr(other, name))


@given(world=st.integers(1, 5), batch=st.integers(5, 40))
def test_processes_share_the_batches_of_one(world: int, batch: int) -> None:
    images, augmentation = numbered(100), Augmentation(pad=1, flip=True)
    alone = list(TrainingFeed(images, PLAIN, augmentation, batch, seed=7))
    parts = [list(TrainingFeed(images, PLAIN, augmentation, batch, 7, rank, world)) for rank in range(world)]
    for step, (pixels, targets, share) in enumerate(alone):
        assert share == 1
        assert torch.equal(torch.cat([part[step][0] for part in parts]), pixels)
        assert torch.equal(torch.cat([part[step][1] for part in parts]), targets)
        assert sum(part[step][2] for part in parts) == pytest.approx(world)


@given(world=st.integers(1, 4), seed=st.integers(0, 99))
def test_the_average_over_processes_is_the_mean_over_the_pixels_that_count(world: int, seed: int) -> None:
    torch.manual_seed(seed)
    targets = torch.randint(0, 3, (12, 4, 4))
    targets[torch.rand(12, 4, 4) < torch.rand(12, 1, 1)] = NOT_COUNTED  # some images count more than others
    targets[:2] = NOT_COUNTED
    images = Images(torch.randint(0, 255, (12, 3, 4, 4), dtype=torch.uint8), targets)

    def losses(rank: int, world: int) -> Iterator[float]:
        for pixels, wanted, share in TrainingFeed(
            images, PLAIN, Augmentation(pad=1, flip=True), 4, seed, rank, world
        ):
            logits = pixels.double()  # of three classes
            apart = squared_distance(logits, logits.flip(1), wanted)
            yield share * float(cross_entropy(logits, wanted, 0.1) + apart)

    parts = zip(*(losses(rank, world) for rank in range(world)), strict=True)
    assert [sum(part) / world for part in parts] == pytest.approx(list(losses(0, 1)))


@pytest.mark.parametrize("done", range(8))
def test_a_feed_goes_on_from_where_it_was(done: int) -> None:
    images, augmentation = numbered(60), Augmentation(pad=1, flip=True)
    feed = TrainingFeed(images, PLAIN, augmentation, 16, seed=0)  # four batches
    whole = [*feed, *feed]
    resumed = TrainingFeed(images, PLAIN, augmentation, 16, seed=0, position=divmod(done, 4))
    rest = [*resumed, *(resumed if done < 4 else ())]
    assert len(rest) == 8 - done
    for (a, b, _), (c, d, _) in zip(rest, whole[done:], strict=True):
        assert torch.equal(a, c)
        assert torch.equal(b, d)


def test_a_feed_at_the_end_of_an_epoch_goes_on_with_the_next() -> None:
    images = numbered(60)
    feed = TrainingFeed(images, PLAIN, Augmentation(), 16, seed=0)
    list(feed)
    assert feed.position == (0, 4)
    resumed = TrainingFeed(images, PLAIN, Augmentation(), 16, seed=0, position=(0, 4))
    assert torch.equal(next(iter(resumed))[1], next(iter(feed))[1])


@given(pad=st.integers(0, 3), seed=st.integers(0, 50))
def test_a_crop_is_a_window_of_the_padded_image(pad: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    images = torch.randint(1, 256, (6, 3, 5, 5), generator=generator, dtype=torch.uint8)
    plan = epoch(seed, 0, 6, Augmentation(pad=pad, flip=True))
    padded = torch.nn.functional.pad(images, (pad, pad, pad, pad))
    found = cropped(padded, pad, plan.offsets, plan.mirrored)
    for index in range(6):
        row, column = plan.offsets[index].tolist()
        window = padded[index, :, row : row + 5, column : column + 5]
        assert torch.equal(found[index], window.flip(-1) if plan.mirrored[index] else window)


@given(pad=st.integers(0, 5), height=st.integers(1, 7), width=st.integers(1, 7))
def test_a_border_by_reflection_is_numpy_s(pad: int, height: int, width: int) -> None:
    pad = min(pad, height - 1, width - 1)
    images = torch.arange(2 * 3 * height * width).view(2, 3, height, width).to(torch.uint8)
    around = ((0, 0), (0, 0), (pad, pad), (pad, pad))
    assert np.array_equal(reflected(images, pad).numpy(), np.pad(images.numpy(), around, mode="reflect"))


@pytest.mark.parametrize("flip", [True, False])
def test_images_and_masks_are_reflected_alike(flip: bool) -> None:
    pixels = torch.randint(1, 5, (12, 1, 6, 6), dtype=torch.uint8)
    augmentation = Augmentation(pad=2, flip=flip, mode="reflect")
    feed = TrainingFeed(Images(pixels, pixels[:, 0].long()), PLAIN, augmentation, 4, seed=0)
    for cut, targets, _ in feed:
        assert torch.equal(cut[:, 0].long(), targets)
        assert (targets > 0).all()  # nothing is outside an image


def test_masks_are_cut_as_their_images_are() -> None:
    pixels = torch.randint(0, 5, (12, 1, 6, 6), dtype=torch.uint8)
    images = Images(pixels, pixels[:, 0].long())
    for cut, targets, _ in TrainingFeed(images, PLAIN, Augmentation(pad=2, flip=True), 4, seed=0):
        counted = targets >= 0
        assert torch.equal(cut[:, 0][counted].long(), targets[counted])
        assert (cut[:, 0][~counted] == 0).all()  # outside the image


def test_pixels_are_normalised_over_the_training_set() -> None:
    pixels = torch.randint(0, 256, (50, 3, 4, 4), dtype=torch.uint8)
    normal = normalisation(Images(pixels, torch.zeros(50).long()))
    normalised = normal(pixels).double()
    assert torch.allclose(normalised.mean((0, 2, 3)), torch.zeros(3).double(), atol=1e-6)
    assert torch.allclose(normalised.std((0, 2, 3), unbiased=False), torch.ones(3).double(), atol=1e-6)
    flat = normalisation(Images(torch.full((2, 1, 4, 4), 9, dtype=torch.uint8), torch.zeros(2).long()))
    assert torch.equal(flat(torch.full((1, 1, 4, 4), 9, dtype=torch.uint8)), torch.zeros(1, 1, 4, 4))


@pytest.mark.parametrize("world", [1, 3])
def test_every_test_image_is_evaluated_once(world: int) -> None:
    images = Images(torch.zeros(1700, 1, 1, 1, dtype=torch.uint8), torch.arange(1700))
    seen = [targets for rank in range(world) for _, targets in EvaluationFeed(images, PLAIN, rank, world)]
    assert sorted(torch.cat(seen).tolist()) == list(range(1700))


def test_networks_of_one_seed_agree_in_all_convolutions_whose_shapes_agree() -> None:
    settings = ["periods=[{channels: 8, steps: 4}, {channels: 16, steps: 4}]", "input.size=16"]
    euler, heun, wide = (
        seeded(load_network("resnet20", [*settings, *more]), seed=3)
        for more in ([], ["scheme=heun2", "periods.*.steps=2"], ["periods.1.channels=24"])
    )
    for other, least in ((heun, 19), (wide, 9)):
        shared = 0
        pools: list[dict[tuple[int, ...], list[torch.Tensor]]] = [defaultdict(list), defaultdict(list)]
        for pool, network in zip(pools, (euler, other), strict=True):
            for module in network.modules():
                if isinstance(module, torch.nn.Conv2d):
                    pool[tuple(module.weight.shape)].append(module.weight)
        for shape in pools[0].keys() & pools[1].keys():
            for a, b in zip(pools[0][shape], pools[1][shape], strict=False):
                assert torch.equal(a, b)
                shared += 1
        assert shared >= least


def test_a_seed_is_a_network() -> None:
    document = load_network("lm_resnet20", ["periods=[{channels: 4, steps: 3}]", "input.size=8"])
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first = seeded(document, 1).state_dict()
    assert torch.equal(torch.random.get_rng_state(), before)
    torch.manual_seed(6)
    again, other = seeded(document, 1).state_dict(), seeded(document, 2).state_dict()
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not torch.equal(first["stem.conv.weight"], other["stem.conv.weight"])
