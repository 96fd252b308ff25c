"""Our windows are light or dark as the desktop's own portal says, as it changes, or as the person chose."""

import sys
from pathlib import Path

import pytest

from desktop_agent.ui.qt.theme import gtk_is_dark

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")


@pytest.mark.parametrize(
    ("variable", "settings", "dark"),
    [
        ("", "", False),
        ("Adwaita:dark", "", True),
        ("", "[Settings]\ngtk-theme-name=Adwaita-dark\n", True),
        ("", "[Settings]\ngtk-application-prefer-dark-theme = 1\n", True),
    ],
)
def test_what_gtk_was_told(tmp_path: Path, variable: str, settings: str, dark: bool) -> None:
    (tmp_path / "gtk-3.0").mkdir()
    (tmp_path / "gtk-3.0" / "settings.ini").write_text(settings, encoding="utf-8")

    assert dark == gtk_is_dark({"XDG_CONFIG_HOME": str(tmp_path), "GTK_THEME": variable})
