"""Chooses the approver: the person by a card on their screen, the person at the controlling terminal, or none.

Qt is loaded only if a card may be shown.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from desktop_agent.cli import terminal
from desktop_agent.cli.prompt.asking import TerminalApprover
from desktop_agent.cli.prompt.tty import (
    ChordAtTerminal,
    ControllingTerminal,
    LineGuard,
    controlling_terminal,
    is_on_screen,
)
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.run.null_objects import AbsentApprover, NoOverlays
from desktop_agent.screen.captures.watermark import KINDS, MarkKind

if TYPE_CHECKING:
    from desktop_agent.core.decisions.mode import ApproverName
    from desktop_agent.core.pictures import Rect
    from desktop_agent.core.presence import Presence
    from desktop_agent.run.control import StopSource
    from desktop_agent.run.ports import Approver, Overlays
    from desktop_agent.runtime.protocol.client import RunClient
    from desktop_agent.settings import PersonSettings, Settings
    from desktop_agent.ui.approval.approver import OverlayApprover

WIDENS = Message("This lets runs do, show, send or spend more than before.")
_NO_TERMINAL = Message("There is no terminal to prompt you in.")

_NO_CARD = Message("No card can be shown for this run. Its questions are asked in the browser.")

PausedOutput = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class ChosenApprover:
    """The approver, the watcher of the person's input (None: no watcher), and the run's windows if there are any."""

    name: ApproverName
    approver: Approver
    presence: Presence | None = None
    windows: RunWindows | None = None

    @property
    def overlays(self) -> Overlays:
        """The overlays, which hide the windows of the run from pictures."""
        return NoOverlays() if self.windows is None or not self.windows.framed else self.windows.overlays

    def for_task(self, name: str, stop: Callable[[StopSource], None]) -> Approver:
        """Return the approver for one of many tasks on desks; its *Stop run* button calls `stop`."""
        if isinstance(self.approver, TerminalApprover):
            return self.approver.for_task(name)
        if self.windows is None:
            return self.approver
        card = copy(cast("OverlayApprover", self.approver))
        card.on_stop = lambda: stop("human")
        card.asks_for = name
        return card


@contextmanager
def chosen_approver(
    settings: Settings,
    environment: Mapping[str, str],
    paused: PausedOutput,
    *,
    in_words: bool,
    private: bool,
    at_terminal: bool = True,
    elsewhere: bool = False,
    by_hand_only: bool = False,
) -> Iterator[ChosenApprover]:
    """Yield the approver that the settings name; by default the first available of card, terminal, and none.

    A `private` display is unattended: no card is shown there, and no input is watched. Without `at_terminal` the
    terminal is an agent's, and the person isn't asked there. With `elsewhere` the run works on a desk, and the person
    continues to work here; with `by_hand_only` its host is in another process, whose input must not be taken for the
    person's. Raises SettingsError when the named approver is not available.
    """
    with ExitStack() as stack:
        watch = partial(_watch_input, settings, environment, elsewhere=elsewhere, by_hand_only=by_hand_only)
        presence = None if private else watch()
        if presence is not None:
            stack.callback(presence.close)
        name = settings.run.approver
        if name in {"overlay", None}:
            why_not = _why_no_card(settings.person, environment, presence)
            if presence is not None and not why_not:
                windows = _open_windows(settings, environment, presence, framed=not elsewhere)
                yield ChosenApprover("overlay", _card_approver(windows, settings, presence), presence, windows)
                return
            is_asked_in_browser = settings.watch.on and (private or elsewhere or settings.watch.approve)
            if name == "overlay" and is_asked_in_browser:
                terminal.warn(_NO_CARD)
                yield ChosenApprover("none", AbsentApprover(), presence)
                return
            if name == "overlay":
                raise SettingsError(
                    Message("A card can't be shown: {why_not}", why_not=why_not),
                    Message("Use --approver terminal, or none."),
                )
        attended = None if name == "none" or not at_terminal else controlling_terminal()
        if attended is not None:
            stack.callback(attended.close)
            # A run on a desk can't type into this terminal. A run on this screen could, so its keys are watched.
            presence = None if elsewhere and presence is not None and presence.lacks else presence
            watched = None if elsewhere else _progress_windows(settings, environment, presence)
            paused_with_notice = partial(_with_waiting_notice, watched, paused) if watched else paused
            asking = _terminal_approver(attended, settings, paused_with_notice, presence, in_words=in_words)
            yield ChosenApprover("terminal", asking, presence, watched)
            return
        if name == "terminal":
            raise SettingsError(
                _NO_TERMINAL, Message("Run this in a terminal, or use --approver none to refuse everything.")
            )
        yield ChosenApprover("none", AbsentApprover(), presence)


def _watch_input(
    settings: Settings, environment: Mapping[str, str], *, elsewhere: bool, by_hand_only: bool
) -> Presence:
    from desktop_agent.presence.reduced import StopsOnly
    from desktop_agent.runtime.desktop.watch import watch_person

    where = {"by_hand_only": by_hand_only, "runs_elsewhere": elsewhere}
    presence = watch_person(settings, environment, **where, asks=terminal.warn)
    return StopsOnly(presence) if elsewhere else presence


@contextmanager
def _with_waiting_notice(windows: RunWindows, paused: PausedOutput) -> Iterator[None]:
    """Let badge and tray show that a question at the terminal waits for its answer."""
    with paused():
        windows.tell_question("")
        try:
            yield
        finally:
            windows.tell_question(None)


def _progress_windows(
    settings: Settings, environment: Mapping[str, str], presence: Presence | None
) -> RunWindows | None:
    """Return the windows that show the run's progress on this screen while the person answers at the terminal."""
    from desktop_agent.ui.qt.availability import why_no_card

    return None if presence is None or why_no_card(environment) else _open_windows(settings, environment, presence)


