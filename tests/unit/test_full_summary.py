"""The committed summary of the long test run says what passed, what did not and why."""

import xml.etree.ElementTree as ET

from tools.full_summary import read_case, summary

JUNIT = """
<testsuite>
  <testcase classname="tests.spec.test_p1" name="test_norm" time="0.5"/>
  <testcase classname="tests.flow.test_run" name="test_year" time="61.26"/>
  <testcase classname="tests.browser.test_page" name="test_axe" time="0.0">
    <skipped message="no Chromium"/>
  </testcase>
  <testcase classname="tests.fault.test_kill" name="test_disk" time="2.0">
    <failure message="assert 1 == 2&#10;more">trace</failure>
  </testcase>
</testsuite>
"""


def test_the_summary_counts_and_explains() -> None:
    cases = [read_case(element) for element in ET.fromstring(JUNIT).iter("testcase")]
    lines = summary(cases, "2026-01-15", 64.4).splitlines()
    assert "2 passed, 1 failed, 1 skipped in 64 s" in lines[2]
    assert "- skipped: `tests.browser.test_page.test_axe`: no Chromium" in lines
    assert "- failed: `tests.fault.test_kill.test_disk`: assert 1 == 2" in lines
    first_row = lines.index("|---|--:|") + 1
    assert lines[first_row] == "| `tests.flow.test_run.test_year` | 61.3 |"
