"""What the live view of a desk costs at ten pictures a second: `python -m tests.bench.desk_view [SECONDS]`.

Own time of the process that has the view, idle and while text is typed on the desk ten times a second, and the same
with the view hidden. Beside it, for comparison: the same pictures taken by a client of the display (mss).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import mss
from PySide6.QtCore import QEventLoop, QTimer

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.desk.windows.view.hand_link import HandLink
from desktop_agent.desk.windows.view.screen import EVERY_MS, DeskScreen
from desktop_agent.ui.qt.app import start_app
from tests.fakes.desks import wish_for

_SECONDS, _TYPED = 20.0, "The quick brown fox jumps over the lazy dog. "


def _turned(seconds: float) -> float:
    """Turn the event loop for a while; return how much of a core that took, in percent."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    began, spent = time.monotonic(), time.process_time()
    loop.exec()
    return 100 * (time.process_time() - spent) / (time.monotonic() - began)


def _with_typing(hand: HandLink, seconds: float) -> float:
    timer, typed = QTimer(interval=EVERY_MS), [0]

    def tap() -> None:
        char = _TYPED[typed[0] % len(_TYPED)]
        typed[0] += 1
        hand.tell(("tap", ord(char)))

    timer.timeout.connect(tap)
    timer.start()
    spent = _turned(seconds)
    timer.stop()
    return spent


def _by_client(desk: SideDesk, seconds: float) -> float:
    os.environ["XAUTHORITY"] = desk.environment()["XAUTHORITY"]
    with mss.MSS(display=desk.name) as camera:
        camera.grab(camera.monitors[0])
        began, spent = time.monotonic(), time.process_time()
        while time.monotonic() - began < seconds:
            camera.grab(camera.monitors[0])
            time.sleep(EVERY_MS / 1000)
        return 100 * (time.process_time() - spent) / (time.monotonic() - began)


def _measure(desk: SideDesk, folder: Path, seconds: float) -> None:
    screen = DeskScreen()
    screen.resize(640, 400)
    screen.show_desk(desk.picture, desk.size)
    hand = HandLink(desk.name, Path(desk.environment()["XAUTHORITY"]))
    hand.begin()
    desk.start(["mousepad", str(folder / "home" / "note.txt")])
    _turned(5.0)
    hand.tell(("move", 640, 400), ("button", 1, True), ("button", 1, False))
    cases: tuple[tuple[str, bool, tuple[int, int], Callable[[float], float]], ...] = (
        ("nothing happens, half size", True, (640, 400), _turned),
        ("text is typed, half size", True, (640, 400), lambda s: _with_typing(hand, s)),
        ("text is typed, whole size", True, (1280, 800), lambda s: _with_typing(hand, s)),
        ("text is typed, hidden", False, (640, 400), lambda s: _with_typing(hand, s)),
    )
    for name, shown, size, measured in cases:
        screen.resize(*size)
        screen.setVisible(shown)
        _turned(0.5)
        print(f"{name}: {measured(seconds):.2f} % of a core")
    hand.end()
    _turned(0.5)
    screen.close_desk()
    print(f"for comparison, pictures alone by a client of the display: {_by_client(desk, seconds):.2f} % of a core")


def main(seconds: float) -> int:
    """Print the figures, and the load they were taken at."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    start_app()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        wish = wish_for(folder)
        (folder / "home" / "note.txt").write_text("")
        try:
            with SideDesk(wish) as desk:
                print(f"load {os.getloadavg()[0]:.1f}, {1000 // EVERY_MS} pictures a second of {desk.size}")
                _measure(desk, folder, seconds)
        except DeskError as error:
            print(error)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else _SECONDS))
