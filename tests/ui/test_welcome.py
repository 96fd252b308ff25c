"""The first start: what is chosen is kept, what cannot be kept is told, and no control is without a name."""

import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QRadioButton

from desktop_agent.doctor import Finding
from desktop_agent.ui.welcome.checkup import Checkup
from desktop_agent.ui.welcome.window import Welcome
from tests.fakes.keyrings import LockedKeyring, MemoryKeyring, memory_keyring
from tests.fakes.qt_app import nameless, qt_without_a_screen, wait_until

FOUND = (
    Finding("display", "works", ":1 with monitor 1: 1280x800"),
    Finding("hand", "limited", "nothing tells <b>your</b> hand from the model's", "Use a terminal."),
    Finding("input", "broken", "XTEST is missing", "Use an X11 session."),
)


@pytest.fixture(scope="module")
def app() -> Iterator[QApplication]:
    with qt_without_a_screen() as application:
        yield application


@pytest.fixture
def welcome(app: QApplication, tmp_path: Path) -> Iterator[Welcome]:
    window = Welcome(tmp_path / "config" / "config.toml", lambda: FOUND)
    window.show()
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    with memory_keyring() as mine:
        yield mine


def choose(window: Welcome, name: str) -> None:
    next(each for each in window.findChildren(QRadioButton) if each.accessibleName() == name).setChecked(True)


def field(window: Welcome, name: str) -> QLineEdit:
    return next(each for each in window.findChildren(QLineEdit) if each.accessibleName() == name)


def finish(window: Welcome) -> None:
    wanted: list[bool] = []
    window.finished.connect(wanted.append)
    press(window, "Finish")
    wait_until(lambda: wanted)


def press(window: Welcome, name: str) -> None:
    button = next(one for one in window.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible())
    button.click()


def text(window: Welcome | Checkup) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_three_pages_lead_to_the_end_and_back(welcome: Welcome) -> None:
    seen = []
    for name in ("Next", "Next", "Back"):
        press(welcome, name)
        seen.append(next(label.text() for label in welcome.findChildren(QLabel) if label.text().endswith(" of 3")))

    assert ["2 of 3", "3 of 3", "2 of 3"] == seen


@pytest.mark.parametrize(("last", "first_task"), [("Finish", False), ("Finish and try a first task", True)])
def test_the_offline_model_is_the_choice_that_needs_nothing(
    welcome: Welcome, tmp_path: Path, last: str, first_task: bool
) -> None:
    wanted: list[bool] = []
    welcome.finished.connect(wanted.append)
    press(welcome, "Next")
    press(welcome, "Next")
    press(welcome, last)
    wait_until(lambda: wanted)

    assert [first_task] == wanted
    assert '[provider]\nname = "local"\n' == (tmp_path / "config/config.toml").read_text(encoding="utf-8")


def test_nothing_is_written_before_the_end(welcome: Welcome, tmp_path: Path) -> None:
    press(welcome, "Next")
    press(welcome, "Next")
    welcome.close()

    assert not (tmp_path / "config").exists()


def test_a_key_is_asked_for_where_one_is_needed(welcome: Welcome) -> None:
    press(welcome, "Next")
    press(welcome, "Next")
    shown = {}
    for button in welcome.findChildren(QRadioButton):
        button.setChecked(True)
        shown[button.accessibleName()] = welcome.findChildren(QLineEdit)[0].isVisible()

    keyless = {"Offline model": False, "vllm": False}
    assert keyless | dict.fromkeys(("lightcone", "lightcone-preview", "openai", "azure"), True) == shown


def test_azure_wants_an_address_which_goes_into_the_settings(welcome: Welcome, tmp_path: Path) -> None:
    press(welcome, "Next")
    press(welcome, "Next")
    next(each for each in welcome.findChildren(QRadioButton) if each.accessibleName() == "azure").setChecked(True)
    press(welcome, "Finish")
    wait_until(lambda: "The address of “azure” is missing" in text(welcome))
    line = next(each for each in welcome.findChildren(QLineEdit) if each.accessibleName() == "Address")

    line.setText("https://corp.openai.azure.com/openai/v1")
    wanted: list[bool] = []
    welcome.finished.connect(wanted.append)
    press(welcome, "Finish")
    wait_until(lambda: wanted)

    written = tomllib.loads((tmp_path / "config/config.toml").read_text(encoding="utf-8"))
    assert "azure" == written["provider"]["name"]
    assert {"azure": {"base_url": "https://corp.openai.azure.com/openai/v1"}} == written["providers"]


def test_a_key_that_was_typed_for_one_provider_is_not_kept_for_another(welcome: Welcome, memory: MemoryKeyring) -> None:
    press(welcome, "Next")
    press(welcome, "Next")
    choose(welcome, "azure")
    QTest.keyClicks(field(welcome, "Address"), "https://corp.openai.azure.com/openai/v1")
    QTest.keyClicks(field(welcome, "Key"), "key-of-azure")
    choose(welcome, "openai")
    shown = field(welcome, "Key").text()
    finish(welcome)

    assert "" == shown
    assert {} == memory.kept


