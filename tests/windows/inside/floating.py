"""Runs on Windows: whether a floating window of ours is seen, and known, before a picture, meanwhile, and after it."""

import json
import sys

from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.screen.choose import choose_windows
from desktop_agent.ui.overlay.floating import float_over_all
from desktop_agent.ui.overlay.windows import OverlayWindows


def main() -> None:
    """Tell it in one line."""
    app, known = QApplication(sys.argv[:1]), choose_windows()
    window, windows = QWidget(), OverlayWindows()
    float_over_all(window, "Floats")
    window.setGeometry(5, 5, 40, 40)

    def there() -> tuple[bool, bool]:
        app.processEvents()
        return window.isVisible(), int(window.winId()) in {one.id for one in known.scene().windows}

    windows.show(window)
    before = there()
    windows.hide_all()
    during = there()
    windows.restore()
    sys.stdout.write(json.dumps([before, during, there()]) + "\n")


if __name__ == "__main__":
    main()
