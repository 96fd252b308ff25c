"""A Qt window that paints another colour and another number, and moves a bar, 50 times a second."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QVBoxLayout, QWidget

app = QApplication(sys.argv)
window = QWidget(windowTitle="Painting")
label = QLabel("0")
bar = QProgressBar()
bar.setRange(0, 0)
column = QVBoxLayout(window)
column.addWidget(label)
column.addWidget(bar)
window.resize(400, 200)
timer = QTimer(interval=20)
timer.timeout.connect(lambda: label.setText(str(int(label.text()) + 1)))
timer.start()
window.show()
sys.exit(app.exec())
