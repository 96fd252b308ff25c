"""The categories of a program in its desktop entries, only for programs that an administrator installed.

A program that a person, or a run, has installed may have any entry.
"""

from __future__ import annotations

import configparser
import os
import shutil
import stat
from functools import lru_cache
from pathlib import Path

from desktop_agent.core.frame import Window
from desktop_agent.core.programs import is_interpreter

_ENTRIES = Path("/usr/share/applications")
_WORKSHOPS = frozenset({"Development", "IDE", "Building", "Debugger", "GUIDesigner"})
_SETTINGS = frozenset({"Settings", "DesktopSettings", "HardwareSettings"})
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def kinds(window: Window) -> frozenset[str]:
    """Return the categories of a window's program; none for a program that users may change."""
    return kinds_of(_name(window.program)) if is_installed(window.program) else frozenset()


def builds(window: Window) -> bool:
    """Return whether a program builds and runs other programs, by its desktop entry."""
    return bool(kinds_of(_name(window.program)) & _WORKSHOPS)


def is_installed(program: str) -> bool:
    """Return whether an administrator alone can change a program's file, and the folder that it lies in."""
    parts = program.split(" ")
    if not program.startswith("/") or any(part.startswith("-") for part in parts):
        return False
    return all(_is_fixed(part) and _is_fixed(os.path.dirname(part)) for part in parts if part.startswith("/"))  # noqa: PTH120 - the text of /proc


@lru_cache(maxsize=64)
def kinds_of(program: str) -> frozenset[str]:
    """Return the categories of all desktop entries that stand for a program; it is for settings where each says so."""
    entries = _kinds_of(program)
    every = frozenset.intersection(*entries) if entries else frozenset[str]()
    return frozenset[str]().union(*entries) - (_SETTINGS - every)


def _name(program: str) -> str:
    return _stem(program.rsplit(" ", maxsplit=1)[-1])


def _stem(path: str) -> str:
    """Return a program's name: that of the final executable, without the suffix that marks it apart from a script."""
    return os.path.realpath(path).rpartition("/")[2].removesuffix(".bin").removesuffix("-bin")


def _is_fixed(path: str) -> bool:
    try:
        status = Path(path).stat()
    except OSError:
        return False
    return status.st_uid == 0 and not status.st_mode & _OTHERS_MAY_WRITE


def _kinds_of(program: str) -> tuple[frozenset[str], ...]:
    """Return the categories by each desktop entry that stands for a program."""
    return tuple(kinds for command, kinds in _entries() if command == program)


@lru_cache(maxsize=1)
def _entries() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return what the system's desktop entries run, and their categories."""
    entries = []
    for path in sorted(_ENTRIES.glob("*.desktop")) if _ENTRIES.is_dir() else ():
        entry = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=False)
        try:
            entry.read(path, encoding="utf-8")
            command = entry["Desktop Entry"].get("Exec", "")
            kinds = entry["Desktop Entry"].get("Categories", "")
        except (OSError, UnicodeDecodeError, configparser.Error, KeyError):
            continue
        words = (word for word in command.split() if word != "env" and "=" not in word)
        runs = _stem(shutil.which(next(words, "")) or "")
        if runs and not is_interpreter(runs):  # which stands for whatever it is told to run
            entries.append((runs, frozenset(kinds.strip(";").split(";"))))
    return tuple(entries)
