"""The folder of runs: its names and modes, and what a user may type to name a run."""

import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop_agent.core.errors import RecordError
from desktop_agent.core.runs.events import Stamped
from desktop_agent.record.store import RunStore, slug
from tests.fakes.runs.recorded import run_started, tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "data" / "runs")


def record(store: RunStore, task: str, token: str, after: timedelta = timedelta()) -> Path:
    recorder = store.create(task, NOW + after, token)
    at = f"{NOW + after:%Y-%m-%dT%H:%M:%S}.{int(token, 16) % 1000:03d}Z"
    recorder.write(Stamped(1, at, 0, run_started(recorder.run, str(recorder.dir), task)))
    recorder.close()
    return recorder.dir


def test_a_run_s_folder_is_named_by_time_task_and_token(store: RunStore) -> None:
    recorder = store.create("Save a note", NOW.astimezone(timezone(timedelta(hours=9))), "3fa9c1")

    assert store.root / "20261120-101530-save-a-note-3fa9c1" == recorder.dir
    assert recorder.run == recorder.dir.name


@pytest.mark.parametrize(
    ("task", "name"),
    [
        ("Größe ändern", "grosse-andern"),
        ("日本語", "task"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "task"),
        ("x" * 500, "x" * 31),
        ('click "Access code" / type "s3cret-Q9" / click "Enter"', "click-type-click"),
        ('type "s3cr\\"et-Q9" into "Code"\npress enter', "type-into-press-enter"),
        ("type 's3cret-Q9' there", "type-there"),
        ("type “s3cret” there", "type-there"),
        ("schreibe „s3cret“ dorthin", "schreibe-dorthin"),
        ("don't close Anna's letter", "don-t-close-anna-s-letter"),
        ('"s3cret"', "task"),
    ],
)
def test_the_slug_is_short_plain_and_never_empty(task: str, name: str) -> None:
    assert name == slug(task)


def test_only_the_owner_can_read_a_run(store: RunStore) -> None:
    recorder = store.create("Save a note", NOW, "3fa9c1")
    tell_whole_run(recorder, str(recorder.dir), recorder.run)
    recorder.close()

    modes = {stat.S_IMODE(each.stat().st_mode) for each in recorder.dir.rglob("*") if each.is_file()}
    folders = {stat.S_IMODE(each.stat().st_mode) for each in [store.root, recorder.dir, recorder.dir / "frames"]}

    assert ({0o600}, {0o700}) == (modes, folders)


def test_a_run_is_found_by_id_unique_start_folder_and_last(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first = record(store, "Save a note", "3fa9c1")
    second = record(store, "Send it", "3fa9c2", timedelta(minutes=1))
    monkeypatch.chdir(store.root)

    found = [store.find(ref) for ref in (first.name, "20261120-101630", "last", str(first), f"./{second.name}")]

    assert [first, second, second, first, second] == found


@pytest.mark.parametrize(
    ("ref", "sentence"),
    [
        ("", "isn't the name of a run"),
        ("a\0b", "isn't the name of a run"),
        ("/no/such/run", "no run"),
        ("x" * 300, "no run"),
        ("..", "contain a recording"),
        ("~nobody-here/x", "no run"),
        ("2026", "2 runs have names that start with"),
        ("20261120-101530-save-a-note-3fa9c1/events.jsonl", "no run"),
    ],
)
def test_a_name_that_fits_no_run_is_one_clear_error(store: RunStore, ref: str, sentence: str) -> None:
    record(store, "Save a note", "3fa9c1")
    record(store, "Save a note", "3fa9c2")

    with pytest.raises(RecordError, match=sentence) as raised:
        store.find(ref)

    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300
    assert raised.value.hint


def test_runs_are_listed_newest_first_and_none_is_hidden(store: RunStore) -> None:
    record(store, "Save a note", "3fa9c1")
    record(store, "Send it", "3fa9c2", timedelta(minutes=1))
    newer = record(store, "Tomorrow", "3fa9c3", timedelta(minutes=2))
    journal = newer / "events.jsonl"
    journal.write_text(journal.read_text().replace('"format":1', '"format":2'))

    listed = [(each.status, each.task) for each in store.all()]

    assert [("unreadable", ""), ("cut off", "Send it"), ("cut off", "Save a note")] == listed
    assert "Update Desktop Agent" in store.all()[0].message
