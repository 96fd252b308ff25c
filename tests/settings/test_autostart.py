"""Starting with the desktop: the entry is the truth, whoever wrote, removed or switched it off."""

from pathlib import Path

import pytest

from desktop_agent.settings.autostart import XdgAutostart, start_command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "autostart" / "desktop-agent.desktop"


def test_it_is_on_as_long_as_the_entry_is_there(file: Path) -> None:
    start = XdgAutostart(file, {})
    assert not start.is_on()

    start.turn(on=True)
    assert start.is_on()

    file.unlink()
    assert not start.is_on()
    start.turn(on=False)  # nothing is there to be removed

    start.turn(on=True)
    start.turn(on=False)
    assert not file.exists()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("X-GNOME-Autostart-enabled=true", "X-GNOME-Autostart-enabled=false"),
        ("Terminal=false", "Hidden=true"),
        (f"TryExec={start_command({})[0]}", "TryExec=/nowhere/desktop-agent"),
        ("[Desktop Entry]", "no entry at all"),
    ],
)
def test_a_desktop_that_switched_it_off_is_believed(file: Path, was: str, becomes: str) -> None:
    start = XdgAutostart(file, {})
    start.turn(on=True)
    text = file.read_text(encoding="utf-8")
    assert was in text

    file.write_text(text.replace(was, becomes), encoding="utf-8")

    assert not start.is_on()
