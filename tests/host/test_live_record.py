"""The live video in a run's record: a check covers it, and what goes wrong with it ends the video alone."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.host.live_recorder import live_eye
from desktop_agent.installation import hint_for
from desktop_agent.record import live_file
from desktop_agent.record.check import check_run
from desktop_agent.record.live_file import live_files
from desktop_agent.record.reader import read_run
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from desktop_agent.settings import Settings
from desktop_agent.settings.sections import RecordSettings
from tests.fakes.waiting import wait_until
from tests.host.live_run import LiveStory, colour, colours, live_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
LIVE_FILE = "live/000001.zst"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record a run with a live picture, once."""
    return live_run(tmp_path_factory.mktemp("runs"))


@pytest.fixture
def run(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "runs" / once.name))


def test_a_check_covers_it_and_one_bit_flipped_anywhere_is_found(run: Path) -> None:
    file = run / LIVE_FILE
    whole = file.read_bytes()
    assert check_run(run).is_whole
    for bit in random.Random(14).sample(range(len(whole) * 8), 20):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        file.write_bytes(changed)
        found = check_run(run)

        assert [(each.kind, each.file) for each in found.damage] == [("changed", LIVE_FILE)]
        assert "The live video is missing or isn't the one that was recorded." in found.damage[0].sentence


def test_a_file_of_it_that_is_cut_lost_added_or_a_link_is_found_by_name(run: Path, tmp_path: Path) -> None:
    file, other = run / LIVE_FILE, run / "live/000002.zst"
    whole = file.read_bytes()
    found = []
    file.write_bytes(whole[:-1])
    found.append(check_run(run).damage)
    file.unlink()
    found.append(check_run(run).damage)
    (tmp_path / "elsewhere").write_bytes(whole)
    file.symlink_to(tmp_path / "elsewhere")
    found.append(check_run(run).damage)
    file.unlink()
    file.write_bytes(whole)
    other.write_bytes(whole)
    found.append(check_run(run).damage)

    told = [[(each.kind, each.file) for each in some] for some in found]
    assert told == [
        [("changed", LIVE_FILE)], [("lost", LIVE_FILE)], [("link", LIVE_FILE)], [("added", "live/000002.zst")]
    ]  # fmt: skip


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_fills_ends_the_live_picture_alone_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = LiveStory(tmp_path)
    told.step()
    told.wait_for_more()
    with monkeypatch.context() as patch:

        def half(fd: int, data: bytes) -> None:
            os.write(fd, data[: len(data) // 2])
            full()

        patch.setattr(live_file, "write_all", half)
        wait_until(lambda: told.recorder._picture.trouble, "the disk to be full")
    for _ in range(2):
        told.step()
    last = told.end()

    assert told.told == ["The live video has stopped (No space left on device), but the run is continuing."]
    assert list(last.live) == [LIVE_FILE]
    shown = colours(told.recorder.dir)
    assert shown == [colour(number) for number in range(1, told.screen.looks + 1) if colour(number) in shown]
    assert check_run(told.recorder.dir).is_whole
    assert read_run(told.recorder.dir).summary.status == "completed"


def test_without_its_library_a_run_does_not_begin_and_one_sentence_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)

    with pytest.raises(SettingsError, match="requires the zstandard library") as told:
        live_eye(Settings(record=RecordSettings(video="live")), {}, {})
    assert hint_for("video") in told.value.hint


def test_a_run_that_was_killed_leaves_a_live_picture_that_can_be_read(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.host.live_run", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT) as child:
        wait_until(lambda: (child.poll(), *tmp_path.rglob("live/*.zst"))[1:], "the live picture")
        (folder,) = (one.parent.parent for one in tmp_path.rglob("live/*.zst"))
        wait_until(lambda: len(colours(folder)) > 5, "some pictures")
        child.kill()
    assert child.returncode == -signal.SIGKILL
    files = live_files(folder)  # a busy machine may have begun a second one
    before = [(folder / name).read_bytes() for name in files]

    shown = colours(folder)
    found = check_run(folder)
    every = [colour(number) for number in range(1, 5_000)]
    assert len(shown) > 5
    assert [every.index(one) for one in shown] == sorted(every.index(one) for one in shown)
    assert (found.running, found.uncovered) == (False, len(files))
    # The picture that was being written is ahead of its line.
    assert {each.kind for each in found.damage} <= {"cut", "added"}
    assert len([each for each in found.damage if each.kind == "added"]) <= 1
    assert RunStore(tmp_path).all()[0].id == folder.name
    assert write_report(folder).stat().st_size > 0
    assert [(folder / name).read_bytes() for name in files] == before
