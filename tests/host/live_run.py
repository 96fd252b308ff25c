"""A run with a live picture of a screen that is another colour each time it is looked at, and counts what it showed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from desktop_agent.core.events import Event, Noticed, RunFinished, Stamped
from desktop_agent.core.frame import Frame, Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.host.live_recorder import LiveRecorder
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.live_file import LiveReader, live_files
from desktop_agent.record.store import RunStore
from desktop_agent.screen.aim import Aimer, Wish
from desktop_agent.screen.looker import LiveCamera, Looker
from desktop_agent.screen.mask import MaskedSource
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.source import CursorImage, Monitor
from desktop_agent.screen.window import NoWindows
from tests.fakes.recorded import Story, picture, run_finished, run_started
from tests.fakes.waiting import wait_until

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
SHOWN = Rect(0, 0, 320, 200)


def colour(number: int) -> int:
    """Return the colour that the screen has at a look; different from all others."""
    return number * 0x01F3D5 & 0xFFFFFF


@dataclass
class ChangingScreen:
    """A screen that is a new colour at each look."""

    looks: int = 0

    def monitors(self) -> tuple[Monitor, ...]:
        return (Monitor(1, SHOWN.x, SHOWN.y, SHOWN.width, SHOWN.height),)

    def grab(self, box: Rect) -> Pixels:
        self.looks += 1
        return Pixels(box.size, colour(self.looks).to_bytes(4, "little") * (box.width * box.height))

    def glance(self, box: Rect) -> Pixels:
        return self.grab(box)

    def cursor(self) -> CursorImage | None:
        return None

    def close(self) -> None:
        """Nothing was opened."""

    def camera(self) -> LiveCamera:
        """Return a live picture's way to it."""
        windows = NoWindows()
        aimer = Aimer(self, windows, Wish(), lambda _: False)
        private = PrivateParts(windows, HiddenParts())
        return LiveCamera(self, Looker(MaskedSource(self, windows, None), windows, aimer), private, self.close)


@dataclass
class HeardRecorder:
    """A recorder that hears each event after it was written, as a run's stream has it."""

    recorder: LiveRecorder

    @property
    def run(self) -> str:
        return self.recorder.run

    @property
    def dir(self) -> Path:
        return self.recorder.dir

    def keep(self, shown: Frame) -> str | None:
        return self.recorder.keep(shown)

    def write(self, stamped: Stamped) -> Stamped:
        written = self.recorder.write(stamped)
        self.recorder.hear(written)
        return written

    def close(self) -> None:
        self.recorder.close()


@dataclass
class LiveStory:
    """A story that is told to a recorder with a live picture beside it."""

    root: Path
    screen: ChangingScreen = field(default_factory=ChangingScreen)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin the run."""
        self.plain: RunRecorder = RunStore(self.root).create("Save a note", NOW, "3fa9c1")
        self.recorder = LiveRecorder(self.plain, self.screen.camera)
        self.recorder.tell_by(self._announce)
        self.story = Story(HeardRecorder(self.recorder), draw=lambda number: picture(number, (320, 200)))
        self.story.tell(run_started(self.recorder.run, str(self.recorder.dir)))
        self.story.show("start")

    def step(self) -> None:
        """Do one act."""
        self.story.think("On.")
        self.story.act({"kind": "press", "keys": ["ctrl", "s"]})

    def wait_for_more(self) -> None:
        """Wait for another live picture."""
        before = len(colours(self.recorder.dir))
        wait_until(lambda: len(colours(self.recorder.dir)) > before, "a live picture")

    def end(self) -> RunFinished:
        """End the run, and return the last line of the record."""
        self.story.tell(run_finished(self.story.turn, self.story.turn))
        self.recorder.close()
        last = self.story.said[-1].event
        assert isinstance(last, RunFinished)
        return last

    def _announce(self, event: Event) -> None:
        assert isinstance(event, Noticed)
        self.told.append(event.text)
        self.story.tell(event)


def colours(folder: Path) -> list[int]:
    """Return the colours of the live pictures in a folder; each is of one colour all over."""
    found = []
    for name in live_files(folder):
        with (folder / name).open("rb") as file:
            for _, pixels in LiveReader().pictures(file):
                (one,) = set((np.frombuffer(pixels.bgrx, np.uint32) & 0xFFFFFF).tolist())
                found.append(int(one))
    return found


def live_run(root: Path) -> Path:
    """Record a whole run of two acts with a few live pictures, and return its folder."""
    told = LiveStory(root)
    for _ in range(2):
        told.step()
        told.wait_for_more()
    told.end()
    return told.recorder.dir
