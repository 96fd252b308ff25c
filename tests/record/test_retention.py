"""Old runs go by age and by what all take; the newest, a marked one and one under way never do."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_agent.record.store import RunStore, StoredRun, clear_out, mark_kept, runs_to_delete
from tests.fakes.runs.recorded import record_run

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def stored(days: float, size: int = 10, *, stays: bool = False) -> StoredRun:
    return StoredRun(Path(f"{days:04}"), NOW - timedelta(days=days), size, stays)


def ages(runs: Iterable[StoredRun]) -> list[int]:
    return [int(run.dir.name) for run in runs]


RUNS = [stored(1), stored(5), stored(9, stays=True), stored(20), stored(3)]


@pytest.mark.parametrize(
    ("days", "most", "gone"),
    [
        (None, None, []),
        (4, None, [20, 5]),
        (0, None, [20, 5, 3]),  # never the newest, nor the one that stays
        (None, 50, []),
        (None, 49, [20]),
        (None, 25, [20, 5, 3]),
        (10, 30, [20, 5]),
    ],
)
def test_the_oldest_runs_are_removed_and_no_more_than_necessary(
    days: int | None, most: float | None, gone: list[int]
) -> None:
    assert gone == ages(runs_to_delete(RUNS, NOW, days=days, most_bytes=most))


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def names(store: RunStore) -> list[str]:
    return [folder.name[-6:] for folder in store.folders()]


def test_runs_that_are_too_old_are_gone_from_the_disk(store: RunStore) -> None:
    for token in ("000001", "000002", "000003", "000004"):
        record_run(store, token)
    mark_kept(store.find("last").parent / store.folders()[2].name, keep=True)

    gone = clear_out(store, NOW + timedelta(days=9), days=7)

    assert (["000004", "000002"], 2) == (names(store), len(gone))
    assert all(run.size > 0 for run in gone)


def test_a_run_in_progress_is_kept(store: RunStore) -> None:
    under_way = store.create("Save a note", NOW - timedelta(days=90), "000001")
    record_run(store, "000002")

    clear_out(store, NOW, most_bytes=0)
    under_way.close()

    assert ["000002"] == names(store)  # an empty run removes itself
    assert [] == [path for path in store.root.iterdir() if path.name == "000001"]
