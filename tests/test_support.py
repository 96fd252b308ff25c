"""The guide's table of where the program has been run: it says what reports of test runs say, and no more."""

import importlib.util
import json
from types import ModuleType

import pytest

from tests.fakes.source import ROOT

TOOL = importlib.util.spec_from_file_location("support", ROOT / "packaging" / "support.py")
PAGE = (ROOT / "desktop_agent" / "guide" / "desktops.md").read_text(encoding="utf-8")
KEPT = json.loads((ROOT / "packaging" / "support.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def support() -> ModuleType:
    assert TOOL is not None
    assert TOOL.loader is not None
    module = importlib.util.module_from_spec(TOOL)
    TOOL.loader.exec_module(module)
    return module


def test_the_table_of_places_is_the_one_that_the_kept_results_make(support: ModuleType) -> None:
    shown = PAGE.partition(support.PLACES)[2].partition("\n\n")[0]

    assert support.table(KEPT).rstrip() == shown


def test_the_guide_s_table_of_desktops_is_the_one_that_the_kept_results_make(support: ModuleType) -> None:
    kept = json.loads((ROOT / "packaging" / "desktops.json").read_text(encoding="utf-8"))

    assert support.desktops_table(kept).rstrip() == PAGE.partition(support.PROMISES)[2].partition("\n\n")[0]


def test_what_is_kept_belongs_to_a_row_and_nothing_of_it_has_failed(support: ModuleType) -> None:
    keys = [key for key, *_ in support.ROWS]

    assert not KEPT.keys() - set(keys)
    # What does not hold on a desktop is told in the guide's table.
    failed = {key for key, counts in KEPT.items() if counts["failed"]} - {"sessions"}
    assert not failed
    assert not [key for key, counts in KEPT.items() if not counts["passed"]]
