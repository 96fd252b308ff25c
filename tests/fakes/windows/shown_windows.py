"""Our windows, one at a time, in a process of its own: `python -m tests.fakes.windows.shown_windows GROUP FONT_PX`.

Each line on stdin is a window's name and a file, into which the window is painted once it stands still; one JSON object
tells of its parts, in pixels from its upper left corner. “again”: the same window is looked at once more. In the
environment: a scale, SHOWN_LANGUAGE (`tests.fakes.people.languages`), SHOWN_FOLDER, whose name may be seen in a window.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEventLoop, QModelIndex, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QTableWidget,
    QTreeView,
    QWidget,
)

from desktop_agent.core.texts.message import speak
from tests.fakes.people.languages import spoken

STILL_S = 0.35
LONGEST_S = 10.0
AGAIN = "again"
ROUNDED_PX = 1
MOST_LINES = 30
FEWEST = 6
LOW_SCREEN_PX = 540
_CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)


@dataclass
class Opened:
    window: QWidget
    close: Callable[[], object] = lambda: None
    kept: list[Any] = field(default_factory=list)


def serve(openers: dict[str, Callable[[], Opened]]) -> None:
    say("ready")
    shown: Opened | None = None
    for line in sys.stdin:
        name, _, file = line.strip().partition(" ")
        if shown is not None and name != AGAIN:
            shown.close()
            shown.window.close()
            turn(0.05)
        if shown is None or name != AGAIN:
            shown = openers[name]()
        settle(shown.window)
        shown.window.grab().save(file, "PNG")
        say(json.dumps(report(shown.window)))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def settle(window: QWidget) -> None:
    ends = time.monotonic() + LONGEST_S
    since = time.monotonic()
    before: tuple[object, ...] = ()
    while time.monotonic() < ends and time.monotonic() < since + STILL_S:
        turn(0.02)
        parts = window.findChildren(QWidget)
        now = tuple(box_of(one.geometry()) for one in (window, *parts))
        if now != before or not window.isVisible():
            before = now
            since = time.monotonic()


def turn(seconds: float) -> None:
    """Turn the event loop for a while; it sleeps where nothing happens, as others need the machine too."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def report(window: QWidget) -> dict[str, Any]:
    ratio = window.devicePixelRatioF()
    shown = [button for button in window.findChildren(QPushButton) if button.isVisible()]
    written: list[QLabel | QPushButton] = [*window.findChildren(QLabel), *shown]
    words = [one for one in written if one.isVisible() and one.window() is window]
    areas = [child for child in window.findChildren(QScrollArea) if child.isVisible() and is_slit(child)]
    buttons = {
        one.accessibleName() or one.text(): [round(n * ratio, 2) for n in box_of(place(one, window))] for one in shown
    }
    return {
        "id": int(window.winId()),
        "buttons": buttons,
        "hidden": [name_of(one) for one in shown if one.visibleRegion().boundingRect() != one.rect()],
        "cut": [*(f"{name_of(word)}: {why}" for word in words if (why := cut(word))), *cut_in_fields(window)],
        "over": list(overlapping(window)),
        "texts": sorted(set(texts_of(window))),
        "narrow": [f"{area.viewport().height()} px" for area in areas],
        "tables": [
            (sum(_is_seen(child, row) for row in range(child.rowCount())), scrolls(child))
            for child in window.findChildren(QTableWidget)
        ],
        "short": [
            f"{lines} lines" for child in window.findChildren(QTableWidget) if (lines := lines_of(child)) < FEWEST
        ],
    }


def texts_of(window: QWidget) -> Iterator[str]:
    """Yield every text that a person may see or hear in a window; a list's first lines stand for the others."""
    yield window.windowTitle() if window.windowFlags() & Qt.WindowType.FramelessWindowHint == Qt.WindowType(0) else ""
    for one in (window, *window.findChildren(QWidget)):
        yield from (one.accessibleName(), one.accessibleDescription(), re.sub("<[^>]+>", " ", one.toolTip()))
        yield from (action.text() for action in one.actions())
        match one:
            case QLabel() | QAbstractButton():
                yield one.text()
            case QLineEdit() | QPlainTextEdit():
                yield one.placeholderText()
            case QComboBox():
                yield from (one.itemText(n) for n in range(one.count()))
            case QTableView() | QTreeView():
                columns = range(one.model().columnCount())
                yield from (str(one.model().headerData(n, Qt.Orientation.Horizontal) or "") for n in columns)
                yield from _lines(one.model(), QModelIndex(), columns)
            case QListView():
                yield from _lines(one.model(), QModelIndex(), range(1))


def _lines(model: QAbstractItemModel, parent: QModelIndex, columns: range) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), MOST_LINES)):
        yield from (str(model.index(row, column, parent).data() or "") for column in columns)
        yield from _lines(model, model.index(row, 0, parent), columns)


