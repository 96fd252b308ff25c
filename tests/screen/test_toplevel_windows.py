"""Windows of a wlroots session where sway is not asked: titles and the keyboard, as the programs have them."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.frame import Scene, Window, WindowNames
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.host.screen_access import screenshot
from desktop_agent.platforms.wayland.toplevel_windows import ToplevelWindows, create
from desktop_agent.settings.sections import PrivacySettings, Settings
from tests.fakes.sway_commands import swaymsg
from tests.fakes.sway_windows import SwayWindow, shown_in_sway, told_in_sway
from tests.fakes.waiting import wait_until

FAKES = Path(__file__).parents[1] / "fakes"


@pytest.fixture
def windows(on_sway: PrivateSway, monkeypatch: pytest.MonkeyPatch) -> Iterator[ToplevelWindows]:
    del on_sway
    monkeypatch.delenv("SWAYSOCK")
    monkeypatch.delenv("I3SOCK", raising=False)
    with closing(create()) as made:
        yield made


@pytest.fixture
def qt(sway: PrivateSway, tmp_path: Path) -> Iterator[SwayWindow]:
    with told_in_sway("qt", sway, tmp_path / "home") as window:
        yield window


def titled(windows: ToplevelWindows, title: str) -> int:
    return next((one.id for one in windows.titled() if one.title == title), 0)


def test_the_window_with_the_keyboard_is_told_without_a_place_or_a_program(
    windows: ToplevelWindows, qt: SwayWindow
) -> None:
    number = titled(windows, "Qt fields")
    scene = windows.scene()

    assert Scene(focus=number) == scene
    assert Window(number, title="Qt fields") == windows.describe(number)
    assert (bool(number), "Qt fields") == (True, windows.names(number).title)
    assert len(windows.names(number).classes) == 1
    assert windows.place(windows.describe(number)) is None
    assert not windows.tells_places


def test_a_window_takes_the_keyboard_as_it_comes_and_gives_it_back_as_it_goes(
    windows: ToplevelWindows, qt: SwayWindow, sway: PrivateSway, tmp_path: Path
) -> None:
    first = titled(windows, "Qt fields")
    with shown_in_sway([sys.executable, str(FAKES / "qt_dialog.py")], sway, tmp_path / "other"):
        owner = wait_until(lambda: titled(windows, "Owner"), "the other window")
        wait_until(lambda: windows.scene().focus not in {first, None}, "its keyboard")

        def is_brought_up() -> bool:  # a dialog of the other window may come only now, and take it again
            windows.activate(first)
            return windows.scene().focus == first and has_keyboard(sway, "Qt fields")

        wait_until(is_brought_up, "the keyboard, by our word and by sway's")

    wait_until(lambda: not titled(windows, "Owner"), "its end")
    assert Window(owner) == windows.describe(owner)
    windows.scene()
    assert WindowNames() == windows.names(owner)
    windows.activate(owner)
    assert first == windows.scene().focus


def has_keyboard(sway: PrivateSway, title: str) -> bool:
    return any(one["focused"] for one in nodes(swaymsg(sway, "-t", "get_tree")) if one["name"] == title)


def nodes(tree: object) -> Iterator[dict[str, object]]:
    assert isinstance(tree, dict)
    yield tree
    for one in (*tree["nodes"], *tree["floating_nodes"]):
        yield from nodes(one)


def test_no_picture_is_taken_where_hidden_windows_would_be_in_it(windows: ToplevelWindows) -> None:
    del windows
    with pytest.raises(SettingsError, match="hide windows from screenshots") as refused:
        screenshot(Settings(privacy=PrivacySettings(windows=("Vault",))), os.environ)
    assert "privacy.regions" in refused.value.hint
