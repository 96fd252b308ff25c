"""What Qt is told as it starts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication


def test_no_file_dialog_of_ours_is_left_to_another_process(app: QApplication) -> None:
    assert app.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