def _open_windows(
    settings: Settings, environment: Mapping[str, str], presence: Presence, *, framed: bool = True
) -> RunWindows:
    """Return the windows for the part of the desktop in the settings; ScreenError without a screen."""
    from desktop_agent.ui.session.capture_area import captured

    windows = RunWindows(captured(settings, environment), framed=framed)
    presence.watch(windows.badge.take_hand, lambda _how: None)
    return windows


@dataclass(frozen=True, slots=True)
class Widening:
    """A change that needs the person's yes: a heading, its lines, and the command that asks at a terminal."""

    heading: str
    lines: tuple[str, ...]
    command: str


def ask_agreement(
    widening: Widening,
    environment: Mapping[str, str],
    *,
    at_terminal: bool = True,
    is_given_up: Callable[[], bool] = lambda: False,
) -> bool:
    """Ask the person outside of a run, in the terminal or else a window; SettingsError where there is neither.

    Without `at_terminal` the terminal is an agent's. The window closes once `is_given_up` returns True.
    """
    from desktop_agent.settings import Settings

    attended = controlling_terminal() if at_terminal else None
    if attended is not None:
        attended.close()
        return confirm_at_terminal(widening.heading, Settings(), environment, widening.lines)
    from desktop_agent.ui.qt.availability import why_no_window

    if why := why_no_window(environment):
        raise SettingsError(
            sentences(_NO_TERMINAL, why), Message("Run this in a terminal: {command}", command=widening.command)
        )
    from desktop_agent.ui.preferences.confirm_window import ask_in_window

    terminal.warn(Message("Answer in the window “Confirm changes”."))
    return ask_in_window(widening.heading, widening.lines, widening.command, environment, is_given_up)


def confirm_at_terminal(
    text: str, settings: Settings, environment: Mapping[str, str], lines: Sequence[str] = ()
) -> bool:
    """Ask the person at the terminal, outside of a run; SettingsError without a terminal."""
    from desktop_agent.runtime.desktop.watch import watch_person

    with ExitStack() as stack:
        terminal = controlling_terminal()
        if terminal is None:
            raise SettingsError(_NO_TERMINAL, Message("Run this in a terminal, or confirm it in Settings."))
        stack.callback(terminal.close)
        presence = watch_person(settings, environment)
        stack.callback(presence.close)
        asking = _terminal_approver(terminal, settings, nullcontext, presence, in_words=False)
        return asyncio.run(asking.confirm(text, lines))


