"""The programs of this computer as functions, by their desktop entries; each call needs an approval.

The complete command is the entry's own, runs without a shell, and is in the question.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_agent.core.actions.action import OPENS, STARTS, Function, Invoke, StartedProgram
from desktop_agent.core.pictures import Window
from desktop_agent.core.programs import BROWSERS, LAUNCHERS, TERMINALS, is_interpreter, is_one_of
from desktop_agent.lib.child_process import START_FOLDER
from desktop_agent.lib.desktop_entries import programs_to_start
from desktop_agent.lib.installed_programs import InstalledPrograms, installed_programs, is_installed

_ENDS_WITHIN_S = 20.0
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "fish"})
_EXECUTABLE = b"\x7fELF"
# For these a yes to the start doesn't cover the work: each line and each started program is asked about.
_ASKED_INSIDE = LAUNCHERS | TERMINALS
# What a program with windows needs besides what every program gets.
_ENVIRONMENT = (
    "DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP", "XDG_DATA_DIRS", "XDG_DATA_HOME", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
    "XDG_STATE_HOME", "GTK_THEME", "GDK_SCALE", "GDK_BACKEND", "QT_QPA_PLATFORM", "QT_QPA_PLATFORMTHEME",
    "QT_SCALE_FACTOR", "XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE",
)  # fmt: skip


def program_functions(environment: Mapping[str, str]) -> Mapping[str, Function]:
    """Return a function for each program with a desktop entry, by its name in lower case; of equal names the first.

    It stands under its names in other languages, of its kind and of its file as well, where these are of no other.
    """
    functions: dict[str, Function] = {}
    aliases: dict[str, dict[str, Function]] = {}
    for entry in programs_to_start(environment):
        if Path(entry.command[0]).name in _SHELLS:
            continue
        function = Function(
            name=f"{OPENS}{entry.name}",
            description=f"Starts the program {entry.name}.",
            parameters={"type": "object", "properties": {}, "additionalProperties": False},
            command=(sys.executable, *STARTS, *entry.command),  # noqa: TID251 - begins with -P
            timeout_s=_ENDS_WITHIN_S,
            environment=_ENVIRONMENT,
            cwd=START_FOLDER,
        )
        functions.setdefault(entry.name.casefold(), function)
        for alias in filter(None, {*entry.names.values(), entry.kind, Path(entry.command[0]).name}):
            aliases.setdefault(alias.casefold(), {}).setdefault(entry.name, function)
    alone = {alias: next(iter(programs.values())) for alias, programs in aliases.items() if len(programs) == 1}
    return alone | functions


def name_of_program(function: str) -> str:
    """Return the program that a function of this name starts; empty where it is another function."""
    return function.removeprefix(OPENS) if function.startswith(OPENS) else ""


def started_program(
    call: Invoke, environment: Mapping[str, str], programs: InstalledPrograms | None = None
) -> StartedProgram | None:
    """Return the program that a call starts; None for a call of another kind.

    Its path and its names are empty where another program may run instead, as through a script or a link of the
    person's own. A browser may have the path of the script that starts it: what a yes to it covers goes by its name.
    """
    if not call.started:
        return None
    programs = programs or installed_programs()
    name = call.started[0]
    file = os.path.realpath(shutil.which(name, path=environment.get("PATH")) or "/")
    entry = programs.entry_of(call.started)
    if entry is not None and programs.begins(entry, file):
        is_script_of_browser = _is_browser(file, entry.categories) and not is_interpreter(file)
        path = programs.started_by(entry) or (file if is_script_of_browser else "")
        names = programs.names_of_entry(entry)
        shown = programs.name_of_entry(entry)
        kinds = entry.categories
    else:
        kinds = _kinds_of(call, environment)
        path = file if _runs_alone(call.started, file, kinds) else ""
        names = programs.names_of(path) if is_installed(path) else frozenset[str]()
        shown = call.program
        kinds |= programs.categories_of(path)
    asked_inside = is_one_of(Window(0, program=path, kinds=kinds), _ASKED_INSIDE)
    return StartedProgram(shown, path, names, covers_work=bool(path) and not asked_inside)


def _runs_alone(command: Sequence[str], file: str, kinds: frozenset[str]) -> bool:
    """Return whether a command runs this file and nothing else that its words name, or it is a browser's script."""
    name, *words = command
    if is_interpreter(file) or not all(word.startswith("-") for word in words):
        return False
    runs_itself = Path(file).name == Path(name).name and _is_executable(Path(file))
    return runs_itself or (is_installed(file) and _is_browser(file, kinds))


def _is_browser(file: str, kinds: frozenset[str]) -> bool:
    return is_one_of(Window(0, program=file, kinds=kinds), BROWSERS)


def _kinds_of(call: Invoke, environment: Mapping[str, str]) -> frozenset[str]:
    """Return the categories of the entries with a call's command."""
    entries = (entry for entry in programs_to_start(environment) if entry.command == call.started)
    return frozenset[str]().union(*(entry.categories for entry in entries))


def _is_executable(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_EXECUTABLE)) == _EXECUTABLE
    except OSError:
        return False
