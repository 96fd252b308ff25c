"""The Settings window: what a person changes is in the file, what the loader refuses is not, and nobody is left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)

from desktop_agent.core.decisions.decision import RememberedApproval, RememberedControl
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.settings import load
from desktop_agent.settings.answers import RememberedAnswers
from desktop_agent.settings.confirmed import changed_keys
from desktop_agent.ui.preferences.confirm_window import LET_COUNT, ConfirmWindow, UnconfirmedChanges
from desktop_agent.ui.preferences.fields import PAGES
from desktop_agent.ui.preferences.lists import SecretWindow
from desktop_agent.ui.provider_dialog import ProviderDialog, open_dialog
from tests.fakes.people.keyrings import MemoryKeyring
from tests.fakes.people.people import Hand
from tests.fakes.people.settings_window import SettingsWindow, cells
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.windows.qt_app import nameless, wait_until
from tests.ui.conftest import button, reached_by_tab, said

STANDING = RememberedApproval(
    "words", RememberedControl("/opt/letters/writer", "", "dialog", "Write: Ada", "push button", "Send", "click")
)
BLUR = RememberedControl("/opt/pictures/painter", "", "main window", "", "push button", "Blur", "click")
CTRL = Qt.KeyboardModifier.ControlModifier
SECRET = "sk-very-secret-0123456789"
# Of these sections each setting is in the window: what runs ask, hide and tell is for everybody to see.
WHOLE = ("person", "privacy", "notify", "applications")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def shop(app: QApplication, file: Path, memory: MemoryKeyring) -> Iterator[SettingsWindow]:
    opened = SettingsWindow(file, {}, None, "Models", lambda: (Hand(), False))
    yield opened
    opened.window.close()


@pytest.mark.long
def test_what_is_changed_is_in_the_file_at_once(shop: SettingsWindow) -> None:
    shop.enter("Maximum steps", "12")
    shop.pick("Mode", "Ask")
    shop.pick("Out of here", "Never")
    QTest.keyClick(shop.named("Keep screenshots"), Qt.Key.Key_Space)

    assert {"run": {"max_steps": 12, "mode": "ask", "record": False}, "builtin": {"out": "deny"}} == shop.written()
    assert "Desktop Agent — Settings" == shop.window.windowTitle()


def test_what_the_loader_refuses_is_told_in_its_words_and_not_written(shop: SettingsWindow) -> None:
    shop.enter("Maximum steps", "many")

    assert "run.max_steps can't be 'many'. It must be a whole number." in shop.words()
    assert {} == shop.written()


def dialog() -> QWidget:
    windows = QApplication.topLevelWidgets()
    return next(each for each in windows if isinstance(each, ProviderDialog) and each.isVisible())


def typed(name: str, text: str) -> QLineEdit:
    line = next(each for each in dialog().findChildren(QLineEdit) if each.accessibleName() == name)
    line.clear()
    QTest.keyClicks(line, text)
    return line


def told(words: str) -> None:
    wait_until(lambda: words in "\n".join(label.text() for label in dialog().findChildren(QLabel)))


@pytest.mark.long
def test_a_server_is_added_changed_and_removed_and_its_key_goes_to_it_alone(
    shop: SettingsWindow, memory: MemoryKeyring
) -> None:
    with ScriptedServer([], dialect="functions", key=SECRET) as server, ScriptedServer([]) as other:
        server.models = ("m",)
        other.models = server.models
        choose_another(shop)
        typed("Address", server.base_url)
        typed("Name", "Team server")
        typed("Model name", "m")
        button(dialog(), "Save").click()
        told(f"The server at {server.base_url[7:-3]} asks for a key, and none is stored for it.")
        line = typed("Key", "sk-wrong")
        button(dialog(), "Save").click()
        told(f"The server at {server.base_url[7:-3]} rejected this key.")
        assert (shop.written(), memory.kept) == ({}, {})
        typed("Key", SECRET)
        button(dialog(), "Save").click()
        wait_until(lambda: f"Team server — m at {server.base_url[7:-3]}" in shop.choices("Provider"))

        assert line.echoMode() == QLineEdit.EchoMode.Password
        assert SECRET not in shop.file.read_text(encoding="utf-8")
        assert [SECRET] == list(memory.kept.values())
        assert shop.written()["provider"] == {"name": "team-server"}
        assert f"go to Team server on this computer ({server.base_url[7:-3]})" in shop.words()

        shop.press("Change provider")
        typed("Address", other.base_url)
        button(dialog(), "Test").click()
        told("The server answers.")

        assert {request.headers.get("authorization") for request in other.requests} == {None}
        button(dialog(), "Remove").click()

    wait_until(lambda: "The model runs on this computer and sends nothing." in shop.words())
    assert (shop.written().get("providers", {}), memory.kept) == ({}, {})


@pytest.mark.long
def test_a_server_that_is_added_for_a_task_is_no_other_runs_provider(shop: SettingsWindow) -> None:
    chosen: list[str] = []
    with ScriptedServer([], dialect="functions") as server:
        server.models = ("m",)
        open_dialog(shop.window, shop.file, "", chosen.append, choose=False)
        typed("Address", server.base_url)
        typed("Model name", "m")
        button(dialog(), "Save").click()
        wait_until(lambda: chosen)

    assert f"[providers.{chosen[0]}]" in shop.file.read_text("utf-8")
    assert "provider" not in shop.written()


@pytest.mark.long
def test_a_vendors_key_is_stored_in_the_keyring_alone_and_removed_again(
    shop: SettingsWindow, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # the vendor is out of reach
    shop.pick("Provider", "OpenAI")
    shop.press("Change provider")
    typed("Key", SECRET)
    button(dialog(), "Save").click()
    told("Press the button again to keep it anyway.")
    button(dialog(), "Save").click()
    wait_until(lambda: memory.kept == {("desktop-agent", "openai"): SECRET})
    wait_until(lambda: not any(isinstance(each, ProviderDialog) for each in QApplication.topLevelWidgets()))
    assert SECRET not in shop.file.read_text(encoding="utf-8")

    shop.press("Change provider")
    button(dialog(), "Remove key and changes").click()

    assert memory.kept == {}


def choose_another(shop: SettingsWindow) -> None:
    shop.window.choose("Models")
    box = shop.named("Provider")
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_End)


@pytest.mark.long
@pytest.mark.slow(but=["You"])
@pytest.mark.parametrize("page", list(PAGES))
def test_everything_on_every_page_has_a_name_and_is_reached_by_keyboard(shop: SettingsWindow, page: str) -> None:
    shop.window.choose(page)
    wait_until(lambda: QApplication.activeWindow() is shop.window)
    shop.named("Pages").setFocus()
    wanted = {
        each.accessibleName()
        for kind in (QLineEdit, QComboBox, QCheckBox, QPushButton, QPlainTextEdit, QTableWidget)
        for each in shop.window.findChildren(kind)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() != Qt.FocusPolicy.NoFocus
    }

    assert [] == nameless(shop.window)
    assert set() == wanted - reached_by_tab(80)


@pytest.mark.long
def test_remembered_answers_show_up_and_are_taken_back_one_by_one(app: QApplication, file: Path) -> None:
    approval_memory = RememberedApprovals()
    kept = RememberedAnswers(file.parent / "remembered.toml")
    shop = SettingsWindow(file, {}, approval_memory, "Where it may work")
    assert "No answers are remembered" in shop.words()

    approval_memory.add(STANDING)
    kept.keep(BLUR)
    table = shop.table("Remembered answers")
    wait_until(lambda: table.rowCount() == 2)
    assert [
        ["Blur (push button)", "click", "main window of /opt/pictures/painter", "Always"],
        ["Send (push button)", "click", "Write: Ada of /opt/letters/writer", "For this task"],
    ] == cells(table)
    table.selectRow(0)
    shop.press("Remove (Remembered answers)")
    assert ((), (STANDING,)) == (kept.all(), approval_memory.all())
    table.selectRow(0)
    shop.press("Remove (Remembered answers)")

    assert () == approval_memory.all()
    assert 0 == table.rowCount()
    shop.window.close()


@pytest.mark.long
def test_the_keys_pressed_are_the_keys_written(shop: SettingsWindow) -> None:
    shop.window.choose("You")
    field = shop.named("Pause key")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Control, CTRL)
    assert {} == shop.written()

    QTest.keyClick(field, Qt.Key.Key_Plus, CTRL)

    wait_until(lambda: shop.written() == {"person": {"stop_key": "ctrl++"}})


def test_every_field_is_a_setting_in_one_place_and_what_a_run_asks_hides_and_tells_is_all_there(file: Path) -> None:
    shown = [field.key for page in PAGES.values() for field in page]
    known = set(load(file, {}, {}).origins)

    assert len(shown) == len(set(shown))
    assert set(shown) <= known
    assert {key for key in known if key.startswith(WHOLE)} <= set(shown)
    assert {"provider.name", "run.mode", "run.allow", "ui.theme", "ui.language", "screen.monitor"} <= set(shown)


@pytest.mark.long
def test_what_somebody_else_has_changed_is_told_above_the_pages_and_confirmed_there_by_a_persons_click(
    shop: SettingsWindow, file: Path
) -> None:
    review = shop.window.findChild(UnconfirmedChanges)
    assert review is not None
    assert not review.isVisible()
    file.write_text("[run]\nallow = ['mousepad']\n")
    shop.enter("Maximum steps", "12")

    assert "run.allow (new)" in shop.words()
    shop.press("Review these changes…")
    window = next(
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ConfirmWindow) and widget.isVisible()
    )
    yes = button(window, LET_COUNT)
    wait_until(lambda: yes.property("armed") == "true")
    yes.click()
    QTest.keyClick(yes, Qt.Key.Key_Space)
    assert changed_keys(file.parent) == ("run.allow (new)",)

    def is_confirmed() -> bool:  # a click that comes too early on a busy computer counts for nothing
        QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
        return not review.isVisible()

    wait_until(is_confirmed)
    assert changed_keys(file.parent) == ()


@pytest.mark.long
def test_a_search_shows_the_settings_that_it_is_about_and_the_pages_that_have_one(shop: SettingsWindow) -> None:
    window = shop.window
    window._search.field.setText("browser APPROVE")
    names = window._names
    assert [row.field.key for row in window._rows if not row.isHidden()] == ["watch.approve"]
    assert [names.item(n).text() for n in range(names.count()) if not names.isRowHidden(n)] == ["You"]
    assert names.currentItem().text() == "You"

    window._search.field.setText("language")  # its choices are filled in for this computer
    assert "This program" in [names.item(n).text() for n in range(names.count()) if not names.isRowHidden(n)]

    window._search.field.setText("zebra crossing")
    assert all(names.isRowHidden(n) for n in range(names.count()))
    assert "Nothing found." in said(window._search)

    assert not window._pages.isVisible()

    window._search.field.clear()
    assert not any(row.isHidden() for row in window._rows)
    assert not any(names.isRowHidden(n) for n in range(names.count()))
    assert window._pages.isVisible()


@pytest.mark.parametrize(
    ("words", "page", "shown"),
    [
        ("money", "Models", "Maximum cost (USD)"),
        ("wrong key", "Models", "Provider"),
        ("language", "This program", "Language"),
        ("remembered", "Where it may work", "Remembered answers"),
        ("remove", "This program", "Remove it"),
        ("take back", "Where it may work", "Always allowed"),
        ("uninstall", "This program", "Remove it"),
        ("dark", "This program", "Theme"),
        ("phone", "You", "Approve in a browser"),
        ("password", "Privacy", "Secrets"),
        ("hotkey", "You", "Pause key"),
        ("disk space", "Privacy", "Keep runs for (days)"),
    ],
)
def test_a_search_finds_a_setting_by_what_people_call_it(
    shop: SettingsWindow, words: str, page: str, shown: str
) -> None:
    shop.window._search.field.setText(words)

    assert shop.window._names.currentItem().text() == page
    visible = [label.text() for label in shop.window.findChildren(QLabel) if label.isVisible()]
    assert shown in visible


def test_the_list_of_providers_is_short_until_more_are_asked_for(shop: SettingsWindow) -> None:
    box = shop.named("Provider")
    assert isinstance(box, QComboBox)
    few = box.count()
    assert [box.itemText(few - 2), box.itemText(few - 1)] == ["More…", "Another server…"]
    assert "azure" not in [box.itemData(row) for row in range(few)]

    more = box.findData("…")
    box.setCurrentIndex(more)
    box.activated.emit(more)

    assert "azure" in [box.itemData(row) for row in range(box.count())]
    assert box.findData("…") < 0
    assert box.currentData() == "local"
    assert {} == shop.written()
    box.hidePopup()


def test_a_secret_is_added_in_settings_and_its_text_is_in_the_keyring_alone(
    shop: SettingsWindow, memory: MemoryKeyring
) -> None:
    shop.window.choose("Privacy")
    assert "No secrets are stored." in shop.words()
    shop.press("Add… (Secrets)")
    window = next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, SecretWindow) and each.isVisible()
    )
    lines = {each.accessibleName(): each for each in window.findChildren(QLineEdit)}
    QTest.keyClicks(lines["Name"], "mail")
    QTest.keyClicks(lines["Program or site"], "firefox")
    QTest.keyClicks(lines["Secret"], SECRET)
    button(window, "Save").click()
    assert "A secret can't apply to an entire browser" in said(window)
    assert memory.kept == {}

    lines["Program or site"].clear()
    QTest.keyClicks(lines["Program or site"], "example.org")
    button(window, "Save").click()

    table = next(each for each in shop.window.findChildren(QTableWidget) if each.accessibleName() == "Secrets")
    wait_until(lambda: cells(table) == [["mail", "example.org", "each time"]])
    assert lines["Secret"].echoMode() == QLineEdit.EchoMode.Password
    assert [SECRET] == list(memory.kept.values())
    assert SECRET not in (shop.file.parent / "secrets.toml").read_text("utf-8")
