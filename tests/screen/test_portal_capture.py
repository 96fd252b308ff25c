"""Captures through a real mutter's streams: what a program shows, to the pixel, wherever it is and however scaled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.errors import GeometryChangedError, NoScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, ScreenPoint, Size
from desktop_agent.portal.session import SharedMonitor
from desktop_agent.screen.backends.portal_capture import PortalCapture
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.source import Monitor
from desktop_agent.screen.window import NoWindows
from tests.fakes.mutter_screens import MutterScreens
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.shown_pictures import ShownPictures, shown_pictures
from tests.fakes.waiting import wait_until

_WHOLE = Rect(0, 0, 1280, 800)


@dataclass(frozen=True, slots=True)
class _SharedScreens:
    """The pictures of a session of mutter's, as a portal shares them."""

    monitors: tuple[SharedMonitor, ...]

    def open_pipewire(self) -> int | None:
        return None


@contextmanager
def _captured(mutter: PrivateMutter, screens: MutterScreens, *boxes: Rect) -> Iterator[PortalCapture]:
    shared = tuple(SharedMonitor(node, box) for node, box in zip(screens.nodes, boxes, strict=True))
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


@pytest.mark.parametrize("look", [PortalCapture.grab, PortalCapture.glance], ids=["grab", "glance"])
def test_each_change_is_seen_to_the_pixel(
    pictures: ShownPictures, capture: PortalCapture, look: Callable[[PortalCapture, Rect], Pixels]
) -> None:
    for number in (1, 2, 3):
        pictures.show(number)
        wait_until(partial(_shows, pictures, capture, look, number), f"picture {number}")


def test_a_part_is_cut_out_of_the_picture(pictures: ShownPictures, capture: PortalCapture) -> None:
    pictures.show(4)
    wait_until(lambda: pictures.is_in(capture.grab(_WHOLE), 4), "the picture")
    whole = capture.grab(_WHOLE)

    part = capture.grab(Rect(101, 53, 302, 141))

    rows = [whole.bgrx[4 * (1280 * y + 101) : 4 * (1280 * y + 403)] for y in range(53, 194)]
    assert Size(302, 141) == part.size
    assert b"".join(rows) == part.bgrx


def test_glances_at_a_still_desktop_give_the_same_picture(pictures: ShownPictures, capture: PortalCapture) -> None:
    pictures.show(5)
    wait_until(lambda: pictures.is_in(capture.grab(_WHOLE), 5), "the picture")
    first = capture.glance(_WHOLE)

    wait_until(lambda: first is capture.glance(_WHOLE) or capture.glance(_WHOLE) is capture.glance(_WHOLE), "the same")
    assert pictures.is_in(capture.glance(_WHOLE), 5)


def test_the_monitor_is_told_with_its_place_and_name(capture: PortalCapture) -> None:
    assert (Monitor(1, 0, 0, 1280, 800, 1.0, "Meta-0"),) == capture.monitors()
    with pytest.raises(GeometryChangedError, match="No monitor shows that part"):
        capture.grab(Rect(2000, 0, 10, 10))


def test_the_pointer_is_known_and_drawn_only_where_it_is_asked_for(
    pictures: ShownPictures, screens: MutterScreens, capture: PortalCapture
) -> None:
    pictures.show(6)
    screens.move(99, 99)
    screens.move(700, 501)

    wait_until(lambda: capture.pointer() == ScreenPoint(700, 501), "the pointer's place")
    shown = wait_until(capture.cursor, "its own picture")
    wait_until(lambda: pictures.is_in(capture.grab(_WHOLE), 6), "the picture without it")

    assert shown is not None
    assert Rect(shown.x, shown.y, shown.size.width, shown.size.height).contains(ScreenPoint(700, 501))
    assert len(shown.bgra) == 4 * shown.size.width * shown.size.height


def test_a_session_that_is_ended_is_told_by_the_camera(screens: MutterScreens, capture: PortalCapture) -> None:
    camera = ScreenCamera(capture, NoWindows())
    camera.grab()

    screens.stop()

    with pytest.raises(NoScreenError, match="ended its pictures"):
        wait_until(lambda: camera.grab() is None, "its end")
    camera.close()


def _shows(
    pictures: ShownPictures, capture: PortalCapture, look: Callable[[PortalCapture, Rect], Pixels], number: int
) -> bool:
    return pictures.is_in(look(capture, _WHOLE), number)


def _scaled(size: Size, scale: float) -> Rect:
    return Rect(0, 0, round(size.width / scale), round(size.height / scale))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_scaled_monitor_is_seen_in_pixels(scale: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size, box = Size(1280, 800), _scaled(Size(1280, 800), scale)
    with PrivateMutter(1280, 800) as own, MutterScreens(own) as screens:
        monkeypatch.setenv("XDG_RUNTIME_DIR", own.environment()["XDG_RUNTIME_DIR"])
        screens.scale(("Meta-0", 0, 0, scale))
        with shown_pictures(own.environment(), tmp_path, (1280, 800)) as pictures, _captured(own, screens, box) as seen:
            wait_until(lambda: pictures.is_in(seen.grab(box), 0), "the picture")

            assert (scale, box) == (seen.monitors()[0].scale, seen.monitors()[0].box)
            assert size == seen.grab(box).size
