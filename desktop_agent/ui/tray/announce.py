"""Says by a notification what a person cannot see: that a run has ended, or that the model has asked something.

What is on the screen already is not said again: a card and the banner of a pause lie over everything. A run from a
terminal may have no banner, so its pauses are said.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import Paused, Resumed, Stamped
from desktop_agent.host.tray_link import PAUSED
from desktop_agent.record.wording import status_wording
from desktop_agent.run.result import RunResult
from desktop_agent.ui.console.outcome import in_a_window
from desktop_agent.ui.proof.stacking import stacking
from desktop_agent.ui.session.bridge import Bridge, WordsQuestion
from desktop_agent.ui.status.notify import Notifier

_LOOK_AFTER_MS = 700  # by then a window that came forward, or came back after a run, is where it stays
_LONGEST_TASK = 80
_PAUSED = "A task from a terminal is paused"
_GOES_ON = "It goes on when you say so where you started it."


class Announcer(QObject):
    """`console` returns the window that says the same, if there is one; `wanted`, whether to announce at all."""

    def __init__(
        self, bridge: Bridge, notifier: Notifier, console: Callable[[], QWidget | None], wanted: Callable[[], bool]
    ) -> None:
        super().__init__(bridge)
        self._bridge, self._notifier, self._console, self._wanted = bridge, notifier, console, wanted
        self._task = ""
        self._next: tuple[str, str, bool] | None = None
        self._look = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._look.timeout.connect(self._announce)
        bridge.begun.connect(self._begin)
        bridge.asked.connect(self._asked)
        bridge.answered.connect(self.forget)
        bridge.ended.connect(self._ended)
        bridge.heard.connect(self._heard)

    @property
    def waits(self) -> bool:
        """Tell whether something is about to be said, if nobody sees it."""
        return self._look.isActive()

    def forget(self) -> None:
        """Take back what was said, and do not say what was about to be."""
        self._next = None
        self._look.stop()
        self._notifier.take_back()

    def _begin(self, task: str) -> None:
        self.forget()
        first = task.strip().partition("\n")[0]
        self._task = first if len(first) <= _LONGEST_TASK else f"{first[:_LONGEST_TASK]}…"

    def _asked(self, question: WordsQuestion) -> None:
        self._say("The model asks you something", question.text, stays=True)

    def _heard(self, stamped: Stamped) -> None:
        event = stamped.event
        if not self._bridge.is_foreign:
            return
        if isinstance(event, Resumed):
            self.forget()
        elif isinstance(event, Paused) and event.by != "network" and event.reason != PAUSED:
            self._say(_PAUSED, f"{self._task}\n{event.reason} {_GOES_ON}", stays=True)

    def _ended(self, outcome: RunResult | DesktopAgentError) -> None:
        if isinstance(outcome, DesktopAgentError):
            self._say("The task could not be done", in_a_window(outcome))
        else:
            wording = status_wording(outcome.status)
            self._say(wording.word, f"{self._task}\n{outcome.message}" if outcome.message else self._task)

    def _say(self, title: str, text: str, *, stays: bool = False) -> None:
        self._next = title, text, stays
        self._look.start()

    def _announce(self) -> None:
        said, self._next = self._next, None
        if said is not None and self._wanted() and not is_seen(self._console()):
            title, text, stays = said
            self._notifier.show(title, text, stays=stays)


def is_seen(window: QWidget | None) -> bool:
    """Tell whether a person sees a window of ours: it has the keyboard, or nothing lies over it."""
    if window is None or not window.isVisible() or window.isMinimized():
        return False
    if window.isActiveWindow():
        return True
    order = stacking()
    own = [int(one.winId()) for one in QApplication.topLevelWidgets() if one.isVisible()]
    return order.known and not order.is_covered(int(window.winId()), own)
