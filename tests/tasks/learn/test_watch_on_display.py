"""A person shows something on a real display: what they did comes out, and what they kept to themselves does not."""

import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.tasks.learn.control_keys import ControlKeys
from desktop_agent.tasks.learn.demonstration import Clicked, Demonstration, PressedKeys, TypedWords
from desktop_agent.tasks.learn.session import LearnSession
from desktop_agent.tasks.learn.watch import WatchState
from tests.fakes.people.hands import Hands
from tests.fakes.programs import fields_window
from tests.fakes.programs.apps import App, running
from tests.fakes.waiting import wait_until

SECRET = "hunter2xyz"


@dataclass
class BlindReader:
    """Reads nothing: a text in doubt is never seen to arrive."""

    def read(self, data: bytes, *, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        """Return no line."""
        return ()


@dataclass
class Shown:
    """A demonstration that is going on, and what it has told of its state."""

    states: list[tuple[WatchState, int]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.session = LearnSession(
            ControlKeys(), os.environ, reader=BlindReader(),
            on_state=lambda state, acts: self.states.append((state, acts)), on_end=self.over.set,
        )  # fmt: skip
        self.session.start()
        wait_until(lambda: self.states or self.over.is_set(), "the watch")

    def until(self, state: WatchState, acts: int) -> None:
        """Wait until it has got so far."""
        wait_until(lambda: self.states[-1] == (state, acts), f"{state} with {acts} acts, not {self.states[-1]}")

    def result(self) -> Demonstration | None:
        """Return what came out of it."""
        wait_until(self.over.is_set, "the end")
        return self.session.result()


@pytest.fixture
def window(on_display: PrivateDisplay, tmp_path: Path) -> Iterator[App]:
    """Give the window with fields."""
    with running(
        [sys.executable, "-m", "tests.fakes.programs.fields_window"], on_display, tmp_path, fields_window.TITLE
    ) as app:
        Hands(on_display).wait_for_window(fields_window.TITLE)
        yield app


@pytest.mark.slow
def test_a_password_is_an_act_without_its_letters(window: App, hands: Hands) -> None:
    left, top, width, _ = window.frame()
    shown = Shown()

    hands.click(left + width // 2, top + 20)
    hands.type("Ada", every_ms=400)  # as a person does: a program needs time to say where it goes
    shown.until("watching", 1)
    hands.press("Tab")
    shown.until("watching", 2)
    hands.type(SECRET, every_ms=200)  # as above
    hands.press("Tab")
    shown.until("watching", 4)
    hands.press("Pause", "Pause")
    result = shown.result()

    assert result is not None
    gestures = [act.gesture for act in result.acts]
    assert [type(one) for one in gestures] == [Clicked, TypedWords, PressedKeys, TypedWords, PressedKeys]
    name, password = [(one.text, one.secret) for one in gestures if isinstance(one, TypedWords)]
    assert name in {("Ada", False), ("", True)}  # a program that says late where it went is one in doubt
    assert password == ("", True)
    assert [act.before.control.name for act in result.acts[:4]] == ["Recipient", "Recipient", "", "Secret"]
    assert result.acts[0].before.window is not None
    assert result.acts[0].before.window.title == fields_window.TITLE
    assert SECRET[:3] not in repr(result)
