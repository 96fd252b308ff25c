"""Terminals, editors and browsers are known by the names of their executables."""

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.core.programs import (
    BROWSERS,
    COMMAND_EDITORS,
    FILE_MANAGERS,
    PRIMARY_PASTERS,
    TERMINALS,
    is_browser,
    is_one_of,
    may_paste_primary,
    pastes_primary,
)


def test_browsers_are_known_by_their_executables() -> None:
    browsers = ["chromium", "chrome", "firefox-esr", "Brave-browser", "google-chrome-beta", "yandex_browser", "thorium"]
    browsers += ["Google Chrome", "Brave Browser", "Microsoft Edge", "Safari"]  # as macOS has them
    others = ["mousepad", "xterm", "", "archive-manager", "surfraw", "operator"]

    assert [True] * len(browsers) == [is_browser(name) for name in browsers]
    assert [False] * len(others) == [is_browser(name) for name in others]


@pytest.mark.parametrize(
    ("name", "surely", "perhaps"),
    [
        ("XTerm", True, True),
        ("st-256color", False, True),
        ("Gnome-terminal", False, True),
        ("konsole", False, True),
        ("rxvt-unicode", False, True),
        ("Gvim", False, True),
        ("Mousepad", False, False),
        ("stellarium", False, False),
    ],
)
def test_where_shift_insert_pastes_what_is_marked(name: str, *, surely: bool, perhaps: bool) -> None:
    assert (surely, perhaps) == (pastes_primary(name), may_paste_primary(name))


def test_whoever_pastes_what_is_marked_is_a_terminal_or_an_editor() -> None:
    assert frozenset() == PRIMARY_PASTERS - TERMINALS - COMMAND_EDITORS


def test_a_program_is_also_what_its_desktop_entry_says() -> None:
    manager = Window(1, "gentoo", program="/usr/bin/gentoo", kinds=frozenset({"FileManager", "Utility"}))

    assert is_one_of(manager, FILE_MANAGERS)
    assert not is_one_of(manager, BROWSERS)
    assert not is_one_of(Window(1, "gentoo", program="/usr/bin/gentoo"), FILE_MANAGERS)
    assert not is_one_of(None, FILE_MANAGERS)
