"""What people call a program: the one name that a card, a record and a scope have for it."""

from __future__ import annotations

import re

from desktop_agent.core.frame import Window

_INTERPRETER = re.compile(
    r"(?:python|pypy|perl|ruby|node|nodejs|bun|deno|java|bash|dash|zsh|ksh|fish|sh|lua|luajit|php|wish|tclsh|guile|gjs"
    r"|mono|dotnet|electron)[0-9.]*",
    re.IGNORECASE,  # on macOS it is called Python
)
_ENDINGS = re.compile(r"(?:\.(?:exe|py|pyw|bin|real|sh|pl|rb|js|jar|appimage|app)|-wrapped|-wrapper)+$")
_DOTTED = re.compile(r"\w+(?:\.[a-zA-Z]\w*)+")


def is_interpreter(executable: str) -> bool:
    """Tell whether what a program does depends on a script, by its path or its file's own name."""
    return _INTERPRETER.fullmatch(last_part(executable)) is not None


def what_runs(window: Window) -> str:
    """Return a file's own name: of the script or module that an interpreter runs, else of the program."""
    executable, _, script = window.program.partition(" ")
    reads = last_part(executable) == window.app or (not window.app and is_interpreter(executable))
    runs = script.removeprefix("-m ") if reads else ""
    return last_part(runs) if runs and not runs.startswith("-") else window.app or last_part(window.program)


def spoken(name: str) -> str:
    """Return how to say a file's own name in a sentence; empty where there is nothing to say."""
    plain = without_endings(name)
    # Window classes such as org.gnome.TextEditor, and modules such as package.program.
    plain = plain.rpartition(".")[2] if _DOTTED.fullmatch(plain) else plain
    words = plain.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def without_endings(name: str) -> str:
    """Return a file's name without what tells only its kind."""
    return _ENDINGS.sub("", name)


def last_part(path: str) -> str:
    """Return a file's own name."""
    return re.split(r"[/\\]", path)[-1]
