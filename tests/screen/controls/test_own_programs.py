"""Which windows are our own: the terminal is the process that started the session we hang on."""

import ast
import os
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop_agent.core.pictures import Window
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.choose import choose_windows
from desktop_agent.screen.controls.own_programs import SHOWN_IN, OwnWindows, own_windows
from desktop_agent.screen.controls.window import WindowSource
from tests.fakes.people.typist import at_a_terminal
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

TERMINAL = 4711  # the number of a process that shows all windows of a terminal program

SAY = (
    "import os; from desktop_agent.screen.controls.own_programs import own_programs; "
    "print(os.getpid(), sorted(own_programs()))"
)


def test_the_terminal_that_we_run_in_is_ours() -> None:
    shell = ["sh", "-c", f'"$0" -c "{SAY}"; true', sys.executable]  # which leads the session, as in every terminal
    with at_a_terminal(shell, os.environ, columns=400) as terminal:
        terminal.ends()

    program, found = terminal.text.split(" ", 1)
    assert ast.literal_eval(found) == sorted({os.getpid(), int(program)})


@pytest.fixture
def windows(on_display: PrivateDisplay) -> Iterator[WindowSource]:
    source = choose_windows()
    yield source
    source.close()


def top_of(windows: WindowSource, shown: XWindow, title: str) -> Window:
    """Return the window of the scene that shows this one, found by a title that no other has."""
    shown.name(title)

    def found() -> Window | None:
        described = (windows.describe(box.id) for box in windows.scene().windows)
        return next((one for one in described if one.title == title), None)

    top = wait_until(found, what=f"the window “{title}” in the scene")
    assert top is not None
    return top


def test_a_terminal_of_many_windows_is_ours_with_the_one_that_we_run_in_and_its_dialogs(windows: WindowSource) -> None:
    with (
        XWindow(50, 50, 200, 200, managed=True) as here,
        XWindow(400, 50, 200, 200, managed=True) as there,
        XWindow(400, 400, 90, 90, managed=True) as dialog,
    ):
        dialog.belongs_to(here)
        names = {"here": here, "there": there, "dialog": dialog}
        shown = [replace(top_of(windows, one, name), pid=TERMINAL) for name, one in names.items()]
        word = own_windows(windows, {SHOWN_IN: str(here.id)})
        with_a_word = [OwnWindows(windows, frozenset({TERMINAL}), word.shown_in)(one) for one in shown]
        without = [OwnWindows(windows, frozenset({TERMINAL}))(one) for one in shown]
        strangers = [OwnWindows(windows, frozenset({TERMINAL + 1}), here.id)(one) for one in shown]

    assert [True, False, True] == with_a_word
    assert [True] * 3 == without
    assert [False] * 3 == strangers


@pytest.mark.parametrize(
    ("program", "ours"),
    [
        ("/usr/bin/python3.11 /srv/me/bin/desktop-agent", True),
        ("/usr/bin/python3.11 -m desktop_agent", True),
        ("C:\\Program Files\\desktop-agent.exe", True),
        ("/usr/bin/python3.11 -m desktop_agent.demo.order_form", False),
        ("/usr/bin/editor", False),
        ("", False),
    ],
)
def test_windows_of_this_program_are_ours_in_whatever_process(program: str, ours: bool, windows: WindowSource) -> None:
    reported = OwnWindows(windows, frozenset())

    assert reported(Window(1, "python3.11", "History", 4712, program)) == ours
