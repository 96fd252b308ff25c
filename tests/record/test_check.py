"""Checking a run: whatever is changed, lost, moved, added or cut is found, and named where it begins."""

import random
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.events import StepCount
from desktop_agent.record.check import check_journal, check_run
from desktop_agent.record.desk_receipt import receipt_acts
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import Story, record_small_run, run_started

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
SIGNED = Path(__file__).parents[1] / "fakes" / "signed_run"  # as a version that signed wrote it


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return record_small_run(tmp_path, turns=3)


def journal(run: Path) -> list[bytes]:
    return (run / "events.jsonl").read_bytes().splitlines(keepends=True)


def steps(lines: Iterable[bytes]) -> list[int]:
    """Return the step of each line, as people count."""
    count, found = StepCount(), []
    for stamped in parse_lines(lines).events:
        count = count.after(stamped)
        found.append(count.step)
    return found


def test_a_run_that_nobody_touched_is_whole(run: Path) -> None:
    found = check_run(run)

    assert (found.is_whole, found.damage, found.pictures) == (True, (), 4)
    assert found.journal.lines == len(journal(run))


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    run = tmp_path / "20261120-101530-save-a-note-3fa9c1"
    shutil.copytree(SIGNED, run)
    (run / "frames").mkdir()
    for number in (1, 2):
        (run / f"frames/{number:06d}.png").write_bytes(f"picture {number}".encode())
    return run


def test_a_run_that_an_older_version_signed_is_read_and_is_whole(signed: Path) -> None:
    found = check_run(signed)

    assert sum(b'"sig"' in line for line in journal(signed)) == 2
    assert (found.is_whole, found.damage, found.pictures, found.journal.lines) == (True, (), 2, 18)
    assert [act.kind for act in receipt_acts(signed)] == ["changed", "discarded"]
    assert read_run(signed).summary.status == "completed"


def test_one_bit_flipped_anywhere_is_found_and_its_line_and_step_are_named(tmp_path: Path) -> None:
    run = record_small_run(tmp_path)
    lines = journal(run)
    whole, told = b"".join(lines), steps(lines)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines))]
    for bit in sorted(random.Random(14).sample(range(len(whole) * 8), 200)):
        byte = bit // 8
        changed = bytearray(whole)
        changed[byte] ^= 1 << bit % 8
        line = sum(start <= byte for start in starts)

        damage = check_journal(bytes(changed)).damage[0]

        assert damage.line == line, (bit, damage)
        assert damage.byte <= byte + 1, (bit, damage)  # a break that is lost shows behind it
        assert damage.step in {told[line - 1], told[max(0, line - 2)]}, (bit, damage)


def test_a_journal_cut_anywhere_is_not_whole_and_what_is_left_of_it_is_trusted(tmp_path: Path) -> None:
    lines = journal(record_small_run(tmp_path))
    whole = b"".join(lines)
    ends = [sum(map(len, lines[: n + 1])) for n in range(len(lines))]
    for cut in range(0, len(whole), 13):
        found = check_journal(whole[:cut])
        assert ("cut", cut) == (found.damage[-1].kind, found.damage[-1].byte)
        assert sum(end <= cut for end in ends) == found.intact_lines


def test_a_run_under_way_is_whole_so_far(tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1")
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.show()
    (recorder.dir / "frames/000002.png.part").write_bytes(b"hal")

    under_way = check_run(recorder.dir)
    recorder.close()
    cut_off = check_run(recorder.dir)

    assert (under_way.is_whole, under_way.running) == (True, True)
    assert ["cut", "added"] == [each.kind for each in cut_off.damage]
