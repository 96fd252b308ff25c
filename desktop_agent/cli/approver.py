"""Chooses who is asked: the person by a card on their screen, at the controlling terminal, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_agent.cli.card import OnScreen, on_screen
from desktop_agent.cli.prompt import own_terminal
from desktop_agent.cli.prompt.asking import TerminalApprover
from desktop_agent.cli.prompt.line_guard import LineGuard
from desktop_agent.cli.prompt.tty import Terminal, controlling_terminal
from desktop_agent.core.errors import SettingsError
from desktop_agent.run.absent import AbsentApprover

if TYPE_CHECKING:
    from desktop_agent.core.mode import ApproverName
    from desktop_agent.core.presence import Presence
    from desktop_agent.run.ports import Approver
    from desktop_agent.settings import PersonSettings, Settings

PausedOutput = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is asked, what watches their hand (None: nothing), and the windows, where they are asked by a card."""

    name: ApproverName
    approver: Approver
    presence: Presence | None = None
    windows: OnScreen | None = None


@contextmanager
def desk(
    settings: Settings, environment: Mapping[str, str], paused: PausedOutput, *, in_words: bool, private: bool
) -> Iterator[Desk]:
    """Give the approver that the settings name; else the card, else the terminal, else nobody, whichever can be had.

    On a `private` display nobody sits: there is no card, and nobody's hand is watched. Raises SettingsError when the
    one that is named cannot be had.
    """
    from desktop_agent.app.prepare import watch_person

    with ExitStack() as stack:
        presence = None if private else watch_person(settings, environment)
        if presence is not None:
            stack.callback(presence.close)
        wanted = settings.run.approver
        if wanted in {"overlay", None}:
            why_not = _why_no_card(settings.person, environment, presence)
            if presence is not None and not why_not:
                windows = on_screen(settings, environment, presence)
                yield Desk("overlay", windows.card, presence, windows)
                return
            if wanted == "overlay":
                raise SettingsError(f"No card can ask on this screen: {why_not}", "Use --approver terminal, or none.")
        terminal = None if wanted == "none" else controlling_terminal()
        if terminal is not None:
            stack.callback(terminal.close)
            yield _at_terminal(terminal, settings, paused, presence, in_words=in_words)
            return
        if wanted == "terminal":
            raise SettingsError(
                "There is no terminal to ask on.", "Start it from a terminal, or use --approver none: all is refused."
            )
        yield Desk("none", AbsentApprover(), presence)


def _at_terminal(
    terminal: Terminal, settings: Settings, paused: PausedOutput, presence: Presence | None, *, in_words: bool
) -> Desk:
    # On a private display no window of the person's can stand.
    here = own_terminal.is_on_screen if presence is not None else lambda: False
    guard = LineGuard(presence, here, challenge=settings.person.approve_with == "challenge")
    asked = TerminalApprover(terminal, paused, within_s=settings.run.answer_within, in_words=in_words, guard=guard)
    return Desk("terminal", asked, presence)


def _why_no_card(person: PersonSettings, environment: Mapping[str, str], presence: Presence | None) -> str:
    from desktop_agent.presence.choose import why_not
    from desktop_agent.ui.qt.availability import why_no_window

    if presence is None:
        return "it is a private one, and nobody sits there."
    if why := why_no_window(environment):
        return why
    if presence.tells_source or person.approve_with == "challenge":
        return ""
    return f"{why_not(environment)} (person.approve_with = “challenge” asks for digits instead.)"
