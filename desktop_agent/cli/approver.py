"""Chooses who is asked: the person at the controlling terminal, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from desktop_agent.cli.asking import TerminalApprover
from desktop_agent.cli.line_guard import LineGuard
from desktop_agent.cli.tty import controlling_terminal
from desktop_agent.core.errors import SettingsError
from desktop_agent.policy.approver import NobodyApproves
from desktop_agent.run.ports import Approver
from desktop_agent.settings import RunSettings


@contextmanager
def chosen(
    wanted: RunSettings, paused: Callable[[], AbstractContextManager[None]], *, in_words: bool
) -> Iterator[Approver]:
    """Give the approver that the settings name, else the terminal's where there is one, else nobody.

    Raises SettingsError when the one that is named cannot be had.
    """
    terminal = None if wanted.approver == "none" else controlling_terminal()
    if terminal is None:
        if wanted.approver == "terminal":
            raise SettingsError(
                "There is no terminal to ask on.", "Start it from a terminal, or use --approver none: all is refused."
            )
        yield NobodyApproves()
        return
    try:
        yield TerminalApprover(terminal, paused, within_s=wanted.answer_within, in_words=in_words, guard=LineGuard())
    finally:
        terminal.close()