def test_a_key_that_was_typed_for_one_address_is_not_kept_for_another(welcome: Welcome, memory: MemoryKeyring) -> None:
    press(welcome, "Next")
    press(welcome, "Next")
    choose(welcome, "azure")
    address, key = field(welcome, "Address"), field(welcome, "Key")
    QTest.keyClicks(address, "https://corp.openai.azure.com/openai/v1")
    QTest.keyClicks(key, "key-of-corp")
    address.selectAll()
    QTest.keyClicks(address, "https://other.openai.azure.com/openai/v1")
    finish(welcome)

    assert "" == key.text()
    assert {} == memory.kept


def test_a_key_outlives_another_spelling_of_its_address(welcome: Welcome, memory: MemoryKeyring) -> None:
    press(welcome, "Next")
    press(welcome, "Next")
    choose(welcome, "azure")
    QTest.keyClicks(field(welcome, "Key"), "key-of-corp")
    QTest.keyClicks(field(welcome, "Address"), "https://corp.openai.azure.com/openai")
    QTest.keyClick(field(welcome, "Address"), Qt.Key.Key_Return)
    QTest.keyClicks(field(welcome, "Address"), "/v1")
    finish(welcome)

    assert ["key-of-corp"] == list(memory.kept.values())


@pytest.mark.parametrize("left_by", ["Back", "another choice"])
def test_what_could_not_be_kept_is_told_no_longer_than_it_concerns(
    welcome: Welcome, memory: MemoryKeyring, left_by: str
) -> None:
    assert {} == memory.kept
    keyring.set_keyring(LockedKeyring())
    press(welcome, "Next")
    press(welcome, "Next")
    choose(welcome, "openai")
    QTest.keyClicks(field(welcome, "Key"), "key-of-openai")
    press(welcome, "Finish")
    wait_until(lambda: "keyring is locked" in text(welcome))
    press(welcome, "Back") if left_by == "Back" else choose(welcome, "Offline model")

    assert "keyring is locked" not in text(welcome)


def test_a_choice_that_cannot_be_kept_is_told_and_can_be_tried_again(welcome: Welcome, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in the way")
    press(welcome, "Next")
    press(welcome, "Next")
    press(welcome, "Finish")

    wait_until(lambda: str(tmp_path / "config") in text(welcome))
    (tmp_path / "config").unlink()
    wanted: list[bool] = []
    welcome.finished.connect(wanted.append)
    press(welcome, "Finish")
    wait_until(lambda: wanted)


def test_every_control_of_every_page_has_a_name(welcome: Welcome) -> None:
    for _ in range(3):
        assert [] == nameless(welcome)
        press(welcome, "Next") if "3 of 3" not in text(welcome) else None


def test_the_check_says_what_does_not_work_and_how_to_mend_it(app: QApplication) -> None:
    looked: list[int] = []
    held = threading.Event()

    def look() -> tuple[Finding, ...]:
        looked.append(threading.get_ident())
        assert held.wait(60)
        return FOUND

    check = Checkup(look)
    check.show()
    assert "Checking this computer…" in text(check)
    held.set()
    wait_until(lambda: "1 of 3 checks failed" in text(check))

    assert "nothing tells <b>your</b> hand from the model's\nUse a terminal." in text(check)
    assert threading.get_ident() not in looked
    assert [] == nameless(check)
    check.close()
    check.deleteLater()


def test_the_check_turns_on_what_a_button_can_turn_on_and_looks_again(app: QApplication) -> None:
    turned_on = threading.Event()

    def look() -> tuple[Finding, ...]:
        if turned_on.is_set():
            return (Finding("names", "works", "names come from there"),)
        return (Finding("names", "limited", "accessibility is off", "Turn it on: a line", turned_on.set),)

    check = Checkup(look)
    check.show()
    wait_until(lambda: "accessibility is off" in text(check))
    unnamed = nameless(check)
    next(one for one in check.findChildren(QPushButton) if one.text() == "Turn it on").click()
    wait_until(lambda: "names come from there" in text(check))

    assert [] == unnamed
    assert [] == [one for one in check.findChildren(QPushButton) if one.text() == "Turn it on" and one.isVisible()]
    check.close()
    check.deleteLater()


def test_closing_the_check_while_it_looks_does_no_harm(app: QApplication) -> None:
    held, done = threading.Event(), threading.Event()

    def look() -> tuple[Finding, ...]:
        assert held.wait(60)
        done.set()
        return FOUND

    check = Checkup(look)
    check.deleteLater()
    QApplication.processEvents()
    held.set()

    assert done.wait(60)
