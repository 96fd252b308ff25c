"""The status badge while the run waits for the model: the newest words, and what the wait is for."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop_agent.core.events import (
    ActionProposed,
    Event,
    FrameTaken,
    NamedTarget,
    Reasoned,
    RequestSent,
    RunStarted,
    Stamped,
)  # fmt: skip
from desktop_agent.core.geometry import Rect
from desktop_agent.ui.overlay.floating import float_over_all
from desktop_agent.ui.overlay.overlays import QtOverlays
from desktop_agent.ui.overlay.windows import ordinary_windows
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.status.status_badge import StatusBadge
from desktop_agent.ui.status.status_window import StatusWindow
from tests.fakes.qt_app import wait_until
from tests.fakes.unheard import Unheard

BEGUN = FrameTaken("frames/000001.png", 800, 600, 9, "image/png", "0", "start")
REQUEST = RequestSent(1, 1, 10, chained=False, previous_response_id=None)
STARTED = RunStarted(
    format=1, run="r", dir="/r", task="Write a note", provider="local", dialect="steps", model="steps",
    base_url="", mode="guard", monitor={"n": 1, "x": 0, "y": 0, "width": 800, "height": 600, "scale": 1.0},
    region=None, viewport={"width": 800, "height": 600}, limits={}, version="0", offline=True,
)  # fmt: skip
CLICKS = {"kind": "click", "x": 5, "y": 5, "button": "left", "count": 1, "keys": []}


@pytest.fixture
def executor(app: QApplication) -> QtExecutor:
    return QtExecutor.of_app()


@pytest.fixture
def badge(executor: QtExecutor) -> Iterator[StatusBadge]:
    screen = Rect(0, 0, 800, 600)
    badge = StatusBadge(executor, screen, QtOverlays(executor, screen), Unheard())
    yield badge
    badge.end()
    wait_until(lambda: not _said())


def _hear(badge: StatusBadge, *events: Event) -> None:
    for event in events:
        badge.hear(Stamped(1, "2026-11-20T10:00:00.000Z", 1, event))


def _badges() -> list[StatusWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, StatusWindow) and one.isVisible()]


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
