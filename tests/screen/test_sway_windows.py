"""Windows of a sway session, as the windows themselves and sway's own commands tell of them."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import Rect, ScreenPoint, Window, WindowNames
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.sway_windows import SwayWindows, create
from tests.fakes.programs.sway_windows import SwayWindow, shown_in_sway, told_in_sway
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

FAKES = Path(__file__).parents[1] / "fakes" / "programs"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def qt(sway: PrivateSway, home: Path) -> Iterator[SwayWindow]:
    with told_in_sway("qt", sway, home) as window:
        yield window


@pytest.fixture
def windows(on_sway: PrivateSway) -> Iterator[SwayWindows]:
    made = create(on_sway.environment())
    yield made
    made.close()


def described(windows: SwayWindows, title: str) -> Window:
    return next((one for one in windows.titled() if one.title == title), Window(0))


def test_a_window_is_told_with_its_program_and_its_place(windows: SwayWindows, qt: SwayWindow) -> None:
    scene = windows.scene()

    window = windows.describe(qt.number)
    assert (qt.number, qt.number) == (scene.window_at(ScreenPoint(640, 400)), scene.focus)
    assert (qt.number, "Qt fields", qt.process.pid) == (window.id, window.title, window.pid)
    assert qt.app == window.app
    assert window.program.endswith(" " + str(FAKES / "qt_window.py"))
    assert not window.dialog
    assert window in windows.titled()
    place = windows.place(window)
    assert place is not None
    assert (qt.number, Rect(0, 0, 1280, 800)) == (place.id, place.box)
    names = windows.names(qt.number)
    assert (window.app, window.title) == (names.app, names.title)


def test_a_dialog_is_a_part_of_the_only_window_of_its_process(
    windows: SwayWindows, qt: SwayWindow, sway: PrivateSway, home: Path
) -> None:
    with shown_in_sway([sys.executable, str(FAKES / "qt_dialog.py")], sway, home):
        wait_until(lambda: described(windows, "Dialog").id and described(windows, "Owner").id, "both windows")
        dialog = described(windows, "Dialog")
        owner = described(windows, "Owner")
        scene = windows.scene()

        assert (True, False) == (dialog.dialog, owner.dialog)
        assert windows.belongs(dialog.id, owner.id)
        assert windows.is_part_of(dialog.id, owner.id)
        assert not windows.belongs(owner.id, dialog.id)
        assert not windows.belongs(dialog.id, qt.number)
        assert not windows.is_part_of(dialog.id, qt.number)
        assert windows.belongs(owner.id, owner.id)
        order = [window.id for window in scene.windows]
        assert order.index(dialog.id) < order.index(owner.id)
        windows.activate(qt.number)
        assert qt.number == windows.scene().focus
    wait_until(lambda: not described(windows, "Owner").id, "the end of its windows")
    assert Window(owner.id) == windows.describe(owner.id)
    assert windows.place(owner) is None
    windows.scene()
    assert WindowNames() == windows.names(owner.id)
    assert not windows.belongs(owner.id, qt.number)
    assert not windows.is_part_of(owner.id, qt.number)


def test_sway_that_has_ended_is_an_error_in_words() -> None:
    with PrivateSway() as short:
        made = create(short.environment(os.environ))
    with pytest.raises(NoScreenError, match="The display is gone"):
        made.scene()
    made.close()
