"""Windows for changes that need a person's proven yes, and the notice of unconfirmed changes in the settings."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.presence import Presence
from desktop_agent.core.texts.message import Message, template, tr, visible
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import available_geometry
from desktop_agent.runtime.desktop.watch import watch_person
from desktop_agent.runtime.one_run import has_run
from desktop_agent.settings import Settings, confirmed, load
from desktop_agent.ui.approval.card_body import letters
from desktop_agent.ui.approval.card_words import whole_text
from desktop_agent.ui.approval.secondary_window import DigitsWindow, SecondaryWindow
from desktop_agent.ui.proof.guard import LastingProof, ProofOptions, proof_here
from desktop_agent.ui.proof.guarded_window import Challenge, GuardedWindow, ProvenButton
from desktop_agent.ui.qt.app import start_app
from desktop_agent.ui.qt.layout import row_of
from desktop_agent.ui.qt.signals import run_windows
from desktop_agent.ui.qt.widgets import PushButton, set_state, text_label

ClickWatch = Callable[[], tuple[Presence, bool]]  # and whether digits prove a yes
_LOOK_MS = 100
_MOST_PX = 260
_NOTICE_LINES = 2
_LONGEST = 600
_NAME = Message("Review these changes…")
LET_COUNT = Message("Accept these changes")
_NO_PROOF = template(
    "Your click can't be distinguished from a program's on this display. Run this in a terminal: {command}"
)
_BY_DIGITS = Message("To confirm, press the button, then type the four digits that are shown.")


@dataclass(frozen=True, slots=True)
class ConfirmWords:
    """The texts around the lines; `command` asks in a terminal, where a person's clicks can't be recognised."""

    heading: str
    command: str
    title: str = Message("Confirm changes")
    box: str = Message("Changed lines")  # the accessible name of the lines
    yes: str = LET_COUNT


class Confirmation:
    """Asks for one yes at a time; `watch` returns the watcher that recognises a person's clicks, closed after use.

    A run doesn't wait for this window. So while one works on this screen, a touch proves nothing: it may be the run's.
    """

    def __init__(self, watch: ClickWatch, has_run: Callable[[], bool] = has_run) -> None:
        self._watch = watch
        self._has_run = has_run
        self._end: Callable[[], object] = lambda: None

    def ask(
        self,
        lines: Sequence[str],
        words: ConfirmWords,
        proven: Callable[[], object],
        beside: QWidget | None,
        closed: Callable[[], object] = lambda: None,
    ) -> None:
        """Show the lines, next to a window if given; `proven` is called once the person has confirmed."""
        self.end()
        presence, challenge = self._watch()
        options = ProofOptions(proof_here(presence, challenge=challenge), challenge=challenge)
        if options.proof == "touch" and self._has_run():
            options = ProofOptions("digits", challenge=True)
        window = ConfirmWindow(lines, words, presence, options)
        digits: list[DigitsWindow] = []

        def end() -> None:
            for each in digits:
                each.end()
            window.guarded.end()
            window.end()
            presence.close()

        def said_yes() -> None:
            by_touch = window.proof.options.proof == "touch"
            self.end()
            if by_touch and self._has_run():
                self.ask(lines, words, proven, beside, closed)
                return
            proven()

        def ask_for_digits() -> None:
            if digits:
                return
            asking = DigitsWindow(Challenge(secrets.randbelow))
            digits.append(asking)
            asking.right.connect(self.end)
            asking.right.connect(proven)
            asking.over.connect(self.end)
            asking.over.connect(closed)
            asking.closed.connect(self.end)
            asking.closed.connect(closed)
            asking.show_own_digits()
            asking.open_beside(window, asking.field)

        self._end = end
        window.proven.connect(said_yes)
        window.digits_wanted.connect(ask_for_digits)
        window.closed.connect(self.end)
        window.closed.connect(closed)
        if beside is not None:
            window.open_beside(beside, window)
        else:
            window.open_in(available_geometry(QGuiApplication.primaryScreen()), window)
        window.guarded.begin(window)

    def end(self) -> None:
        """Close the window that asks."""
        end = self._end
        self._end = lambda: None
        end()


def click_watch(config_file: Path, environment: Mapping[str, str]) -> tuple[Presence, bool]:
    """Watch the person's input as the settings say, as far as those are readable; and whether digits prove a yes."""
    try:
        settings = load(config_file, environment, {}).settings
    except SettingsError:
        settings = Settings()
    return watch_person(settings, environment), settings.person.approve_with == "challenge"


