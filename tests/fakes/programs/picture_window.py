"""A window that fills its screen with a picture, pixel by pixel: `python -m tests.fakes.programs.picture_window FILE`.

Each line on stdin names another picture, which it shows then. Over it, the pointer is a box of one colour.
"""

import sys

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

POINTER_SIZE = (16, 12)
POINTER_HOT = (3, 5)
POINTER_COLOUR = (0xE0, 0x20, 0x40)


class PictureWindow(QWidget):
    def __init__(self, file: str) -> None:
        super().__init__(windowTitle="Picture window")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.show_file(file)

    def show_file(self, file: str) -> None:
        self._pixmap = QPixmap(file)
        pointer = QPixmap(*POINTER_SIZE)
        pointer.fill(QColor(*POINTER_COLOUR))
        self.setCursor(QCursor(pointer, *POINTER_HOT))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        painter.drawPixmap(0, 0, self._pixmap)


def main() -> None:
    app = QApplication(sys.argv)
    window = PictureWindow(sys.argv[1])
    orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def take() -> None:
        line = sys.stdin.readline()
        if line:
            window.show_file(line.strip())
        else:
            app.quit()

    orders.activated.connect(take)
    window.showFullScreen()
    app.exec()


if __name__ == "__main__":
    main()
