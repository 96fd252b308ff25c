"""A field that a secret went into is in no picture, wherever it goes; its window is seen again once it is found."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_agent.core.frame import Frame, Pixels
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host import live_recorder
from desktop_agent.host.live_recorder import LiveEye
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_passwords, choose_windows
from desktop_agent.screen.looker import LiveThread
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.secret_fields import (
    STILL_S,
    FieldObject,
    FollowedField,
    KeptField,
    KeptParts,
    ToldPlace,
    WindowView,
)
from desktop_agent.screen.window import KeyboardFocus
from desktop_agent.settings import Settings
from tests.fakes import browser
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until

CANARY, MARK, GREY = 0xC81E8B, 0x20A040, 0x808080
TITLE = "Account"
PAGE = f"""<title>{TITLE}</title><body style="margin:0;height:3000px;background:#fff">
<div style="position:absolute;left:0;top:0;width:20px;height:3000px;background:#{MARK:06x}"></div>
<input id=f style="position:absolute;left:100px;top:400px;width:300px;height:40px;background:#{CANARY:06x}">
<script>f.focus({{preventScroll: true}})</script>"""
WINDOW, SHOWN = Rect(100, 50, 400, 300), Rect(0, 0, 640, 480)
FIRST = Rect(40, 100, 120, 30)
FIELD = KeptField((":1.5", "/field"), Rect(40, 80, 120, 30))

needs_chromium = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)


@dataclass
class Told:
    """What a program tells of a field."""

    told: ToldPlace = FIELD.told

    def place(self, of: FieldObject) -> ToldPlace:
        assert of == FIELD.object
        return self.told


@dataclass
class Screen:
    """A screen with a window, a field in it, and maybe a bar on top of the page."""

    top: int = FIRST.y
    bar: bool = False
    noise: int = 0
    above: list[Rect] = field(default_factory=list)

    def view(self) -> WindowView:
        rows = np.full((SHOWN.height, SHOWN.width), 0xFFFFFF, np.uint32)
        top, left = WINDOW.y + self.top, WINDOW.x + FIRST.x
        if self.top > 0:
            rows[top : top + FIRST.height, left : left + FIRST.width] = CANARY
            rows[top + 10 : top + 20, left + 10 : left + 60] = 0
        if self.bar:
            rows[WINDOW.y : WINDOW.y + 60, WINDOW.x : WINDOW.right] = 0x333333
        rows[340, 300 : 300 + self.noise] = 1
        return WindowView(Pixels(Size(SHOWN.width, SHOWN.height), rows.tobytes()), SHOWN, WINDOW, self.above)


def found_field(told: Told, screen: Screen) -> FollowedField:
    """Return a field that was found at its first place at 2 s."""
    followed = FollowedField(FIELD, FIRST, told)
    for now in (0.0, 1.0, 2.0):
        followed.look(screen.view(), now)
    assert followed.is_found
    return followed


def test_it_is_found_once_it_has_kept_still_and_lost_as_soon_as_it_has_not() -> None:
    told, screen = Told(), Screen()
    followed = FollowedField(FIELD, FIRST, told)
    early = []
    for now in (0.0, 0.5, STILL_S - 0.01):
        followed.look(screen.view(), now)
        early.append(followed.is_found)
    followed.look(screen.view(), STILL_S)
    found = followed.is_found
    screen.top -= 5
    followed.look(screen.view(), STILL_S + 0.1)

    assert (early, found, followed.is_found) == ([False] * 3, True, False)


def test_a_program_that_tells_late_does_not_have_it_found_at_the_old_place() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    screen.top -= 60
    states = []
    for now in (2.1, 2.3, 2.6):
        followed.look(screen.view(), now)
        states.append(followed.is_found)
    told.told = Rect(40, 20, 120, 30)
    for now in (2.61, 3.5, 3.62):
        followed.look(screen.view(), now)
        states.append(followed.is_found)

    assert states == [False] * 5 + [True]
    assert followed.at == Rect(40, 40, 120, 30)


def test_while_the_program_does_not_answer_it_is_lost() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    told.told = "unknown"
    for now in (2.1, 3.2, 9.0):
        followed.look(screen.view(), now)
        assert not followed.is_found


def test_below_a_tool_bar_any_change_of_the_window_has_it_lost() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    screen.bar, screen.top, told.told = True, 20, Rect(40, 0, 120, 30)
    for now in (2.1, 3.2):
        followed.look(screen.view(), now)
    hidden = followed.is_found
    screen.top = 70  # scrolled back, and the program has not told yet
    followed.look(screen.view(), 3.3)

    assert (hidden, followed.is_found) == (True, False)


def test_under_another_window_it_is_lost_until_that_has_kept_still() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    screen.above = [Rect(120, 140, 100, 100)]
    states = []
    for now in (2.1, 3.0, 3.2):
        followed.look(screen.view(), now)
        states.append(followed.is_found)

    assert states == [False, False, True]


def test_what_its_program_has_no_more_stays_hidden_where_it_was_last() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    told.told = "gone"
    screen.top = -50
    followed.look(screen.view(), 2.1)

    assert (followed.is_found, followed.at) == (True, FIRST)


def canaries(shown: Frame | Pixels) -> int:
    return int(np.count_nonzero(codes(shown) == CANARY))


def codes(shown: Frame | Pixels) -> np.ndarray:
    """Return the colours of a picture that would be sent, or kept of a live one, as 0xRRGGBB."""
    if isinstance(shown, Pixels):
        rows = np.frombuffer(shown.bgrx, np.uint32).reshape(shown.size.height, shown.size.width)
        return rows & 0xFFFFFF
    picture = np.asarray(Image.open(BytesIO(shown.data)).convert("RGB")).astype(np.uint32)
    return picture[..., 0] << 16 | picture[..., 1] << 8 | picture[..., 2]


@dataclass
class Watched:
    """A camera and a live picture of one display, and what both have kept since a field is hidden."""

    camera: ScreenCamera
    live: list[Pixels]
    stills: list[Frame] = field(default_factory=list)

    def keep_back(self) -> None:
        """Hide the field that has the keyboard, as a run does before it types a secret."""
        wait_until(lambda: self.live and canaries(self.live[-1]), "a live picture with it")
        window, focus = wait_until(lambda: asyncio.run(focused()), "a field with the keyboard") or (0, KeyboardFocus())
        assert focus.object is not None
        assert focus.focus.box is not None
        self.camera.keep_back(window, focus.focus.box, focus.object)
        # Looks from before are given away a little later.
        wait_until(lambda: self.live and not canaries(self.live[-1]), "a live picture without it")
        self.live.clear()

    def shoot(self) -> Frame:
        self.stills.append(self.camera.grab())
        return self.stills[-1]


async def focused() -> tuple[int, KeyboardFocus] | None:
    """Return the window that has the keyboard, and the field that has it there; None where that is not told."""
    windows, controls = choose_windows(), choose_controls()
    try:
        scene = windows.scene()
        box = next((one.box for one in scene.windows if one.id == scene.focus), None)
        if box is None or scene.focus is None:
            return None
        told = await controls.with_keyboard(windows.describe(scene.focus), box, by_return=False)
        return (scene.focus, told) if told.object and told.focus.role in {"entry", "text"} else None
    finally:
        await controls.close()
        windows.close()


@pytest.fixture
def watched(on_display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    monkeypatch.setattr(live_recorder, "own_windows", lambda *_: lambda _window: False)
    windows, passwords, kept = choose_windows(), choose_passwords(), KeptParts()
    assert passwords is not None
    with ExitStack() as stack:
        stack.enter_context(closing(passwords))
        camera = ScreenCamera(choose_capture(), windows, hidden=PrivateParts(windows, HiddenParts(), passwords, kept))
        stack.callback(camera.close)
        given: list[Pixels] = []
        thread = LiveThread(lambda: LiveEye(Settings(), {}, kept).open(None), lambda _, pixels: given.append(pixels))
        stack.callback(thread.stop)
        thread.start()
        yield Watched(camera, given)
        thread.stop()
        assert thread.trouble is None


def scrolls(watched: Watched, hands: Hands) -> None:
    """Hide the field, scroll it to and fro, and look at all pictures meanwhile and afterwards."""
    assert canaries(watched.shoot()) > 5_000
    watched.stills.clear()
    watched.keep_back()
    watched.shoot()
    over = threading.Event()

    def turn() -> None:
        for notches in (1, 2, -1, 2, -2, 4, -4):
            hands.scroll(600, 500, notches)
            over.wait(0.3)
        over.set()

    thread = threading.Thread(target=turn)
    thread.start()
    while not over.is_set():
        watched.shoot()
    thread.join()
    wait_until(lambda: seen_again(watched.shoot()), "the window to be seen again")
    last = watched.shoot()

    assert [canaries(one) for one in watched.stills if canaries(one)] == []
    assert [canaries(one) for one in watched.live if canaries(one)] == []
    assert len(watched.live) > 3
    assert int(np.count_nonzero(codes(last) == GREY)) < 30_000


def seen_again(shown: Frame) -> bool:
    return int(np.count_nonzero(codes(shown) == MARK)) > 2_000


@needs_chromium
def test_in_a_browser_that_tells_late_it_is_in_no_picture_while_the_page_is_scrolled(
    watched: Watched, display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    with browser.pages_at({"/": PAGE}) as site, browser.browsing(display, tmp_path, f"{site}/", TITLE):
        wait_until(lambda: seen_again(watched.camera.grab()), "the page")
        scrolls(watched, hands)
