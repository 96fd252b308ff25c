"""What is made of a tree of UI Automation: controls, pages, questions, password fields, and programs that hang."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.frame import Scene, Window, WindowBox
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.windows.uia import (
    BOX,
    BUTTON,
    CLASS_NAME,
    DOCUMENT,
    EDIT,
    HAS_KEYBOARD,
    IS_DIALOG,
    IS_ENABLED,
    IS_OFFSCREEN,
    IS_PASSWORD,
    IS_SELECTED,
    KIND,
    LEGACY_STATE,
    NAME,
    NATIVE_WINDOW,
    PROCESS,
    TITLE_BAR,
    TOGGLE_STATE,
    TOGGLES,
    WINDOW,
    AutomationControls,
    AutomationLook,
    AutomationPasswords,
    Element,
    element_of,
)
from desktop_agent.screen.accessible_nodes import (
    CHECKABLE,
    CHECKED,
    EDITABLE,
    ENABLED,
    INDETERMINATE,
    IS_DEFAULT,
    MULTI_LINE,
    SELECTED,
    SHOWING,
)
from desktop_agent.screen.window import Spot
from tests.fakes.waiting import wait_until

NUMBER, PROCESS_ID = 77, 4711
TEXT = 50020
NOTES = Window(NUMBER, "notes.exe", "Notes", PROCESS_ID)
BOX_OF_ALL = Rect(0, 0, 800, 600)


@dataclass
class Part:
    """One object: its kind, its name, its place, what is in it, and other properties."""

    kind: int
    name: str = ""
    box: tuple[int, int, int, int] = (0, 0, 800, 600)
    inside: list[Part] = field(default_factory=list)
    more: dict[int, object] = field(default_factory=dict)


class ToldTree:
    """Answers as Windows would; counts what was opened."""

    def __init__(self, top: Part) -> None:
        self.top, self.opened = top, 0
        self._elements: dict[int, Element] = {}
        self._note(top)
        self._elements[id(top)] = self._made(top, {NATIVE_WINDOW: NUMBER})

    def at(self, point: ScreenPoint) -> list[Element]:
        """Return the innermost object at a point, the last one told first, and all that hold it."""
        return self._way(lambda part: Rect(*part.box).contains(point))

    def focused(self) -> list[Element]:
        """Return what says that it has the keyboard, and all that hold it."""
        return self._way(lambda part: any(one.more.get(HAS_KEYBOARD) for one in _all(part)))

    def children(self, of: Element) -> list[Element]:
        """Return what is in an object."""
        self.opened += 1
        return [self._elements[id(part)] for part in of.handle.inside]

    def passwords(self, window: int) -> list[Element]:
        """Return the password fields that show."""
        secret = [one for one in _all(self.top) if one.more.get(IS_PASSWORD) and not one.more.get(IS_OFFSCREEN)]
        return [self._elements[id(one)] for one in secret] if window == NUMBER else []

    def _way(self, leads: Callable[[Part], bool]) -> list[Element]:
        way, here = list[Part](), self.top
        while leads(here):
            way.append(here)
            inner = [one for one in reversed(here.inside) if leads(one)]
            if not inner:
                break
            here = inner[0]
        return [self._elements[id(part)] for part in reversed(way)]

    def _note(self, part: Part) -> None:
        for one in _all(part):
            self._elements[id(one)] = self._made(one, {})

    def _made(self, part: Part, more: dict[int, object]) -> Element:
        told = {KIND: part.kind, NAME: part.name, BOX: tuple(map(float, part.box))}
        return element_of({**told, PROCESS: PROCESS_ID, IS_ENABLED: True, **part.more, **more}, part)


def _all(part: Part) -> Iterator[Part]:
    yield part
    for one in part.inside:
        yield from _all(one)


def dialog(*more: Part) -> Part:
    """Return a message box with a title bar of its own."""
    bar = Part(TITLE_BAR, "Delete", (0, 0, 400, 30), [Part(BUTTON, "Close", (370, 0, 30, 30))])
    words = Part(TEXT, "Delete all notes?", (20, 50, 300, 20))
    yes, no = (
        Part(BUTTON, "Delete", (20, 100, 80, 30), more={LEGACY_STATE: 0x100}),
        Part(BUTTON, "Keep", (120, 100, 80, 30)),
    )
    return Part(WINDOW, "Delete", (0, 0, 400, 160), [bar, words, yes, no, *more], more={CLASS_NAME: "#32770"})


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ({KIND: BUTTON}, "push button"),
        ({KIND: BUTTON, TOGGLES: True}, "toggle button"),
        ({KIND: EDIT}, "entry"),
        ({KIND: EDIT, IS_PASSWORD: True}, "password text"),
        ({KIND: DOCUMENT}, "text"),
        ({KIND: WINDOW}, "frame"),
        ({KIND: WINDOW, IS_DIALOG: True}, "dialog"),
        ({KIND: WINDOW, CLASS_NAME: "#32770"}, "dialog"),
        ({KIND: 50011}, "menu item"),
        ({KIND: 59999}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_kinds_of_controls_have_the_roles_that_everything_else_goes_by(told: dict[int, object], role: str) -> None:
    assert role == element_of(told).role


def test_a_message_box_is_a_question_by_its_words_and_buttons_and_not_by_those_of_its_title_bar() -> None:
    spot = AutomationLook(ToldTree(dialog()), NOTES).spot(ScreenPoint(60, 110))

    assert (True, ("Delete all notes?", "Delete", "Keep")) == (spot.question, spot.around)


def test_what_can_be_used_is_listed_from_the_top_with_the_words_beside_it_and_not_those_on_it() -> None:
    send = Part(BUTTON, "Send", (300, 40, 80, 30), [Part(TEXT, "Send", (320, 45, 40, 20))])
    told = AutomationLook(ToldTree(dialog(Part(EDIT, "Why", (20, 70, 200, 20)), send)), NOTES).listed(ScreenPoint(5, 5))

    assert [(one.role, one.name) for one in told] == [
        ("push button", "Send"),
        ("label", "Delete all notes?"),
        ("entry", "Why"),
        ("push button", "Delete"),
        ("push button", "Keep"),
    ]


def test_return_in_a_field_presses_the_default_button() -> None:
    field = Part(EDIT, "Why", (20, 70, 200, 20), more={HAS_KEYBOARD: True})
    keyboard = AutomationLook(ToldTree(dialog(field)), NOTES).keyboard()

    assert ("Why", "Delete") == (keyboard.focus.name, keyboard.by_return.name)


class HangingTree(ToldTree):
    """Answers nothing until it is let go."""

    def __init__(self, top: Part) -> None:
        super().__init__(top)
        self.goes_on = threading.Event()

    def at(self, point: ScreenPoint) -> list[Element]:
        self.goes_on.wait()
        return super().at(point)

    def passwords(self, window: int) -> list[Element]:
        self.goes_on.wait()
        return super().passwords(window)


@pytest.fixture
def hanging() -> Iterator[HangingTree]:
    secret = Part(EDIT, "Password", (20, 70, 200, 20), more={IS_PASSWORD: True, HAS_KEYBOARD: True})
    tree = HangingTree(dialog(secret))
    yield tree
    tree.goes_on.set()


def test_a_program_that_hangs_is_unknown_and_known_again_when_it_goes_on(hanging: HangingTree) -> None:
    async def ask() -> tuple[Spot, Spot]:
        controls = AutomationControls(lambda: hanging)
        before = await controls.under(ScreenPoint(60, 110), NOTES, BOX_OF_ALL)
        hanging.goes_on.set()
        after = await controls.under(ScreenPoint(60, 110), NOTES, BOX_OF_ALL)
        assert controls.may_tell(NOTES)
        await controls.close()
        return before, after

    before, after = asyncio.run(ask())

    assert (Spot(), "Delete") == (before, after.control.name)


def test_a_password_field_is_found_where_no_other_window_covers_it(hanging: HangingTree) -> None:
    passwords = AutomationPasswords(lambda: hanging)
    scene = Scene((WindowBox(1, Rect(0, 0, 100, 200)), WindowBox(NUMBER, BOX_OF_ALL)))

    assert () == passwords.boxes(scene)  # a picture waits for a moment only
    hanging.goes_on.set()
    assert (Rect(100, 73, 117, 14),) == wait_until(lambda: passwords.boxes(scene))
    assert () == passwords.boxes(Scene((WindowBox(1, Rect(0, 0, 100, 200)),)))
    passwords.close()


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({IS_ENABLED: True}, ENABLED),
        ({KIND: EDIT}, EDITABLE),
        ({KIND: DOCUMENT}, MULTI_LINE),
        ({IS_SELECTED: True}, SELECTED),
        ({TOGGLES: True}, CHECKABLE),
        ({TOGGLES: True, TOGGLE_STATE: 1}, CHECKED),
        ({TOGGLES: True, TOGGLE_STATE: 2}, INDETERMINATE),
        ({TOGGLES: True}, INDETERMINATE),  # it does not say
        ({LEGACY_STATE: 0x104}, IS_DEFAULT),
        ({IS_OFFSCREEN: False}, SHOWING),
    ],
)
def test_states_are_set_by_what_is_told_and_by_nothing_else(told: dict[int, object], state: int) -> None:
    untrue = {one: None if one == KIND else (0 if one == LEGACY_STATE else not value) for one, value in told.items()}

    assert element_of(told).states & 1 << state
    assert not element_of(untrue).states & 1 << state
