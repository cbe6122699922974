"""Reports as JUnit XML, in the form that GitHub's and GitLab's test panels read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from tracker.grader.report import CheckResult, Report, Verdict

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(reports: Iterable[Report]) -> str:
    """One test suite per report, one test case per check; text that XML can't hold is replaced."""
    root = ET.Element("testsuites", name="tracker")
    for report in reports:
        root.append(_suite(report))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(report: Report) -> ET.Element:
    failed = [check for check in report.checks if not check.passed]
    is_error = report.verdict not in (Verdict.PASSED, Verdict.FAILED)
    suite = ET.Element(
        "testsuite",
        name=report.exercise,
        tests=str(max(len(report.checks), 1)),
        failures=str(0 if is_error else len(failed)),
        errors=str(max(len(failed), 1) if is_error else 0),
        skipped="0",
        time=f"{report.seconds:.3f}",
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in (("verdict", report.verdict), ("seed", report.seed), ("points", f"{report.points:g}")):
        ET.SubElement(properties, "property", name=name, value=str(value))
    for check in report.checks:
        suite.append(_case(report, check, "error" if is_error else "failure"))
    if not report.checks:
        suite.append(_case(report, CheckResult("grade", "The grade", False, 0, 0, report.message), "error"))
    if report.output:
        ET.SubElement(suite, "system-out").text = _clean(report.output)
    return suite


def _case(report: Report, check: CheckResult, kind: str) -> ET.Element:
    case = ET.Element(
        "testcase", classname=f"{report.exercise}.checks", name=_clean(check.label or check.name), time="0"
    )
    if not check.passed:
        element = ET.SubElement(case, kind, message=_clean(check.message), type=str(report.verdict))
        element.text = _clean("\n".join([check.message, *(f"→ {d.message}" for d in report.diagnoses)]))
    return case


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
