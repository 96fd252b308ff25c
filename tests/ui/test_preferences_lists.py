"""What a person has let in for longer than once stands in Settings, and is gone when they take it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.core.decision import RememberedApproval
from desktop_agent.policy.standing import RememberedApprovals
from desktop_agent.settings.app_permissions import AppPermissionStore
from tests.fakes.qt_app import qt_without_a_screen, wait_until
from tests.fakes.settings_window import SettingsWindow, cells

STANDING = RememberedApproval(
    "consequence-send", "Click", "/usr/bin/thunderbird", 7, 9, "", "push button", "Send", "Write: Ada"
)


@pytest.fixture(scope="module")
def app() -> Iterator[QApplication]:
    with qt_without_a_screen() as application:
        yield application


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_an_application_is_taken_back(app: QApplication, file: Path) -> None:
    kept = file.parent / "applications.toml"
    AppPermissionStore(kept).allow("/usr/bin/thunderbird", "", "everything", "always")
    AppPermissionStore(kept).allow("/usr/bin/firefox", "https://example.org", "look", "always")
    shop = SettingsWindow(file, {}, None, "Applications")
    table = shop.table("Always allowed")
    assert [
        ["/usr/bin/firefox", "https://example.org", "Look only"], ["/usr/bin/thunderbird", "–", "Everything"],
    ] == cells(table)  # fmt: skip

    table.selectRow(1)
    shop.press("Take back (Always allowed)")

    assert ["/usr/bin/firefox"] == [each.program for each in AppPermissionStore(kept).kept()]
    assert 1 == table.rowCount()
    shop.window.close()


def test_a_standing_answer_shows_up_and_is_taken_back(app: QApplication, file: Path) -> None:
    approval_memory = RememberedApprovals()
    shop = SettingsWindow(file, {}, approval_memory, "Remembered approvals")
    assert "No approval is remembered" in shop.words()

    approval_memory.add(STANDING)
    table = shop.table("Remembered approvals")
    wait_until(lambda: table.rowCount() == 1)
    assert [["consequence-send", "Write: Ada", "Send", "/usr/bin/thunderbird"]] == cells(table)
    table.selectRow(0)
    shop.press("Take back (Remembered approvals)")

    assert () == approval_memory.all()
    assert 0 == table.rowCount()
    shop.window.close()


def test_a_list_that_cannot_be_read_is_one_sentence(app: QApplication, file: Path) -> None:
    (file.parent / "applications.toml").write_text("[[application", encoding="utf-8")
    shop = SettingsWindow(file, {}, None, "Applications")

    assert "applications.toml cannot be read" in shop.words()
    shop.window.close()
