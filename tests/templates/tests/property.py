"""example-name of schemes for which it is known."""

from __future__ import annotations

import pytest

from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.properties.example_name import find
from tableau2net.analyse.subject import Subject
from tableau2net.read import load_scheme


@pytest.mark.parametrize(("name", "found"), [("rk4", Finding("example name", True))])
def test_example_name_of_a_scheme_is_what_the_literature_says(name: str, found: Finding) -> None:
    assert find(Subject.of(load_scheme(name).method, 10)) == (found,)
