"""Programs whose trees come late, come without places, or never come: what is known of them, and how soon."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from desktop_agent.core.actions import Click, Press
from desktop_agent.core.errors import InputError
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.screen_contents import Find, Read
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi.controls import AtspiControls
from desktop_agent.platforms.atspi.patience import QUIET_S, SILENT_S
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.run.opening_wait import OpeningWait
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.pointed_controls import PointedControls
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.words import ScreenWords
from tests.fakes.apps import running
from tests.fakes.waiting import wait_until
from tests.screen.half_told_window import BUTTON, LABEL, TITLE

BUTTON_AT = 100, 52  # in the window
READ_S = 15.0  # reading a small window, on a busy machine; D-Bus itself would wait for 25 s
T = TypeVar("T")


@dataclass
class Asked:
    """Everybody who asks what is there."""

    surroundings: ScreenSurroundings
    camera: ScreenCamera
    runner: asyncio.Runner
    at: ScreenPoint

    def __post_init__(self) -> None:
        self.frame: Frame = self.camera.grab()
        self.click = Click(self.frame.viewport.to_image(self.at))

    def ask(self, question: Callable[[], Awaitable[T]]) -> tuple[T, float]:
        """Return an answer, and how long it took."""

        async def answer() -> T:
            return await question()

        began = time.monotonic()
        return self.runner.run(answer()), time.monotonic() - began

    def awaited(self, text: str, seconds: float = 6.0) -> Frame:
        """Wait for a text as an answer of the model does."""
        pause = PauseControl(ThreadStop(), lambda: 60.0)
        waits = OpeningWait(self.surroundings, self.camera, pause)
        return self.ask(lambda: waits.come(self.frame, text, seconds, for_keys=False))[0]


@contextmanager
def half_told(how: str, display: PrivateDisplay, home: Path) -> Iterator[Asked]:
    """Show the window, and give everybody who asks about it."""
    with ExitStack() as closing:
        command = [sys.executable, "-m", "tests.screen.half_told_window", how]
        app = closing.enter_context(running(command, display, home, TITLE))
        left, top, _, _ = app.frame()
        windows = choose_windows()
        camera = ScreenCamera(choose_capture(), windows)
        closing.callback(camera.close)
        reader = closing.enter_context(OcrReader())
        runner = closing.enter_context(asyncio.Runner())
        surroundings = ScreenSurroundings(windows, AtspiControls(), ScreenWords(reader), alike=camera.same_in)
        at = ScreenPoint(left + BUTTON_AT[0], top + BUTTON_AT[1])
        yield Asked(surroundings, camera, runner, at)
        runner.run(surroundings.close())


@pytest.mark.parametrize(
    ("how", "source", "role"),
    [("whole", "accessibility", "push button"), ("boxless", "ocr", "frame"), ("never", "ocr", "")],
)
def test_the_button_is_named_by_its_program_or_else_read_and_is_found_read_and_waited_for(
    how: str, source: str, role: str, on_display: PrivateDisplay, tmp_path: Path
) -> None:
    with half_told(how, on_display, tmp_path) as asked:
        frame, inquiry = asked.frame, ScreenInquiry(asked.surroundings)
        asked.ask(lambda: asked.surroundings.warm(frame))
        target, took_s = asked.ask(lambda: asked.surroundings.target(frame, asked.click))
        found, _ = asked.ask(lambda: inquiry.find(frame, Find(text=BUTTON)))
        text, _ = asked.ask(lambda: inquiry.read(frame, Read()))
        point, _ = asked.ask(lambda: inquiry.point(frame, BUTTON))
        came = asked.awaited(LABEL)

    assert target.control is not None
    assert (target.control.name, target.control.source, target.control.role) == (BUTTON, source, role)
    assert f"“{BUTTON}”" in found.words
    assert LABEL in text
    assert not isinstance(point, str)
    assert abs(point.x - asked.click.at.x) < BUTTON_AT[0]
    assert came.scene.focus is not None
    assert took_s < QUIET_S + READ_S


def test_nothing_that_is_only_read_counts_as_the_same_control(on_display: PrivateDisplay, tmp_path: Path) -> None:
    with half_told("boxless", on_display, tmp_path) as asked:
        known = PointedControls(asked.surroundings, asked.camera)
        target, _ = asked.ask(lambda: asked.surroundings.target(asked.frame, asked.click))
        known.note(asked.frame, asked.click, target)
        same, _ = asked.ask(lambda: known.is_same(asked.frame, asked.click.at))

    assert not same


def test_a_tree_that_is_built_when_it_is_asked_for_is_there_for_the_next_question(
    on_display: PrivateDisplay, tmp_path: Path
) -> None:
    with half_told("late", on_display, tmp_path) as asked:
        asked.ask(lambda: asked.surroundings.warm(asked.frame))
        first, _ = asked.ask(lambda: asked.surroundings.target(asked.frame, asked.click))
        other = Click(asked.click.at, count=2)

        def told_by_the_tree() -> bool:
            again, _ = asked.ask(lambda: asked.surroundings.target(asked.frame, other))
            return (
                again.control is not None and again.control.source == "accessibility" and again.control.name == BUTTON
            )

        wait_until(told_by_the_tree, "the tree")

    assert first.control is not None
    assert (first.control.name, first.control.source) == (BUTTON, "ocr")
    assert not (first.place and first.place.silent)


def test_a_program_that_never_answers_costs_its_time_once(on_display: PrivateDisplay, tmp_path: Path) -> None:
    with half_told("never", on_display, tmp_path) as asked:
        controls = asked.surroundings._controls
        windows = asked.frame.scene.windows
        window = next(one for one in windows if one.box.contains(asked.at))
        described = asked.surroundings._windows.describe(window.id)
        times = [asked.ask(lambda: controls.under(asked.at, described, window.box)) for _ in range(2)]

    assert [spot.control.name for spot, _ in times] == ["", ""]
    assert QUIET_S <= times[0][1] < QUIET_S + 1.0
    assert times[1][1] < 4 * SILENT_S


def test_what_nobody_tells_or_shows_does_not_come(on_display: PrivateDisplay, tmp_path: Path) -> None:
    with half_told("boxless", on_display, tmp_path) as asked, pytest.raises(InputError, match="didn't appear"):
        asked.awaited("Goodbye", 0.3)


def test_keys_in_a_window_without_places_are_told_its_words(on_display: PrivateDisplay, tmp_path: Path) -> None:
    with half_told("never", on_display, tmp_path) as asked:
        target, _ = asked.ask(lambda: asked.surroundings.target(asked.frame, Press(("enter",))))

    assert target.place is not None
    assert {BUTTON, LABEL} <= set(target.place.around)
