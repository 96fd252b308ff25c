"""The functions of one run: the command of a call, whether it needs an approval, and its run with a permit."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.actions import Invoke
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.function import Function, FunctionVerdict, Ran
from desktop_agent.core.message import Message
from desktop_agent.core.permit import Permit
from desktop_agent.core.secret_text import without_secrets
from desktop_agent.core.turn import InvalidAction
from desktop_agent.functions.own import OwnFunction, called_here
from desktop_agent.functions.process import CommandOrder, run
from desktop_agent.functions.programs import started_executable
from desktop_agent.lib.child_process import python_command

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MAX_DEPTH, MAX_VALUES, MAX_REFERENCES = 20, 2_000, 5_000
# Nested references. The interpreter's own limit must not be reached: the library below panics there, uncatchably.
MAX_NESTED = 50
_LONGEST_MESSAGE = 300
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]*)\}")
# Variables that every program needs.
_USUAL = frozenset({
    *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"),
    # Without these no program starts on Windows.
    *("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
})  # fmt: skip


class ConfirmedFunctions(Protocol):
    """Knows which functions a person has confirmed: only those may run without a question."""

    def covers(self, function: Function) -> bool:
        """Return whether a person has confirmed exactly this function."""

    def add(self, function: Function) -> None:
        """Store a person's confirmation."""


class UserFunctions:
    """The functions by name; `redeem` raises unless a permit is good.

    A function that the settings file lets run without a question is asked about until a person has `confirmed` it.
    Those of `callers` are called in this process, as whoever started the run has given them.
    """

    def __init__(
        self,
        functions: Sequence[Function],
        redeem: Callable[[Permit], None],
        environment: Mapping[str, str],
        confirmed: ConfirmedFunctions | None = None,
        callers: Mapping[str, OwnFunction] | None = None,
    ) -> None:
        self._callers = callers or {}
        self._functions = {function.name: function for function in functions}
        self._redeem = redeem
        self._environment = environment
        self._confirmed = confirmed

    def ready(self, call: Invoke) -> Invoke | InvalidAction:
        """Return the call with its complete command, or the reason why it cannot run."""
        function = self._functions.get(call.name)
        if function is None:
            return InvalidAction(f"There is no function “{call.name}”.")
        if why := why_not_fitting(call.arguments, function.parameters):
            return InvalidAction(why)
        if (own := self._callers.get(call.name)) is not None:
            return replace(call, command=("python", f"{own.__module__}:{own.__qualname__}"))
        return command_of(function, call.arguments, self._environment)

    def executable(self, call: Invoke) -> str:
        """Return the path of the program that a call starts; empty where another one may run instead."""
        return started_executable(call, self._environment)

    def verdict(self, name: str) -> FunctionVerdict:
        """Return the verdict of the user's settings on a function; “ask” until a person has confirmed it."""
        function = self._functions.get(name)
        return "ask" if function is None or not self._is_confirmed(function) else function.verdict

    def confirm(self, name: str) -> bool:
        """Store a person's approval of a call; return whether it is the first one of a function with “allow”."""
        function = self._functions.get(name)
        if function is None or function.verdict != "allow" or self._is_confirmed(function) or self._confirmed is None:
            return False
        self._confirmed.add(function)
        return True

    def _is_confirmed(self, function: Function) -> bool:
        return self._confirmed is None or self._confirmed.covers(function)

    async def run(self, permit: Permit) -> Ran:
        """Run the command of the permit; RunOrderError, and nothing is run, unless the permit is valid."""
        self._redeem(permit)
        call = permit.binding.action
        if not isinstance(call, Invoke) or not call.command:
            raise RunOrderError(Message("The permit contains no command."))
        if (own := self._callers.get(call.name)) is not None:
            return await called_here(own, call.arguments)
        environment = scrubbed(self._environment, call.environment)
        order = CommandOrder(call.name, call.command, call.arguments, call.cwd, self._functions[call.name].timeout_s)
        return await run(order, environment)


def why_not_fitting(arguments: str, schema: Mapping[str, object]) -> str:
    """Return why the arguments, an object as JSON text, don't match the schema; empty if they do."""
    from jsonschema.exceptions import best_match
    from referencing.exceptions import Unresolvable

    value = json.loads(arguments)
    count, depth = _size_of(value)
    if count > MAX_VALUES:
        return f"The arguments contain more than {MAX_VALUES} values."
    if depth > MAX_DEPTH:
        return f"The arguments are nested more than {MAX_DEPTH} levels deep."
    try:
        error = best_match(_validator(schema).iter_errors(value))
    except (ArithmeticError, RecursionError, Unresolvable):
        # Endless digits, a schema that refers to itself for ever or too often, a reference to nothing.
        return "This function's schema can't be used for these arguments."
    return "" if error is None else _in_words(error)


def _in_words(error: ValidationError) -> str:
    where = ".".join(str(part) for part in error.absolute_path)
    what = error.message if len(error.message) <= _LONGEST_MESSAGE else f"{error.message[:_LONGEST_MESSAGE]}…"
    return f"The arguments don't match this function's schema{f' at {where[:80]}' if where else ''}: {what}"


def _validator(schema: Mapping[str, object]) -> Validator:
    """Return a validator with patterns in linear time, and references only into the schema itself."""
    from jsonschema import Draft202012Validator, validators
    from referencing import Registry

    base = validators.validator_for(schema, default=Draft202012Validator)
    followed, open_now = itertools.count(), set[int]()
    references = {
        name: _bounded(base.VALIDATORS[name], followed, open_now) for name in _REFERENCES & base.VALIDATORS.keys()
    }
    extended: type[Validator] = validators.extend(base, {"pattern": _pattern, **references})  # type: ignore[no-untyped-call]
    return extended(schema, registry=Registry())


def _bounded(
    follow: Callable[..., Iterator[ValidationError]], followed: Iterator[int], open_now: set[int]
) -> Callable[..., object]:
    """Return a keyword that follows a limited number of references: two at every step are a million after twenty."""

    def bounded(*about: object) -> Iterator[ValidationError]:
        number = next(followed)
        if number >= MAX_REFERENCES or len(open_now) >= MAX_NESTED:
            raise RecursionError
        open_now.add(number)
        try:
            yield from follow(*about)
        finally:
            open_now.discard(number)

    return bounded


def _pattern(validator: Validator, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    import re2
    from jsonschema.exceptions import ValidationError

    del validator, schema
    if isinstance(instance, str) and re2.search(pattern, instance) is None:
        yield ValidationError(f"{instance[:80]!r} does not match {pattern!r}")


def _size_of(value: object) -> tuple[int, int]:
    """Return the number of values and the depth of their nesting, both counted up to the limits."""
    level, count, depth = [value], 0, 0
    while level and count <= MAX_VALUES and depth <= MAX_DEPTH:
        count, depth = count + len(level), depth + 1
        level = [inner for each in level for inner in _inside(each)]
    return count, depth


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


class _Unusable(Exception):  # noqa: N818 - no error of the program: it becomes a sentence for the model
    """Why a call cannot become a command."""


def command_of(function: Function, arguments: str, environment: Mapping[str, str]) -> Invoke | InvalidAction:
    """Return the complete call; InvalidAction for an argument that no program can accept, or a missing program."""
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
    return tuple(python_command("desktop_agent.functions.child", function.python))


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
    if name == sys.executable:  # noqa: TID251 - is not started here
        return name
    program = shutil.which(str(Path(cwd, name)) if {"/", "\\"} & {*name} else name, path=path)
    if program is None:
        raise _Unusable(f"The program of this function, {name}, is missing; the user has to mend that.")
    return program
