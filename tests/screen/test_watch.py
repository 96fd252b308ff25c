"""Early pictures on a real screen: when they may be taken, and what the watch tells of them after that."""

import asyncio
from collections.abc import Iterator

import pytest

from desktop_agent.core.frame import Frame
from desktop_agent.core.settlement import Settlement
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from tests.fakes.x_window import XWindow

COLOURS = (0x2F6F4F, 0x7A3B69, 0x2B4C7E)


@pytest.fixture
def window(on_display: PrivateDisplay) -> Iterator[XWindow]:
    """Give a window that no window manager moves."""
    with XWindow(200, 100, 400, 300) as shown:
        yield shown


@pytest.fixture
def camera(window: XWindow) -> Iterator[ScreenCamera]:
    """Give a camera for the whole display."""
    del window
    made = ScreenCamera(choose_capture(), choose_windows())
    yield made
    made.close()


async def known(camera: ScreenCamera, window: XWindow) -> Frame:
    """Act in the window until it is known; return the last picture."""
    frame = camera.grab()
    for number in range(8):
        window.paint(0, 0, 400, 300, COLOURS[number % 3])
        frame = (await camera.watch(frame, "any").picture(early=True)).frame
    return frame


def test_an_early_picture_is_the_one_at_rest_where_nothing_comes_late(camera: ScreenCamera, window: XWindow) -> None:
    async def act() -> tuple[Settlement, bool, Settlement]:
        before = await known(camera, window)
        window.paint(0, 0, 400, 300, COLOURS[2])
        watch = camera.watch(before, "any")
        early = await watch.picture(early=True)
        return early, await watch.outdates(), await watch.picture()

    early, outdated, at_rest = asyncio.run(act())

    assert (early.early, outdated, at_rest.early) == ("answered", False, None)
    assert early.frame.digest == at_rest.frame.digest


def test_an_early_picture_is_outdated_by_what_comes_late_and_the_next_one_shows_it(
    camera: ScreenCamera, window: XWindow
) -> None:
    async def act() -> tuple[Settlement, bool, Settlement]:
        before = await known(camera, window)
        watch = camera.watch(before, "any")
        early = await watch.picture(early=True)
        window.paint(0, 0, 400, 300, COLOURS[0])
        return early, await watch.outdates(), await watch.picture()

    early, outdated, at_rest = asyncio.run(act())

    assert (early.early, outdated) == ("usual", True)
    assert early.changed == ()
    assert at_rest.changed != ()
    assert early.frame.digest != at_rest.frame.digest
