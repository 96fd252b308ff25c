"""Starts the program with the desktop, and writes its entry for menus.

The state is the entry in the folder of the XDG autostart specification, on Linux alone; no setting repeats it. A person
may also remove or disable that entry with other programs.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop_agent.core.errors import unwritable
from desktop_agent.core.texts.message import Message
from desktop_agent.installation import program_words
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.traces import Trace, file_of_ours

_SWITCH = "X-GNOME-Autostart-enabled"
NAME = "desktop-agent"
TITLE = "Desktop Agent"
GROUP = "Desktop Entry"
_HOME = "DESKTOP_AGENT_HOME"
_OURS = re.compile(rb"desktop[-_]agent")


def autostart(environment: Mapping[str, str] = os.environ) -> XdgAutostart:
    """Return this person's autostart entry; only Linux desktops use it."""
    home = Path(environment.get("HOME") or Path.home())
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return XdgAutostart(config / "autostart" / f"{NAME}.desktop", environment)


class XdgAutostart:
    """An entry in the autostart folder, as freedesktop.org specifies it."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self.file = file
        self._environment = environment

    def is_on(self) -> bool:
        """Return whether there is an enabled entry."""
        entry = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
        try:
            if not entry.read(self.file, encoding="utf-8"):
                return False
        except (configparser.Error, UnicodeDecodeError, OSError):
            return False
        off = entry.get(GROUP, "Hidden", fallback="").strip() == "true"
        off = off or entry.get(GROUP, _SWITCH, fallback="").strip() == "false"
        program = entry.get(GROUP, "TryExec", fallback="").strip()
        return entry.has_option(GROUP, "Exec") and not off and (not program or shutil.which(program) is not None)

    def turn(self, *, on: bool) -> None:
        """Write the entry, or remove it."""
        text = entry_text(start_command(self._environment), f"{_SWITCH}=true")
        write_or_remove(self.file, text.encode() if on else None)


def write_or_remove(file: Path, content: bytes | None) -> None:
    """Write a file of ours in the person's own folders, or remove it; SettingsError if that can't be done."""
    try:
        if content is None:
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(file, (content,), mode=0o644)
    except OSError as error:
        raise unwritable(file, error, if_denied=Message("Make its folder writable.")) from error


def start_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that starts the tray program like this process, with its own folders if they are set."""
    own = environment.get(_HOME, "")
    folder = ("env", f"{_HOME}={Path(own).expanduser().absolute()}") if own and sys.platform != "win32" else ()
    return (*folder, *program_words(), "tray")


def entry_text(words: tuple[str, ...], *more: str) -> str:
    """Return a desktop entry that starts the program with these words; `more` are further lines."""
    program = words[2] if words[0] == "env" else words[0]
    lines = (
        f"[{GROUP}]",
        "Type=Application",
        f"Name={TITLE}",
        f"Exec={' '.join(map(_exec_word, words))}",
        f"TryExec={program}",
        f"Icon={NAME}",
        "Path=/",
        "Terminal=false",
    )
    return "\n".join((*lines, *more, ""))


def _exec_word(word: str) -> str:
    """Return a word of an Exec line: quoted where the specification asks for it."""
    escaped = "".join(f"\\{char}" if char in '"`$\\' else char for char in word).replace("%", "%%")
    if word == escaped and word.isascii() and not set(word) & set(" \t'><~|&;*?#()"):
        return word
    # The complete value is a string in the file, in which backslashes are doubled.
    return '"' + escaped.replace("\\", "\\\\") + '"'


def starts_us(entry: bytes) -> bool:
    """Return whether a desktop entry starts this program, whichever way it was installed."""
    return any(line.startswith(b"Exec=") and _OURS.search(line) for line in entry.splitlines())


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the entry that starts the program with the desktop."""
    yield from file_of_ours(Message("Start with the desktop"), autostart(environment).file, starts_us)
