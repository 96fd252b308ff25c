"""What History makes of a recording, cut off, damaged or from elsewhere: rows in plain words, and no foreign file."""

import pytest

from desktop_agent.core.events import FrameTaken
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.rows import picture_in, rows_of, summed_up
from tests.fakes.recorded import record_run


def test_every_cut_of_a_journal_makes_rows(store: RunStore) -> None:
    journal = record_run(store, "000001") / "events.jsonl"
    whole = journal.read_bytes()
    most = 0
    for length in range(0, len(whole), 61):
        journal.write_bytes(whole[:length])
        run = read_run(journal.parent)
        rows = rows_of(run)

        assert most <= len(rows)
        assert all(row.paragraphs and row.entry.clock for row in rows)
        assert summed_up(run).endswith("Cut off")
        most = len(rows)

    assert 6 == most


def test_a_damaged_line_in_the_middle_is_counted(store: RunStore) -> None:
    journal = record_run(store, "000001") / "events.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[5] = b'{"event":"reasoning","seq":"six"}\n'
    journal.write_bytes(b"".join(lines))

    assert summed_up(read_run(journal.parent)).endswith("Completed · 1 damaged line")


@pytest.mark.parametrize("path", ["../../../etc/hostname", "frames/../../x.png", "/etc/hostname", "frames/000001.png"])
def test_a_picture_is_only_read_where_a_recorder_writes_one(store: RunStore, path: str) -> None:
    folder = record_run(store, "000001")
    (folder / "frames").rename(folder / "elsewhere")
    (folder / "frames").symlink_to(folder / "elsewhere")

    assert picture_in(folder, FrameTaken(path, 1, 1, 1, "image/png", "", "start")) is None
