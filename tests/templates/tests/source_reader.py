"""example-name: the classical method of order 4 as it stands there; `WRITTEN` of test_sources.py has more of it."""

from __future__ import annotations

from tableau2net.notations import Found, Text, judge, read_source


def test_example_name_reads_the_classical_method() -> None:
    (found,) = read_source(Text("its text", "a.example"), "example-name").outcomes
    assert isinstance(found, Found)
    assert judge(found).certificate.order == 4
