"""example-name: what is no object of the family is refused."""

from __future__ import annotations

import pytest
from recorded import recordings

from tableau2net.audit.child.refusal import Refusal


def test_example_name_refuses_what_is_none_of_its_objects() -> None:
    with pytest.raises(Refusal):
        recordings(object(), "example-name")
