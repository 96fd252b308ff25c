"""A deleted run is gone from the disk, with nothing beside it; what is no run of ours, or goes on, stays."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.errors import RecordError
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import record_run

NAME = "20261120-101500-task-3fa9c1"


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def everything(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*"))


def test_deleting_a_run_removes_its_folder_and_not_the_targets_of_links(store: RunStore, tmp_path: Path) -> None:
    gone = record_run(store, "000001")
    stays = record_run(store, "000002")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "letter").write_text("dear")
    (gone / "folder").symlink_to(outside, target_is_directory=True)
    (gone / "frames" / "file").symlink_to(outside / "letter")
    before = everything(stays)

    store.delete(gone)

    assert [each.name for each in store.root.iterdir()] == [stays.name]
    assert everything(stays) == before
    assert (outside / "letter").read_text() == "dear"


@pytest.mark.parametrize("name", [f"../{NAME}", "notes"])
def test_a_folder_that_is_no_run_is_not_deleted(store: RunStore, name: str) -> None:
    (store.root / name).mkdir(parents=True)

    with pytest.raises(RecordError, match="isn't in the runs folder,"):
        store.delete(store.root / name)

    assert (store.root / name).is_dir()


def test_a_run_under_way_is_not_deleted(store: RunStore) -> None:
    recorder = store.create("Save a note", datetime(2026, 11, 20, tzinfo=UTC), "000001")
    with pytest.raises(RecordError, match="still in progress"):
        store.delete(recorder.dir)

    assert (recorder.dir / "events.jsonl").exists()
    recorder.close()
