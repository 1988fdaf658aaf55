"""example-name: the order of its members, by their stages."""

from __future__ import annotations

import pytest

from tableau2net.read.families.example_name import DOCUMENT
from tableau2net.verify import prove


@pytest.mark.parametrize(("stages", "order"), [(1, 1), (2, 2), (3, 3)])
def test_a_member_of_example_name_has_its_order(stages: int, order: int) -> None:
    document = {"name": "member", "kind": "family", "family": "example-name", "stages": stages}
    assert prove(DOCUMENT.model_validate(document).method).order == order
