"""Which functions that run without asking a person has confirmed; an entry in the settings alone is no confirmation.

Anyone who can write a file can write `verdict = "allow"` into the settings, including a model that uses an editor. So
the first call of such a function needs approval, and the confirmation is stored for exactly this entry and what it
runs: its command, its folder, its schema, and the contents of its program. What has changed needs a new confirmation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256

from desktop_agent.core.function import Function
from desktop_agent.core.message import Message
from desktop_agent.settings.digest import digest_of, programs_of
from desktop_agent.settings.saved import SavedSettings


class Confirmations:
    """The confirmed functions, kept with what else a person has saved; those of the run's beginning count, and new."""

    def __init__(self, saved: SavedSettings, announce: Callable[[str], None] = lambda _: None) -> None:
        self._saved = saved
        self._announce = announce
        self._known = saved.record().functions

    def covers(self, function: Function) -> bool:
        """Tell whether this exact function is confirmed; one that is not from a file needs no confirmation."""
        return not function.from_file or _digest(function) in self._known

    def add(self, function: Function) -> None:
        """Store a confirmation; if it cannot be written, it is valid for this run."""
        digest = _digest(function)
        self._known = self._known | {digest}
        try:
            self._saved.confirm_function(digest)
        except OSError as error:
            self._announce(
                Message(
                    "Your yes to “{name}” could not be kept: {error}. It holds for this run.",
                    name=function.name,
                    error=error,
                )
            )


def _digest(function: Function) -> str:
    entry = {name: value for name, value in asdict(function).items() if name != "from_file"}
    runs = {str(path): digest_of(path) for path in programs_of(function)}
    return sha256(json.dumps([entry, runs], sort_keys=True, default=str).encode()).hexdigest()
