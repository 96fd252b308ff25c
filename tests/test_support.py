"""README's table of where the program has been run: it says what reports of test runs say, and no more."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.fakes.source import ROOT

TOOL = importlib.util.spec_from_file_location("support", ROOT / "packaging" / "support.py")
README = (ROOT / "README.md").read_text(encoding="utf-8")
KEPT = json.loads((ROOT / "packaging" / "support.json").read_text(encoding="utf-8"))
REPORT = """<testsuites><testsuite timestamp="2026-11-22T05:40:00+00:00">
<testcase classname="tests.core.test_a" name="plain"/>
<testcase classname="tests.core.test_a" name="starts"><properties>
  <property name="tier" value="process"/></properties></testcase>
<testcase classname="tests.platforms.x11.test_b" name="shown"><properties>
  <property name="tier" value="display"/></properties></testcase>
<testcase classname="tests.platforms.x11.test_b" name="two"><properties>
  <property name="tier" value="display"/><property name="tier" value="sway"/></properties><skipped/></testcase>
<testcase classname="tests.platforms.x11.test_b" name="bad"><properties>
  <property name="tier" value="display"/></properties><failure/></testcase>
<testcase classname="tests.windows.test_parts" name="wine"><error/></testcase>
<testcase classname="tests.sessions.test_promises" name="test_the_chord_approves[xfce]"/>
<testcase classname="tests.sessions.test_promises" name="test_the_chord_approves[i3]"><failure/></testcase>
<testcase classname="tests.sessions.test_promises" name="test_a_picture_is_sent[i3]"><skipped/></testcase>
<testcase classname="place.debian12" name="purged"/>
</testsuite></testsuites>"""


@pytest.fixture(scope="module")
def support() -> ModuleType:
    assert TOOL is not None
    assert TOOL.loader is not None
    module = importlib.util.module_from_spec(TOOL)
    TOOL.loader.exec_module(module)
    return module


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.xml"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_the_table_in_the_readme_is_the_one_that_the_kept_results_make(support: ModuleType) -> None:
    shown = README.partition(support.BEGIN)[2].partition("\n\n")[0]

    assert support.table(KEPT).rstrip() == shown


def test_the_guide_s_table_of_desktops_is_the_one_that_the_kept_results_make(support: ModuleType) -> None:
    page = (ROOT / "desktop_agent" / "guide" / "desktops.md").read_text(encoding="utf-8")
    kept = json.loads((ROOT / "packaging" / "desktops.json").read_text(encoding="utf-8"))

    assert support.desktops_table(kept).rstrip() == page.partition(support.BEGIN)[2].partition("\n\n")[0]


def test_what_a_report_has_not_tried_stays_as_it_was(support: ModuleType, report: Path) -> None:
    known = {
        "a picture is sent": {"xfce": "passed", "i3": "unsteady"},
        "the chord approves": {"mate": "passed", "i3": "passed"},
        "the demo runs": {"mate": "failed"},
    }

    promises = support.merged(known, support.promises_in(report))

    assert {
        "a picture is sent": {"xfce": "passed", "i3": "unsteady"},
        "the chord approves": {"mate": "passed", "i3": "failed", "xfce": "passed"},
        "the demo runs": {"mate": "failed"},
    } == promises
    assert {"passed": 3, "unsteady": 1, "failed": 2, "left out": 0} == support.tally(promises)


def test_each_case_of_a_report_counts_for_the_place_where_it_ran(support: ModuleType, report: Path) -> None:
    counts = support.counts_in(report)

    rest = {"unsteady": 0, "day": "2026-11-22"}
    assert {
        "plain": {"passed": 2, "failed": 0, "left out": 0} | rest,
        "display": {"passed": 1, "failed": 1, "left out": 0} | rest,
        "sway": {"passed": 0, "failed": 0, "left out": 1} | rest,
        "windows": {"passed": 0, "failed": 1, "left out": 0} | rest,
        "sessions": {"passed": 1, "failed": 1, "left out": 1} | rest,
        "debian12": {"passed": 1, "failed": 0, "left out": 0} | rest,
    } == counts


def test_what_is_kept_belongs_to_a_row_and_nothing_of_it_has_failed(support: ModuleType) -> None:
    keys = [key for key, *_ in support.ROWS]

    assert not KEPT.keys() - set(keys)
    # What does not hold on a desktop is told in the guide's table.
    failed = {key for key, counts in KEPT.items() if counts["failed"]} - {"sessions"}
    assert not failed
    assert not [key for key, counts in KEPT.items() if not counts["passed"]]
