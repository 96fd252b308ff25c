"""Choosing runs of a list: by ending and day; what is no day is told in words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.record.recording import RunSummary
from desktop_agent.record.search import RunFilter, RunSearch, read_since, read_statuses
from desktop_agent.record.store import RunStore
from desktop_agent.record.wording import RunStatus
from tests.fakes.runs.recorded import record_run

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def run(name: str, status: RunStatus = "completed", cost: float | None = None, day: str = "2026-11-20") -> RunSummary:
    return RunSummary(name, Path(name), "t", f"{day}T10:00:00.000Z", status, 1, 1, 1.0, cost, "")


RUNS = [run("a"), run("b", "failed", 0.5), run("c", "cut off", 2.0, "2026-11-01"), run("d", day="unknown")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (RunFilter(), "abcd"),
        (RunFilter(statuses=frozenset({"failed", "cut off"})), "bc"),
        (RunFilter(since=read_since("2026-11-10", NOW)), "ab"),
        (RunFilter(statuses=frozenset({"cut off"}), since=NOW), ""),
    ],
)
def test_a_run_is_listed_if_it_matches_every_filter(asked: RunFilter, found: str) -> None:
    assert found == "".join(one.id for one in RUNS if asked.passes(one))


@pytest.mark.parametrize(
    ("text", "moment"),
    [("12h", "2026-11-21T00"), ("7d", "2026-11-14T12"), ("2w", "2026-11-07T12"), ("2026-11-20T08:00", "2026-11-20T08")],
)
def test_days_are_read_as_people_write_them(text: str, moment: str) -> None:
    assert read_since(text, NOW).isoformat().startswith(moment)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("2026-11-20", True),
        ("20 nov", True),
        ("friday", True),
        ("fri 2026", True),
        ("note 20", True),
        ("21", False),
        ("note 2", False),  # a part of a number is no day
        ("saturday", False),
    ],
)
def test_a_run_is_found_by_its_day(tmp_path: Path, words: str, is_found: bool) -> None:
    folder = record_run(RunStore(tmp_path / "runs"), "000001")

    assert (RunSearch().matching([folder], words) == (folder,)) == is_found


def test_an_invalid_day_or_ending_is_refused() -> None:
    for read in (lambda: read_since("once", NOW), lambda: read_statuses(["happy"])):
        with pytest.raises(SettingsError):
            read()
    assert frozenset({"cut off"}) == read_statuses(["Cut-off"])