class ConfirmWindow(SecondaryWindow):
    """`proven`: a person's own click confirms; where none can be recognised, digits do (`digits_wanted`).

    Where no yes can be proved, the window shows what to do instead.
    """

    proven = Signal()
    digits_wanted = Signal()

    def __init__(self, lines: Sequence[str], words: ConfirmWords, presence: Presence, options: ProofOptions) -> None:
        super().__init__(words.title, words.heading)
        self.guarded = GuardedWindow(presence)
        self.guarded.guard.prove_by(options.proof)
        self.proof = LastingProof(options, presence, time.monotonic)
        box = letters("\n".join(whole_text(line) for line in lines), _MOST_PX)
        box.setAccessibleName(tr(words.box))
        self.rows.addWidget(box)
        self._no_proof = Message(_NO_PROOF, command=words.command)
        self._notice = text_label("", "warn")
        # Room for any notice, as a growing window would move the button away from the pointer.
        self._notice.setMinimumHeight(_NOTICE_LINES * self._notice.fontMetrics().lineSpacing())
        self._yes = ProvenButton(words.yes, self.guarded.guard)
        self._yes.setAccessibleName(tr(words.yes))
        self._yes.proven.connect(self.proven.emit)
        self._yes.doubted.connect(self._show_notice)
        self._yes.unproven.connect(self.digits_wanted.emit)
        set_state(self._yes, "role", "yes")
        self.add_button_row(self._yes, notice=self._notice)
        self._show_notice()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    def _look(self) -> None:
        if self.proof.look():
            self.guarded.guard.prove_by(self.proof.options.proof)
        self.guarded.look()
        self._yes.show_armed(self.guarded.guard.arming.armed)
        self._show_notice()

    def _show_notice(self) -> None:
        guard = self.guarded.guard
        by_digits = _BY_DIGITS if guard.is_possible else self._no_proof
        self._notice.setText(guard.why_not if guard.by_click else by_digits)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw no watermark: a run hides this window as it hides Settings, and does not wait for it."""


CONFIRM_SETTINGS = ConfirmWords(Message("Changed since you last saved settings here:"), "desktop-agent config confirm")


def ask_in_window(
    heading: str, lines: Sequence[str], command: str, environment: Mapping[str, str], given_up: Callable[[], bool]
) -> bool:
    """Ask in a separate window, on the main thread; return whether the person agreed, False once `given_up` is set."""
    app = start_app()
    asking = Confirmation(partial(click_watch, places(environment).config_file, environment))
    answers: list[bool] = []

    def end(*, agreed: bool) -> None:
        answers.append(agreed)
        app.quit()

    timer = QTimer()
    timer.timeout.connect(lambda: end(agreed=False) if given_up() else None)
    timer.start(_LOOK_MS)
    words = ConfirmWords(heading, command)
    asking.ask(lines, words, lambda: end(agreed=True), None, lambda: end(agreed=False))
    try:
        run_windows(app)
    finally:
        asking.end()
        timer.stop()
    return answers == [True]


class UnconfirmedChanges(QWidget):
    """The line above the pages that says what another program has changed in the settings.

    It is shown only while there is something to confirm; what is confirmed is what was shown, by a person's own click.

    `watch` returns what distinguishes a person's click from a program's; it is closed after use.
    """

    def __init__(self, folder: Path, confirmed: Callable[[], None], watch: ClickWatch) -> None:
        super().__init__()
        self._folder = folder
        self._confirmed = confirmed
        self._confirmation = Confirmation(watch)
        self._texts: Mapping[str, str] = {}
        self._words = text_label(role="bad")
        self._button = PushButton(_NAME)
        self._button.setAccessibleName(tr(_NAME))
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._ask)
        row_of(self, self._words, self._button, room=self._words)

    def refresh(self) -> None:
        """Reload the unconfirmed changes."""
        try:
            self._texts = confirmed.texts_in(self._folder)
            keys = confirmed.changed_keys(self._folder, self._texts)
        except SettingsError:
            keys = ()  # the window shows elsewhere what is unreadable
        self._words.setText(
            visible(Message("Changed since you last saved settings here: {keys}.", keys=", ".join(keys)), _LONGEST)
        )
        self._words.setToolTip("\n".join(confirmed.changed_lines(self._folder, self._texts)) if keys else "")
        self.setVisible(bool(keys))

    def end(self) -> None:
        """Close the window that asks."""
        self._confirmation.end()

    def _ask(self) -> None:
        texts = self._texts
        lines = confirmed.changed_lines(self._folder, texts)
        self._confirmation.ask(lines, CONFIRM_SETTINGS, lambda: self._confirm(texts), self.window())

    def _confirm(self, texts: Mapping[str, str]) -> None:
        try:
            confirmed.confirm(self._folder, texts)
        except SettingsError as error:
            self._words.setText(visible(str(error), _LONGEST))
            return
        self._confirmed()
