"""What programs have answered holds while a window looks as it did; everything else is asked again."""

import asyncio
import math
import time
from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Press
from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import (
    Frame,
    ImagePoint,
    Pixels,
    Rect,
    Scene,
    ScreenPoint,
    Size,
    Viewport,
    Window,
    WindowBox,
)
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.screen.controls.window import ActiveWindow, Control, HitResult, KeyboardFocus, NoControls, NoWindows

BOX = Rect(0, 0, 1000, 800)


@dataclass
class Buttons(NoControls):
    """A program that takes note of since when its answers hold."""

    since: list[float] = field(default_factory=list)

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> HitResult:
        self.since.append(since)
        return HitResult(Control("Save", "push button", box))

    async def with_keyboard(self, *_: object, **named: object) -> KeyboardFocus:
        since = named.get("since", math.inf)
        assert isinstance(since, float)
        self.since.append(since)
        return KeyboardFocus(Control("Save", "push button", BOX))


@dataclass
class Screen:
    """Tells whether parts of it look as in a picture, and remembers which were asked about."""

    alike: bool | None = True  # None: it cannot be captured
    parts: list[Rect] = field(default_factory=list)

    def __call__(self, box: Rect, frame: Frame) -> bool:
        self.parts.append(box)
        if self.alike is None:
            raise NoScreenError("gone")
        return self.alike


def picture() -> Frame:
    viewport = Viewport(BOX, Size(BOX.width, BOX.height))
    return Frame(b"", "image/png", viewport, "", Scene((WindowBox(1, BOX),), 1), Pixels(Size(1, 1), b"\0" * 4))


CLICK = Click(ImagePoint(500, 10))


@pytest.mark.parametrize(
    ("screen", "before", "action", "holds"),
    [
        (Screen(), [], CLICK, True),
        (Screen(), [CLICK], CLICK, False),  # who asks again wants to know it anew
        (Screen(alike=False), [], CLICK, False),
        (Screen(alike=None), [], CLICK, False),
    ],
)
def test_answers_hold_for_the_first_question_about_a_window_that_looks_as_it_did(
    screen: Screen, before: list[Action], action: Action, *, holds: bool
) -> None:
    async def asked() -> tuple[float, float]:
        frame = picture()
        began = time.monotonic()
        await surroundings.warm(frame)
        for one in before:
            await surroundings.target(frame, one)
        await surroundings.target(replace(frame, scene=Scene(frame.scene.windows)), action)
        return began, buttons.since[-1]

    buttons = Buttons()
    surroundings = ScreenSurroundings(NoWindows(), buttons, alike=screen)
    began, since = asyncio.run(asked())

    assert (began <= since <= time.monotonic()) is holds
    assert screen.parts[-1] == Rect(100, 0, 801, 411)


@pytest.mark.parametrize(
    ("windows", "screen", "holds"),
    [
        ((WindowBox(1, BOX),), Screen(), True),
        ((WindowBox(2, Rect(0, 0, 9, 9)), WindowBox(1, Rect(9, 9, 90, 90))), Screen(), True),
        ((WindowBox(2, Rect(50, 50, 9, 9)), WindowBox(1, Rect(9, 9, 90, 90))), Screen(), False),  # it is covered there
        ((WindowBox(1, Rect(900, 9, 200, 90)),), Screen(), False),  # it goes on beyond the screen
    ],
)
def test_for_keys_answers_hold_in_a_window_that_is_seen_whole_and_looks_as_it_did(
    windows: tuple[WindowBox, ...], screen: Screen, *, holds: bool
) -> None:
    async def asked() -> None:
        frame = replace(picture(), scene=Scene(windows, focus=1))
        await surroundings.warm(frame)
        await surroundings.target(frame, Press(("enter",)))
        await surroundings.target(frame, Press(("enter",)))

    buttons = Buttons()
    surroundings = ScreenSurroundings(NoWindows(), buttons, alike=screen)
    asyncio.run(asked())

    *_, first, again = buttons.since
    assert (first < math.inf, again) == (holds, math.inf)


@dataclass
class Focused(NoControls):
    """A program whose controls get the keyboard one after the other."""

    tells: list[KeyboardFocus] = field(default_factory=list)

    async def with_keyboard(self, *_: object, **__: object) -> KeyboardFocus:
        return self.tells.pop(0)


class Owned(NoWindows):
    """Windows of one program."""

    def describe(self, window: int) -> Window:
        return Window(window, "editor", "Letter", 7)


def focused(name: str, box: Rect | None, path: str = "") -> KeyboardFocus:
    return KeyboardFocus(Control(name, "entry", box), object=("app", path or name))


UPPER = Rect(10, 10, 200, 30)
LOWER = Rect(10, 60, 200, 30)


@pytest.mark.parametrize(
    ("then", "now", "moved"),
    [
        (focused("Search", UPPER), focused("Search", UPPER), False),
        (focused("Search", UPPER), focused("Transfer", LOWER), True),
        (focused("Search", UPPER), focused("Search", LOWER), False),  # it was laid out anew
        (focused("Search", UPPER), focused("Search", UPPER, "built anew"), False),
        (focused("Page", BOX), focused("Search", UPPER), False),  # it is told more exactly
        (focused("Search", None), focused("Transfer", LOWER), False),
    ],
)
def test_it_is_known_whether_another_control_had_the_keyboard_when_the_picture_was_new(
    then: KeyboardFocus, now: KeyboardFocus, *, moved: bool
) -> None:
    async def moves(frame: Frame, later: Frame) -> bool:
        await surroundings.warm(frame)
        target = await surroundings.target(later, Press(("enter",)))
        assert target.focus is not None
        return target.focus.moved

    frame = picture()
    elsewhere = replace(frame, scene=Scene((WindowBox(2, BOX), *frame.scene.windows), 2))
    found = list[bool]()
    for later in (frame, elsewhere, picture()):
        surroundings = ScreenSurroundings(Owned(), Focused([then, now]), alike=Screen())
        found.append(asyncio.run(moves(frame, later)))

    assert found == [moved, False, False]


@dataclass
class Active(Focused):
    """A program that says that its window is the one in use."""

    window: ActiveWindow | None = None

    async def active(self) -> ActiveWindow | None:
        return self.window


class Placed(NoWindows):
    """A desktop that tells its windows, and that none has the keyboard."""

    reports_positions = True


LETTER = Window(-7, "editor", "Letter", 7, "/usr/bin/editor")


@pytest.mark.parametrize(
    ("windows", "active", "focus", "known"),
    [
        (NoWindows(), ActiveWindow(LETTER, BOX), focused("Body", UPPER), ("/usr/bin/editor", "Body")),
        (NoWindows(), ActiveWindow(LETTER, BOX), KeyboardFocus(), ("", "")),  # a part of the shell has the keyboard
        (NoWindows(), None, focused("Body", UPPER), ("", "")),
        (Placed(), ActiveWindow(LETTER, BOX), focused("Body", UPPER), ("", "")),
    ],
)
def test_where_the_desktop_tells_no_windows_keys_go_where_the_only_program_in_use_has_its_focus(
    windows: NoWindows, active: ActiveWindow | None, focus: KeyboardFocus, known: tuple[str, str]
) -> None:
    frame = replace(picture(), scene=Scene())
    surroundings = ScreenSurroundings(windows, Active(tells=[focus], window=active), alike=Screen())

    target = asyncio.run(surroundings.target(frame, Press(("enter",))))

    program = target.window.program if target.window else ""
    assert known == (program, target.focus.name if target.focus else "")
