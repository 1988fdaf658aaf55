"""example-name: what is no object of the family is refused."""

from __future__ import annotations

import pytest

from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.signatures import KIND


def test_example_name_refuses_what_is_none_of_its_objects() -> None:
    with pytest.raises(Refusal):
        list(KIND.load("example-name").subjects(object(), {"call": "", "method": "", "branches": []}))
