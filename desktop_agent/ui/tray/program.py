"""The tray program: owns the icon, the windows and the one run, and connects actions to what they do.

Windows are made when they are first needed. During a run those on the captured part of the desktop are hidden; the
status badge and the card are there instead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import Paused, Resumed, Stamped
from desktop_agent.core.texts.message import Message, gettext, join, tr
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.record.status import facts
from desktop_agent.record.wording import status_detail, status_wording
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime import registry
from desktop_agent.runtime.continuation import Resumption
from desktop_agent.runtime.desktop.own_process import give_back
from desktop_agent.runtime.releases import update_notice
from desktop_agent.runtime.retention import clear_out_runs
from desktop_agent.ui.console.task import add_saved_tasks, earlier_tasks, menu_text
from desktop_agent.ui.offers import TrayAction
from desktop_agent.ui.overlay.overlays import REPAINTED_S
from desktop_agent.ui.overlay.windows import OrdinaryWindows
from desktop_agent.ui.qt.app import ui_settings
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layers import stacking
from desktop_agent.ui.qt.screen_units import is_xwayland
from desktop_agent.ui.qt.widgets import visible_windows
from desktop_agent.ui.session.bridge import Bridge, PrepareRun, WordsQuestion
from desktop_agent.ui.session.foreign_run import PAUSED, ForeignRun
from desktop_agent.ui.session.process_ahead import ProcessAhead
from desktop_agent.ui.status.notify import Notifier
from desktop_agent.ui.tray.menu import Actions, ControlWindow, Tray
from desktop_agent.ui.tray.windows import Windows

_LOOK_FOR_TRAY_MS = 2_000
_UNUSED_MS = 300_000  # a process that waits for a task costs memory
_QUIET_AFTER_MS = 60_000  # by then no one waits, and the notice of a run's end was read
_TIDY_AFTER_MS = 2_000  # after a run: its thread has ended by then
_LOOK_AFTER_MS = 700  # by then a raised or restored window is in its final place
_LONGEST_TASK = 80
_PAUSED = Message("A task from a terminal is paused")
_GOES_ON = Message("Press Resume in its bar, or answer in its terminal.")
_DESKTOP_ASKS = Message("Your desktop has a question for you")
_RUNS = Message("Desktop Agent is running")
_WHERE = Message("Click its icon in the tray to write a task.")


class Program(QObject):
    """Everything that exists until the program ends."""

    def __init__(
        self,
        app: QApplication,
        prepare: PrepareRun,
        config_file: Path,
        approval_memory: RememberedApprovals,
        ordinary: OrdinaryWindows,
        ahead: ProcessAhead,
    ) -> None:
        """Show the icon, or the control window where there is no tray; a new user is welcomed.

        `approval_memory` is what the person has approved for the running task; `ordinary` hides our
        windows while a run goes on; `ahead` starts the process of the next run while its task is written.
        """
        super().__init__()
        self._app = app
        self._ordinary = ordinary
        self._ahead = ahead
        self._actions = Actions(self)
        self._bridge = Bridge(prepare, self)
        self._windows = Windows(self._bridge, config_file, approval_memory, self)
        self._tray = Tray(self._actions, self)
        self._notifier = Notifier(self._tray, self)
        self._announcer = Announcer(
            self._bridge, self._notifier, self._windows.outcome_window, lambda: ui_settings().notify
        )
        self._of_slices: dict[str, TrayAction] = {}  # chosen actions by text
        self._control: ControlWindow | None = None
        self._quitting = False
        self._greets = config_file.exists()  # a new user sees Welcome
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_AFTER_MS)
        self._old_runs = BackgroundTask(self)
        self._newer = BackgroundTask(self)
        self._unused = QTimer(self, singleShot=True, interval=_UNUSED_MS)
        self._connect()
        self._look_for_tray = QTimer(self)
        self._look_for_tray.setInterval(_LOOK_FOR_TRAY_MS)
        self._look_for_tray.timeout.connect(self._show_icon)
        self._look_for_tray.start()
        self._show_icon()
        if not config_file.exists():
            self._windows.welcome()
        self._quiet.start()
        self._newer.start(update_notice)
        self._windows.resuming.look()

    @property
    def bridge(self) -> Bridge:
        """Return the bridge to the run."""
        return self._bridge

    def show(self) -> None:
        """Bring the program to the front, after a second start or a click on the icon."""
        self._bridge.forget_failure()
        # Our window would be in the model's picture, so opening it pauses the run, except on a desk.
        if self._bridge.state in {"thinking", "acting"} and not self._bridge.on_desk:
            self._bridge.pause(Message("You opened a Desktop Agent window."))
        self._announcer.forget()
        self._windows.front()

    def follow(self, run: ForeignRun) -> None:
        """Show a run from a terminal, and hide our windows from its part of the desktop."""
        run.aside_wanted.connect(lambda box: self._stand_aside(run, box))
        self._bridge.follow(run)
        run.read()

    def quit(self) -> None:
        """End the program, after stopping a run and waiting for its end."""
        self._quitting = True
        if self._bridge.running:
            self._actions.quit.setText(gettext("Quitting…"))
            self._actions.quit.setEnabled(False)
            self._bridge.stop()
            return
        self._windows.close()
        for action in self._of_slices.values():
            action.close()
        self._notifier.close()
        self._tray.close()
        self._app.quit()

    def _stand_aside(self, run: ForeignRun, box: Rect) -> None:
        hidden = self._ordinary.hide_from(box)
        QTimer.singleShot(round(REPAINTED_S * 1000) if hidden else 0, run, run.stand_aside)

    def _connect(self) -> None:
        actions = self._actions
        bridge = self._bridge
        windows = self._windows
        actions.new_task.triggered.connect(self.show)
        actions.tasks.aboutToShow.connect(self._fill_tasks)
        actions.hold.triggered.connect(self._toggle_pause)
        actions.stop.triggered.connect(bridge.stop)
        for action, offer in zip(actions.of_slices, registry.at("tray-action"), strict=True):
            action.triggered.connect(partial(self._open_slice_action, offer))
        actions.history.triggered.connect(windows.history)
        actions.settings.triggered.connect(windows.settings)
        actions.check.triggered.connect(windows.check)
        actions.practise.triggered.connect(windows.practise)
        actions.guide.triggered.connect(lambda: windows.help("start"))
        actions.welcome.triggered.connect(windows.welcome)
        actions.keys.triggered.connect(lambda: windows.help("keys"))
        actions.about.triggered.connect(lambda: windows.help("about"))
        actions.quit.triggered.connect(self.quit)
        bridge.state_changed.connect(self._show_state)
        bridge.ended.connect(self._ended)
        windows.ordered.connect(bridge.start)
        windows.task_written.connect(self._start_ahead)
        windows.console_gone.connect(self._ahead.end)
        self._unused.timeout.connect(self._ahead.end)
        self._quiet.timeout.connect(lambda: self._old_runs.start(clear_out_runs))
        self._old_runs.done.connect(partial(self._notify, Message("Old recordings")))
        self._newer.done.connect(partial(self._notify, Message("A newer version")))
        self._tray.chosen.connect(self.show)
        self._notifier.chosen.connect(self.show)
        windows.resuming.found.connect(self._offer_resume)

    def _start_ahead(self, plain_steps: bool) -> None:  # noqa: FBT001 - of a signal
        self._ahead.start(reads=plain_steps)
        self._unused.start()

    def _offer_resume(self, offer: Resumption) -> None:
        """Notify that a run was interrupted; the console offers to resume it."""
        task = offer.summary.task.strip().partition("\n")[0]
        self._notifier.show(
            Message("A run was interrupted"), Message("{task}\nOpen Desktop Agent to resume it.", task=task), stays=True
        )
        self._windows.show_offer()

    def _fill_tasks(self) -> None:
        menu = self._actions.tasks
        menu.clear()
        for title, started in earlier_tasks(most=1).items():
            again = menu.addAction(tr(Message("Run again: {title}", title=menu_text(title))))
            again.triggered.connect(lambda *_, run=started: self._windows.run_again(run))
        if (saved := self._windows.saved_tasks) is not None:
            add_saved_tasks(menu, saved)

    def _open_slice_action(self, offer: registry.Offer, _checked: object = None) -> None:
        if offer.text not in self._of_slices:
            self._of_slices[offer.text] = offer.create(partial(self._notifier.show, stays=False))
        self._of_slices[offer.text].open()

    def _toggle_pause(self) -> None:
        if self._bridge.state == "paused":
            self._bridge.resume()
        else:
            self._bridge.pause()

    def _show_state(self) -> None:
        state = self._bridge.state
        words = self._bridge.words
        self._actions.follow(state, words, running=self._bridge.running)
        if state == "paused":
            self._actions.hold.setEnabled(self._bridge.may_resume)
        self._tray.follow(state, words)
        if self._control is not None:
            self._control.follow(state, words)

    def _ended(self, outcome: RunResult | DesktopAgentError) -> None:
        if self._quitting:
            self.quit()
            return
        self._ordinary.restore()
        QTimer.singleShot(_TIDY_AFTER_MS, self, give_back)
        self._quiet.start()

    def _notify(self, title: str, text: str) -> None:
        if text:
            self._notifier.show(title, text, stays=False)

    def _show_icon(self) -> None:
        """Show the icon where there is a tray, else the control window."""
        has_tray = self._tray.dock()
        if has_tray and self._greets:
            self._greets = False
            if ui_settings().notify:
                self._notifier.show(_RUNS, _WHERE, stays=False)
        if has_tray and self._control is not None:
            self._control.deleteLater()
            self._control = None
        elif not has_tray and self._control is None:
            self._control = ControlWindow(self._actions)
            self._control.follow(self._bridge.state)
            self._control.show()


class Announcer(QObject):
    """Notifies of events that the person can't see: the end of a run, or a question of the model.

    A dialog of the desktop's covers any window of ours, so what to choose there is notified in any case. Cards and the
    banner of a pause need no notification, as they lie over everything. A run from a terminal may have no banner, so
    its pauses are notified. `console` returns the window with the same message, if there is one; `wanted`, whether
    notifications are enabled.
    """

    def __init__(
        self, bridge: Bridge, notifier: Notifier, console: Callable[[], QWidget | None], wanted: Callable[[], bool]
    ) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._notifier = notifier
        self._console = console
        self._is_enabled = wanted
        self._task = ""
        self._next: tuple[str, str, bool] | None = None
        self._look = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._look.timeout.connect(self._announce)
        bridge.begun.connect(self._begin)
        bridge.desktop_asks.connect(self._on_desktop_question)
        bridge.ready.connect(self.forget)
        bridge.asked.connect(self._on_question)
        bridge.answered.connect(self.forget)
        bridge.ended.connect(self._ended)
        bridge.heard.connect(self._on_event)

    @property
    def waits(self) -> bool:
        """Return whether a notification is pending."""
        return self._look.isActive()

    def forget(self) -> None:
        """Withdraw the notification, and cancel a pending one."""
        self._next = None
        self._look.stop()
        self._notifier.take_back()

    def _begin(self, task: str) -> None:
        self.forget()
        first = task.strip().partition("\n")[0]
        self._task = first if len(first) <= _LONGEST_TASK else f"{first[:_LONGEST_TASK]}…"

    def _on_desktop_question(self, sentence: str) -> None:
        if not sentence:
            self.forget()
        elif self._is_enabled():
            self._notifier.show(_DESKTOP_ASKS, sentence, stays=True, urgent=True)

    def _on_question(self, question: WordsQuestion) -> None:
        self._schedule(Message("The model has a question for you"), question.text, stays=True)

    def _on_event(self, stamped: Stamped) -> None:
        event = stamped.event
        if not self._bridge.is_foreign:
            return
        if isinstance(event, Resumed):
            self.forget()
        elif isinstance(event, Paused) and event.by != "network" and event.reason != PAUSED:
            self._schedule(
                _PAUSED,
                Message("{task}\n{reason} {goes_on}", task=self._task, reason=event.reason, goes_on=_GOES_ON),
                stays=True,
            )

    def _ended(self, outcome: RunResult | DesktopAgentError) -> None:
        self.forget()
        if isinstance(outcome, DesktopAgentError):
            has_begun = self._bridge.folder is not None
            title = Message("The task couldn't be completed") if has_begun else Message("The task didn't start")
            self._schedule(title, outcome.window_text, stays=True)
        else:
            wording = status_wording(outcome.status, outcome.message)
            detail = status_detail(outcome.status, outcome.message)
            certain = facts(outcome.outcome, outcome.files)
            text = join("\n", filter(None, (self._task, detail, *certain)))
            self._schedule(wording.word, text, stays=wording.tone == "bad")  # until the window says why

    def _schedule(self, title: str, text: str, *, stays: bool = False) -> None:
        self._next = title, text, stays
        self._look.start()

    def _announce(self) -> None:
        notice = self._next
        self._next = None
        if notice is not None and self._is_enabled() and not is_seen(self._console()):
            title, text, stays = notice
            self._notifier.show(title, text, stays=stays)


def is_seen(window: QWidget | None) -> bool:
    """Return whether a window of ours is visible to the person: focused, or not covered.

    The order of windows that Xwayland knows has no window of a Wayland program.
    """
    if window is None or not window.isVisible() or window.isMinimized():
        return False
    if window.isActiveWindow() or is_xwayland():
        return window.isActiveWindow()
    order = stacking()
    own = [int(window.winId()) for window in visible_windows()]
    return order.known and not order.is_covered(int(window.winId()), own)
