"""What the table of the night sends there, and what it leaves in the day."""

import re
from dataclasses import dataclass
from typing import cast

import pytest

from tests.fakes.source import ROOT
from tests.tiers import Night, Promise, is_for_the_night, nights, promises


@dataclass(frozen=True)
class Case:
    id: str


@dataclass(frozen=True)
class Item:
    nodeid: str
    callspec: Case | None = None


FILE = "tests/a/test_b.py"
WHOLE = Night(f"{FILE}::test_whole", "a fault")
CASES = Night(f"{FILE}::test_cases", "a fault", ("gtk-*", "two words"))
OF_FILE = Night("tests/a/test_c.py", "a fault", ("openbox",))
PROMISED = (Promise("README", "…", WHOLE.test), Promise("README", "…", CASES.test, ("gtk-*",)))


@pytest.mark.parametrize(
    ("name", "case", "by_night", "kept"),
    [
        ("test_b.py::test_whole", None, True, True),
        ("test_b.py::test_whole_too", None, False, False),
        ("test_b.py::test_cases", "gtk-1", False, True),
        ("test_b.py::test_cases", "two words more", True, False),
        ("test_c.py::test_any", "openbox", False, False),
        ("test_c.py::test_without_cases", None, False, False),
        ("test_d.py::test_any", "mutter", False, False),
    ],
)
def test_a_case_is_by_day_and_keeps_a_promise_where_the_tables_say_so(
    name: str, case: str | None, by_night: bool, kept: bool
) -> None:
    table = {FILE: [WHOLE, CASES], OF_FILE.test: [OF_FILE]}
    item = cast("pytest.Item", Item(f"tests/a/{name}" + (f"[{case}]" if case else ""), Case(case) if case else None))

    assert is_for_the_night(item, table) is by_night
    assert any(promise.is_kept_by(item) for promise in PROMISED) is kept


def test_each_numbered_promise_of_the_readme_has_a_journey_that_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for promise in promises():
        file, _, name = promise.test.partition("::")
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), promise
    for number in re.findall(r"^(\d)\. \*\*", readme, re.MULTILINE):
        assert any(re.match(rf"README, {number}\b", promise.said) for promise in promises()), number


def test_every_entry_names_a_test_that_is_there_and_the_fault_that_it_finds() -> None:
    entries = [entry for of_file in nights().values() for entry in of_file]

    for entry in entries:
        file, _, name = entry.test.partition("::")
        assert f"def {name}" in (ROOT / file).read_text(encoding="utf-8"), entry
        assert entry.finds
        assert entry.by_day != ()
    assert len({entry.test for entry in entries}) == len(entries) > 50
