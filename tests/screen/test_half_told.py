"""Programs whose trees come late, come without places, or never come: what is known of them."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from desktop_agent.core.actions import Click, Press
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.screen_contents import Find, Read
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi.controls import AtspiControls
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.input_state import InputState
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

    def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """Return an answer."""

        async def answer() -> T:
            return await question()

        return self.runner.run(answer())

    def awaited(self, text: str) -> Frame:
        """Wait for a text as an answer of the model does."""
        pause = PauseControl(ThreadStop(), lambda: 60.0)
        waits = OpeningWait(self.surroundings, self.camera, pause)
        return self.ask(lambda: waits.come(self.frame, text, 6.0, InputState(), for_keys=False))


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


@pytest.mark.parametrize(("how", "role"), [("boxless", "frame"), ("never", "")])
def test_a_button_that_nobody_tells_is_read_found_and_waited_for_and_is_never_the_same_control(
    how: str, role: str, on_display: PrivateDisplay, tmp_path: Path
) -> None:
    with half_told(how, on_display, tmp_path) as asked:
        frame, inquiry = asked.frame, ScreenInquiry(asked.surroundings)
        asked.ask(lambda: asked.surroundings.warm(frame))
        target = asked.ask(lambda: asked.surroundings.target(frame, asked.click))
        found = asked.ask(lambda: inquiry.find(frame, Find(text=BUTTON)))
        text = asked.ask(lambda: inquiry.read(frame, Read()))
        point = asked.ask(lambda: inquiry.point(frame, BUTTON))
        came = asked.awaited(LABEL)
        keys = asked.ask(lambda: asked.surroundings.target(frame, Press(("enter",))))
        known = PointedControls(asked.surroundings, asked.camera)
        known.note(frame, asked.click, target)
        same = asked.ask(lambda: known.is_same(frame, asked.click.at))

    assert target.control is not None
    assert (target.control.name, target.control.source, target.control.role) == (BUTTON, "ocr", role)
    assert not same
    assert keys.place is not None
    assert how != "never" or {BUTTON, LABEL} <= set(keys.place.around)
    assert f"“{BUTTON}”" in found.words
    assert LABEL in text
    assert not isinstance(point, str)
    assert abs(point.x - asked.click.at.x) < BUTTON_AT[0]
    assert came.scene.focus is not None


def test_a_tree_that_is_built_when_it_is_asked_for_is_there_for_the_next_question(
    on_display: PrivateDisplay, tmp_path: Path
) -> None:
    with half_told("late", on_display, tmp_path) as asked:
        asked.ask(lambda: asked.surroundings.warm(asked.frame))
        first = asked.ask(lambda: asked.surroundings.target(asked.frame, asked.click))
        other = Click(asked.click.at, count=2)

        def told_by_the_tree() -> bool:
            again = asked.ask(lambda: asked.surroundings.target(asked.frame, other))
            return (
                again.control is not None and again.control.source == "accessibility" and again.control.name == BUTTON
            )

        wait_until(told_by_the_tree, "the tree")

    assert first.control is not None
    assert (first.control.name, first.control.source) == (BUTTON, "ocr")
    assert not (first.place and first.place.silent)
