"""The live video in a run's record: a check covers it, and what goes wrong with it ends the video alone."""

import errno
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.events import Event, Noticed, RunFinished, Stamped
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.host.live_recorder import LiveRecorder, is_filmed
from desktop_agent.installation import hint_for
from desktop_agent.record import live_file
from desktop_agent.record.check import check_run
from desktop_agent.record.live_file import LiveReader
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore
from desktop_agent.screen.aim import Aimer, Wish
from desktop_agent.screen.looker import LiveCamera, Looker
from desktop_agent.screen.mask import MaskedSource
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.source import Monitor
from desktop_agent.screen.window import NoWindows
from desktop_agent.settings import Settings
from desktop_agent.settings.sections import RecordSettings
from tests.fakes.recorded import Story, picture, run_finished, run_started
from tests.fakes.waiting import wait_until

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
LIVE_FILE = "live/000001.zst"


class ChangingScreen:
    looks = 0

    def monitors(self) -> tuple[Monitor, ...]:
        return (Monitor(1, 0, 0, 320, 200),)

    def grab(self, box: Rect) -> Pixels:
        self.looks += 1
        return Pixels(box.size, (self.looks * 0x01F3D5 & 0xFFFFFF).to_bytes(4, "little") * (box.width * box.height))

    glance = grab

    def cursor(self) -> None:
        return None

    def close(self) -> None:
        """Nothing was opened."""

    def camera(self) -> LiveCamera:
        windows = NoWindows()
        looker = Looker(MaskedSource(self, windows, None), windows, Aimer(self, windows, Wish(), lambda _: False))
        return LiveCamera(self, looker, PrivateParts(windows, HiddenParts()), self.close)


class HeardRecorder(LiveRecorder):
    def write(self, stamped: Stamped) -> Stamped:
        written = super().write(stamped)
        self.hear(written)
        return written


def pictures(folder: Path) -> int:
    if not (folder / LIVE_FILE).exists():
        return 0
    with (folder / LIVE_FILE).open("rb") as file:
        return sum(1 for _ in LiveReader().pictures(file))


def half(fd: int, data: bytes) -> None:
    os.write(fd, data[: len(data) // 2])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_fills_ends_the_live_picture_alone_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[str]()
    recorder = HeardRecorder(RunStore(tmp_path).create("Save a note", NOW, "3fa9c1"), ChangingScreen().camera)
    story = Story(recorder, draw=lambda number: picture(number, (320, 200)))

    def announce(event: Event) -> None:
        assert isinstance(event, Noticed)
        told.append(event.text)
        story.tell(event)

    recorder.tell_by(announce)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.show("start")
    wait_until(lambda: pictures(recorder.dir), "a live picture")
    with monkeypatch.context() as patch:
        patch.setattr(live_file, "write_all", half)
        wait_until(lambda: recorder._picture.trouble, "the disk to be full")
    before = pictures(recorder.dir)
    for _ in range(2):
        story.think("On.")
        story.act({"kind": "press", "keys": ["ctrl", "s"]})
    story.tell(run_finished(story.turn, story.turn))
    recorder.close()

    last, video = story.said[-1].event, recorder.dir / LIVE_FILE
    assert told == ["The live video has stopped (No space left on device), but the run is continuing."]
    assert isinstance(last, RunFinished)
    assert list(last.live) == [LIVE_FILE]
    assert pictures(recorder.dir) == before
    assert check_run(recorder.dir).is_whole
    assert read_run(recorder.dir).summary.status == "completed"
    video.write_bytes(video.read_bytes()[:-1])
    assert not check_run(recorder.dir).is_whole


def test_without_its_library_a_run_does_not_begin_and_one_sentence_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)

    with pytest.raises(SettingsError, match="requires the zstandard library") as told:
        is_filmed(Settings(record=RecordSettings(video="live")))
    assert hint_for("video") in told.value.hint
