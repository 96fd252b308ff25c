"""Captures through a real mutter's streams: what a program shows, to the pixel, wherever it is and however scaled."""

import os
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import Pixels, Rect, ScreenPoint, Size
from desktop_agent.core.remote_session import SharedMonitor
from desktop_agent.platforms.portal.capture import PortalCapture
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.controls.window import NoWindows
from tests.fakes.desktops.mutter_screens import MutterScreens
from tests.fakes.desktops.private_mutter import PrivateMutter
from tests.fakes.programs.picture_window import POINTER_HOT, POINTER_SIZE
from tests.fakes.waiting import wait_until
from tests.fakes.windows.shown_pictures import ShownPictures, shown_pictures

pytestmark = pytest.mark.screen

_WHOLE = Rect(0, 0, 1280, 800)


@dataclass(frozen=True, slots=True)
class _SharedScreens:
    """The pictures of a session of mutter's, as a portal shares them."""

    monitors: tuple[SharedMonitor, ...]

    def open_pipewire(self) -> int | None:
        return None

    def await_end(self, within_s: float) -> None:
        assert within_s > 0


@contextmanager
def _captured(mutter: PrivateMutter, screens: MutterScreens, *boxes: Rect) -> Iterator[PortalCapture]:
    shared = tuple(SharedMonitor(node, box) for node, box in zip(screens.nodes, boxes, strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(mutter.folder))
        capture = PortalCapture(_SharedScreens(shared), mutter.environment())
    try:
        yield capture
    finally:
        capture.close()


@pytest.fixture(scope="module")
def pictures(mutter: PrivateMutter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownPictures]:
    with shown_pictures(mutter.environment(), tmp_path_factory.mktemp("pictures"), (1280, 800)) as shown:
        yield shown


@pytest.fixture
def screens(on_mutter: PrivateMutter) -> Iterator[MutterScreens]:
    with MutterScreens(on_mutter) as made:
        yield made


@pytest.fixture
def capture(on_mutter: PrivateMutter, screens: MutterScreens) -> Iterator[PortalCapture]:
    with _captured(on_mutter, screens, _WHOLE) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("look", [PortalCapture.grab, PortalCapture.quick_grab], ids=["grab", "glance"])
def test_each_change_is_seen_to_the_pixel(
    pictures: ShownPictures, capture: PortalCapture, look: Callable[[PortalCapture, Rect], Pixels]
) -> None:
    for number in (1, 2, 3):
        pictures.show(number)
        wait_until(partial(_shows, pictures, capture, look, number), f"picture {number}")


@pytest.mark.slow
def test_the_pointer_is_known_and_drawn_only_where_it_is_asked_for(
    screens: MutterScreens, capture: PortalCapture, tmp_path: Path, on_mutter: PrivateMutter
) -> None:
    with shown_pictures(on_mutter.environment(), tmp_path, (1280, 800)) as pictures:

        def pointed() -> bool:
            # What is told of the pointer alone is lost where something newer is told before anybody has read it.
            pictures.show(6)
            for y in (500, 501):
                screens.move(700, y)
            capture.fresh_pointer()
            reported = capture.cursor()
            return reported is not None and reported.size == Size(*POINTER_SIZE)

        wait_until(pointed, "the pointer's own picture")
        _points(screens, capture, (700, 501), ScreenPoint(700, 501))
        wait_until(lambda: pictures.is_in(capture.grab(_WHOLE), 6), "the picture without it")
        shown = capture.cursor()

    assert shown is not None
    assert (700 - POINTER_HOT[0], 501 - POINTER_HOT[1], Size(*POINTER_SIZE)) == (shown.x, shown.y, shown.size)


def test_a_session_that_is_ended_is_told_by_the_camera(screens: MutterScreens, capture: PortalCapture) -> None:
    camera = ScreenCamera(capture, NoWindows())
    camera.grab()

    screens.stop()

    with pytest.raises(NoScreenError, match="stopped providing images of the screen"):
        wait_until(lambda: camera.grab() is None, "its end")
    camera.close()


def _stop_unlinked(own: PrivateMutter, screens: MutterScreens) -> None:
    """End the pictures while nobody takes our stream down: since PipeWire 1 and WirePlumber 0.5 nobody ever does."""
    os.kill(own.manager_pid, signal.SIGSTOP)
    screens.stop()


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (_stop_unlinked, "stopped providing images of the screen"),
        (lambda own, _: os.kill(_pid_behind(own.folder / "pipewire-0"), signal.SIGKILL), "PipeWire, which has discon"),
        (lambda own, _: os.kill(own.pid, signal.SIGKILL), "The display is gone"),
    ],
    ids=["session", "PipeWire", "compositor"],
)
def test_however_pictures_end_the_last_one_does_not_stay(
    end: Callable[[PrivateMutter, MutterScreens], None], expected: str
) -> None:
    with PrivateMutter(1280, 800) as own, MutterScreens(own) as screens, _captured(own, screens, _WHOLE) as seen:
        seen.grab(_WHOLE)
        end(own, screens)

        with pytest.raises(NoScreenError, match=expected):
            wait_until(lambda: seen.grab(_WHOLE) is None, "its end")


def _pid_behind(path: Path) -> int:
    """Return the process that listens on a socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
        pid: int = struct.unpack("3i", client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        return pid


def _shows(
    pictures: ShownPictures, capture: PortalCapture, look: Callable[[PortalCapture, Rect], Pixels], number: int
) -> bool:
    return pictures.is_in(look(capture, _WHOLE), number)


@pytest.mark.slow
def test_a_scaled_monitor_is_seen_in_pixels_and_its_pointer_in_units(tmp_path: Path) -> None:
    size = (2400, 1500)
    box = Rect(0, 0, 1200, 750)
    with PrivateMutter(*size) as own:
        with MutterScreens(own, ()) as arranging:
            arranging.arrange(("Meta-0", 0, 0, 2.0))
        with (
            MutterScreens(own) as screens,
            shown_pictures(own.environment(), tmp_path, size) as pictures,
            _captured(own, screens, box) as seen,
        ):
            wait_until(lambda: pictures.is_in(seen.grab(box), 0), "the picture")
            _points(screens, seen, (600, 900), ScreenPoint(300, 450))

            assert [(2.0, box)] == [(monitor.scale, monitor.box) for monitor in seen.monitors()]
            assert Size(200, 120) == seen.grab(Rect(40, 20, 100, 60)).size


def _points(
    screens: MutterScreens, seen: PortalCapture, place: tuple[int, int], at: ScreenPoint, monitor: int = 0
) -> None:
    """Move the pointer until it is told to be there: what is told of it may be lost before it is read."""

    def pointed() -> bool:
        screens.move(place[0], place[1] + 9, monitor)
        screens.move(*place, monitor)
        return seen.pointer() == at

    wait_until(pointed, "the pointer's place")
