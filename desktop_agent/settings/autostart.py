"""Starts the program with the desktop, and writes its entry for menus.

Whether it starts is known to the system alone: no setting repeats it.

On Linux that is an entry in the folder of the XDG autostart specification, on macOS a launch agent, on Windows a value
in the registry. A person may remove or switch off any of them elsewhere; then it is off here, too.
"""

from __future__ import annotations

import configparser
import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.message import Message
from desktop_agent.lib.child_process import python_command

_SWITCH = "X-GNOME-Autostart-enabled"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
NAME = "desktop-agent"
TITLE = "Desktop Agent"
GROUP = "Desktop Entry"
_HOME = "DESKTOP_AGENT_HOME"


class Autostart(Protocol):
    """One system's way to start the program with the desktop."""

    def is_on(self) -> bool:
        """Tell whether the program will start with the desktop."""

    def turn(self, *, on: bool) -> None:
        """Have it start with the desktop, or not any more; SettingsError when that cannot be written."""


def autostart(environment: Mapping[str, str] = os.environ) -> Autostart:
    """Return this system's way."""
    match sys.platform:
        case "win32":
            return RegistryAutostart(environment)
        case "darwin":
            home = Path(environment.get("HOME") or Path.home())
            return LaunchAgent(home / "Library" / "LaunchAgents" / f"{NAME}.plist", environment)
        case _:
            home = Path(environment.get("HOME") or Path.home())
            config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
            return XdgAutostart(config / "autostart" / f"{NAME}.desktop", environment)


class XdgAutostart:
    """An entry in the autostart folder, as freedesktop.org specifies it."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self._file = file
        self._environment = environment

    def is_on(self) -> bool:
        """Tell whether there is an entry that desktops would carry out."""
        entry = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
        try:
            if not entry.read(self._file, encoding="utf-8"):
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
        _put(self._file, text.encode() if on else None)


class LaunchAgent:
    """A property list that launchd reads when the person logs in. Not yet run."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self._file = file
        self._environment = environment

    def is_on(self) -> bool:
        """Tell whether there is one that starts something."""
        try:
            found = plistlib.loads(self._file.read_bytes())
        except (OSError, ValueError, plistlib.InvalidFileException):
            return False
        return bool(found.get("RunAtLoad")) and not found.get("Disabled")

    def turn(self, *, on: bool) -> None:
        """Write it, or remove it; it counts from the next login on."""
        words = {"Label": NAME, "ProgramArguments": [*start_command(self._environment)], "RunAtLoad": True}
        _put(self._file, plistlib.dumps(words) if on else None)


class RegistryAutostart:
    """A value under the key that Windows reads when the person logs in. Not yet run."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._winreg: Any = import_module("winreg")

    def is_on(self) -> bool:
        """Tell whether there is such a value."""
        try:
            with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                self._winreg.QueryValueEx(key, TITLE)
        except OSError:
            return False
        return True

    def turn(self, *, on: bool) -> None:
        """Write it, or remove it."""
        winreg = self._winreg
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                if on:
                    line = subprocess.list2cmdline(start_command(self._environment))
                    winreg.SetValueEx(key, TITLE, 0, winreg.REG_SZ, line)
                elif self.is_on():
                    winreg.DeleteValue(key, TITLE)
        except OSError as error:
            raise SettingsError(
                Message("The registry can't be written: {strerror}.", strerror=error.strerror),
                Message("Ask its administrator."),
            ) from error


def _put(file: Path, content: bytes | None) -> None:
    """Write a file, or remove it."""
    try:
        if content is None:
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    except OSError as error:
        raise unwritable(file, error, Message("Make its folder writable.")) from error


def start_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that starts the tray program as this one was started, with its own folders if it has some."""
    own = environment.get(_HOME, "")
    folder = ("env", f"{_HOME}={Path(own).expanduser().absolute()}") if own and sys.platform != "win32" else ()
    return (*folder, *program_words(), "tray")


def program_words() -> tuple[str, ...]:
    """Return the words that start this program as this one was started."""
    folder = Path(sys.executable).parent  # noqa: TID251 - where our own program lies
    beside = folder / (f"{NAME}.exe" if sys.platform == "win32" else NAME)
    return (str(beside),) if beside.exists() else tuple(python_command("desktop_agent"))


def entry_text(words: tuple[str, ...], *more: str) -> str:
    """Return an entry that starts the program with these words, and holds these lines, too."""
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
    # The whole value is a string of the file, in which a backslash stands doubled.
    return '"' + escaped.replace("\\", "\\\\") + '"'
