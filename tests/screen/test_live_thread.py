"""The thread of a live picture goes on, whatever breaks off, as long as somebody watches."""

from collections.abc import Iterator
from typing import cast

import pytest

from desktop_agent.core.pictures import Pixels, Size
from desktop_agent.screen.captures import capturer
from desktop_agent.screen.captures.capturer import LiveCamera, LiveThread
from tests.fakes.waiting import wait_until

PICTURE = Pixels(Size(1, 1), b"\0\0\0\0")


class Camera:
    """A camera that breaks off at its first look, or takes one picture."""

    def __init__(self, *, breaks_off: bool) -> None:
        self.is_open = True
        self._breaks_off = breaks_off

    def look(self, last: object) -> object:
        if self._breaks_off:
            raise RuntimeError("the connection is lost")
        return None if last else "a capture"

    def without_fields(self, look: object) -> Pixels:
        assert look
        return PICTURE

    def close(self) -> None:
        self.is_open = False


def cameras(made: list[Camera]) -> Iterator[LiveCamera]:
    for breaks_off in (True, True, False):
        made.append(Camera(breaks_off=breaks_off))
        yield cast("LiveCamera", made[-1])


def test_a_camera_that_breaks_off_is_closed_and_another_one_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capturer, "_RETRY_S", 0.0)
    made = list[Camera]()
    shown = list[Pixels]()
    supply = cameras(made)
    thread = LiveThread(lambda: next(supply), shown.append)

    thread.start()
    wait_until(lambda: shown, "a picture")
    thread.stop()

    assert shown == [PICTURE]
    assert [camera.is_open for camera in made] == [False, False, False]


def test_a_camera_that_cannot_be_opened_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capturer, "_RETRY_S", 0.0)
    tries = list[object]()
    shown = list[Pixels]()

    def make() -> LiveCamera:
        tries.append(None)
        if len(tries) < 3:
            raise OSError("the bus doesn't answer")
        return cast("LiveCamera", Camera(breaks_off=False))

    thread = LiveThread(make, shown.append)
    thread.start()
    wait_until(lambda: shown, "a picture")
    thread.stop()

    assert len(tries) == 3
