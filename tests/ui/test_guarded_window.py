"""Which windows of ours may lie over a card without covering it."""

from PySide6.QtWidgets import QWidget

from desktop_agent.ui.approval.secondary_window import SecondaryWindow
from desktop_agent.ui.overlay.floating import float_over_all
from desktop_agent.ui.proof.guarded_window import floating_windows
from tests.fakes.qt_app import qt_without_a_screen


def test_marks_and_second_windows_cover_no_card_and_other_windows_of_ours_do() -> None:
    with qt_without_a_screen():
        console, mark, edit = QWidget(), QWidget(), SecondaryWindow("Edit", "Change it.")
        float_over_all(mark, "Target")
        for window in (console, mark, edit):
            window.show()

        found = floating_windows()
        for window in (console, mark, edit):
            window.close()

        assert mark in found
        assert edit in found
        assert console not in found
