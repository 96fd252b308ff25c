"""Which item of its menu bar a program gives for a chord, by its own word, and in which menu an item lies."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.actions import Press
from desktop_agent.core.frame import Window
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi.controls import AtspiControls
from desktop_agent.platforms.atspi.menu_bar import told_keys
from desktop_agent.screen.choose import choose_windows
from desktop_agent.screen.commands import ProgramCommands
from desktop_agent.screen.window import Control
from tests.fakes.apps import App, running
from tests.fakes.cases import target_of
from tests.fakes.waiting import wait_until
from tests.screen.menu_qt import TITLE


@pytest.mark.parametrize(
    ("told", "keys"),
    [
        ("n;<Alt>f:n;<Primary>n", "ctrl n"),
        ("l;<Alt>e:l;<Primary><Shift>Delete", "ctrl shift delete"),
        ("n;<Alt>d:n;<Control>Page_Down", "ctrl pagedown"),
        (";;<Primary>bracketleft", "ctrl ["),
        ("f;<Alt>v:f;F11", "f11"),
        ("Ctrl++", "ctrl +"),
        ("Ctrl+Shift+PgUp", "ctrl shift pageup"),
        ("Alt+Right", "alt right"),
        ("Alt+Shift+I", "alt shift i"),
        ("Del", "delete"),
        # The letter in a menu, an item without a chord, chords one after the other, and keys that nobody knows.
        ("Alt+F", ""),
        ("l;<Alt>f:l;", ""),
        ("", ""),
        ("Ctrl+T, O", ""),
        ("n;<Alt>f:n;<Primary>Nonsense", ""),
        ("n;<Alt>f:n;<Primary>n;more", ""),
    ],
)
def test_a_key_binding_is_read_as_gtk_and_qt_write_it(told: str, keys: str) -> None:
    assert told_keys(told) == frozenset(keys.split())


@pytest.fixture
def qt_window(display: PrivateDisplay, tmp_path: Path) -> Iterator[App]:
    with running([sys.executable, "-m", "tests.screen.menu_qt"], display, tmp_path, TITLE) as app:
        yield app


def test_a_qt_window_tells_the_item_of_a_chord_and_none_where_two_have_it(
    on_display: PrivateDisplay, qt_window: App
) -> None:
    chords = ("ctrl e", "f5", "ctrl shift u", "alt f", "ctrl t", "ctrl d", "ctrl q")

    async def asked() -> dict[str, Control]:
        windows, controls = choose_windows(), AtspiControls()
        try:
            shown = next(one for one in windows.scene().windows if windows.describe(one.id).title == TITLE)
            window = windows.describe(shown.id)
            keys = {chord: frozenset(chord.split()) for chord in chords}
            return {chord: await controls.menu_item(window, shown.box, one) for chord, one in keys.items()}
        finally:
            await controls.close()
            windows.close()

    found = wait_until(lambda: told if (told := asyncio.run(asked()))["f5"].name else None, "the menu bar")

    assert found is not None
    assert {chord: (one.name, one.menu) for chord, one in found.items()} == {
        "ctrl e": ("Run", "File"),
        "f5": ("Reload", "File"),
        "ctrl shift u": ("Uppercase", "Selection"),
        **dict.fromkeys(("alt f", "ctrl t", "ctrl d", "ctrl q"), ("", "")),
    }


def test_only_editors_are_asked_and_only_for_what_could_be_a_chord_of_their_own() -> None:
    commands = ProgramCommands(["en_US"])
    mousepad = Window(1, "mousepad", "note.txt", 10, "/usr/bin/mousepad")
    own = Window(1, "mousepad", "note.txt", 10, "/srv/ada/bin/mousepad")
    terminal = Window(1, "xterm", "xterm", 10, "/usr/bin/xterm")

    def asked(window: Window, *keys: str, focus: str = "text") -> bool:
        return bool(commands.asked_of_menu(target_of(window, focus_role=focus), Press(keys)))

    assert asked(mousepad, "ctrl", "e")
    assert asked(mousepad, "f8")
    for keys in (("ctrl", "s"), ("e",), ("shift", "e"), ("ctrl",), ("enter",)):
        assert not asked(mousepad, *keys)
    assert not asked(mousepad, "ctrl", "e", focus="terminal")
    assert not asked(own, "ctrl", "e")
    assert not asked(terminal, "ctrl", "e")
