"""A desk on the stage of its run: what its display shows, and only while it is taken over, the person's input there.

What reaches the desk is told by its X server, to another client.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import DeskEnded, FrameTaken
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.view.remote_hand import symbol_of_press
from desktop_agent.desk.windows.opened import OpenedDesk
from desktop_agent.desk.windows.order_line import DeskLine
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.view.desk_control import DeskControl
from desktop_agent.ui.view.stage import Stage
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.desktops.xwd import paint_rows, write_picture
from tests.fakes.processes import find
from tests.fakes.windows.console_desk import Desk
from tests.fakes.windows.qt_app import wait_until
from tests.input.killing import Onlooker
from tests.ui.conftest import button, said

SIZE = (200, 100)
PLAIN = Qt.KeyboardModifier.NoModifier
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
BLUE = 0x204060
LACKED = 0x1008FE24  # a key of the server's own that no layout has
HAND = "desktop_agent.desk.view.hand"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_picture(tmp_path / "picture", *SIZE, BLUE)


def desk_on(file: Path, display: str = ":none", xauthority: str = "/dev/null") -> DeskOpened:
    return DeskOpened("20261122-100000-task-abcdef", file, SIZE, display, Path(xauthority))


class Shown:
    """A desk's window on the private display, and what was asked of its run."""

    def __init__(self, desk: DeskOpened) -> None:
        self.asked = list[str]()
        self.window = OpenedDesk(desk)
        self.stage = self.window.stage
        self.control = DeskControl(
            self.stage, lambda: self.asked.append("pause"), lambda: self.asked.append("resume"), self.window
        )
        self.control.begin(desk)
        self.window.resize(424, 380)
        self.window.show()

    def take(self) -> None:
        button(self.control, "Take over").click()
        self.control.follow(paused=True)
        wait_until(lambda: self.control.is_taken)

    def work(self) -> None:
        """Click and type where the picture is."""
        middle = self.stage.rect().center()
        QTest.mouseClick(self.stage, Qt.MouseButton.LeftButton, PLAIN, middle)
        QTest.keyClick(self.stage, Qt.Key.Key_A)


@pytest.fixture
def shown(app: QApplication, on_display: PrivateDisplay, file: Path) -> Iterator[Shown]:
    del app, on_display
    made = Shown(desk_on(file, os.environ["DISPLAY"], os.environ.get("XAUTHORITY", "/dev/null")))
    yield made
    made.control.end()
    made.window.close()
    made.window.deleteLater()


def test_the_stage_shows_what_the_desk_shows_now_and_keeps_its_last_picture(app: QApplication, file: Path) -> None:
    stage = Stage()
    stage.resize(SIZE[0] * 2, SIZE[1] * 2)
    stage.show()
    stage.show_desk(desk_on(file))
    before = stage.grab().toImage().pixelColor(200, 100).rgb() & 0xFFFFFF
    paint_rows(file, SIZE[0], 0, SIZE[1], 0xCC0000)
    wait_until(lambda: stage.grab().toImage().pixelColor(200, 100).rgb() & 0xFFFFFF == 0xCC0000)
    stage.freeze_desk()
    paint_rows(file, SIZE[0], 0, SIZE[1], 0x00CC00)
    stage.refresh()

    assert before == BLUE
    assert not stage.shows_desk
    assert stage.grab().toImage().pixelColor(200, 100).rgb() & 0xFFFFFF == 0xCC0000
    stage.deleteLater()