def _terminal_approver(
    terminal: ControllingTerminal,
    settings: Settings,
    paused: PausedOutput,
    presence: Presence | None,
    *,
    in_words: bool,
) -> TerminalApprover:
    # The person's terminal cannot be on a private display.
    here = is_on_screen if presence is not None else lambda: False
    chord = None
    if presence is not None and presence.reports_chords and not presence.reports_source:
        chord = ChordAtTerminal(tuple(settings.person.approve_chord.split("+")), presence.held_for)
    guard = LineGuard(presence, here, challenge=_needs_digits(settings.person, presence), chord=chord)
    return TerminalApprover(terminal, paused, within_s=settings.run.answer_within, in_words=in_words, guard=guard)


def _needs_digits(person: PersonSettings, presence: Presence | None) -> bool:
    """Return whether a yes is four digits: by the setting, or as a person's keys can't be distinguished from ours."""
    return person.approve_with == "challenge" or (presence is not None and bool(presence.lacks))


def _why_no_card(person: PersonSettings, environment: Mapping[str, str], presence: Presence | None) -> str:
    from desktop_agent.presence.choose import why_not
    from desktop_agent.ui.qt.availability import why_no_card

    if presence is None:
        return Message("the screen is private, and no one is watching it.")
    if why := why_no_card(environment):
        return why
    if presence.reports_source or presence.reports_touch or _needs_digits(person, presence):
        return ""
    return sentences(
        why_not(environment), Message("(With person.approve_with = “challenge”, you're asked to type digits instead.)")
    )


class RunWindows:
    """The windows of a run from the command line, on a part of the desktop: the Qt thread, badge and frame.

    Nothing is shown until `run` is set. A run that works elsewhere has no frame here, and its windows don't move.
    """

    def __init__(self, box: Rect, *, framed: bool = True) -> None:
        """Take the part of the desktop, in pixels."""
        from desktop_agent.ui.overlay.overlays import QtOverlays
        from desktop_agent.ui.qt.executor import QtExecutor
        from desktop_agent.ui.status.status_badge import StatusBadge

        self.host = QtExecutor()
        self.framed = framed
        self.card: OverlayApprover | None = None
        self.overlays = QtOverlays(self.host, box, self)
        self.badge = StatusBadge(self.host, self.overlays, self, framed=framed)
        self.run: RunClient | None = None

    def tell_question(self, sentence: str | None) -> None:
        """Announce a question at the terminal, or its end (None); may be called from any thread."""
        self.host.call(lambda: self.host.tell_question(sentence))

    def share(self, area: Rect) -> None:
        """Move to the part of the desktop that the person shares; before anything is shown."""
        self.overlays.monitor = area
        if self.card is not None:
            self.card.monitor = area

    async def until_gone(self, boxes: Sequence[Rect], kinds: Sequence[MarkKind] = KINDS) -> None:
        """Return when the run sees our watermark nowhere in these parts of the desktop."""
        if self.run is not None:
            await self.run.until_gone(boxes, kinds)

    async def is_seen(self, box: Rect, within_s: float) -> bool:
        """Return whether the run sees our watermark in a part of the desktop within a time."""
        return self.run is not None and await self.run.is_seen(box, within_s)

    def stop(self, by: StopSource) -> None:
        """Stop the run."""
        if self.run is not None:
            self.run.stop(by)

    def pause(self, by: str, reason: str) -> None:
        """Make the run wait."""
        if self.run is not None:
            self.run.pause(by, reason)


def _card_approver(windows: RunWindows, settings: Settings, presence: Presence) -> OverlayApprover:
    from desktop_agent.ui.session.capture_area import card_approver

    card = card_approver(
        windows.overlays.monitor, settings, windows.host, presence, windows, elsewhere=not windows.framed
    )
    card.on_stop = lambda: windows.stop("human")
    windows.card = card
    return card


def asks_for(command: str) -> Callable[[Mapping[str, tuple[object, object]]], None]:
    """Return what asks the person before a command lets runs do more; it raises SettingsError without a yes."""

    def ask(widened: Mapping[str, tuple[object, object]]) -> None:
        from desktop_agent.cli.terminal import changes_in_toml

        if widened and not ask_agreement(Widening(WIDENS, changes_in_toml(widened), command), os.environ):
            raise SettingsError(Message("Nothing was changed, because you didn't agree."))

    return ask
