"""Systems that are asked whether the screen is locked: what their answers mean, and who hears of it."""

import struct
from collections.abc import Callable
from contextlib import closing

import pytest

from desktop_agent.core.errors import CaptureDeniedError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.core.presence import UserInput
from desktop_agent.presence.classifier import InputClassifier, OwnInjections
from desktop_agent.presence.lock import LockWatch, other_has_input, session_is_locked, system_lock_query
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.system_hooks import HookedPresence
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


class NoHooks:
    """Hooks that hear nothing."""

    def listen(self, listening: Callable[[], None]) -> None:
        listening()

    def end(self) -> None:
        pass


@pytest.mark.parametrize(
    ("input_desktop", "own", "other"),
    [
        ("Default", "Default", False),
        ("default", "Default", False),
        ("Winlogon", "Default", True),
        (None, "Default", True),
    ],
)
def test_only_our_own_desktop_has_the_input_unlocked(input_desktop: str | None, own: str, other: bool) -> None:
    assert other is other_has_input(input_desktop, own)


# WTSINFOEXW as wtsapi32.h has it, on 64 bits: Level, then Data: SessionId, SessionState, SessionFlags.
@pytest.mark.parametrize(("flags", "locked"), [(0, True), (1, False), (-1, False)])
def test_a_session_says_that_it_is_locked(flags: int, locked: bool) -> None:
    assert locked is session_is_locked(struct.pack("<IxxxxIii", 1, 3, 0, flags) + bytes(200))


@pytest.mark.parametrize("told", [b"", bytes(12), struct.pack("<IxxxxIii", 2, 3, 0, 0)])
def test_what_is_no_such_answer_says_nothing(told: bytes) -> None:
    assert not session_is_locked(told)


def test_elsewhere_there_is_no_such_question() -> None:
    assert system_lock_query() is None


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


def test_a_run_that_begins_behind_the_lock_hears_of_it() -> None:
    locks = list[str]()
    with closing(LockWatch({}, System(locked=True))) as watch:
        watch.start(lambda: locks.append("locked"))

        wait_until(lambda: locks == ["locked"])


def test_a_system_that_cannot_be_asked_locks_nobody_out() -> None:
    with closing(LockWatch({}, System(error=AttributeError("no such function")))) as watch:
        watch.start(lambda: None)

        assert not watch.is_locked()


def test_hooks_tell_of_the_lock_as_of_a_hand() -> None:
    classifier, system = InputClassifier(StopKeys(), lambda _: frozenset(), OwnInjections()), System()
    told = list[UserInput]()
    with closing(HookedPresence(classifier, OwnInjections(), NoHooks(), LockWatch({}, system))) as presence:
        presence.watch(told.append, lambda _: None)

        system.locked = True

        wait_until(lambda: told == [UserInput("lock")])


@pytest.mark.parametrize("locks", [True, False])
def test_a_picture_that_the_lock_made_fail_is_grey(locks: bool) -> None:
    system = System()
    with closing(LockWatch({}, system)) as watch:
        source = UnlockedSource(Screen(system, locks=locks), watch)

        assert (bytes([GREY, GREY, GREY, 0]) * 2 if locks else b"rgb." * 2) == source.grab(BOX).bgrx


def test_a_picture_that_fails_without_a_lock_is_an_error() -> None:
    with closing(LockWatch({}, System())) as watch, pytest.raises(CaptureDeniedError):
        UnlockedSource(Screen(System(locked=True)), watch).grab(BOX)
