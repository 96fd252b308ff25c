"""Our windows are light or dark as the desktop's own portal says, as it changes, or as the person chose."""

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from desktop_agent.ui.qt.theme import gtk_is_dark
from tests.fakes.private_bus import heard, private_bus, say, spoken_with

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")
PORTAL, WINDOW = "tests.ui.settings_portal", "tests.ui.themed_window"


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    home = str(tmp_path)
    with private_bus() as bus:
        own = {"HOME": home, "XDG_CONFIG_HOME": home, "DESKTOP_AGENT_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        yield {name: value for name, value in bus.items() if name != "GTK_THEME"} | own


def test_the_portal_is_followed_from_the_first_window_on_and_a_choice_wins(environment: dict[str, str]) -> None:
    with (
        spoken_with(PORTAL, "1", environment=environment) as portal,
        spoken_with(WINDOW, environment=environment) as window,
    ):
        assert "dark" == answer(window, "look")
        say(portal, "2")
        assert "light" == answer(window, "until light")
        assert "dark" == answer(window, "dark")
        assert "light" == answer(window, "light")
        say(portal, "1")
        assert "dark" == answer(window, "desktop", "until dark")
        say(portal, "0")
        assert "light" == answer(window, "until light")


@pytest.mark.parametrize(
    ("variable", "settings", "dark"),
    [
        ("", "", False),
        ("Adwaita:dark", "", True),
        ("Adwaita", "[Settings]\ngtk-theme-name=Adwaita-dark\n", False),
        ("", "[Settings]\ngtk-theme-name=Adwaita-dark\n", True),
        ("", "[Settings]\ngtk-theme-name=Arc-Darker\n", False),
        ("", "[Settings]\ngtk-application-prefer-dark-theme = 1\n", True),
        ("", "[Settings]\ngtk-application-prefer-dark-theme=false\n", False),
        ("", "no settings at all", False),
    ],
)
def test_what_gtk_was_told(tmp_path: Path, variable: str, settings: str, dark: bool) -> None:
    (tmp_path / "gtk-3.0").mkdir()
    (tmp_path / "gtk-3.0" / "settings.ini").write_text(settings, encoding="utf-8")

    assert dark == gtk_is_dark({"XDG_CONFIG_HOME": str(tmp_path), "GTK_THEME": variable})


def answer(window: Popen[str], *lines: str) -> str:
    """Say lines to the window, and return what is seen after the last."""
    seen = ""
    for line in lines:
        say(window, line)
        seen = heard(window)
    return seen
