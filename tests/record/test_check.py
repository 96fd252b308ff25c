"""Checking a run: it is whole, or the first line is named that isn't as it was written."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.record.check import BrokenLine, check_run
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import Story, record_small_run, run_started, tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
JOURNAL = "events.jsonl"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return record_small_run(tmp_path, turns=3)


def journal(run: Path) -> list[bytes]:
    return (run / JOURNAL).read_bytes().splitlines(keepends=True)


def test_an_untouched_run_is_whole(run: Path) -> None:
    found = check_run(run)

    assert (found.is_whole, found.ended, found.broken) == (True, True, None)
    assert (found.lines, found.pictures) == (len(journal(run)), 4)


def test_one_bit_flipped_anywhere_is_found_and_its_line_is_named(tmp_path: Path) -> None:
    run = record_small_run(tmp_path)
    lines = journal(run)
    whole = b"".join(lines)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines))]
    for bit in sorted(random.Random(14).sample(range(len(whole) * 8 - 8), 200)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        (run / JOURNAL).write_bytes(changed)

        found = check_run(run)

        assert found.broken == BrokenLine(JOURNAL, sum(start <= bit // 8 for start in starts)), bit
        assert not found.is_whole


def test_a_journal_cut_anywhere_is_not_whole_and_its_lines_hold(tmp_path: Path) -> None:
    run = record_small_run(tmp_path)
    lines = journal(run)
    whole = b"".join(lines)
    ends = [sum(map(len, lines[: n + 1])) for n in range(len(lines))]
    for cut in range(0, len(whole), 13):
        (run / JOURNAL).write_bytes(whole[:cut])

        found = check_run(run)

        assert (found.is_whole, found.ended, found.broken) == (False, False, None)
        assert found.lines == sum(end <= cut for end in ends)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: [*lines[:4], *lines[5:]], 5),  # lost
        (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], 5),  # moved
        (lambda lines: [*lines[:5], lines[4], *lines[5:]], 6),  # doubled
        (lambda lines: lines[1:], 1),
        (lambda lines: [*lines, lines[-1]], -1),
        (lambda lines: [*lines, b"{}\n"], -1),
        (lambda lines: [*lines, b"more"], -1),
        (lambda lines: [*lines, b"\n"], -1),
    ],
)
def test_lines_that_are_lost_moved_or_added_are_found(
    run: Path, change: Callable[[list[bytes]], list[bytes]], line: int
) -> None:
    lines = journal(run)
    (run / JOURNAL).write_bytes(b"".join(change(lines)))

    assert check_run(run).broken == BrokenLine(JOURNAL, line if line > 0 else len(lines) + 1)


def test_a_journal_that_is_a_symbolic_link_is_reported(run: Path, tmp_path: Path) -> None:
    (run / JOURNAL).rename(tmp_path / "elsewhere")
    (run / JOURNAL).symlink_to(tmp_path / "elsewhere")

    assert check_run(run).broken == BrokenLine(JOURNAL, 1)


def test_a_run_under_way_is_whole_so_far(tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1")
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.show()

    under_way = check_run(recorder.dir)
    recorder.close()
    cut_off = check_run(recorder.dir)

    assert (under_way.is_whole, under_way.running, under_way.ended) == (True, True, False)
    assert (cut_off.is_whole, cut_off.broken, cut_off.lines) == (False, None, under_way.lines)


def gone(picture: Path) -> None:
    picture.unlink()


def linked(picture: Path) -> None:
    picture.rename(picture.with_suffix(".kept"))
    picture.symlink_to(picture.with_suffix(".kept"))


def folder_linked(picture: Path) -> None:
    picture.parent.rename(picture.parent.with_name("kept"))
    picture.parent.symlink_to(picture.parent.with_name("kept"))


def cut(picture: Path) -> None:
    picture.write_bytes(picture.read_bytes()[:-1])


def changed(picture: Path) -> None:
    picture.write_bytes(b"another")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("harm", [gone, linked, cut, changed])
def test_a_line_with_a_replaced_picture_is_reported(run: Path, harm: Callable[[Path], None], number: int) -> None:
    harm(run / f"frames/{number:06d}.png")
    named = [at for at, line in enumerate(journal(run), 1) if f"{number:06d}.png".encode() in line]

    assert check_run(run).broken == BrokenLine(JOURNAL, named[0])


def test_pictures_in_a_linked_folder_are_reported(run: Path) -> None:
    folder_linked(run / "frames/000001.png")

    assert check_run(run).broken is not None


def test_the_same_picture_is_stored_once_and_found_for_each_of_its_lines(tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1")
    tell_whole_run(recorder, "x", recorder.run, turns=4, draw=lambda number: b"odd" if number % 2 else b"even")
    recorder.close()

    found = check_run(recorder.dir)

    assert 2 == len(list((recorder.dir / "frames").iterdir()))
    assert (found.is_whole, found.pictures) == (True, 2)
