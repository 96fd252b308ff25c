"""Terminals, editors and browsers are known by the names of their executables."""

from desktop_agent.core.frame import Window
from desktop_agent.core.programs import (
    BROWSERS,
    is_browser,
    is_one_of,
)


def test_browsers_are_known_by_their_executables() -> None:
    browsers = ["chromium", "chrome", "firefox-esr", "Brave-browser", "google-chrome-beta", "vivaldi-stable"]
    browsers += ["Google Chrome", "Brave Browser", "Microsoft Edge", "Safari"]  # as macOS has them
    others = ["mousepad", "xterm", "", "archive-manager", "surfraw", "operator"]

    assert [True] * len(browsers) == [is_browser(name) for name in browsers]
    assert [False] * len(others) == [is_browser(name) for name in others]


def test_a_program_is_also_what_its_desktop_entry_says() -> None:
    manager = Window(1, "gentoo", program="/usr/bin/gentoo", kinds=frozenset({"FileManager", "Utility"}))

    assert is_one_of(manager, frozenset({"FileManager"}))
    assert not is_one_of(manager, BROWSERS)
    assert not is_one_of(Window(1, "gentoo", program="/usr/bin/gentoo"), frozenset({"FileManager"}))
    assert not is_one_of(None, frozenset({"FileManager"}))
