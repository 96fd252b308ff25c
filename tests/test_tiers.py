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


@pytest.mark.parametrize(
    ("name", "case", "by_night"),
    [
        ("test_b.py::test_whole", None, True),
        ("test_b.py::test_whole_too", None, False),
        ("test_b.py::test_cases", "gtk-1", False),
        ("test_b.py::test_cases", "two words more", True),
        ("test_c.py::test_any", "openbox", False),
        ("test_c.py::test_without_cases", None, False),
        ("test_d.py::test_any", "mutter", False),
    ],
)
def test_a_case_is_by_day_where_the_table_says_so(name: str, case: str | None, by_night: bool) -> None:
    table = {FILE: [WHOLE, CASES], OF_FILE.test: [OF_FILE]}
    item = Item(f"tests/a/{name}[{case}]" if case else f"tests/a/{name}", Case(case) if case else None)

    assert by_night is is_for_the_night(cast("pytest.Item", item), table)


@pytest.mark.parametrize(
    ("name", "case", "kept"),
    [
        ("test_whole", None, True),
        ("test_whole", "gtk-1", True),
        ("test_whole_too", None, False),
        ("test_cases", "gtk-1", True),
        ("test_cases", "qt-1", False),
        ("test_cases", None, False),
    ],
)
def test_a_promise_is_kept_by_its_journey_or_by_the_cases_named(name: str, case: str | None, *, kept: bool) -> None:
    promised = [
        Promise("README", "…", f"{FILE}::test_whole"),
        Promise("README", "…", f"{FILE}::test_cases", ("gtk-*",)),
    ]
    item = cast(
        "pytest.Item", Item(f"{FILE}::{name}[{case}]" if case else f"{FILE}::{name}", Case(case) if case else None)
    )

    assert kept is any(promise.is_kept_by(item) for promise in promised)


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
