"""Signs of work on a real display, from programs that are not ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11 import signs as x11_signs
from desktop_agent.platforms.x11.signs import X11Signs
from tests.fakes.apps import running
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.fakes.x_window import XWindow


@pytest.fixture
def signs(on_display: PrivateDisplay) -> Iterator[X11Signs]:
    """Give what sees them."""
    seen = x11_signs.create()
    yield seen
    seen.close()


def test_nothing_is_at_work_on_an_empty_desktop(signs: X11Signs) -> None:
    assert (frozenset(), None) == (signs.now(), signs.handled_until())


_BUSY = "import tkinter as t; w = t.Tk(); w.title('busy'); w.geometry('1280x800'); w['cursor'] = 'watch'; w.mainloop()"


def test_a_busy_pointer_is_seen_while_it_is_shown(signs: X11Signs, on_display: PrivateDisplay, tmp_path: Path) -> None:
    with running(["/usr/bin/python3", "-c", _BUSY], on_display, tmp_path, "^busy$") as busy:
        left, top, width, height = busy.frame()
        Hands(on_display).move(left + width // 2, top + height // 2)
        wait_until(lambda: "pointer" in signs.now(), "the busy pointer")

    wait_until(lambda: not signs.now(), "another pointer")


def test_a_program_that_is_being_started_is_seen_until_it_says_that_it_is(signs: X11Signs) -> None:
    with XWindow(0, 0, 10, 10) as launcher:
        launcher.tell_starting('new: ID="editor_1" NAME="An editor that takes a while to start"')
        wait_until(lambda: "starting" in signs.now(), "the start")
        launcher.tell_starting('remove: ID="editor_1"')

        wait_until(lambda: not signs.now(), "the end of the start")
