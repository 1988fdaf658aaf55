"""Emitted files are, to the byte, those that were read and found good."""

import pytest
from goldens import FOLDER, GOLDENS, text


@pytest.mark.parametrize("name", GOLDENS)
def test_the_emitted_text_is_the_golden_one(name: str) -> None:
    assert text(name) == (FOLDER / f"{name}.py").read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == set(GOLDENS)
