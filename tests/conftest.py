"""Tests run side by side in processes, so each one uses one thread. Fixtures that several files need."""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tiers

if TYPE_CHECKING:
    from tableau2net.read import SchemeDocument
    from tableau2net.verify import Certificate

os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    message = "run the tests of each file, and the files, in an order that this number decides"
    parser.addoption("--shuffle", metavar="SEED", help=message)
    parser.addoption("--quick", action="store_true", help="the quick tests alone, on few of many cases")


def pytest_configure(config: pytest.Config) -> None:
    tiers.choose(config)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """In the quick tier files that are slow as a whole are not even read: what they import is dear."""
    return True if config.getoption("--quick") and tiers.is_slow(collection_path) else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """A million objects are made here, and last to the end: the garbage collector need not look at them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)  # when those that are left out are left out
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """No test relies on one that ran before it; `make thorough` finds out. A file's tests stay together, for the
    fixtures that they share are dear."""
    if config.getoption("--quick"):
        kept = tiers.thinned(items)
        config.hook.pytest_deselected(items=sorted(set(items) - set(kept), key=lambda item: item.nodeid))
        items[:] = kept
    seed = config.getoption("--shuffle")
    if seed is None:
        processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
        items[:] = tiers.dealt(items, processes)
    else:
        made = random.Random(seed)
        files = sorted({item.path for item in items})
        place = dict(zip(made.sample(files, len(files)), range(len(files)), strict=True))
        items[:] = sorted(made.sample(items, len(items)), key=lambda item: place[item.path])


@pytest.fixture(scope="session", autouse=True)
def _proofs_are_remembered() -> Iterator[None]:
    """Whatever compiles a network proves its schemes; those of the catalogue are proved once for all tests. What is
    proved is tested by `tableau2net.verify.verify`, which remembers nothing."""
    import schemes

    from tableau2net import pipeline

    prove = pipeline._verified

    def remembered(document: SchemeDocument, at_least: int | None = None) -> Certificate:
        known = at_least is None and schemes.is_catalogued(document)
        return schemes.certificate(document.name) if known else prove(document, at_least)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "_verified", remembered)
        yield


@pytest.fixture
def without_flint(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called, it takes python-flint away until the test is over."""
    pytest.importorskip("flint")
    from tableau2net.algebra.backend import switch

    def take_away() -> None:
        monkeypatch.setattr(switch, "has_flint", lambda: False)

    return take_away


@pytest.fixture(params=["flint", "python"])
def arithmetic(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs on python-flint and without it."""
    from tableau2net.algebra.backend import switch

    if request.param == "flint":
        pytest.importorskip("flint")
    monkeypatch.setattr(switch, "has_flint", lambda: request.param == "flint")
    name: str = request.param
    return name
