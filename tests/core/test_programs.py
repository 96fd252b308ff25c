"""Terminals, editors and browsers are known by the names of their executables."""

import pytest

from desktop_agent.core.programs import (
    COMMAND_EDITORS,
    PRIMARY_PASTERS,
    TERMINALS,
    is_browser,
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
