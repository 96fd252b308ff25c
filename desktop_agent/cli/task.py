"""The task in words: from the command line, from stdin or from a file, and fit to be sent."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from desktop_agent.core.errors import SettingsError

MOST_BYTES = 1_000_000
_ALLOWED_CONTROLS = "\n\t\r"


def task_from(argument: str | None, file: Path | None) -> str:
    """Return the task; `-` reads stdin.

    Raises SettingsError when there is none, or two, or when it is too long or no text.
    """
    if argument is not None and file is not None:
        raise SettingsError("The task is given twice.", "Give either TASK or --task-file, not both.")
    if file is not None:
        return _checked(_from_file(file), str(file))
    if argument is None:
        raise SettingsError("There is no task.", "Say what to do, in quotes: desktop-agent run 'click “OK”'.")
    if argument == "-":
        return _checked(_from_stdin(), "stdin")
    return _checked(argument.encode("utf-8", "surrogateescape"), "the command line")


def _from_file(file: Path) -> bytes:
    try:
        # A pipe is fine (a shell's <(…)); a device such as /dev/zero would never end.
        if stat.S_ISCHR(file.stat().st_mode) or stat.S_ISBLK(file.stat().st_mode):
            raise SettingsError(f"{file} is a device.", "Give a text file.")
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.", "Give a readable text file.") from error


def _from_stdin() -> bytes:
    try:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    except (OSError, AttributeError) as error:
        raise SettingsError("Standard input cannot be read.", "Pipe the task in, or use --task-file.") from error


def _checked(raw: bytes, source: str) -> str:
    if len(raw) > MOST_BYTES:
        raise SettingsError(f"The task from {source} is longer than 1 MB.", "Say it shorter.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"The task from {source} is no UTF-8 text.", "Save it as plain text in UTF-8.") from error
    odd = next((char for char in text if ord(char) < ord(" ") and char not in _ALLOWED_CONTROLS), "")
    if odd:
        message = f"The task from {source} holds the control character U+{ord(odd):04X}."
        raise SettingsError(message, "Take it out: a task is plain text.")
    if not text.strip():
        raise SettingsError(f"The task from {source} is empty.", "Say what to do, in words.")
    return text.strip()
