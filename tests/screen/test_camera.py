"""The camera on a real display: what it sees, and what it says of a screen that has changed."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint, Size
from desktop_agent.core.settlement import Settlement
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_signs, choose_windows
from desktop_agent.screen.encode import encode
from desktop_agent.screen.settle import SettleTimes
from tests.fakes.answering_window import TITLE
from tests.fakes.apps import running
from tests.fakes.hands import Hands
from tests.fakes.x_window import XWindow

PLACE = Rect(200, 100, 400, 300)
AT = ScreenPoint(400, 250)
RED, BLUE, WHITE = 0xC02020, 0x2040C0, 0xFFFFFF
# On a machine as busy as can be, looks come late.
PATIENT = SettleTimes(endless_ms=300, ceiling_ms=60_000, working_ms=60_000)


@pytest.fixture
def window(on_display: PrivateDisplay) -> Iterator[XWindow]:
    """Give a white window at PLACE that no window manager moves."""
    with XWindow(PLACE.x, PLACE.y, PLACE.width, PLACE.height) as shown:
        yield shown


@pytest.fixture
def camera(on_display: PrivateDisplay) -> Iterator[ScreenCamera]:
    """Give a camera for the whole display."""
    made = ScreenCamera(choose_capture(), choose_windows())
    yield made
    made.close()


def picture(frame: Frame) -> Image.Image:
    """Decode what was sent, with another library."""
    return Image.open(BytesIO(frame.data))


def test_a_frame_shows_what_is_on_the_screen(camera: ScreenCamera, window: XWindow) -> None:
    window.paint(10, 20, 30, 40, RED)

    frame = camera.grab()
    shown = picture(frame)

    assert ("image/png", (1280, 800)) == (frame.media_type, shown.size)
    assert (0xC0, 0x20, 0x20) == shown.getpixel((PLACE.x + 10, PLACE.y + 20)) == shown.getpixel((239, 159))
    assert (255, 255, 255) == shown.getpixel((PLACE.x + 9, PLACE.y + 20)) == shown.getpixel((240, 160))


def test_a_region_is_shown_scaled_and_its_points_lead_back_to_the_screen(window: XWindow) -> None:
    camera = ScreenCamera(choose_capture(), choose_windows(), region=Rect(200, 100, 400, 200), viewport=Size(200, 50))
    window.paint(100, 80, 40, 40, BLUE)

    frame = camera.grab()
    camera.close()
    shown = picture(frame)
    blue = [(x, y) for x in range(200) for y in range(50) if shown.getpixel((x, y)) == (0x20, 0x40, 0xC0)]

    assert ((50, 20), (69, 29), 200) == (min(blue), max(blue), len(blue))
    assert ScreenPoint(301, 182) == frame.viewport.to_screen(ImagePoint(*min(blue)))


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_a_picture_is_called_what_it_is(window: XWindow, kind: str) -> None:
    camera = ScreenCamera(choose_capture(), choose_windows(), media_type=f"image/{kind}")

    frame = camera.grab()
    camera.close()

    assert (f"image/{kind}", kind.upper()) == (frame.media_type, picture(frame).format)


def test_the_pointer_is_in_the_picture_on_request_and_never_in_the_capture(
    camera: ScreenCamera, window: XWindow, hands: Hands
) -> None:
    drawing = ScreenCamera(choose_capture(), choose_windows(), cursor=True)
    hands.click(1200, 20)
    without, far = camera.grab(), drawing.grab()
    hands.click(AT.x, AT.y)

    frame = drawing.grab()
    drawing.close()
    tip = picture(frame).crop((AT.x - 12, AT.y - 12, AT.x + 24, AT.y + 24)).getcolors()

    assert tip is not None
    assert len(tip) > 1
    assert without.pixels == far.pixels == frame.pixels == camera.grab().pixels


def test_an_unchanged_screen_is_the_same_near_every_point(camera: ScreenCamera, window: XWindow) -> None:
    frame = camera.grab()
    corners = [ScreenPoint(0, 0), ScreenPoint(1279, 799), AT]

    assert [True] * 3 == [camera.same_near(frame, at) for at in corners]


def test_a_pop_up_under_the_target_is_noticed_even_when_it_looks_the_same(
    camera: ScreenCamera, window: XWindow
) -> None:
    frame = camera.grab()

    with XWindow(AT.x - 50, AT.y - 50, 100, 100):
        looks_the_same = camera.alike(frame, camera.grab(), exactly=True)
        near, far = camera.same_near(frame, AT), camera.same_near(frame, ScreenPoint(250, 150))

    assert looks_the_same
    assert (False, True) == (near, far)


def test_a_change_around_the_target_is_noticed_and_one_elsewhere_is_not(camera: ScreenCamera, window: XWindow) -> None:
    frame = camera.grab()
    window.paint(AT.x - PLACE.x + 10, AT.y - PLACE.y, 12, 12, RED)

    assert (False, True) == (camera.same_near(frame, AT), camera.same_near(frame, ScreenPoint(250, 150)))


def test_a_caret_at_the_target_is_no_change(camera: ScreenCamera, window: XWindow) -> None:
    frame = camera.grab()
    window.paint(AT.x - PLACE.x, AT.y - PLACE.y - 24, 2, 48, 0)

    assert camera.same_near(frame, AT)
    assert camera.alike(frame, camera.grab(), exactly=False)
    assert not camera.alike(frame, camera.grab(), exactly=True)


def test_a_point_outside_of_the_picture_is_never_the_same(window: XWindow) -> None:
    camera = ScreenCamera(choose_capture(), choose_windows(), region=Rect(0, 0, 100, 100))
    frame = camera.grab()

    same = camera.same_near(frame, AT)
    camera.close()

    assert not same


def test_a_window_that_takes_the_keyboard_is_noticed(camera: ScreenCamera, window: XWindow) -> None:
    window.focus()
    frame = camera.grab()
    before = camera.same_focus(frame)

    with XWindow(700, 100, 50, 50) as other:
        other.focus()
        after = camera.same_focus(frame)

    assert (window.id, True, False) == (frame.scene.focus, before, after)


def test_settling_returns_the_picture_after_a_late_answer(camera: ScreenCamera, window: XWindow) -> None:
    before = camera.grab()

    async def wait_with_a_late_answer() -> tuple[float, Frame, bool]:
        asyncio.get_running_loop().call_later(0.25, window.paint, 0, 0, 400, 300, BLUE)
        settled = await camera.watch(before, "any").picture()
        return settled.waited_ms, settled.frame, settled.stable

    waited_ms, frame, stable = asyncio.run(wait_with_a_late_answer())

    assert stable
    assert 350 <= waited_ms < 1000
    assert (0x20, 0x40, 0xC0) == picture(frame).getpixel((AT.x, AT.y))
    assert frame.data == encode(frame.pixels, frame.viewport.image)  # it was encoded before the wait was over


def test_a_screen_that_never_stops_moving_is_at_rest_once_that_is_known(window: XWindow) -> None:
    camera = ScreenCamera(choose_capture(), choose_windows(), settle=PATIENT)
    before = camera.grab()

    async def act_twice() -> tuple[Settlement, Settlement]:
        _keep_busy(asyncio.get_running_loop(), window, 0)
        return await camera.watch(before, "any").picture(), await camera.watch(camera.grab(), "any").picture()

    first, second = asyncio.run(act_twice())
    camera.close()

    assert (None, None, (), True) == (first.unrest, second.unrest, second.changed, second.moving)


def test_a_screen_that_goes_on_changing_is_told(window: XWindow) -> None:
    camera = ScreenCamera(choose_capture(), choose_windows(), settle=SettleTimes(ceiling_ms=100, working_ms=100))
    before = camera.grab()

    async def wait_on_a_busy_screen() -> Settlement:
        _keep_busy(asyncio.get_running_loop(), window, 0)
        return await camera.watch(before, "any").picture()

    settled = asyncio.run(wait_on_a_busy_screen())
    camera.close()

    assert not settled.stable
    # Where the machine stands still, the program that draws is found at work before its next picture.
    assert "still changing" in settled.note or "still working" in settled.note


def test_what_changed_is_told_by_its_place(camera: ScreenCamera, window: XWindow) -> None:
    before = camera.grab()
    window.paint(100, 50, 120, 80, RED)
    settled = asyncio.run(camera.watch(before, "any").picture())

    assert ((Rect(PLACE.x + 100, PLACE.y + 50, 120, 80),), False) == (settled.changed, settled.moving)


def test_a_frozen_program_is_waited_for_up_to_a_bound_and_told(on_display: PrivateDisplay, tmp_path: Path) -> None:
    camera = ScreenCamera(choose_capture(), choose_windows(), settle=SettleTimes(working_ms=900), signs=choose_signs())
    with running([sys.executable, "-m", "tests.fakes.answering_window"], on_display, tmp_path, TITLE) as app:
        before = asyncio.run(camera.watch(camera.grab(), "any").picture()).frame
        app.process.send_signal(signal.SIGSTOP)
        frozen = asyncio.run(camera.watch(before, "any").picture())
        app.process.send_signal(signal.SIGCONT)
    camera.close()

    assert "silent" == frozen.unrest
    assert "The program isn't responding" in frozen.note


def test_a_plain_look_does_not_wait(camera: ScreenCamera, window: XWindow) -> None:
    settled = asyncio.run(camera.watch(camera.grab(), "none").picture())

    assert settled.stable
    assert settled.waited_ms < 100


def test_the_windows_are_listed_as_they_lie(camera: ScreenCamera, window: XWindow) -> None:
    with XWindow(AT.x, AT.y, 100, 100) as above:
        scene = camera.grab().scene
    ids = [box.id for box in scene.windows]

    assert [above.id, window.id] == ids[:2]
    assert above.id not in [box.id for box in camera.grab().scene.windows]
    assert PLACE == scene.windows[1].box
    assert (window.id, above.id) == (scene.window_at(ScreenPoint(AT.x - 1, AT.y)), scene.window_at(AT))


def test_a_menu_has_the_title_of_the_window_that_shows_it_and_never_of_one_that_is_not_shown(window: XWindow) -> None:
    windows = choose_windows()
    window.name("An editor")
    with XWindow(0, 0, 50, 20) as menu:
        menu.name("a menu")
        menu.belongs_to(window)
        shown = windows.describe(menu.id).title
        window.window.unmap()
        window._display.sync()
        alone = windows.describe(menu.id).title
    windows.close()

    assert (shown, alone) == ("An editor", "a menu")


def test_an_overlay_that_lets_clicks_through_is_not_what_a_click_hits(camera: ScreenCamera, window: XWindow) -> None:
    frame = camera.grab()
    with XWindow(AT.x - 50, AT.y - 50, 100, 100) as overlay:
        covered = camera.same_window(frame, AT)
        overlay.let_clicks_through()
        through = camera.same_window(frame, AT)

    assert (False, True) == (covered, through)


def test_a_hole_in_an_overlay_shows_what_a_click_hits_there(camera: ScreenCamera, window: XWindow) -> None:
    with XWindow(AT.x - 50, AT.y - 50, 100, 100) as overlay:
        overlay.take_clicks_in((0, 0, 100, 40), (0, 60, 100, 40))
        scene = camera.grab().scene

    assert [overlay.id, window.id, overlay.id] == [
        scene.window_at(ScreenPoint(AT.x, AT.y + down)) for down in (-20, 0, 20)
    ]


def test_a_window_that_is_raised_over_another_is_noticed(camera: ScreenCamera, window: XWindow) -> None:
    with XWindow(AT.x - 50, AT.y - 50, 100, 100):
        frame = camera.grab()
        before = camera.same_window(frame, AT)
        window.raise_()
        after = camera.same_window(frame, AT)

    assert (True, False) == (before, after)


def _keep_busy(loop: asyncio.AbstractEventLoop, window: XWindow, shade: int) -> None:
    """Paint another shade every few milliseconds for as long as the loop runs; none comes twice in a second."""
    window.paint(0, 0, 200, 200, shade * 7 % 256)
    loop.call_later(0.008, _keep_busy, loop, window, shade + 1)


def test_a_box_is_the_same_as_in_another_picture_and_as_it_is_now_but_for_a_caret(
    camera: ScreenCamera, window: XWindow
) -> None:
    box, outside = Rect(AT.x - 30, AT.y - 30, 60, 60), Rect(5000, 5000, 10, 10)
    frame = camera.grab()
    window.paint(AT.x - PLACE.x, AT.y - PLACE.y - 10, 2, 20, 0)
    caret = camera.grab()
    same = [camera.same_in(box, frame), camera.same_in(box, frame, caret)]
    window.paint(AT.x - PLACE.x, AT.y - PLACE.y, 12, 1, RED)  # a part of a frame around a button
    painted = camera.grab()

    assert same == [True, True]
    assert [False] * 4 == [camera.same_in(box, frame), camera.same_in(box, frame, painted),
                           camera.same_in(outside, frame), camera.same_in(outside, frame, caret)]  # fmt: skip
