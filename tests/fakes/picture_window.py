"""A window that fills its screen with a picture, pixel by pixel: `python -m tests.fakes.picture_window FILE`.

Each line on stdin names another picture, which it shows then.
"""

import sys

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget


class PictureWindow(QWidget):
    """Draws a picture at its left top corner, unscaled."""

    def __init__(self, file: str) -> None:
        super().__init__(windowTitle="Picture window")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._pixmap = QPixmap(file)

    def show_file(self, file: str) -> None:
        """Show another picture."""
        self._pixmap = QPixmap(file)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        painter.drawPixmap(0, 0, self._pixmap)


def main() -> None:
    """Show the window until stdin closes."""
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
