"""The live video: what was on the screen stands in its files bit for bit, and what is hidden stands in none."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import mss
import numpy as np
import pytest

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host import live_recorder
from desktop_agent.host.live_recorder import LiveEye
from desktop_agent.record.live_file import LiveReader, LiveWriter, live_files
from desktop_agent.screen.choose import choose_windows
from desktop_agent.screen.looker import LiveThread
from desktop_agent.screen.secret_fields import KeptParts
from desktop_agent.settings import Settings, settings_of
from tests.fakes.waiting import wait_until
from tests.fakes.x_window import XWindow
from tests.fakes.x_window_process import covering

CANARY, OTHER = 0xC81E8B, 0x20A040
COLOURS = [0x102030 + 0x070D13 * number for number in range(5)]


class Film:
    """A live picture into a folder, and what is in it."""

    def __init__(self, folder: Path, stack: ExitStack, kept: KeptParts, **privacy: object) -> None:
        self.folder = folder
        self.writer = LiveWriter(folder)
        eye = LiveEye(Settings(privacy=settings_of({"privacy": privacy}).privacy), {}, kept)
        self._last: Pixels | None = None
        self.picture = LiveThread(lambda: eye.open(None), self._add)
        stack.callback(self.writer.close)
        stack.callback(self.picture.stop)
        self.picture.start()

    def _add(self, at_ms: int, pixels: Pixels) -> None:
        self.writer.add(at_ms, pixels)
        self._last = pixels

    def wait_for(self, x: int, y: int, colour: int) -> None:
        """Wait until a picture has this colour at a place."""
        wait_until(lambda: self._colour(x, y) == colour or self.picture.trouble, "a picture")
        assert self.picture.trouble is None

    def _colour(self, x: int, y: int) -> int | None:
        last = self._last
        return None if last is None else int.from_bytes(last.bgrx[(y * 1280 + x) * 4 :][:3], "little")

    def ended(self) -> list[np.ndarray]:
        self.picture.stop()
        self.writer.close()
        return pictures(self.folder)


def pictures(folder: Path) -> list[np.ndarray]:
    """Return the pictures of a folder as rows of 0xRRGGBB."""
    found = []
    for name in live_files(folder):
        with (folder / name).open("rb") as file:
            for _, shown in LiveReader().pictures(file):
                whole = np.frombuffer(shown.bgrx, np.uint32).reshape(shown.size.height, shown.size.width)
                found.append(whole & 0xFFFFFF)
    return found


@pytest.fixture
def stack(on_display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    """Give a stack on a display on which this process's windows are those of any program."""
    monkeypatch.setattr(live_recorder, "own_windows", lambda *_: lambda _window: False)
    with ExitStack() as opened:
        yield opened


def test_what_moves_is_kept_and_the_end_is_what_another_program_sees(stack: ExitStack, tmp_path: Path) -> None:
    window = stack.enter_context(XWindow(200, 100, 300, 200, COLOURS[0]))
    film = Film(tmp_path, stack, {})
    for colour in COLOURS:
        window.paint(0, 0, 300, 200, colour)
        film.wait_for(300, 150, colour)
    kept = film.ended()
    with mss.MSS() as another:
        shot = another.grab({"left": 0, "top": 0, "width": 1280, "height": 800})

    assert COLOURS == list(dict.fromkeys(int(one[150, 300]) for one in kept))
    theirs = np.frombuffer(bytes(shot.raw), np.uint32).reshape(800, 1280) & 0xFFFFFF
    assert np.array_equal(theirs, kept[-1])
    assert {0o600} == {path.stat().st_mode & 0o777 for path in (tmp_path / "live").iterdir()}


def test_not_one_pixel_of_a_hidden_window_or_place_is_in_any_picture(stack: ExitStack, tmp_path: Path) -> None:
    vault = stack.enter_context(XWindow(0, 0, 200, 100, CANARY))
    vault.name("Vault")
    other = stack.enter_context(XWindow(600, 400, 200, 200, CANARY, managed=True))
    other.move(600, 400)
    kept: KeptParts = {}
    film = Film(tmp_path, stack, kept, windows=("vault",), regions=("560,360,300,300",))
    seen = stack.enter_context(XWindow(900, 100, 200, 200, OTHER, managed=True))
    seen.move(900, 100)
    for step in range(30):
        vault.move(step * 20, step * 10)
        other.paint(0, 0, 200, 200, CANARY)
        seen.paint(0, 0, 200, 200, OTHER + step)
    film.wait_for(1000, 200, OTHER + 29)
    with closing(choose_windows()) as windows:
        number = windows.scene().window_at(ScreenPoint(1000, 200))
    assert number is not None
    kept[number, Rect(0, 0, 100, 300)] = None  # as a secret is about to be typed there
    seen.paint(0, 0, 200, 200, CANARY)
    film.wait_for(1050, 200, CANARY)
    shown = film.ended()

    assert 0 < int((shown[-1] == CANARY).sum()) < 40_000
    assert not any((one[:, :990] == CANARY).any() for one in shown)


def test_our_own_windows_are_in_no_picture(on_display: PrivateDisplay, tmp_path: Path) -> None:
    with ExitStack() as stack, covering(on_display, 0, 0, 1280, 800):
        film = Film(tmp_path, stack, {})
        film.wait_for(10, 10, 0x336699)
        ours = stack.enter_context(XWindow(200, 100, 300, 200, CANARY))
        film.wait_for(300, 150, 0x808080)
        for step in range(30):
            ours.move(200 + step * 20, 100 + step * 10)
        film.wait_for(250, 110, 0x336699)
        kept = film.ended()

    assert len(kept) >= 3
    assert not any((one == CANARY).any() for one in kept)
