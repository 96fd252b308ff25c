"""Shows each floating window in turn and prints whether a capture shows its watermark, before and after hiding.

`python -m tests.ui.watermarks` works on the display in DISPLAY; QT_SCALE_FACTOR scales the windows.
"""

import json
import sys
import time
from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.own_windows import Announcement
from desktop_agent.ui.approval.marker import Marker
from desktop_agent.ui.approval.secondary_window import reason_window
from desktop_agent.ui.overlay.wait_until_hidden import LazyCapture
from desktop_agent.ui.overlay.watermark import has_watermark
from desktop_agent.ui.overlay.windows import ActMark
from desktop_agent.ui.qt.app import start_app
from desktop_agent.ui.qt.screen_units import pixels_of
from desktop_agent.ui.status.status_window import ScreenFrame, StatusWindow

SCREEN = Rect(0, 0, 1280, 800)
PLACES = ((301, 203), (640, 401), (1277, 797), (2, 2), (1278, 2), (815, 333))
SIDES = ("upper", "lower", "left", "right")
BOXES = (Rect(301, 203, 87, 25), Rect(0, 0, 17, 15), Rect(1241, 777, 39, 23))
WITHIN_S = 5.0


def main() -> None:
    """Print a list of [name, seen while shown, seen when hidden]."""
    app, capture = start_app(), LazyCapture()
    told = []
    for name, window in _windows():
        window.show()
        shown = _becomes(app, capture, window, seen=True)
        window.hide()
        told.append([name, shown, not _becomes(app, capture, window, seen=False)])
    sys.stdout.write(json.dumps(told))


def _windows() -> Iterator[tuple[str, QWidget]]:
    for x, y in PLACES:
        yield f"the mark at {x}, {y}", Marker(ScreenPoint(x, y))
    for box in BOXES:
        yield f"the frame around {box}", Marker(ScreenPoint(box.x + box.width // 2, box.y + box.height // 2), box)
    badge = StatusWindow(SCREEN, lambda: None, lambda: None)
    badge.show_state("acting", "Acting", "", "Click “Save”")
    yield "the status badge", badge
    yield from ((f"the {side} strip", strip) for side, strip in zip(SIDES, ScreenFrame(SCREEN).strips, strict=True))
    mark = ActMark(Announcement("Click “Save”", (ScreenPoint(700, 300),)))
    for window in mark.windows:
        window.hide()
    yield from zip(("the way", "the caption"), mark.windows, strict=True)
    yield "a window for words", reason_window()


def _becomes(app: QApplication, capture: LazyCapture, window: QWidget, *, seen: bool) -> bool:
    ends = time.monotonic() + WITHIN_S
    while has_watermark(capture(pixels_of(window))) != seen:
        if time.monotonic() > ends:
            return False
        app.processEvents()
    return True


if __name__ == "__main__":
    main()
