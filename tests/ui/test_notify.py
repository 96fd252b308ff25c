"""Notifications as the desktop's own service gets them: what a person cannot see is told, and taken back in time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import Popen

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import RunStarted, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.run.end.result import RunResult
from desktop_agent.ui.session.bridge import Bridge, WordsQuestion
from desktop_agent.ui.status.notify import Notifier
from desktop_agent.ui.tray.program import Announcer
from tests.fakes.desktops.private_bus import SESSION, heard, private_bus, say, spoken_with
from tests.fakes.source import ROOT
from tests.fakes.windows.qt_app import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")
STARTED = RunStarted(1, "r", "", "t", "p", "d", "m", "", "guard", {}, None, {}, {}, "0")
DONE = RunResult("completed", "Saved it.", "r", Path(), 1, 1, None, 1.0, 0)


class Desk:
    def __init__(self) -> None:
        self.balloons = list[tuple[str, str]]()
        self.wanted = True
        self.bridge = Bridge(lambda *_: pytest.fail("no run begins here"))
        self.notifier = Notifier(self)
        self.console = QWidget()
        self.announcer = Announcer(self.bridge, self.notifier, lambda: self.console, lambda: self.wanted)

    def show_balloon(self, title: str, text: str) -> None:
        self.balloons.append((title, text))

    def hide_balloon(self) -> None:
        self.balloons.clear()

    def ask(self, text: str) -> None:
        self.bridge.asked.emit(WordsQuestion(text, lambda _words: None))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator["Popen[str]"]:
    with private_bus() as environment:
        monkeypatch.setenv(SESSION, environment[SESSION])
        with spoken_with("tests.fakes.desktops.notification_service", environment=environment) as process:
            yield process


@pytest.fixture
def desk(app: QApplication) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.notifier.close()
    made.console.deleteLater()


def told(service: "Popen[str]") -> object:
    return json.loads(heard(service))[:6]  # icon and urgency come last


@pytest.mark.program
def test_the_end_of_a_run_is_told_and_a_click_brings_the_window(service: "Popen[str]", desk: Desk) -> None:
    clicks: list[bool] = []
    desk.notifier.chosen.connect(lambda: clicks.append(True))
    desk.bridge.begun.emit("Save a note\nand more")
    desk.bridge.ended.emit(DONE)
    wait_until(lambda: not desk.announcer.waits)

    assert ["show", 7, "The model says it's done", "Save a note\n“Saved it.”", ["default"], -1] == told(service)
    say(service, "click")
    wait_until(lambda: clicks)


@pytest.mark.program
def test_why_a_run_failed_stays_until_the_window_says_it(service: "Popen[str]", desk: Desk) -> None:
    desk.bridge.begun.emit("Save a note")
    desk.bridge.ended.emit(replace(DONE, status="failed", message=Message("The disk is full.")))
    wait_until(lambda: not desk.announcer.waits)

    assert ["show", 7, "Failed", "Save a note\nThe disk is full.", ["default"], 0] == told(service)


@pytest.mark.program
def test_a_question_stays_until_it_is_answered(service: "Popen[str]", desk: Desk) -> None:
    desk.ask("Which of <b>Mail</b> & more?")
    wait_until(lambda: not desk.announcer.waits)
    desk.bridge.answered.emit()

    assert ["show", 7, "The model has a question for you", "Which of &lt;b&gt;Mail&lt;/b&gt; &amp; more?",
            ["default"], 0] == told(service)  # fmt: skip
    assert ["close", 7] == told(service)


@pytest.mark.program
@pytest.mark.parametrize("goes_on", ["answered", "prepared", "started"])
def test_what_to_choose_in_the_desktops_dialog_is_told_over_any_window_and_taken_back_once_the_run_goes_on(
    service: "Popen[str]", desk: Desk, goes_on: str
) -> None:
    desk.console.show()
    desk.console.activateWindow()
    wait_until(desk.console.isActiveWindow)
    desk.bridge.desktop_asks.emit("Choose the screen.")
    shown = json.loads(heard(service))
    if goes_on == "answered":
        desk.bridge.desktop_asks.emit("")
    elif goes_on == "started":
        desk.bridge.heard.emit(Stamped(1, "2026-11-20T10:00:01.000Z", 1, STARTED))
    else:
        desk.bridge.ready.emit("Nothing leaves this computer.")

    assert (["Your desktop has a question for you", "Choose the screen."], 2) == (shown[2:4], shown[-1])
    assert ["close", 7] == told(service)


@pytest.mark.program
@pytest.mark.parametrize("why", ["seen", "switched off", "answered at once"])
def test_what_is_on_the_screen_or_not_wanted_is_not_told(service: "Popen[str]", desk: Desk, why: str) -> None:
    desk.wanted = why != "switched off"
    if why == "seen":
        desk.console.show()
        desk.console.activateWindow()
        wait_until(desk.console.isActiveWindow)
    desk.ask("Which?")
    if why == "answered at once":
        desk.bridge.answered.emit()
    wait_until(lambda: not desk.announcer.waits)
    desk.notifier.show("The next", "", stays=False)

    assert ["show", 7, "The next", "", ["default"], -1] == told(service)


def test_without_a_service_the_tray_shows_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SESSION, "disabled:")
    desk.bridge.begun.emit("Save a note")
    desk.bridge.ended.emit(DesktopAgentError("The server is gone.", "Start it."))
    wait_until(lambda: desk.balloons)

    assert [("The task didn't start", "The server is gone. Start it.")] == desk.balloons
    desk.announcer.forget()
    assert [] == desk.balloons


SHOWN = """
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from desktop_agent.ui.qt.app import start_app
from desktop_agent.ui.tray.program import is_seen
from tests.fakes.windows.qt_app import wait_until
from tests.fakes.source import ROOT

app, window = start_app(), QWidget(windowFlags=Qt.WindowType.WindowDoesNotAcceptFocus)
window.show()
wait_until(window.windowHandle().isExposed)
print(is_seen(window))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("session", "seen"), [({}, "True"), ({"WAYLAND_DISPLAY": "wayland-7"}, "False")])
def test_a_window_counts_as_seen_by_the_order_of_windows_only_where_that_has_them_all(
    display: PrivateDisplay, session: dict[str, str], seen: str
) -> None:
    here = display.environment() | session | {"QT_QPA_PLATFORM": "xcb"}

    assert seen == subprocess.check_output([sys.executable, "-c", SHOWN], env=here, cwd=ROOT, text=True).strip()
