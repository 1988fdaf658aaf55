"""XML as JUnit writes it, which most systems show: a suite for each reference, a test case for each scheme or
tableau."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tableau2net.checking.cases import Case, FaultyCase, UnreadCase
from tableau2net.checking.diagnostics import UNREADABLE
from tableau2net.checking.reports import Report
from tableau2net.shown import LAYOUT, visible


def render(reports: Iterable[Report]) -> Iterator[str]:
    """The document. What is excepted, or not known before the code runs, is skipped."""
    suites = [_suite(report) for report in reports]
    top = Element("testsuites", {"name": "tableau2net", **_summed(suites)})
    top.extend(suites)
    indent(top)
    yield f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(top, encoding="unicode")}'


def _suite(report: Report) -> Element:
    cases = [_case(case, report.reference) for case in report.cases]
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    attributes = {key: str(count) for key, count in counts.items()}
    suite = Element("testsuite", {"name": _text(report.reference), **attributes})
    suite.extend(cases)
    return suite


def _summed(suites: list[Element]) -> dict[str, str]:
    return {
        key: str(sum(int(suite.get(key, "0")) for suite in suites))
        for key in ("tests", "failures", "errors", "skipped")
    }


def _case(case: Case, reference: str) -> Element:
    place = case.position
    at = {"file": _text(place.file)} if place else {}
    line = {"line": str(place.line)} if place and place.line else {}
    within = _text(place.file if place else reference)
    element = Element("testcase", {"classname": within, "name": _text(case.name or within), **at, **line})
    faults = [each for each in case.diagnostics if each.level != "note"]
    if case.excepted or isinstance(case, UnreadCase):
        SubElement(element, "skipped", message=_text(case.excepted or case.holds))
    elif isinstance(case, FaultyCase):
        found = SubElement(element, "error", type=UNREADABLE, message=_text(case.holds))
        found.text = _text(str(case.error))
    elif faults:
        message = "; ".join(each.message for each in faults)
        found = SubElement(element, "failure", type=faults[0].rule, message=_text(message))
        found.text = _text(case.details)
    else:
        SubElement(element, "system-out").text = _text(case.details)
    return element


def _text(text: str) -> str:
    """The text with escapes for the characters that XML cannot hold."""
    return visible(text, LAYOUT)
