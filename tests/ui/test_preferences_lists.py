"""What a person has let in for longer than once stands in Settings, and is gone when they take it back."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.core.decision import RememberedApproval, RememberedControl
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.settings.answers import RememberedAnswers
from tests.fakes.qt_app import wait_until
from tests.fakes.settings_window import SettingsWindow, cells

STANDING = RememberedApproval(
    "consequence-send", "Click", "/usr/bin/thunderbird", 7, 9, "", "push button", "Send", "Write: Ada"
)

BLUR = RememberedControl("/usr/bin/gimp", "", "main window", "", "push button", "Blur", "click")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_remembered_answers_show_up_and_are_taken_back_one_by_one(app: QApplication, file: Path) -> None:
    approval_memory, kept = RememberedApprovals(), RememberedAnswers(file.parent / "remembered.toml")
    shop = SettingsWindow(file, {}, approval_memory, "Remembered answers")
    assert "No answers are remembered" in shop.words()

    approval_memory.add(STANDING)
    kept.keep(BLUR)
    table = shop.table("Remembered answers")
    wait_until(lambda: table.rowCount() == 2)
    assert [
        ["Blur (push button)", "click", "main window of /usr/bin/gimp", "Always"],
        ["Send", "consequence-send", "Write: Ada of /usr/bin/thunderbird", "While this window is open"],
    ] == cells(table)
    table.selectRow(0)
    shop.press("Remove (Remembered answers)")
    assert ((), (STANDING,)) == (kept.all(), approval_memory.all())
    table.selectRow(0)
    shop.press("Remove (Remembered answers)")

    assert () == approval_memory.all()
    assert 0 == table.rowCount()
    shop.window.close()
