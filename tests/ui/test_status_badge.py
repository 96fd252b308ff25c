"""The status badge while the run waits for the model: the newest words, and what the wait is for."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_agent.core.events import Event, Paused, RequestSent, RunFinished, Said, Stamped
from desktop_agent.core.geometry import Rect
from desktop_agent.core.stream_update import Partial, Waiting
from desktop_agent.record.live_status import OFFLINE
from desktop_agent.ui.overlay.hider import QtOverlayHider
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.status.status_badge import BadgeWindow, StatusBadge
from tests.fakes.qt_app import qt_without_a_screen, wait_until

REQUEST = RequestSent(1, 1, 10, chained=False, previous_response_id=None)


@pytest.fixture(scope="module")
def app() -> Iterator[QApplication]:
    with qt_without_a_screen() as application:
        yield application


@pytest.fixture
def badge(app: QApplication) -> Iterator[StatusBadge]:
    executor, screen = QtExecutor.of_app(), Rect(0, 0, 800, 600)
    badge = StatusBadge(executor, screen, QtOverlayHider(executor, screen))
    yield badge
    badge.end()
    wait_until(lambda: not _said())


def test_the_newest_words_stand_behind_the_state_until_they_are_whole(badge: StatusBadge) -> None:
    _hear(badge, REQUEST)
    for number in range(300):
        badge.pass_on(Partial("message", "m", f"word {number}\n"))
    wait_until(lambda: _said() and _said()[-1].endswith("word 299⏎"))
    growing = _said()
    _hear(badge, Said("All words."))
    wait_until(lambda: len(_said()) == 1)

    assert growing[0] == "The model is thinking"
    assert growing[1].startswith("…")
    assert _said() == ["The model is thinking"]


def test_a_wait_is_counted_down_instead(badge: StatusBadge) -> None:
    _hear(badge, REQUEST)
    badge.pass_on(Partial("message", "m", "Half a"))
    badge.pass_on(Waiting("The server said 429.", 2.0))
    wait_until(lambda: _said() == ["Waiting 2 s for the server"])
    wait_until(lambda: _said() == ["Waiting 1 s for the server"])
    wait_until(lambda: _said()[:1] == ["The model is thinking"])


def test_a_network_that_is_gone_is_shown_and_the_badge_stays(badge: StatusBadge) -> None:
    _hear(badge, REQUEST, Paused("network", "The server cannot be reached."))
    wait_until(lambda: _said() == [OFFLINE])
    _hear(badge, RunFinished("stopped", "", 1, 1, {}, None, 1.0, 0.5, 3))
    wait_until(lambda: not _said())


def _hear(badge: StatusBadge, *events: Event) -> None:
    for event in events:
        badge.hear(Stamped(1, "2026-11-20T10:00:00.000Z", 1, event))


def _said() -> list[str]:
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, BadgeWindow) and one.isVisible()]
    return [label.text() for one in shown for label in one.findChildren(QLabel) if label.isVisible() and label.text()]
