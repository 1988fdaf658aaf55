"""Tests run side by side in processes, so each one uses one thread. Fixtures that several files need."""

import os
import random
from collections.abc import Callable

import hypothesis
import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
# hypothesis asserts a time by itself: no example may take longer than 200 ms, however busy the machine is.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "run the tests of each file, and the files, in an order that this number decides"
    parser.addoption("--shuffle", metavar="SEED", help=told)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """No test relies on one that ran before it; `make thorough` finds out. A file's tests stay together, for the
    fixtures that they share are dear."""
    seed = config.getoption("--shuffle")
    if seed is not None:
        made = random.Random(seed)
        files = sorted({item.path for item in items})
        place = dict(zip(made.sample(files, len(files)), range(len(files)), strict=True))
        items[:] = sorted(made.sample(items, len(items)), key=lambda item: place[item.path])


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
