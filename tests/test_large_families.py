"""Families of a hundred stages are analysed, or refused with a reason, in so much work and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from effort import at_most

from tableau2net.cli import main
from tableau2net.read.families import KIND

CALLS = 25_000_000  # some five seconds
LARGEST = {
    "adams-bashforth": "steps: 30",
    "adams-moulton": "steps: 30",
    "bdf": "steps: 30",
    "extrapolated-bdf": "steps: 30",
    "extrapolation": "base: euler\nrows: 14",  # 92 stages
    "fractal": "columns: 6",
    "milne-simpson": "steps: 30",
    "nystrom": "steps: 30",
}  # where it is not a hundred stages
LEARNED = {"explicit", "implicit"}  # of which there are no numbers to analyse


@pytest.mark.thorough
@pytest.mark.parametrize("family", sorted(KIND.names))
def test_a_large_member_of_a_family_is_analysed(
    family: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "large.yaml"
    size = LARGEST.get(family, "stages: 100")
    path.write_text(f"name: large\nkind: family\nfamily: {family}\n{size}\n", encoding="utf-8")
    with at_most(CALLS):
        status = main(["analyze", str(path)])
    printed = capsys.readouterr()
    if family in LEARNED:
        assert status == 2
        assert "its pattern entries are learned" in printed.err
    else:
        assert (status, printed.err) == (0, "")
        assert printed.out.startswith("large: large\n")
        assert "\nLinear " in printed.out  # stability, or multistep
