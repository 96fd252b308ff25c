"""Answers that are remembered for always: “Always for this button” on a card.

They are in `remembered.toml` beside the settings. Each is for one act on one control of one program: never for a title
or a picture alone, and never for what a rule asks about.
"""

from __future__ import annotations

from dataclasses import astuple, fields
from pathlib import Path
from threading import Lock

from desktop_agent.core.decision import RememberedControl
from desktop_agent.core.errors import SettingsError
from desktop_agent.settings.entry_file import EntryFile, EntryForm

NAME = "remembered.toml"
_KEYS = tuple(one.name for one in fields(RememberedControl))
_MAY_BE_EMPTY = frozenset({"site", "title"})
_FORM = EntryForm(
    "answer",
    _KEYS,
    lambda entry: all(value or key in _MAY_BE_EMPTY for key, value in zip(_KEYS, entry, strict=True)),
    "# Buttons that a run may always press. Taken back in Settings, or by deleting an entry here.\n",
    "an answer with program, window, role, control and act",
)


class RememberedAnswers:
    """The user's remembered answers; thread-safe."""

    def __init__(self, path: Path) -> None:
        """Take the file, which need not exist; SettingsError when it cannot be read."""
        self._file = EntryFile(path, _FORM)
        self._run: set[RememberedControl] = set()  # what could not be written
        self._lock = Lock()
        self.all()

    def covers(self, control: RememberedControl) -> bool:
        """Tell whether the person has said yes to it for always."""
        with self._lock:
            return control in self._run or astuple(control) in self._file.entries()

    def keep(self, control: RememberedControl) -> None:
        """Store an answer; SettingsError when it cannot be written, and then it holds for this run."""
        with self._lock:
            entries = self._file.entries()
            if astuple(control) in entries:
                return
            try:
                self._file.write((*entries, astuple(control)))
            except SettingsError:
                self._run.add(control)
                raise

    def all(self) -> tuple[RememberedControl, ...]:
        """Return what is stored, oldest first."""
        with self._lock:
            return tuple(RememberedControl(*entry) for entry in self._file.entries())

    def take_back(self, *controls: RememberedControl) -> None:
        """Forget these; the next time is asked about again."""
        gone = {astuple(control) for control in controls}
        with self._lock:
            self._run -= {*controls}
            self._file.write(entry for entry in self._file.entries() if entry not in gone)
