"""Tests run side by side in processes, so each one uses one thread. Fixtures that several files need."""

import os
from collections.abc import Callable

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture
def without_flint(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called, it takes python-flint's rationals and balls away until the test is over."""
    pytest.importorskip("flint")
    from tableau2net.algebra.domains import choice
    from tableau2net.algebra.domains.balls import FixedBalls
    from tableau2net.algebra.domains.rational import Rationals
    from tableau2net.verify.conditions import setting
    from tableau2net.verify.provers import rounded

    def take_away() -> None:
        for module in (choice, setting):
            monkeypatch.setattr(module, "rationals", Rationals)
        monkeypatch.setattr(rounded, "balls", FixedBalls)

    return take_away
