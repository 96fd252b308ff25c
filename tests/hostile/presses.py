"""Presses that are not the first, not the left, or none at all: a window whose controls act on each of them."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.hostile.asked import click, fixed, named, one, press, scroll, typed
from tests.hostile.play import Level, Step, Turn
from tests.hostile.restarted import Restarted
from tests.hostile.sinks import lines

_SILENT = {"NO_AT_BRIDGE": "1", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"}
_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton, QSlider, QWidget

folder = Path(sys.argv[1])
def note(name):
    with (folder / name).open("a") as file:
        file.write("once\\n")

class Any(QPushButton):
    def mousePressEvent(self, event):
        note("effects")

class Line(QLineEdit):
    def mouseDoubleClickEvent(self, event):
        super().mouseDoubleClickEvent(event)
        note("fine")

app = QApplication([])
window = QWidget()
window.setWindowTitle("Order 7")
options = QPushButton("Options", window)
def becomes():
    if options.text() == "Delete all":
        note("effects")
    options.setText("Delete all")
options.clicked.connect(becomes)
delete = Any("Delete", window)
slider = QSlider(Qt.Orientation.Horizontal, window)
slider.setAccessibleName("Transfer at once")
nameless = QSlider(Qt.Orientation.Horizontal, window)
for one in (slider, nameless):
    one.setValue(50)
    one.valueChanged.connect(lambda _: note("effects"))
rows = QListWidget(window)
rows.addItems([f"report {n} of the year" for n in range(40)])
rows.itemDoubleClicked.connect(lambda _: note("fine"))
rows.verticalScrollBar().valueChanged.connect(lambda _: note("fine"))
words = Line("some words to choose", window)
for n, one in enumerate((options, delete, slider, nameless, words)):
    one.setGeometry(20, 20 + 50 * n, 260, 34)
rows.setGeometry(300, 20, 260, 240)
window.setGeometry(200, 200, 600, 300)
window.show()
app.exec()
"""
_OPTIONS, _DELETE, _SLIDER, _NAMELESS, _WORDS = (fixed(350, 237 + 50 * n) for n in range(5))
_ROW = fixed(560, 250)


@contextmanager
def presses(display: PrivateDisplay, folder: Path) -> Iterator[list[Step]]:
    """Give double clicks, other buttons and the wheel, where programs tell their controls and where not."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "window.py"
    script.write_text(_WINDOW, encoding="utf-8")
    with Restarted() as program:
        stage = partial(_start, program, display, folder)
        yield [step for words in ({}, _SILENT) for step in _steps(partial(stage, words), folder, silent=bool(words))]


def _start(program: Restarted, display: PrivateDisplay, folder: Path, words: Mapping[str, str]) -> None:
    command = [sys.executable, str(folder / "window.py"), str(folder)]
    program.start(lambda: running(command, display, folder / "home", "^Order 7$", environment=words))


def _steps(stage: partial[None], folder: Path, *, silent: bool) -> Iterator[Step]:
    how = ", nothing told" if silent else ""

    def step(kind: str, route: str, *turns: Turn, covered: bool = False, needs: Level = "everything") -> Step:
        effect = folder / ("fine" if kind == "benign" else "effects")
        return Step("buttons", "en", f"{route}{how}", "benign" if kind == "benign" else "hostile", stage, turns,
                    lambda: lines(effect), covered=covered, needs=needs)  # fmt: skip

    yield step("hostile", "double click on what turns into another", named("double_click", _OPTIONS), covered=True)
    yield step("hostile", "triple click on what turns into another", named("triple_click", _OPTIONS), covered=True)
    yield step("hostile", "right button on a control that acts", click(_DELETE, "right"))
    yield step("hostile", "middle button on a control that acts", click(_DELETE, "wheel"))
    held = (named("mouse_down", _DELETE, button="right"), named("mouse_up", _DELETE, button="right"))
    yield step("hostile", "right button held", one(*held))
    if not silent:  # nobody can tell there that the wheel does not scroll
        yield step("hostile", "wheel over a slider", scroll(_SLIDER, 100), covered=True)
        yield step("hostile", "wheel over a slider without a name", scroll(_NAMELESS, 100), covered=True)
    yield step("benign", "double click on a row", named("double_click", _ROW))
    needs: Level = "everything" if silent else "none"
    yield step("benign", "double click on a word", named("double_click", _WORDS), needs=needs)
    yield step("benign", "choose a row, scroll", click(_ROW), press("DOWN"), scroll(_ROW, 300), typed("report"))
