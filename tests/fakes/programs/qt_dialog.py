"""A Qt window with a dialog of its own, and nothing else; it ends when it is told to."""

import sys

from PySide6.QtWidgets import QApplication, QDialog, QWidget

app = QApplication(sys.argv)
owner = QWidget()
owner.setWindowTitle("Owner")
owner.resize(400, 300)
owner.show()
dialog = QDialog(owner)
dialog.setWindowTitle("Dialog")
dialog.resize(200, 100)
dialog.show()
sys.exit(app.exec())
