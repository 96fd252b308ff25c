"""Three ordinary windows of ours, one over the other: `python -m tests.ui.ordinary_windows`.

A line of names raises these windows one after the other; “hide” and “restore” do what a run does with them.
"""

from __future__ import annotations

import sys
import threading
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.ui.overlay.windows import OrdinaryWindows
from desktop_agent.ui.qt.app import start_app
from desktop_agent.ui.qt.background_task import MainThread
from tests.fakes.private_bus import tell

app, ordinary = start_app(), OrdinaryWindows()
windows = {name: QWidget() for name in "ABC"}


def obey(line: str) -> None:
    """Do what a line says."""
    match line.strip():
        case "hide":
            ordinary.hide_from(Rect(0, 0, 1280, 800))
        case "restore":
            ordinary.restore()
        case names:
            for name in names.split():
                windows[name].raise_()
    app.processEvents()
    tell("done")


def listen() -> None:
    """Pass lines on to Qt's thread."""
    for line in sys.stdin:
        main.post(partial(obey, line))
    main.post(app.quit)


main = MainThread()
for name, window in windows.items():
    window.setWindowTitle(f"Window {name}")
    window.setGeometry(100, 100, 300, 200)
    window.show()
tell("ready")
threading.Thread(target=listen, daemon=True).start()
app.exec()
