"""`stop`: ends the current run, from anywhere; for a desktop shortcut that runs a command."""

from __future__ import annotations

from desktop_agent.cli import terminal
from desktop_agent.core.texts.message import Message


def command() -> int:
    """Stop the running task.

    It works like Stop in the tray, for a task started from the tray or a terminal. Bind it to a desktop shortcut if
    this program's own keys don't work there, as on GNOME.
    """
    from desktop_agent.runtime.one_run import stop_run

    terminal.say(Message("Asked the task to stop.") if stop_run() else Message("No task is running."))
    return 0
