"""The programs of this computer as functions, by their desktop entries; each call needs an approval.

The complete command is the entry's own, runs without a shell, and is in the question.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop_agent.core.actions import STARTS, Invoke
from desktop_agent.core.frame import Window
from desktop_agent.core.function import Function
from desktop_agent.core.programs import BROWSERS, LAUNCHERS, TERMINALS, is_interpreter, is_one_of
from desktop_agent.lib.child_process import START_FOLDER

_OPENS = "open "
_SECTION = re.compile(r"^\[Desktop Entry\][^\S\n]*\n(.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
_LARGEST = 256_000
_ENDS_WITHIN_S = 20.0
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "fish"})
_EXECUTABLE = b"\x7fELF"
_FIELD_CODE = re.compile(r"%[a-zA-Z]")
# What a program with windows needs besides what every program gets.
_ENVIRONMENT = (
    "DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP", "XDG_DATA_DIRS", "XDG_DATA_HOME", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
    "XDG_STATE_HOME", "GTK_THEME", "GDK_SCALE", "GDK_BACKEND", "QT_QPA_PLATFORM", "QT_QPA_PLATFORMTHEME",
    "QT_SCALE_FACTOR", "XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE",
)  # fmt: skip


def program_functions(environment: Mapping[str, str]) -> Mapping[str, Function]:
    """Return a function for each program with a desktop entry, by its name in lower case; of equal names the first.

    It stands under the names of its kind and of its file as well, where these are of no other program.
    """
    functions: dict[str, Function] = {}
    aliases: dict[str, dict[str, Function]] = {}
    for entry, command in program_entries(environment):
        if Path(command[0]).name in _SHELLS:
            continue
        name = entry["Name"]
        function = Function(
            name=f"{_OPENS}{name}",
            description=f"Starts the program {name}.",
            parameters={"type": "object", "properties": {}, "additionalProperties": False},
            command=(sys.executable, *STARTS, *command),  # noqa: TID251 - begins with -P
            timeout_s=_ENDS_WITHIN_S,
            environment=_ENVIRONMENT,
            cwd=START_FOLDER,
        )
        functions.setdefault(name.casefold(), function)
        for alias in filter(None, (entry.get("GenericName"), Path(command[0]).name)):
            aliases.setdefault(alias.casefold(), {}).setdefault(name, function)
    alone = {alias: next(iter(programs.values())) for alias, programs in aliases.items() if len(programs) == 1}
    return alone | functions


def name_of_program(function: str) -> str:
    """Return the program that a function of this name starts; empty where it is another function."""
    return function.removeprefix(_OPENS) if function.startswith(_OPENS) else ""


def started_executable(call: Invoke, environment: Mapping[str, str]) -> str:
    """Return the path of the executable that a call starts, links followed; empty where another one may run instead.

    That is so for scripts, interpreters, terminals, launchers, links to other names, and commands with arguments other
    than options. It is also empty for browsers, where each site counts.
    """
    name, *words = call.started or ("",)
    path = Path(os.path.realpath(shutil.which(name, path=environment.get("PATH")) or "/"))
    kinds = (
        entry.get("Categories", "").split(";")
        for entry, command in program_entries(environment)
        if command == call.started
    )
    window = Window(0, program=str(path), kinds=frozenset[str]().union(*kinds))
    is_itself = path.name == Path(name).name and all(word.startswith("-") for word in words)
    runs_others = is_interpreter(path.name) or is_one_of(window, BROWSERS | LAUNCHERS | TERMINALS)
    return str(path) if is_itself and not runs_others and _is_executable(path) else ""


def _is_executable(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_EXECUTABLE)) == _EXECUTABLE
    except OSError:
        return False


def program_entries(environment: Mapping[str, str]) -> Iterator[tuple[Mapping[str, str], tuple[str, ...]]]:
    """Yield the desktop entries that a person can start, with their commands, a person's own before the system's.

    Only the first entry with an id counts, even if it is hidden.
    """
    seen = set[str]()
    for folder in _folders(environment):
        for path in sorted(folder.rglob("*.desktop")) if folder.is_dir() else ():
            entry_id = str(path.relative_to(folder)).replace("/", "-")
            if entry_id not in seen and (entry := _read(path)):
                seen.add(entry_id)
                if command := _command(entry, environment):
                    yield entry, command


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    home = environment.get("XDG_DATA_HOME") or str(Path(environment.get("HOME") or Path.home(), ".local", "share"))
    for root in (home, *(environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")):
        if Path(root).is_absolute():
            yield Path(root, "applications")


def _read(path: Path) -> Mapping[str, str]:
    """Return the main section of a desktop entry; empty where it has none, or can't be read."""
    try:
        text = path.read_text(encoding="utf-8") if path.stat().st_size <= _LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return {}
    section = _SECTION.search(text)
    lines = (line.partition("=") for line in section[1].splitlines()) if section else ()
    return {key.strip(): value.strip() for key, mark, value in lines if mark}


def _command(entry: Mapping[str, str], environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command of an entry, without placeholders for files; empty if a person can't start the entry."""
    hidden = any(entry.get(key, "").casefold() == "true" for key in ("Hidden", "NoDisplay", "Terminal"))
    if hidden or entry.get("Type") != "Application" or not entry.get("Name"):
        return ()
    try:
        words = shlex.split(entry.get("Exec", ""))
    except ValueError:
        return ()
    filled = (word.replace("%%", "\0") for word in words if not _FIELD_CODE.fullmatch(word))
    command = tuple(_FIELD_CODE.sub("", word).replace("\0", "%") for word in filled)
    if not command:
        return ()
    path = environment.get("PATH")
    needed = (entry.get("TryExec") or command[0], command[0])
    return command if all(shutil.which(program, path=path) for program in needed) else ()
