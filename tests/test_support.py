"""The guide's tables of promises on desktops say what reports of test runs say, and no more."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.fakes.source import ROOT

TOOL = importlib.util.spec_from_file_location("support", ROOT / "packaging" / "support.py")
PAGE = (ROOT / "desktop_agent" / "guide" / "desktops.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def support() -> ModuleType:
    assert TOOL is not None
    assert TOOL.loader is not None
    module = importlib.util.module_from_spec(TOOL)
    TOOL.loader.exec_module(module)
    return module


def test_the_guide_s_tables_of_desktops_are_those_that_the_kept_results_make(support: ModuleType) -> None:
    kept = json.loads((ROOT / "packaging" / "desktops.json").read_text(encoding="utf-8"))

    for place, begin in support.PROMISES.items():
        assert support.desktops_table(kept[place]).rstrip() == PAGE.partition(begin)[2].partition("\n\n")[0]


def test_a_promise_is_told_with_its_count_or_why_it_was_left_out_and_what_was_tried_before_stays(
    support: ModuleType, tmp_path: Path
) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        """<testsuite timestamp="2030-01-02T03:04:05">
        <testcase classname="tests.sessions.wayland.test_it" name="test_all_clicks_land[gnome]">
          <properties><property name="count" value="7/7"/></properties></testcase>
        <testcase classname="tests.sessions.wayland.test_it" name="test_all_clicks_land[kde]">
          <skipped message="no pictures"/></testcase>
        <testcase classname="tests.sessions.wayland.test_it" name="test_all_clicks_land[sway]">
          <properties><property name="count" value="5/7"/></properties><failure/></testcase>
        <testcase classname="tests.sessions.wayland.test_it" name="test_all_clicks_land[labwc]">
          <skipped message="it is not installed"/></testcase></testsuite>""",
        encoding="utf-8",
    )

    known = {"all clicks land": {"labwc": "passed", "kde": "left out: another reason", "gnome": "failed"}}
    reported = support.promises_in(report)
    table = support.desktops_table(support.merged(known, reported["wayland"]))

    cells = {"gnome": "yes (7/7)", "kde": "not yet run: no pictures", "labwc": "yes", "sway": "**no** (5/7)"}
    assert f"| promise | {' | '.join(cells)} |" == table.splitlines()[0]
    assert f"| all clicks land | {' | '.join(cells.values())} |" == table.splitlines()[2]
    assert {"wayland"} == reported.keys()
