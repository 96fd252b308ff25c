"""Controls that change when others are used, in Qt: `python -m tests.fakes.changing_qt PLACES LOG`.

PLACES gets, again and again, where each is and where the “window” is; LOG gets a line for everything that was done, by
Qt's own signals.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QSocketNotifier, QTimer
from PySide6.QtGui import QColor, QIcon, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QListWidget, QPushButton, QWidget

PLACES, LOG = map(Path, sys.argv[1:3])
KINDS = ("renamed", "moved", "covered", "replaced")
WORDS = ("Photos", "Letters", "Music")


def note(what: str) -> None:
    """Write a line."""
    with LOG.open("a") as log:
        log.write(what + "\n")


def swatch(colour: str) -> QIcon:
    """Return an icon of one colour."""
    pixels = QPixmap(24, 24)
    pixels.fill(QColor(colour))
    return QIcon(pixels)


class Cover(QFrame):
    """Lies over something, and takes its presses."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note."""
        del event
        note("pressed cover")


class Changing(QWidget):
    """The window."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Changing")
        self.resize(620, 420)
        self.parts: dict[str, QWidget] = {}
        self.field = QLineEdit(self)
        self.field.setAccessibleName("Name")
        self.put("Name", self.field, 20, 20)
        create = self.button("Create", "Create", 220, 20)
        create.setEnabled(False)
        self.field.textChanged.connect(lambda text: create.setEnabled(bool(text)))
        create.clicked.connect(lambda: note("Create"))
        for n, word in enumerate(("Bold", "Italic")):
            toggle = self.button(word, word, 20 + 90 * n, 70)
            toggle.setCheckable(True)
            toggle.toggled.connect(lambda _on, w=word: note(w))
        self.fill = self.button("Fill", "", 220, 70)
        self.fill.setAccessibleName("Fill")
        self.fill.clicked.connect(lambda: note("Fill"))
        self.button("Red", "Red", 310, 70).clicked.connect(self.paint)
        self.rows, self.icons = QListWidget(self), QListWidget(self)
        self.icons.setViewMode(QListView.ViewMode.IconMode)
        for view, prefix, x, width in ((self.rows, "opened", 20, 180), (self.icons, "opened icon", 260, 330)):
            view.addItems(WORDS)
            view.resize(width, 100)
            view.move(x, 120)
            view.itemActivated.connect(lambda item, p=prefix: note(f"{p} {item.text()}"))
        for n, kind in enumerate(KINDS):
            self.button(kind, f"Make {kind}", 20 + 140 * n, 250).clicked.connect(lambda _=False, k=kind: self.swap(k))
        self.target = self.button("Target", "Archive", 20, 310)
        self.danger = self.button("Danger", "Delete", 20, 360)
        for one in (self.target, self.danger):
            one.clicked.connect(lambda _=False, b=one: note(f"pressed {b.text()}"))
        self.cover = Cover(self)
        self.cover.setStyleSheet("background: #a01818")
        self.cover.setGeometry(18, 306, 120, 40)
        self.restore()
        self.input = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self.input.activated.connect(self.reset)

    def put(self, name: str, part: QWidget, x: int, y: int) -> None:
        """Place a part."""
        part.move(x, y)
        self.parts[name] = part

    def button(self, name: str, words: str, x: int, y: int) -> QPushButton:
        """Make a button."""
        made = QPushButton(words, self)
        made.resize(80 if name not in KINDS else 130, 28)
        self.put(name, made, x, y)
        return made

    def paint(self) -> None:
        """Take the other colour."""
        self.fill.setIcon(swatch("#e01b1b"))
        note("Red")

    def swap(self, kind: str) -> None:
        """Make the target something else."""
        note(f"made {kind}")
        if kind == "renamed":
            self.target.setText("Delete")
        elif kind == "moved":
            self.target.move(20, 360)
            self.danger.move(20, 310)
        elif kind == "covered":
            self.cover.show()
            self.cover.raise_()
        else:
            self.target.hide()
            self.danger.move(20, 310)

    def restore(self) -> None:
        """Make everything as it was."""
        self.cover.hide()
        self.target.setText("Archive")
        self.target.move(20, 310)
        self.target.show()
        self.danger.move(20, 360)
        self.field.clear()
        self.fill.setIcon(swatch("#e0e020"))
        for word in ("Bold", "Italic"):
            toggle = self.parts[word]
            assert isinstance(toggle, QPushButton)
            toggle.setChecked(False)
        for view in (self.rows, self.icons):
            view.clearSelection()
            view.setCurrentRow(-1)
        self.field.setFocus()

    def reset(self) -> None:
        """Do so when told, and say it."""
        sys.stdin.readline()
        self.restore()
        QTimer.singleShot(200, lambda: note("reset"))

    def tell(self) -> None:
        """Write where everything is."""
        corner = self.mapToGlobal(QPoint(0, 0))
        places = {"window": (corner.x(), corner.y())}
        for name, part in self.parts.items():
            at = part.mapToGlobal(QPoint(part.width() // 2, part.height() // 2))
            places[name] = (at.x(), at.y())
        for view, prefix in ((self.rows, "row"), (self.icons, "icon")):
            for n, word in enumerate(WORDS):
                at = view.viewport().mapToGlobal(view.visualItemRect(view.item(n)).center())
                places[f"{prefix} {word}"] = (at.x(), at.y())
        new = PLACES.with_suffix(".new")
        new.write_text(json.dumps(places))
        new.replace(PLACES)


app = QApplication(sys.argv)
window = Changing()
window.show()
telling = QTimer(interval=100)
telling.timeout.connect(window.tell)
telling.start()
sys.exit(app.exec())
