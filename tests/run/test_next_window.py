"""A batch can wait for the next window without knowing its title; keys go only to one of the program that was used."""

import asyncio
import math
from dataclasses import dataclass, field
from typing import cast

import pytest

from desktop_agent.core.actions import Action, points_of
from desktop_agent.core.decision import Target
from desktop_agent.core.errors import InputError
from desktop_agent.core.frame import Frame, Pixels, Scene, Window, WindowBox
from desktop_agent.core.geometry import Rect
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.input_state import InputState
from desktop_agent.run.opening_wait import OpeningWait
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.ports import Camera
from tests.fakes.cases import target_of
from tests.fakes.named_controls import NamedControls
from tests.fakes.run_ports import VIEWPORT

EDITOR, OWN, OTHER, MENU, SECOND = range(1, 6)
WINDOWS = {
    EDITOR: Window(EDITOR, "editor", "note.txt", 7),
    OWN: Window(OWN, "editor", "Find", 7, dialog=True),
    OTHER: Window(OTHER, "mail", "New message", 8),
    MENU: Window(MENU, "editor", "note.txt", 7, menu=True),
    SECOND: Window(SECOND, "editor", "Really?", 7, dialog=True),
}
BOXES = {number: WindowBox(number, Rect(20 * number, 0, 20, 100)) for number in WINDOWS}
TIP = WindowBox(OWN, Rect(40, 0, 20, 100), tooltip=True)


class Shown(NamedControls):
    def window(self, frame: Frame, action: Action) -> Target:
        scene, points = frame.scene, points_of(action)
        number = scene.window_at(VIEWPORT.to_screen(points[0])) if points else scene.focus
        known = WINDOWS.get(number or 0)
        return target_of(known) if known else Target()

    async def target(self, frame: Frame, action: Action) -> Target:
        return Target()


@dataclass
class Scenes:
    left: list[Scene] = field(default_factory=list)

    def windows_now(self, frame: Frame) -> Scene:
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


def scene(*boxes: WindowBox, focus: int = EDITOR) -> Scene:
    return Scene((*boxes, BOXES[EDITOR]), focus)


def waited(text: str, *scenes: Scene, for_keys: bool, came: Scene | None = None) -> int | str | None:
    seen = Frame(b"", "image/png", VIEWPORT, "", scene(), Pixels(VIEWPORT.image, b""))
    inputs = InputState()
    if came is not None:
        inputs.note_opened(Frame(b"", "image/png", VIEWPORT, "", came, Pixels(VIEWPORT.image, b"")))
    wait = OpeningWait(Shown(), cast("Camera", Scenes([*scenes])), PauseControl(ThreadStop(), lambda: math.inf))
    try:
        return asyncio.run(wait.come(seen, text, 0.25, inputs, for_keys=for_keys)).scene.focus
    except InputError as why:
        return str(why.message)


NONE, ANOTHER = "No new window appeared within 0.25 s.", "Another window did."


@pytest.mark.parametrize(
    ("text", "scenes", "for_keys", "comes"),
    [
        ("", (scene(), scene(BOXES[OWN], focus=OWN)), True, OWN),
        ("", (scene(BOXES[OWN]), scene(BOXES[OWN], focus=OWN)), True, OWN),
        ("", (scene(BOXES[OTHER], focus=OTHER),), False, OTHER),
        ("", (scene(BOXES[OTHER], focus=OTHER),), True, f"{NONE} {ANOTHER}"),
        ("", (scene(BOXES[MENU]),), True, NONE),
        ("", (scene(TIP),), False, NONE),
        ("find", (scene(BOXES[OWN], focus=OWN),), True, OWN),
        ("keep", (scene(),), True, "“keep” didn't appear within 0.25 s."),
        ("keep", (scene(BOXES[OWN], focus=OWN),), True, f"“keep” didn't appear within 0.25 s. {ANOTHER}"),
        ("find", (scene(BOXES[OWN]),), True, "“find” appeared, but the focus is in another window."),
    ],
)
def test_what_is_waited_for_is_the_named_or_the_next_window_of_the_program(
    text: str, scenes: tuple[Scene, ...], *, for_keys: bool, comes: int | str
) -> None:
    assert waited(text, *scenes, for_keys=for_keys) == comes


def test_after_one_window_the_next_is_another_one() -> None:
    opened = scene(BOXES[OWN], focus=OWN)

    assert waited("", opened, for_keys=True, came=opened) == NONE
    assert waited("", Scene((BOXES[SECOND], *opened.windows), SECOND), for_keys=True, came=opened) == SECOND
