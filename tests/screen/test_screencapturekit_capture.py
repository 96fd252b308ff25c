"""Captures of a Mac by ScreenCaptureKit, by a kit that answers as Apple's pages and headers say."""

import numpy as np
import pytest

from desktop_agent.core.errors import CaptureDeniedError, GeometryChangedError, NoScreenError, ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.macos.screencapturekit_capture import KitCapture
from desktop_agent.screen.source import Monitor
from tests.fakes.mac_frameworks import Kit, Mac

MAIN, BESIDE = Rect(0, 0, 144, 90), Rect(144, -20, 192, 108)
BGRX_BIG, RGBA = 0x4006, 0x2001


@pytest.fixture
def mac() -> Mac:
    return Mac((MAIN, MAIN), (BESIDE, BESIDE))


@pytest.fixture
def kit(mac: Mac) -> Kit:
    return Kit(mac)


@pytest.fixture
def capture(mac: Mac, kit: Kit) -> KitCapture:
    return KitCapture(mac.frameworks, kit)


def shows(pixels: Pixels, box: Rect) -> set[int]:
    """Check that each pixel is the one of its place on the desktop; return the displays that they are of."""
    rows = np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)
    displays = {int(red) for red in np.unique(rows[:, :, 2])}
    on_display = rows[:, :, 2] > 0
    columns = np.broadcast_to(np.arange(box.x, box.right) % 256, on_display.shape)
    lines = np.broadcast_to((np.arange(box.y, box.bottom) % 256)[:, None], on_display.shape)
    assert (rows[:, :, 0] == columns)[on_display].all()
    assert (rows[:, :, 1] == lines)[on_display].all()
    return displays


def test_displays_are_monitors_and_the_main_one_is_told(capture: KitCapture) -> None:
    assert (
        Monitor(1, 0, 0, 144, 90, primary=True),
        Monitor(2, 144, -20, 192, 108),
    ) == capture.monitors()


@pytest.mark.parametrize(
    ("box", "displays"),
    [(MAIN, {1}), (Rect(13, 7, 30, 20), {1}), (BESIDE, {2}), (Rect(150, -10, 33, 25), {2})],
)
def test_a_box_of_one_display_is_captured_as_it_is_there(capture: KitCapture, box: Rect, displays: set[int]) -> None:
    pixels = capture.grab(box)

    assert box.size == pixels.size
    assert displays == shows(pixels, box)


def test_a_box_over_two_displays_is_put_together_and_black_where_none_is(capture: KitCapture) -> None:
    box = MAIN.union(BESIDE)

    pixels = capture.grab(box)

    assert box.size == pixels.size
    assert {0, 1, 2} == shows(pixels, box)


def test_a_box_off_all_displays_is_refused(capture: KitCapture) -> None:
    with pytest.raises(GeometryChangedError):
        capture.grab(Rect(-500, 0, 20, 20))


def test_displays_are_asked_for_once_and_again_when_one_has_come(mac: Mac, kit: Kit, capture: KitCapture) -> None:
    for _ in range(3):
        capture.grab(MAIN)
    assert 1 == kit.lists

    third = Rect(0, -90, 144, 90)
    mac.displays = (*mac.displays, (third, third))
    kit.shown = 3

    assert {3} == shows(capture.grab(third), third)
    assert 2 == kit.lists


def test_who_may_not_record_the_screen_is_told_where_to_allow_it(kit: Kit, capture: KitCapture) -> None:
    kit.refused = "The user declined TCCs for application, window, display capture"

    with pytest.raises(CaptureDeniedError) as refused:
        capture.grab(MAIN)

    assert "user declined" in refused.value.message
    assert "Screen Recording" in refused.value.hint


def test_a_display_that_is_not_shown_to_programs_is_said(kit: Kit, capture: KitCapture) -> None:
    kit.shown = 1

    with pytest.raises(CaptureDeniedError):
        capture.grab(BESIDE)


@pytest.mark.parametrize("layout", [BGRX_BIG, RGBA])
def test_colours_in_another_order_are_never_taken_for_those_that_were_asked_for(mac: Mac, layout: int) -> None:
    with pytest.raises(ScreenError):
        KitCapture(mac.frameworks, Kit(mac, layout)).grab(MAIN)


def test_a_mac_without_a_display_has_no_screen(mac: Mac, kit: Kit) -> None:
    mac.displays = ()

    with pytest.raises(NoScreenError):
        KitCapture(mac.frameworks, kit).monitors()


def test_a_kit_that_never_answers_is_given_up(mac: Mac, kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_agent.platforms.macos.screencapturekit_capture._ANSWERS_WITHIN_S", 0.01)
    monkeypatch.setattr(kit, "getShareableContentWithCompletionHandler_", lambda _done: None)

    with pytest.raises(CaptureDeniedError, match="isn't responding to"):
        KitCapture(mac.frameworks, kit).grab(MAIN)
