"""How the last task ended, and the way to its report."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.ui.console.outcome import OutcomeLine
from desktop_agent.ui.session.report_button import ReportButton
from tests.fakes.console_desk import Desk
from tests.fakes.qt_app import wait_until


@pytest.fixture
def console(app: QApplication) -> QWidget:
    """Give what the line is in: by itself it would be a window that stays."""
    return QWidget()


def test_the_report_is_written_and_opened(console: QWidget, tmp_path: Path) -> None:
    opened: list[Path] = []
    report = ReportButton(
        write=lambda folder: folder / "report.html", open_file=lambda url: opened.append(Path(url.toLocalFile()))
    )
    line = OutcomeLine(console, report=report)
    line.tell("Completed: Saved.", "ok", folder=tmp_path)
    button = line.findChildren(QPushButton)[0]
    button.click()
    during = (button.text(), button.isEnabled())
    wait_until(lambda: opened)

    assert during == ("Writing the report…", False)
    assert opened == [tmp_path / "report.html"]
    assert (button.text(), button.isEnabled()) == ("Open report", True)


def test_a_window_speaks_of_no_flags(desk: Desk) -> None:
    desk.bridge.ended.emit(SettingsError("There is no key.", "Use --provider local."))

    assert "There is no key. Choose another model in the console, or check Settings." in desk.text()
