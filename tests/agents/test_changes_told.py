"""What an agent is told of windows after an act: what came, what went and what has another title, and nothing else."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from desktop_agent.agents.view import ScreenView
from desktop_agent.core.actions import Action, points_of
from desktop_agent.core.decision import Target
from desktop_agent.core.frame import Frame, Pixels, Scene, Window, WindowBox
from desktop_agent.core.geometry import Rect
from tests.fakes.cases import target_of
from tests.fakes.named_controls import NamedControls
from tests.fakes.run_ports import VIEWPORT

WHOLE, RIGHT = VIEWPORT.screen, Rect(100, 0, 100, 100)
MAIN = WindowBox(1, WHOLE)
NOTE, FIND = "“note.txt” (editor)", "“Find” (editor)"
TITLES = {1: Window(1, "editor", "note.txt", 7), 2: Window(2, "editor", "Find", 7)}


@dataclass
class Titled(NamedControls):
    """Knows the windows by their numbers."""

    windows: Mapping[int, Window] | None = None

    def window(self, frame: Frame, action: Action) -> Target:
        (at,) = points_of(action)
        number = frame.scene.window_at(VIEWPORT.to_screen(at))
        known = (self.windows or {}).get(number or 0)
        return target_of(known) if known else Target()

    async def target(self, frame: Frame, action: Action) -> Target:
        del frame, action
        return Target()


def frame_of(*boxes: WindowBox) -> Frame:
    return Frame(b"", "image/png", VIEWPORT, "", Scene(boxes, boxes[0].id), Pixels(VIEWPORT.image, b""))


def told(*scenes: tuple[WindowBox, ...], title: str = "note.txt") -> list[list[str]]:
    """Return what is told after each scene but the first, without places; the first window's title is another then."""
    surroundings = Titled(windows=TITLES)
    view = ScreenView(surroundings)

    async def look() -> list[list[str]]:
        await view.overview(frame_of(*scenes[0]))
        surroundings.windows = {**TITLES, 1: Window(1, "editor", title, 7)}
        changes = [await view.changes(frame_of(*scene)) for scene in scenes[1:]]
        return [[line.partition(" from (")[0] for line in one.splitlines()] for one in changes]

    return asyncio.run(look())


@pytest.mark.parametrize(
    ("scenes", "title", "lines"),
    [
        (((MAIN,), (MAIN,)), "note.txt", [[]]),
        (((MAIN,), (WindowBox(2, RIGHT), MAIN)), "note.txt", [[f"New: Window {FIND}"]]),
        (((WindowBox(2, RIGHT), MAIN), (MAIN,)), "note.txt", [[f"Gone: window {FIND}"]]),
        (((MAIN,), (MAIN,)), "*note.txt", [["Title now: window “*note.txt” (editor)"]]),
        (((MAIN,), (WindowBox(2, WHOLE),)), "note.txt", [[f"New: Window {FIND}", f"Gone: window {NOTE}"]]),
        (((MAIN,), (WindowBox(2, RIGHT, tooltip=True), MAIN), (MAIN,)), "note.txt", [[], []]),
    ],
    ids=["nothing", "a new one", "one less", "another title", "another in its place", "a tooltip"],
)
def test_only_what_has_changed_of_the_windows_is_told(
    scenes: tuple[tuple[WindowBox, ...], ...], title: str, lines: list[list[str]]
) -> None:
    assert told(*scenes, title=title) == lines
