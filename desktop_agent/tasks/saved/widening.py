"""What a task's file lets its run do beyond what the person who starts it has said.

The settings know which of their changes let runs do, show, send or spend more. A file also names what a desk sees, and
expectations, which may run a command or read a file. When in doubt, it widens.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.commands.place import DESK_FLAGS
from desktop_agent.policy.scope import ScopedFolder
from desktop_agent.settings.confirmed import widened
from desktop_agent.tasks.expectations.check import is_off_screen
from desktop_agent.tasks.expectations.expectation import ExpectedCommand, read_expectation
from desktop_agent.tasks.saved.carry_out import terms_of
from desktop_agent.tasks.task import Task

# Of these, whatever a file says is more than the person has said.
_ALWAYS: Final = frozenset({"base_url", "instructions", "param", *DESK_FLAGS}) - {"desk"}


def widens(task: Task, flags: Mapping[str, object]) -> bool:
    """Return whether a task's run may do, see, send or spend more than one with these flags of the person's alone."""
    from desktop_agent.cli.flags import effective_from

    terms = terms_of(task, flags)
    added = {name: flag for name, flag in task.flags.items() if terms.get(name) is flag}
    if any(added.get(name) for name in _ALWAYS):
        return True
    try:
        after = effective_from(terms)
        if widened(effective_from(flags), after):
            return True
    except SettingsError:
        return True
    seen = [Path(scope.path).expanduser() for scope in after.run.allow if isinstance(scope, ScopedFolder)]
    expected = added.get("expect")
    return any(_reads_more(str(words), seen) for words in (expected if isinstance(expected, list | tuple) else ()))


def _reads_more(words: str, seen: list[Path]) -> bool:
    try:
        expected = read_expectation(words)
    except SettingsError:
        return True
    return isinstance(expected, ExpectedCommand) or "{" in words or is_off_screen(expected, seen)
