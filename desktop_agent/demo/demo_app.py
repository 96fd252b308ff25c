"""Starts the bundled demo app, an order form: `python -m desktop_agent.demo.demo_app --out FILE`.

A process of its own and a real application: it does not know about the run that uses it. It writes the order to FILE
on every save and on Send; a demo or a test checks that file.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_agent.demo.order_form.theme import AppLayout, layout_of
from desktop_agent.lib.paths import asset

NAME = "desktop-agent"


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window until it is closed; "ready" on stdout means that it is visible."""
    parser = argparse.ArgumentParser(prog="desktop_agent.demo.demo_app", description="An order form to practice on.")
    parser.add_argument("--seed", type=int, default=0, help="theme, place, size and order of everything come from it")
    parser.add_argument("--out", type=Path, required=True, help="the JSON file that takes the order")
    parser.add_argument("--here", action="store_true", help="on a person's own desktop: the system places the window")
    options = parser.parse_args(arguments)
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        # Qt would end the process by an abort with six lines of its own.
        parser.exit(1, "The demo app needs a display, but there isn't one. Set DISPLAY, or run: desktop-agent demo\n")
    # With accessibility off, as on most desktops, no field would report its name: the user would be asked each time.
    os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    # Without this, Ctrl+C is noticed only when something else wakes Python up.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return show(layout_of(options.seed), options.out, here=options.here)


def show(layout: AppLayout, out: Path, *, here: bool) -> int:
    """Show the app; return its exit code."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from desktop_agent.demo.order_form.theme import use_theme, without_motion
    from desktop_agent.demo.order_form.window import OrderWindow

    app = QApplication([NAME])
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    app.setWindowIcon(QIcon(str(asset("icon.svg"))))
    use_theme(app, dark=layout.dark, font_px=layout.font_px)
    without_motion(app)
    window = OrderWindow(layout, out)
    if not here:
        window.move(layout.left, layout.top)
    window.show()
    QTimer.singleShot(0, lambda: print("ready", flush=True))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
