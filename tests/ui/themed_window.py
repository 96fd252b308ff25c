"""A window of ours whose pixels tell the theme: a line “dark”, “light” or “desktop” chooses; “look” tells what is seen.

“until dark” and “until light” answer once it is so.
"""

from __future__ import annotations

import sys
import threading
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_agent.ui.qt.app import start_app
from desktop_agent.ui.qt.background_task import MainThread
from desktop_agent.ui.qt.theme import use_theme
from tests.fakes.private_bus import tell
from tests.fakes.qt_app import wait_until

app = start_app()
window = QWidget()
window.resize(80, 40)
window.show()


def seen() -> str:
    """Return what a corner of the window looks like."""
    return "dark" if window.grab().toImage().pixelColor(1, 1).lightness() < 128 else "light"


def obey(line: str) -> None:
    """Do what a line says."""
    match line.split():
        case ["until", wanted]:
            wait_until(lambda: seen() == wanted)
        case [("desktop" | "light" | "dark") as choice]:
            use_theme(app, choice)
    tell(seen())


def listen() -> None:
    """Pass lines on to Qt's thread."""
    for line in sys.stdin:
        main.post(partial(obey, line))
    main.post(app.quit)


main = MainThread()
tell("ready")
threading.Thread(target=listen, daemon=True).start()
app.exec()
