"""The live video in a run's record: a check covers it, and what goes wrong with it ends the video alone."""

import errno
import os
import sys
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.host.live_recorder import live_eye
from desktop_agent.installation import hint_for
from desktop_agent.record import live_file
from desktop_agent.record.check import check_run
from desktop_agent.record.reader import read_run
from desktop_agent.settings import Settings
from desktop_agent.settings.sections import RecordSettings
from tests.fakes.waiting import wait_until
from tests.host.live_run import LiveStory, colour, colours, live_run

LIVE_FILE = "live/000001.zst"


def test_a_check_finds_it_changed_or_lost(tmp_path: Path) -> None:
    run = live_run(tmp_path)
    file = run / LIVE_FILE
    whole = file.read_bytes()
    assert check_run(run).is_whole
    file.write_bytes(whole[:-1])

    assert [(each.kind, each.file) for each in check_run(run).damage] == [("changed", LIVE_FILE)]
    file.unlink()
    assert [(each.kind, each.file) for each in check_run(run).damage] == [("lost", LIVE_FILE)]


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
