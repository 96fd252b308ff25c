"""Shows a task, and asks the person at the terminal whether it may run as it is."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, visible
from desktop_agent.lib.paths import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_agent.tasks.saved.store import TaskFile

_CONFIRM = Message("Confirm only if you want exactly this every time the task runs.")


def check_allowed(file: TaskFile, written: str, flags: Mapping[str, object], *, is_saved: bool) -> None:
    """Ask for the confirmation of a task that needs one to run with these flags; SettingsError for a no.

    The person's own `--mode auto` stands for it where a file that isn't saved here widens nothing.
    """
    if _needs_confirmation(file, flags, is_saved=is_saved):
        check_confirmed(file, written)


def check_allowed_unasked(file: TaskFile, written: str, flags: Mapping[str, object], *, is_saved: bool) -> None:
    """Raise SettingsError where a task that a program starts needs a confirmation and has none: no one is asked."""
    from desktop_agent.tasks.saved.store import TaskStore

    if _needs_confirmation(file, flags, is_saved=is_saved) and not TaskStore(places().config).is_confirmed(file):
        raise _unconfirmed_error(file, written)


def _needs_confirmation(file: TaskFile, flags: Mapping[str, object], *, is_saved: bool) -> bool:
    from desktop_agent.tasks.saved.widening import widens

    return is_saved or flags.get("mode") != "auto" or widens(file.task, flags)


def check_confirmed(file: TaskFile, written: str) -> None:
    """Ask for the confirmation of a task that has none; SettingsError for a no. `written` is its name or its file."""
    if ask_to_confirm(file):
        return
    if sys.stdin.isatty():
        raise SettingsError(
            Message("You haven't confirmed the “{name}” task, so it won't run.", name=file.name),
            Message("If it isn't what you want, change it in an editor."),
        )
    raise _unconfirmed_error(file, written)


def _unconfirmed_error(file: TaskFile, written: str) -> SettingsError:
    return SettingsError(
        Message("You haven't confirmed the “{name}” task, or it has changed since you did.", name=file.name),
        Message("Review and confirm it in a terminal: desktop-agent run {name}", name=shlex.quote(written)),
    )


def ask_to_confirm(file: TaskFile) -> bool:
    """Show a task that isn't confirmed and ask the person at the terminal; without a terminal the answer is no."""
    from desktop_agent.cli.approver import confirm_at_terminal
    from desktop_agent.settings import Settings
    from desktop_agent.tasks.saved.store import TaskStore

    store = TaskStore(places().config)
    if store.is_confirmed(file):
        return True
    if not sys.stdin.isatty():
        return False
    print_task(file, on_stderr=True)
    if not confirm_at_terminal(_CONFIRM, Settings(), os.environ):
        return False
    store.confirm(file)
    return True


def print_task(file: TaskFile, *, on_stderr: bool = False) -> None:
    """Print the complete text of a task, with hidden characters made visible."""
    write_line = terminal.warn if on_stderr else terminal.say
    for line in file.text.rstrip("\n").split("\n"):
        write_line(visible(line, terminal.LONGEST_LINE))