def box_of(box: QRect) -> tuple[int, int, int, int]:
    return box.x(), box.y(), box.width(), box.height()


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def name_of(widget: QLabel | QPushButton) -> str:
    return (widget.accessibleName() if isinstance(widget, QPushButton) else "") or widget.text()[:60]


def cut(widget: QLabel | QPushButton) -> str:
    if not widget.text():
        return ""
    wraps = isinstance(widget, QLabel) and widget.wordWrap()
    needed = widget.sizeHint()
    there = widget.size()
    high = widget.heightForWidth(there.width()) if wraps else needed.height()
    if there.height() + ROUNDED_PX < high or (not wraps and there.width() + ROUNDED_PX < needed.width()):
        return f"{there.width()}x{there.height()}, needs {needed.width()}x{high}"
    seen = widget.visibleRegion().boundingRect()
    whole = widget.rect()
    area: QWidget | None = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = None if area.isWindow() else area.parentWidget()
    if area is None:
        return "" if seen == whole else f"seen {box_of(seen)} of {box_of(whole)}"
    at = place(widget, area.viewport())
    across = area.viewport().width()
    return "" if at.left() >= 0 and at.right() < across + ROUNDED_PX else f"{at.right() + 1} of {across} across"


def cut_in_fields(window: QWidget) -> Iterator[str]:
    """Yield the chosen texts of lists, the hints of empty fields, and the words beside boxes that aren't seen whole."""
    for box in window.findChildren(QComboBox):
        if box.isVisible() and not box.isEditable():
            option = QStyleOptionComboBox()
            box.initStyleOption(option)
            part = QStyle.SubControl.SC_ComboBoxEditField
            room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()
            if (needed := box.fontMetrics().horizontalAdvance(box.currentText())) > room + ROUNDED_PX:
                yield f"{box.currentText()[:60]}: {room} px, needs {needed}"
    for line in window.findChildren(QLineEdit):
        if line.isVisible() and not line.text():
            needed = line.fontMetrics().horizontalAdvance(line.placeholderText())
            if needed > line.contentsRect().width():
                yield f"{line.placeholderText()[:60]}: {line.contentsRect().width()} px, needs {needed}"
    for button in (*window.findChildren(QCheckBox), *window.findChildren(QRadioButton)):
        if button.isVisible() and button.sizeHint().width() > button.width() + ROUNDED_PX:
            yield f"{button.text()[:60]}: {button.width()} px, needs {button.sizeHint().width()}"


def overlapping(window: QWidget) -> Iterator[str]:
    """Yield the pairs of controls of which one lies over the other, as it's no part of it."""
    controls = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, _CONTROLS) and is_seen_in(window, widget)
    ]
    for number, one in enumerate(controls):
        for other in controls[number + 1 :]:
            is_part = one.isAncestorOf(other) or other.isAncestorOf(one)
            if not is_part and place(one, window).intersects(place(other, window)):
                yield f"{one.accessibleName() or type(one).__name__}, {other.accessibleName() or type(other).__name__}"


def is_seen_in(window: QWidget, control: QWidget) -> bool:
    """Return whether a control shows in a window itself: it isn't scrolled away, even in part."""
    return (
        control.isVisible() and control.window() is window and control.visibleRegion().boundingRect() == control.rect()
    )


def lines_of(table: QTableWidget) -> int:
    """Return how many lines of a table are seen at once; all that may be wanted where the screen is small."""
    if not table.isVisible() or table.screen().size().height() < LOW_SCREEN_PX:
        return FEWEST
    return table.viewport().visibleRegion().boundingRect().height() // table.verticalHeader().minimumSectionSize()


def _is_seen(table: QTableWidget, row: int) -> bool:
    across = QRect(0, table.rowViewportPosition(row), 1, table.rowHeight(row))
    return table.viewport().visibleRegion().boundingRect().contains(across)


def scrolls(widget: QWidget) -> bool:
    """Return whether a bar scrolls the part of the window around a widget."""
    around: QWidget | None = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around is not None and around.verticalScrollBar().isVisible()


def is_slit(area: QScrollArea) -> bool:
    inside = area.widget()
    lines = 2 * area.fontMetrics().lineSpacing()
    return inside is not None and inside.height() > area.viewport().height() and area.viewport().height() < lines


def main(group: str, font_px: int) -> None:
    with tempfile.TemporaryDirectory() as own:
        from desktop_agent.ui.qt.app import start_app
        from desktop_agent.ui.qt.theme import font
        from tests.fakes.windows.shown_openers import demo_windows, learning, openers, saved_tasks
        from tests.fakes.windows.shown_receipts import receipts

        folder = os.environ.get("SHOWN_FOLDER") or own
        if group == "demo":
            serve(demo_windows(Path(folder), font_px))
            return
        app = start_app()
        speak(spoken(os.environ.get("SHOWN_LANGUAGE", "en")))
        if font_px:
            app.setFont(font(font_px))
        at = Path(folder)
        serve({**openers(at), **learning(at), **receipts(at), **saved_tasks()})


if __name__ == "__main__":
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    main(sys.argv[1], int(sys.argv[2]))
