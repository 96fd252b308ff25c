"""What starts the program from a desktop: its command line, and an entry as freedesktop.org specifies it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

NAME, TITLE = "desktop-agent", "Desktop Agent"
GROUP = "Desktop Entry"
_HOME = "DESKTOP_AGENT_HOME"


def command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return what starts the tray program as this one was started, with folders of its own where it has some."""
    beside = Path(sys.executable).parent / (f"{NAME}.exe" if sys.platform == "win32" else NAME)
    program = (str(beside),) if beside.exists() else (sys.executable, "-m", "desktop_agent")
    own = environment.get(_HOME, "")
    folder = ("env", f"{_HOME}={Path(own).expanduser().absolute()}") if own and sys.platform != "win32" else ()
    return (*folder, *program, "tray")


def entry_text(words: tuple[str, ...], *more: str) -> str:
    """Return an entry that starts the program with these words, and holds these lines, too."""
    program = words[2] if words[0] == "env" else words[0]
    lines = (
        f"[{GROUP}]",
        "Type=Application",
        f"Name={TITLE}",
        f"Exec={' '.join(map(_quoted, words))}",
        f"TryExec={program}",
        f"Icon={NAME}",
        "Terminal=false",
    )
    return "\n".join((*lines, *more, ""))


def _quoted(word: str) -> str:
    """Return a word of an Exec line: quoted where the specification asks for it."""
    escaped = "".join(f"\\{char}" if char in '"`$\\' else char for char in word).replace("%", "%%")
    if word == escaped and word.isascii() and not set(word) & set(" \t'><~|&;*?#()"):
        return word
    # The whole value is a string of the file, in which a backslash stands doubled.
    return '"' + escaped.replace("\\", "\\\\") + '"'
