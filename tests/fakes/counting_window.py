"""A Qt window of numbered buttons; each press is a line of a file: `python -m tests.fakes.counting_window FILE`."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

BUTTONS, COLUMNS, STEP = 12, 6, 120


def middle(number: int) -> tuple[int, int]:
    """Return where a button is, counted from 0."""
    return 70 + STEP * (number % COLUMNS), 70 + STEP * (number // COLUMNS)


def _noting(file: Path, number: int) -> Callable[[], None]:
    def note() -> None:
        with file.open("a") as lines:
            lines.write(f"{number}\n")

    return note


def main(file: Path) -> int:
    """Show the window until it is ended."""
    app = QApplication([])
    window = QWidget()
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    window.setWindowTitle("Counting")
    window.setGeometry(0, 0, 800, 600)
    for number in range(BUTTONS):
        x, y = middle(number)
        button = QPushButton(f"B{number}", window)
        button.setGeometry(x - 40, y - 20, 80, 40)
        button.clicked.connect(_noting(file, number))
    window.show()
    file.touch()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
