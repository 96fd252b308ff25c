"""Runs on Windows: a plain window of one colour at a known place, with the title it is given; ends with its input."""

import json
import sys
import threading

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget


def main() -> None:
    """Show it, and say by which part of Qt."""
    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.setWindowTitle(sys.argv[1])
    window.setStyleSheet("background: #ff00ff")
    window.setGeometry(700, 500, 300, 200)
    window.show()
    window.activateWindow()
    threading.Thread(target=lambda: (sys.stdin.read(), app.quit()), daemon=True).start()
    words = json.dumps({"shown": QGuiApplication.platformName()})
    QTimer.singleShot(500, lambda: (sys.stdout.write(f"{words}\n"), sys.stdout.flush()))
    app.exec()


if __name__ == "__main__":
    main()
