"""The view of a desk in the console: it shows what the desk's picture holds, and sends input only while it is taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

from desktop_agent.desk.windows.order_line import DeskLine
from desktop_agent.desk.windows.view.hand_link import orders_for
from desktop_agent.desk.windows.view.panel import CrossingPanel, DeskPanel
from desktop_agent.desk.windows.view.screen import DeskScreen
from desktop_agent.run.desk_order import DeskOrder
from desktop_agent.runtime.protocol.messages import DeskOpened
from tests.fakes.desktops.xwd import write_picture
from tests.fakes.windows.qt_app import wait_until

SIZE = (200, 100)
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_picture(tmp_path / "picture", *SIZE, 0x204060)


@pytest.fixture
def view(app: QApplication, file: Path) -> Iterator[DeskScreen]:
    made = DeskScreen()
    made.resize(400, 200)
    made.show_desk(file, SIZE)
    made.show()
    yield made
    made.close_desk()
    made.hide()
    made.deleteLater()


def test_nothing_is_sent_before_the_desk_is_taken_and_after_it_is_given_back(view: DeskScreen) -> None:
    told = list[tuple[object, ...]]()
    view.ordered.connect(told.extend)

    def work() -> list[tuple[object, ...]]:
        told.clear()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, QPoint(150, 80))
        QTest.keyClick(view, Qt.Key.Key_A)
        return list(told)

    watched = work()
    view.take()
    taken = work()
    view.give_back()

    assert (watched, work()) == ([], [])
    assert ("move", 50, 30) in taken
    assert taken.index(("button", 1, True)) < taken.index(("button", 1, False)) < taken.index(("tap", ord("a")))


def key(name: Qt.Key, symbol: int, modifiers: Qt.KeyboardModifier = PLAIN, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, name, modifiers, 0, symbol, 0, text)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (key(Qt.Key.Key_Z, ord("z"), text="z"), [("tap", ord("z"))]),
        (key(Qt.Key.Key_Control, 0xFFE3), [("hold", "ctrl", True)]),
        (key(Qt.Key.Key_AltGr, 0xFE03), []),
        (key(Qt.Key.Key_S, 0x6D9, CTRL), [("tap", ord("s"))]),
        (key(Qt.Key.Key_unknown, 0, text="é"), [("tap", 0xE9)]),
    ],
)
def test_a_key_becomes_what_it_means(event: QKeyEvent, told: list[tuple[object, ...]]) -> None:
    assert orders_for(event, down=True) == told


def test_a_text_crosses_only_after_it_was_shown_and_only_as_shown(app: QApplication) -> None:
    panel = CrossingPanel()
    moved = list[str]()
    panel.offer("It goes:", "Paste", "one", lambda: moved.append("one"))
    panel._cancel()
    panel._let_across()
    panel.offer("It goes:", "Paste", "two", lambda: moved.append("two"))
    before = list(moved)
    panel._let_across()
    panel._let_across()

    assert (before, moved) == ([], ["two"])
    panel.deleteLater()


def test_taking_over_pauses_the_run_first(app: QApplication, file: Path, tmp_path: Path) -> None:
    done = list[str]()
    asked = list[str]()
    panel = DeskPanel(lambda: done.append("pause"), lambda: done.append("resume"))
    panel.receipt_wanted.connect(asked.append)
    panel.show_desk(DeskOpened("20261122-100000-task-abcdef", file, SIZE, ":none", tmp_path / "none"))
    panel._begin()
    waiting = (list(done), panel.view.taken, panel._hint.text())
    panel.follow(paused=True)  # the hand cannot be had: there is no such display
    wait_until(lambda: "can't work on" in panel._hint.text())

    assert waiting == (["pause"], False, "You'll get control as soon as the run pauses.")
    assert done == ["pause"]
    assert not panel.is_taken
    panel.end()
    panel._receipt.click()
    assert asked == ["20261122-100000-task-abcdef"]
    waits = panel._hint.text()
    panel.note_decision(asked[0], is_decided=True)
    assert (waits, panel._hint.text()) == ("None of its changes take effect until you review and approve them.", "")
    panel.deleteLater()


def test_the_switch_for_a_desk_is_off_and_folded_until_it_is_switched_on(app: QApplication) -> None:
    line = DeskLine(lambda: "overlayfs")
    line.show()
    folders, hosts = line.findChildren(QLineEdit)
    off = line.order, folders.isVisible()
    line.findChildren(QCheckBox)[0].click()
    folders.setText("~/Letters;  /srv/scans ;")
    hosts.setText("example.org")

    assert (off, folders.isVisible()) == ((None, False), True)
    assert line.order == DeskOrder((Path.home() / "Letters", Path("/srv/scans")), ("example.org",))
    line.hide()
    line.deleteLater()
