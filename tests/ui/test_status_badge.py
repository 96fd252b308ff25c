"""The status badge while the run waits for the model: the newest words, and what the wait is for."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop_agent.core.own_windows import FLOATING_TITLES, FRAME_TITLE, STATUS_TITLE
from desktop_agent.core.pictures import Rect
from desktop_agent.core.presence import UserInput
from desktop_agent.core.runs.events import (
    ActionProposed,
    Event,
    FrameTaken,
    NamedTarget,
    Paused,
    Reasoned,
    RequestSent,
    RunStarted,
    Stamped,
    TouchNoticed,
)  # fmt: skip
from desktop_agent.run.control import StopSource
from desktop_agent.screen.captures.watermark import GrabbedSight
from desktop_agent.screen.choose import choose_capture
from desktop_agent.ui.approval.approver import PausedBanner
from desktop_agent.ui.overlay.overlays import QtOverlays
from desktop_agent.ui.overlay.windows import float_over_all, ordinary_windows
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.qt.widgets import visible_windows
from desktop_agent.ui.status.status_badge import UNNOTICED, StatusBadge, StatusWindow
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.runs.unheard import Unheard
from tests.fakes.windows.qt_app import wait_until

BEGUN = FrameTaken("frames/000001.png", 800, 600, 9, "image/png", "0", "start")
REQUEST = RequestSent(1, 1, 10, chained=False, previous_response_id=None)
STARTED = RunStarted(
    format=1, run="r", dir="/r", task="Write a note", provider="local", dialect="steps", model="steps",
    base_url="", mode="guard", monitor={"n": 1, "x": 0, "y": 0, "width": 800, "height": 600, "scale": 1.0},
    region=None, viewport={"width": 800, "height": 600}, limits={}, version="0", offline=True,
)  # fmt: skip
CLICKS = {"kind": "click", "x": 5, "y": 5, "button": "left", "count": 1, "keys": []}


class Pressed(Unheard):
    def __init__(self) -> None:
        self.stops = list[str]()

    def stop(self, by: StopSource = "human") -> None:
        self.stops.append(by)


@pytest.fixture
def executor(app: QApplication) -> QtExecutor:
    return QtExecutor.of_app()


@pytest.fixture
def badge(executor: QtExecutor) -> Iterator[StatusBadge]:
    screen = Rect(0, 0, 800, 600)
    badge = StatusBadge(
        executor, QtOverlays(executor, screen, GrabbedSight(lambda box: choose_capture().grab(box))), Pressed()
    )
    yield badge
    badge.end()
    wait_until(lambda: not _said())


def _hear(badge: StatusBadge, *events: Event) -> None:
    for event in events:
        badge.hear(Stamped(1, "2026-11-20T10:00:00.000Z", 1, event))


def _badges() -> list[StatusWindow]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, StatusWindow) and widget.isVisible()
    ]


def _said() -> list[str]:
    return [
        label.text() for one in _badges() for label in one.findChildren(QLabel) if label.isVisible() and label.text()
    ]


def test_it_tells_the_task_and_then_the_last_action_with_the_names_of_things(badge: StatusBadge) -> None:
    _hear(badge, STARTED, BEGUN)
    wait_until(lambda: _said()[1:] == ["Write a note"])
    _hear(badge, ActionProposed("c", 0, CLICKS, {}, (), NamedTarget("Save", "push button")))
    wait_until(lambda: _said() == ["Acting · step 1", "Click “Save” (button)"])
    _hear(badge, Reasoned("3 of 18: click “Save”. I see it.", 3, 18))
    wait_until(lambda: _said()[0].endswith(" · step 3 of 18"))


def test_what_stays_on_the_screen_is_known_by_its_title_so_that_none_counts_as_a_new_window(badge: StatusBadge) -> None:
    _hear(badge, STARTED, BEGUN)
    wait_until(lambda: len(visible_windows()) == 5)  # with the frame's four sides

    assert {window.windowTitle() for window in visible_windows()} == {STATUS_TITLE, FRAME_TITLE}
    assert {STATUS_TITLE, FRAME_TITLE} <= FLOATING_TITLES


def test_it_moves_off_a_card_and_hides_where_there_is_no_room_beside_it(
    badge: StatusBadge, executor: QtExecutor
) -> None:
    for other in ordinary_windows():  # of other tests
        other.hide()
    _hear(badge, BEGUN, REQUEST)
    wait_until(_badges)
    (shown,) = _badges()
    card = QWidget()
    float_over_all(card, "Approve this action? — Desktop Agent")
    card.setGeometry(shown.geometry())
    card.show()
    executor.tell_question("Click “Send”")
    wait_until(lambda: not shown.geometry() & card.geometry())
    card.setGeometry(shown.screen().geometry())
    wait_until(lambda: not shown.isVisible())
    card.close()
    executor.tell_question(None)
    wait_until(shown.isVisible)


def _card_over(badge: StatusBadge, seen: QRect) -> None:
    card = QWidget()
    float_over_all(card, "Approve this action? — Desktop Agent")
    card.setGeometry(seen)
    card.show()
    badge._executor.tell_question("Click “Send”")
    wait_until(lambda: not any(one.geometry() & seen for one in _badges()))


def _picture(badge: StatusBadge, seen: QRect) -> None:
    badge._overlays.windows.hide_all()


def _act_below(badge: StatusBadge, seen: QRect) -> None:
    badge._overlays.windows.make_way((Rect(seen.x(), seen.y(), seen.width(), seen.height()),))


def _pause(badge: StatusBadge, seen: QRect) -> None:
    _hear(badge, Paused("human", "You pressed Pause."))
    run = badge._run
    banner = PausedBanner("You pressed Pause.", QuietPerson(), Rect(0, 0, 800, 600), lambda: run.stop("human"))
    wait_until(lambda: not _badges())  # one bar, not two

    assert banner.isVisible()


@pytest.mark.parametrize("state", [lambda _badge, _seen: None, _card_over, _picture, _act_below, _pause])
def test_the_first_press_where_stop_was_just_seen_stops_the_run_whatever_comes_between(
    badge: StatusBadge, state: Callable[[StatusBadge, QRect], None], app: QApplication
) -> None:
    for other in visible_windows():  # of other tests
        other.hide()
    _hear(badge, BEGUN, REQUEST)
    wait_until(_badges)
    (window,) = _badges()
    at = window.stop.mapToGlobal(window.stop.rect().center())
    state(badge, window.geometry())
    QCursor.setPos(at)
    if (below := app.widgetAt(at)) is not None:  # no release: what was pressed may be gone by then
        QTest.mousePress(below, Qt.MouseButton.LeftButton, pos=below.mapFromGlobal(at))
    badge.take_hand(UserInput("button"))
    run = badge._run

    assert isinstance(run, Pressed)
    wait_until(lambda: run.stops)


def test_it_says_instead_of_the_action_that_no_touch_is_noticed_until_one_is(badge: StatusBadge) -> None:
    _hear(badge, STARTED, BEGUN, TouchNoticed(noticed=False, text="Press Pause, as a film hides your touch."))
    wait_until(lambda: _said()[1:] == [UNNOTICED])
    _hear(badge, TouchNoticed(noticed=True, text="Again."))
    wait_until(lambda: _said()[1:] == ["Write a note"])
