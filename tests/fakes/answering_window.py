"""A window whose buttons answer at once, late, after an animation, or never: what settling is measured on."""

import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

TITLE = "Answering window"
LATE_MS, ANIMATION_MS, FRAME_MS = 300, 500, 16
COLOURS = ("#2f6f4f", "#7a3b69", "#2b4c7e", "#8a5a1c")


class AnsweringWindow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.resize(900, 560)
        self._page = QLabel()
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setRange(0, ANIMATION_MS)
        self._number = -1
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._move_on)
        self._lay_out()
        self._turn_page()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        answers = {
            "at once": self._turn_page,
            "late": lambda: QTimer.singleShot(LATE_MS, self._turn_page),
            "animated": self._animate,
            "never": lambda: None,
        }
        for name, answer in answers.items():
            button = QPushButton(name)
            button.setMinimumHeight(48)
            button.clicked.connect(answer)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self._bar)
        column.addWidget(self._page, 1)

    def _turn_page(self) -> None:
        self._number += 1
        colour = COLOURS[self._number % len(COLOURS)]
        self._page.setText(f"Page {self._number}")
        self._page.setStyleSheet(f"background: {colour}; color: white; font-size: 48px")

    def _animate(self) -> None:
        self._bar.setValue(0)
        self._timer.start()

    def _move_on(self) -> None:
        self._bar.setValue(min(ANIMATION_MS, self._bar.value() + FRAME_MS))
        if self._bar.value() == ANIMATION_MS:
            self._timer.stop()
            self._turn_page()


def main() -> int:
    app = QApplication(sys.argv)
    app.setApplicationName("answering-window")
    app.setStyle("Fusion")
    window = AnsweringWindow()
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
