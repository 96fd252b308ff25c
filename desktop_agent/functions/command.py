"""What a call runs: the user's program with the arguments in their places, resolved, and never through a shell."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.core.actions import Invoke
from desktop_agent.core.function import Function
from desktop_agent.core.turn import InvalidAction
from desktop_agent.functions.environment import scrubbed

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]*)\}")


class _Unusable(Exception):  # noqa: N818 - no error of the program: it becomes a sentence for the model
    """Why a call cannot be made into a command."""


def command_of(function: Function, arguments: str, environment: Mapping[str, str]) -> Invoke | InvalidAction:
    """Return the whole call; a Misfit where an argument can be none of a program's, or the program is not there."""
    cwd = function.cwd or str(Path.home())
    try:
        command = _python(function) if function.python else _filled(function, json.loads(arguments))
        program = _program(command[0], cwd, scrubbed(environment, function.environment).get("PATH"))
    except _Unusable as why:
        return InvalidAction(str(why))
    return Invoke(function.name, arguments, "", (program, *command[1:]), cwd, function.environment)


def _python(function: Function) -> tuple[str, ...]:
    # Without -P a file in the folder could take the place of one of this program's own.
    return (sys.executable, "-P", "-m", "desktop_agent.functions.child", function.python)


def _filled(function: Function, values: Mapping[str, object]) -> tuple[str, ...]:
    filled: list[str] = []
    for argument in function.command:
        name = PLACEHOLDER.fullmatch(argument)
        filled.append(_argument(name[1], values[name[1]], options="--" not in filled) if name else argument)
    return tuple(filled)


def _argument(name: str, value: object, *, options: bool) -> str:
    """Return a value as one argument; `options` says whether the program would take a dash for the start of one."""
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
    here = str(Path(cwd, name)) if {"/", "\\"} & {*name} else name
    found = shutil.which(here, path=path)
    if found is None:
        raise _Unusable(f"The program of this function, {name}, is not there; the user has to mend that.")
    return found
