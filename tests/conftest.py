"""Tests run side by side in processes, so each one uses one thread. Fixtures that several files need."""

import os
from collections.abc import Callable

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")


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
