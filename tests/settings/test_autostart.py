"""Starting with the desktop: the entry is the truth, whoever wrote, removed or switched it off."""

from pathlib import Path

import pytest

from desktop_agent.settings.autostart import XdgAutostart, start_command


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("X-GNOME-Autostart-enabled=true", "X-GNOME-Autostart-enabled=false"),
        ("Terminal=false", "Hidden=true"),
        (f"TryExec={start_command({})[0]}", "TryExec=/nowhere/desktop-agent"),
        ("[Desktop Entry]", "no entry at all"),
    ],
)
def test_autostart_is_on_until_it_is_turned_off_here_or_by_the_desktop(tmp_path: Path, was: str, becomes: str) -> None:
    file = tmp_path / "config" / "autostart" / "desktop-agent.desktop"
    start = XdgAutostart(file, {})
    start.turn(on=False)  # nothing is there to be removed
    assert not start.is_on()
    start.turn(on=True)
    assert start.is_on()
    text = file.read_text(encoding="utf-8")
    assert was in text

    file.write_text(text.replace(was, becomes), encoding="utf-8")

    assert not start.is_on()
    start.turn(on=False)
    assert not file.exists()
