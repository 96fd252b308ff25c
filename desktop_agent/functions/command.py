"""What a call runs: the user's program with the arguments filled in, never through a shell, in a bare environment."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop_agent.core.actions import Invoke
from desktop_agent.core.function import Function
from desktop_agent.core.secret_name import without_secrets
from desktop_agent.core.turn import InvalidAction

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]*)\}")
# Variables that every program needs.
_USUAL = frozenset({
    *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"),
    # Without these no program starts on Windows.
    *("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
})  # fmt: skip


class _Unusable(Exception):  # noqa: N818 - no error of the program: it becomes a sentence for the model
    """Why a call cannot become a command."""


def command_of(function: Function, arguments: str, environment: Mapping[str, str]) -> Invoke | InvalidAction:
    """Return the whole call; InvalidAction for an argument that no program can take, or a missing program."""
    cwd = function.cwd or str(Path.home())
    try:
        command = _python(function) if function.python else _filled(function, json.loads(arguments))
        program = _program(command[0], cwd, scrubbed(environment, function.environment).get("PATH"))
    except _Unusable as why:
        return InvalidAction(str(why))
    return Invoke(function.name, arguments, "", (program, *command[1:]), cwd, function.environment)


def scrubbed(environment: Mapping[str, str], let_through: Iterable[str]) -> dict[str, str]:
    """Return the variables that a function gets; one that is named like a secret is left out even if it is listed."""
    names = _USUAL | {*let_through}
    return {name: value for name, value in without_secrets(environment).items() if name in names}


def _python(function: Function) -> tuple[str, ...]:
    # Without -P a file in the folder could take the place of one of this program's own.
    return (sys.executable, "-P", "-m", "desktop_agent.functions.child", function.python)


def _filled(function: Function, values: Mapping[str, object]) -> tuple[str, ...]:
    filled: list[str] = []
    for argument in function.command:
        name = _PLACEHOLDER.fullmatch(argument)
        filled.append(_argument(name[1], values[name[1]], options="--" not in filled) if name else argument)
    return tuple(filled)


def _argument(name: str, value: object, *, options: bool) -> str:
    """Return a value as one argument; `options` tells whether the program would take a leading dash for an option."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "\0" in value:
        raise _Unusable(f"“{name}” holds a null character, which no program can be given.")
    if options and value.startswith("-"):
        raise _Unusable(f"“{name}” must not begin with a dash: the program would take it for an option.")
    return value


def _program(name: str, cwd: str, path: str | None) -> str:
    if name == sys.executable:
        return name
    program = shutil.which(str(Path(cwd, name)) if {"/", "\\"} & {*name} else name, path=path)
    if program is None:
        raise _Unusable(f"The program of this function, {name}, is missing; the user has to mend that.")
    return program