def test_nothing_is_sent_before_the_desk_is_taken_and_after_it_is_given_back(shown: Shown, x_events: XEventLog) -> None:
    shown.work()
    watched = x_events.events()
    shown.take()
    shown.work()
    clicked = x_events.wait_for(1, "button_release")
    button(shown.control, "Give back").click()
    wait_until(lambda: shown.asked == ["pause", "resume"])
    count = len(x_events.events())
    shown.work()

    assert watched == ()
    assert [each.detail for each in clicked] == [1]
    assert (clicked[0].x, clicked[0].y) == pytest.approx((SIZE[0] // 2, SIZE[1] // 2), abs=1)
    assert len(x_events.events()) == count


def test_a_key_that_is_pressed_on_the_stage_is_typed_on_the_desk(shown: Shown, x_events: XEventLog) -> None:
    shown.take()
    shown.work()
    typed = x_events.wait_for(1, "key_release")

    assert [each.name for each in typed] == ["a"]


@pytest.mark.parametrize("way", ["given back by keys", "resumed elsewhere", "ended"])
def test_nothing_stays_down_however_the_desk_is_let_go(shown: Shown, way: str) -> None:
    with closing(Onlooker(os.environ["DISPLAY"])) as onlooker:
        shown.take()
        QTest.keyPress(shown.stage, Qt.Key.Key_Shift)
        QTest.mousePress(shown.stage, Qt.MouseButton.LeftButton, PLAIN, shown.stage.rect().center())
        wait_until(lambda: onlooker.down() >= {"Shift_L", "button 1"})
        if way == "given back by keys":
            QTest.keyClick(shown.stage, Qt.Key.Key_Return, BOTH)
        elif way == "resumed elsewhere":
            shown.control.follow(paused=False)
        else:
            shown.control.end()

        wait_until(lambda: not onlooker.down())
    wait_until(lambda: not shown.control.is_taken)
    assert shown.asked == (["pause", "resume"] if way == "given back by keys" else ["pause"])


def test_a_hand_that_ends_by_itself_is_said_and_the_desk_is_watched_again(shown: Shown) -> None:
    before = {*find(words=(HAND,), below=os.getpid())}
    shown.take()
    (hand,) = {*find(words=(HAND,), below=os.getpid())} - before
    os.kill(hand, signal.SIGKILL)

    wait_until(lambda: not shown.control.is_taken)
    assert "Your mouse and keyboard no longer reach the desk." in said(shown.control)


def test_a_key_that_the_desk_lacks_is_said_and_the_next_one_arrives(shown: Shown, x_events: XEventLog) -> None:
    shown.take()
    lacked = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, PLAIN, 0, LACKED, 0)
    QApplication.sendEvent(shown.stage, lacked)
    wait_until(lambda: "The desk's keyboard has no" in said(shown.control))
    QTest.keyClick(shown.stage, Qt.Key.Key_A)

    assert [each.name for each in x_events.wait_for(1, "key_release")] == ["a"]
    assert shown.control.is_taken


@pytest.mark.program
def test_a_desk_is_taken_only_once_the_run_has_paused(app: QApplication, file: Path) -> None:
    asked = list[str]()
    stage = Stage()
    control = DeskControl(stage, lambda: asked.append("pause"), lambda: asked.append("resume"))
    control.begin(desk_on(file))
    button(control, "Take over").click()
    waiting = (list(asked), control.is_taken, said(control))
    control.follow(paused=True)  # the hand cannot be had: there is no such display
    wait_until(lambda: "can't work on" in said(control))

    assert waiting == (["pause"], False, "You'll get control as soon as the run pauses.")
    assert asked == ["pause"]
    assert not control.is_taken
    assert button(control, "Take over").isEnabled()
    control.deleteLater()
    stage.deleteLater()


@pytest.mark.parametrize(
    ("press", "tapped"),
    [
        ((ord("z"), "z", ""), ord("z")),
        ((0xFFE3, "", ""), 0),  # Control
        ((0xFE03, "", ""), 0),  # AltGr
        ((0x6D9, "", "s"), ord("s")),  # Ctrl+S on a Cyrillic keyboard
        ((0x6D9, "щ", ""), 0x6D9),
        ((0, "é", ""), 0xE9),
        ((0, "", ""), 0),
    ],
)
def test_a_key_becomes_what_it_means(press: tuple[int, str, str], tapped: int) -> None:
    assert symbol_of_press(*press) == tapped


def test_the_console_shows_the_desk_until_the_run_ends_and_says_that_changes_wait(desk: Desk, file: Path) -> None:
    stage = desk.console.findChildren(Stage)[0]
    desk.bridge.on_desk = True
    desk.begin()
    opening = stage.accessibleDescription()
    desk.bridge.desk_up.emit(desk_on(file))
    shows = stage.shows_desk
    frame = FrameTaken("f.png", 100, 50, 1, "image/png", "0" * 64, "start", Rect(0, 0, *SIZE))
    desk.hear(frame)
    desk.hear(DeskEnded("20261122-100000-task-abcdef", "run", "keep", {"changed": 2}))
    still = stage.shows_desk
    desk.bridge.running = False
    desk.bridge.ended.emit(RunResult("completed", "Sorted.", "r", desk.folder, 1, 1, None, 1.0, 0))

    assert opening == "The side desk is opening."
    assert (shows, still, stage.shows_desk) == (True, True, False)
    assert "What it changed on the desk takes effect only once you apply it." in desk.text()
    assert not any(each.isVisibleTo(desk.console) for each in desk.console.findChildren(DeskControl))


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
