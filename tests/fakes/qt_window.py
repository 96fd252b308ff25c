"""A Qt window: a field, an area that notes the pointer and keys, a slider, a list, a pane; Qt 6 or, where run so, Qt 5.

Each line of JSON on stdin is an order (`tests/fakes/told_window.py`) and is answered on stdout. It is run by our own
Python (PySide6), or by the system's (PyQt5).
"""

import importlib
import importlib.util
import json
import sys
from typing import Any

QtThing = Any  # of a toolkit that is chosen at run time

TOOLKIT = "PySide6" if importlib.util.find_spec("PySide6") else "PyQt5"
core, gui, widgets = (importlib.import_module(f"{TOOLKIT}.{part}") for part in ("QtCore", "QtGui", "QtWidgets"))
Event = core.QEvent.Type if TOOLKIT == "PySide6" else core.QEvent
Base: QtThing = widgets.QWidget
LINES = "\n".join(f"{n} the quick brown fox" for n in range(1, 7))
PAGE = "\n".join(f"line {n}: " + "  ".join(f"{n}.{word} words" for word in range(40)) for n in range(170))
KINDS = {
    Event.MouseButtonPress: ("press", 1), Event.MouseButtonDblClick: ("press", 2),
    Event.MouseButtonRelease: ("release", 1), Event.MouseMove: ("motion", 1),
}  # fmt: skip


class Window(Base):  # type: ignore[misc]  # its toolkit is chosen at run time
    """The window and what it has seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Qt fields")
        self.seen: list[dict[str, object]] = []
        self.field, self.area = widgets.QPlainTextEdit(), widgets.QWidget()
        self.field.setTabChangesFocus(False)
        self.area.setMouseTracking(True)
        self.area.installEventFilter(self)
        self.slider = widgets.QSlider(core.Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.list = widgets.QListWidget()
        self.list.setDragDropMode(widgets.QAbstractItemView.DragDropMode.InternalMove)
        self.pane, inner = widgets.QScrollArea(), widgets.QLabel(PAGE)
        inner.setFixedSize(3000, 3000)
        self.pane.setWidget(inner)
        grid = widgets.QGridLayout(self)
        for part, row, column, height in (
            (self.field, 0, 0, 2), (self.area, 2, 0, 1), (self.slider, 0, 1, 1), (self.list, 1, 1, 1),
            (self.pane, 2, 1, 1),
        ):  # fmt: skip
            grid.addWidget(part, row, column, height, 1)
        for row, stretch in ((0, 0), (1, 1), (2, 1)):
            grid.setRowStretch(row, stretch)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.resize(900, 560)
        self.reset()
        self.show()

    def eventFilter(self, _watched: object, event: QtThing) -> bool:
        """Note what the pointer does on the area, in the area's own coordinates."""
        held = event.modifiers() if isinstance(event, gui.QInputEvent) else None
        if event.type() in KINDS:
            kind, count = KINDS[event.type()]
            at = event.position() if TOOLKIT == "PySide6" else event.localPos()
            number = int(event.button().value if hasattr(event.button(), "value") else event.button())
            note = {"x": int(at.x()), "y": int(at.y()), "button": {0: 0, 1: 1, 2: 3, 4: 2}.get(number, number)}
            self.seen.append({"kind": kind, "count": count, "held": _names(held)} | note)
        elif event.type() == Event.Wheel:
            turned = event.angleDelta()
            self.seen.append({"kind": "wheel", "dx": -turned.x(), "dy": -turned.y(), "held": _names(held)})
        return False

    def reset(self) -> None:
        """Put everything where a part of the bench wants to find it."""
        self.field.setPlainText(LINES)
        self.slider.setValue(20)
        self.list.clear()
        self.list.addItems([f"row{n}" for n in range(4)])
        self.pane.horizontalScrollBar().setValue(300)
        self.pane.verticalScrollBar().setValue(300)

    def places(self) -> dict[str, list[int]]:
        """Return where all the parts are."""
        parts = {"field": self.field, "area": self.area, "slider": self.slider, "pane": self.pane}
        found = {name: self._box(part) for name, part in parts.items()}
        for n in range(4):
            box = self.list.visualItemRect(self.list.item(n))
            found[self.list.item(n).text()] = self._box(self.list.viewport(), box)
        style, option = self.slider.style(), widgets.QStyleOptionSlider()
        for name, value in (("knob", self.slider.value()), ("goal", 70)):
            self.slider.initStyleOption(option)
            option.sliderPosition = value
            controls = widgets.QStyle
            knob = style.subControlRect(
                controls.ComplexControl.CC_Slider, option, controls.SubControl.SC_SliderHandle, self.slider
            )
            found[name] = self._box(self.slider, knob)
        for name, line in (("from", 1), ("to", 3)):
            block = self.field.document().findBlockByNumber(line)
            if block.isValid():
                box = self.field.cursorRect(gui.QTextCursor(block))
                found[name] = self._box(self.field.viewport(), box)
        return found

    def state(self) -> dict[str, object]:
        """Return what the parts are now."""
        pane = self.pane
        return {
            "slider": self.slider.value(), "order": [self.list.item(n).text() for n in range(self.list.count())],
            "selection": self.field.textCursor().selectedText().replace("\u2029", "\n"),
            "scroll": [pane.horizontalScrollBar().value(), pane.verticalScrollBar().value()],
        }  # fmt: skip

    def obey(self, order: str) -> dict[str, object]:
        """Do what is asked and return the answer."""
        if order == "empty":
            self.field.clear()
        elif order == "forget":
            self.seen.clear()
        elif order == "reset":
            self.reset()
        elif order == "seen":
            return {"seen": self.seen}
        elif order == "places":
            return {"places": self.places(), "clicks": 2}
        elif order == "state":
            return self.state()
        return {"text": self.field.toPlainText(), "focus": self.field.hasFocus() and self.isActiveWindow()}

    def _box(self, part: QtThing, box: QtThing = None) -> list[int]:
        box = box if box is not None else part.rect()
        at = part.mapTo(self, box.topLeft())
        return [at.x(), at.y(), max(3, box.width()), box.height()]


def _names(held: QtThing) -> list[str]:
    key = core.Qt.KeyboardModifier
    pairs = (("shift", key.ShiftModifier), ("ctrl", key.ControlModifier), ("alt", key.AltModifier))
    return [name for name, bit in pairs if held is not None and held & bit]


def read() -> None:
    """Take an order from stdin."""
    line = sys.stdin.readline()
    if not line:
        app.quit()
        return
    sys.stdout.write(f"{json.dumps(window.obey(json.loads(line)['order']))}\n")
    sys.stdout.flush()


app = widgets.QApplication(sys.argv)
window = Window()
orders = core.QSocketNotifier(0, core.QSocketNotifier.Type.Read)
orders.activated.connect(lambda *_: read())
sys.exit(app.exec())
