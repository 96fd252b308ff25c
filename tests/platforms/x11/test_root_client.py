"""A keeper's own client of a display paints, sees the manager, and closes windows."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import X
from Xlib.display import Display

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.root_client import close_windows, paint
from tests.fakes.apps import running, titles
from tests.fakes.waiting import PATIENCE_S, wait_until

WINDOW = """
import tkinter, sys
window = tkinter.Tk()
window.title("a window")
window.protocol("WM_DELETE_WINDOW", lambda: sys.exit(7))
window.mainloop()
"""


@pytest.fixture(scope="module")
def own() -> Iterator[PrivateDisplay]:
    """Give a display that may be painted, and whose windows may be closed."""
    with PrivateDisplay(400, 300) as display:
        yield display


def _reached(display: PrivateDisplay) -> tuple[str, bytes]:
    """Return the socket of a display, and its cookie: the last 16 bytes of the file."""
    return f"/tmp/.X11-unix/X{display.name[1:]}", display.xauthority.read_bytes()[-16:]


def test_the_background_is_painted(own: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XAUTHORITY", str(own.xauthority))
    paint(*_reached(own), 0x123456)

    seen = Display(own.name)
    pixel = seen.screen().root.get_image(2, 2, 1, 1, X.ZPixmap, 0xFFFFFF).data
    seen.close()
    assert pixel[:3] == b"\x56\x34\x12"


def test_windows_are_closed_as_by_their_own_button(own: PrivateDisplay, tmp_path: Path) -> None:
    reading, writing = socket.socketpair()
    with reading, writing, running(["/usr/bin/python3", "-c", WINDOW], own, tmp_path, "a window") as app:
        assert close_windows(*_reached(own), PATIENCE_S, reading.fileno()) == []
        assert app.process.wait(PATIENCE_S) == 7
    wait_until(lambda: titles(own) == (), "the window manager to have no window any more")
