"""What an action would hit, in real programs: by their accessible names, else by what a reader reads."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import astuple
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, HoldKey, Press, ReleaseButton, Type
from desktop_agent.core.controls.screen_contents import TextLine, TextReader
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint, Window
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi.controls import AtspiControls
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.controls.surroundings import ScreenSurroundings, is_nobodys
from desktop_agent.screen.controls.window import HitResult, KeyboardFocus, NoControls
from desktop_agent.screen.controls.words import ScreenWords
from tests.fakes.desktops.accessible import Control, find
from tests.fakes.people.hands import Hands
from tests.fakes.programs.answering_window import TITLE
from tests.fakes.programs.apps import App, running
from tests.fakes.programs.debian_apps import mousepad
from tests.fakes.programs.x_window import XWindow
from tests.fakes.runs.cases import source_of
from tests.fakes.waiting import wait_until

Ask = Callable[..., Target]


class Reads:
    """Reads one line in the middle of every picture."""

    def read(self, data: bytes, *, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        height, width = picture.shape[:2]
        return (TextLine("Pay now", width // 2 - 30, height // 2 - 8, 60, 16, 0.9),)


@pytest.fixture
def camera(on_display: PrivateDisplay) -> Iterator[ScreenCamera]:
    made = ScreenCamera(choose_capture(), choose_windows())
    yield made
    made.close()


@pytest.fixture
def ask(on_display: PrivateDisplay) -> Iterator[Ask]:
    """Give a question: what would this action hit, on this frame."""
    with ExitStack() as closing:
        windows = choose_windows()
        closing.callback(windows.close)

        def target(
            frame: Frame,
            action: Action,
            reader: TextReader | None = None,
            *,
            accessible: bool = True,
            own: Callable[[Window], bool] = is_nobodys,
        ) -> Target:
            async def once() -> Target:
                controls = choose_controls() if accessible else NoControls()
                surroundings = ScreenSurroundings(windows, controls, ScreenWords(reader), own=own)
                try:
                    return await surroundings.target(frame, action)
                finally:
                    await surroundings.close()

            return asyncio.run(once())

        yield target


@pytest.fixture
def qt_window(display: PrivateDisplay, tmp_path: Path) -> Iterator[App]:
    with running([sys.executable, "-m", "tests.fakes.programs.answering_window"], display, tmp_path, TITLE) as app:
        yield app


def centre(control: Control) -> ImagePoint:
    """Return the middle of a control; on a display of 1280x800 picture and screen are the same."""
    return ImagePoint(*control.centre)


@pytest.mark.slow
def test_a_button_of_a_qt_window_is_named_and_pressed_by_the_space_bar_when_it_has_the_focus(
    camera: ScreenCamera, ask: Ask, qt_window: App, display: PrivateDisplay, hands: Hands
) -> None:
    button = find(display, "answering-window", "push button", "never")
    hands.click(*button.centre)

    focused = _until("never", lambda: ask(camera.grab(), Press(("space",))))
    under = ask(camera.grab(), Click(centre(button)))
    roundabout = [
        ask(camera.grab(), action).name
        for action in (Type("a b"), HoldKey(("space",)), Press(("space", "shift")), ReleaseButton(centre(button)))
    ]
    dragged = ask(camera.grab(), Drag((ImagePoint(1, 1), centre(button)))).also or Target()

    assert ["never"] * 4 == roundabout
    assert ("never", "push button") == (dragged.name, dragged.role)
    assert ("never", "push button", "accessibility") == (under.name, under.role, source_of(under))
    assert ("push button", "accessibility") == (focused.role, source_of(focused))
    assert under.window == focused.window
    assert under.window is not None
    assert (TITLE, qt_window.process.pid) == (under.window.title, under.window.pid)


@pytest.mark.slow
def test_an_item_of_a_context_menu_goes_by_its_own_name(
    camera: ScreenCamera, ask: Ask, display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("Dear Ada,")
    with mousepad(display, tmp_path, tmp_path / "note.txt") as app:
        left, top, width, height = app.frame()
        hands.click(left + width // 2, top + height // 2, button=3)
        item = find(display, "mousepad", "menu item", "Select All      ")  # as GTK says it, beside its shortcut

        under = _until("Select All", lambda: ask(camera.grab(), Click(centre(item))))

    assert ("menu item", "accessibility") == (under.role, source_of(under))
    assert under.window is not None
    assert under.window.menu


def test_a_window_is_blocked_by_its_modal_dialog_and_by_no_other_window(camera: ScreenCamera, ask: Ask) -> None:
    with (
        XWindow(60, 60, 500, 400, managed=True) as order,
        XWindow(600, 60, 200, 200, managed=True) as other,
        XWindow(300, 300, 120, 90, managed=True) as dialog,
    ):
        at = [Click(ImagePoint(*astuple(window.corner()))) for window in (order, other, dialog)]

        def blocking() -> list[str]:
            frame = camera.grab()
            places = [ask(frame, action).place for action in at]
            return [place.blocked_by.title if place and place.blocked_by else "" for place in places]

        dialog.name("Sure?")
        dialog.belongs_to(order)
        before = blocking()
        dialog.become_modal()
        wait_until(lambda: blocking() == ["Sure?", "", ""], "the dialog to block its window, and no other")

    assert before == [""] * 3


def test_a_program_that_names_nothing_is_read(camera: ScreenCamera, ask: Ask) -> None:
    with XWindow(200, 100, 400, 300), XWindow(390, 240, 9, 9, 0), XWindow(20, 20, 9, 9):
        frame = camera.grab()
        target = ask(frame, Click(ImagePoint(400, 250)), Reads())
        at_the_edge = ask(frame, Drag((ImagePoint(0, 0), ImagePoint(9, 9))), Reads())

    assert ("Pay now", "ocr") == (target.name, source_of(target))
    assert ("", "") == (at_the_edge.name, source_of(at_the_edge))  # the line is too far from the point


def test_a_window_of_our_own_is_told_apart_by_the_process_that_shows_it(camera: ScreenCamera, ask: Ask) -> None:
    here = ImagePoint(400, 250)
    away = ImagePoint(1, 1)

    def me(window: Window) -> bool:
        return window.pid == os.getpid()

    with XWindow(200, 100, 400, 300) as window:
        window.focus()
        frame = camera.grab()
        ours = [ask(frame, action, own=me) for action in (Click(here), Type("a"), Drag((here, away)))]
        others = [ask(frame, Click(here)), ask(frame, Click(away), own=me), ask(frame, Drag((away, here)), own=me)]

    assert [target.place is not None and target.place.ours for target in (*ours, *others)] == [True] * 3 + [False] * 3
    assert others[-1].also == ours[0]


def test_a_window_of_our_own_is_told_apart_although_pictures_have_it_painted_over(camera: ScreenCamera) -> None:
    def is_ours(_window: Window) -> bool:
        return True

    def painted_over(frame: Frame) -> tuple[Rect, ...]:
        return (frame.viewport.screen,)

    with XWindow(200, 100, 400, 300), closing(choose_windows()) as windows:
        frame = camera.grab()
        places = [
            ScreenSurroundings(windows, NoControls(), ScreenWords(None), own=own, kept_back=painted_over)
            .window(frame, Click(ImagePoint(400, 250)))
            .place
            for own in (is_ours, is_nobodys)
        ]

    assert [place is not None and place.ours for place in places] == [True, False]
    assert places[1] is None


@pytest.mark.long
@pytest.mark.parametrize("address", ["disabled:", "silent"])
def test_a_bus_that_is_missing_or_silent_is_not_waited_for_and_raises_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address.replace("silent", f"unix:path={tmp_path / 'bus'}"))
        reported = asyncio.run(_ask_twice(AtspiControls()))

    assert reported == (HitResult(), KeyboardFocus())


def _until(name: str, ask_now: Callable[[], Target]) -> Target:
    """Ask until a control of this name is told: programs tell a moment later than they draw."""

    def seen() -> Target | None:
        return target if (target := ask_now()).name == name else None

    found = wait_until(seen, what=f"the name “{name}”")
    assert found is not None
    return found


async def _ask_twice(controls: AtspiControls) -> tuple[HitResult, KeyboardFocus]:
    result = await controls.under(ScreenPoint(1, 1), Window(1, pid=1), Rect(0, 0, 9, 9))
    keyboard = await controls.with_keyboard(Window(1, pid=1), Rect(0, 0, 9, 9), by_return=True)
    await controls.close()
    return result, keyboard


@pytest.mark.parametrize(("above", "role"), [("menu", "popup menu"), ("window", ""), ("far away", "")])
def test_what_lies_above_a_window_is_its_menu_unless_a_manager_has_it_or_nobody_sees_it(
    camera: ScreenCamera, ask: Ask, above: str, role: str
) -> None:
    at = (-50, -50, 20, 20) if above == "far away" else (300, 200, 200, 100)
    with XWindow(200, 100, 400, 300, managed=True) as below, XWindow(*at, managed=above == "window") as other:
        below.name("Orders")
        other.name("Prices")

        def asked() -> Target | None:
            below.focus()
            target = ask(camera.grab(), Press(("enter",)), Reads())
            return target if target.window is not None and target.window.title == "Orders" else None

        target = wait_until(asked, "the keyboard")

    assert target is not None
    assert target.focus_role == role
