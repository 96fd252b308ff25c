"""Systems that are asked whether the screen is locked: what their answers mean, and who hears of it."""

from contextlib import closing

import pytest

from desktop_agent.core.errors import CaptureDeniedError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.presence.lock import LockWatch
from desktop_agent.screen.locked_screen import UnlockedSource
from desktop_agent.screen.mask import GREY
from desktop_agent.screen.source import CursorImage, Monitor
from tests.fakes.waiting import wait_until

BOX = Rect(0, 0, 2, 1)


class System:
    """A system with a lock."""

    def __init__(self, *, locked: bool = False, error: Exception | None = None) -> None:
        self.locked, self.error = locked, error

    def __call__(self) -> bool:
        if self.error:
            raise self.error
        return self.locked


class Screen:
    """A screen that cannot be captured while it is locked, as on Windows."""

    def __init__(self, system: System, *, locks: bool = False) -> None:
        self._system, self._locks = system, locks

    def grab(self, box: Rect) -> Pixels:
        self._system.locked |= self._locks
        if self._system.locked:
            raise CaptureDeniedError("The screen couldn't be captured.")
        return Pixels(box.size, b"rgb." * (box.width * box.height))

    glance = grab

    def monitors(self) -> tuple[Monitor, ...]:
        return ()

    def cursor(self) -> CursorImage | None:
        return None

    def close(self) -> None:
        pass


def test_a_lock_reaches_the_run_and_is_known_at_once() -> None:
    system, locks = System(), list[str]()
    with closing(LockWatch({}, system)) as watch:
        watch.start(lambda: locks.append("locked"))
        assert not watch.is_locked()

        system.locked = True

        assert watch.is_locked()
        wait_until(lambda: locks == ["locked"])
        system.locked = False
        wait_until(lambda: not watch.is_locked())


@pytest.mark.parametrize("locks", [True, False])
def test_a_picture_that_the_lock_made_fail_is_grey(locks: bool) -> None:
    system = System()
    with closing(LockWatch({}, system)) as watch:
        source = UnlockedSource(Screen(system, locks=locks), watch)

        assert (bytes([GREY, GREY, GREY, 0]) * 2 if locks else b"rgb." * 2) == source.grab(BOX).bgrx
