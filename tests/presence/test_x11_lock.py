"""A locked X11 session is known by what a lock is: programs that lock, and others that also cover the screen."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from Xlib import X
from Xlib.display import Display

from desktop_agent.core.pictures import Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.screen_lock import X11Lock
from desktop_agent.presence.lock import LockWatch
from desktop_agent.screen.captures.mask import GREY, UnlockedSource
from desktop_agent.screen.choose import choose_capture
from tests.fakes.programs.apps import end
from tests.fakes.waiting import wait_until

LOCKER = ("i3lock", "-n")  # tells nobody
WHOLE = (0, 0, 1280, 800)


@contextmanager
def shown(display: PrivateDisplay, *boxes: tuple[int, int, int, int], takes_keyboard: bool) -> Iterator[Display]:
    """Show windows that no manager has in hand, as a lock does."""
    with closing(Display(display.name)) as own:
        root = own.screen().root
        made = [root.create_window(*box, 0, X.CopyFromParent, override_redirect=1, background_pixel=0) for box in boxes]
        for window in made:
            window.map()
        if takes_keyboard:
            assert root.grab_keyboard(0, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess
        own.sync()
        yield own


def environment(display: PrivateDisplay) -> dict[str, str]:
    return {"DISPLAY": display.name, "XAUTHORITY": str(display.xauthority)}


@pytest.fixture
def lock(on_display: PrivateDisplay) -> Iterator[X11Lock]:
    with closing(X11Lock(os.environ)) as made:
        assert not made.is_locked()
        yield made


@pytest.mark.skipif(shutil.which(LOCKER[0]) is None, reason="i3lock is not installed")
def test_a_program_that_locks_is_noticed_and_its_end_too(on_display: PrivateDisplay) -> None:
    locked = threading.Event()
    with closing(LockWatch(environment(on_display))) as watch:
        watch.start(locked.set)
        assert not watch.is_locked()
        locker = subprocess.Popen(LOCKER, env=on_display.environment(), stderr=subprocess.DEVNULL)
        wait_until(watch.is_locked, "the lock")
        wait_until(locked.is_set, "word of it")
        end(locker)
        wait_until(lambda: not watch.is_locked(), "its end")


def test_a_locked_screen_is_not_captured(on_display: PrivateDisplay, lock: X11Lock) -> None:
    watch = LockWatch(environment(on_display))
    watch.start(lambda: None)
    with closing(UnlockedSource(choose_capture(), watch)) as source:
        before = source.grab(Rect(*WHOLE))
        with shown(on_display, WHOLE, takes_keyboard=True):
            wait_until(watch.is_locked, "the lock")
            during = source.grab(Rect(*WHOLE))

    assert set(during.bgrx[:4]) != set(before.bgrx[:4])
    assert during.bgrx == bytes([GREY, GREY, GREY, 0]) * (1280 * 800)


def test_one_window_for_each_monitor_is_a_lock_as_well(on_display: PrivateDisplay, lock: X11Lock) -> None:
    subprocess.run(["xrandr", "--setmonitor", "left", "640/160x800/200+0+0", "screen"], check=True)
    subprocess.run(["xrandr", "--setmonitor", "right", "640/160x800/200+640+0", "none"], check=True)
    try:
        with shown(on_display, (0, 0, 640, 800), takes_keyboard=True):
            assert not lock.is_locked()
        with shown(on_display, (0, 0, 640, 800), (640, 0, 640, 800), takes_keyboard=True):
            assert lock.is_locked()
    finally:
        for name in ("left", "right"):
            subprocess.run(["xrandr", "--delmonitor", name], check=True)

    assert not lock.is_locked()


def test_a_window_that_covers_the_screen_is_a_lock_only_while_it_has_the_keyboard(
    on_display: PrivateDisplay, lock: X11Lock
) -> None:
    with shown(on_display, WHOLE, takes_keyboard=False) as own:
        assert not lock.is_locked()
        assert lock.may_change_without_events
        assert own.screen().root.grab_keyboard(0, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess
        wait_until(lock.is_locked, "a keyboard that is taken later")
