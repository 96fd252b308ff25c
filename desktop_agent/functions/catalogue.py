"""The functions of one run: the command of a call, whether it needs an approval, and its run with a permit."""

from __future__ import annotations

import itertools
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.actions.action import Function, FunctionVerdict, Invoke, Ran, StartedProgram
from desktop_agent.core.decisions.permit import Permit
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.secret_text import without_secrets
from desktop_agent.functions.caller_functions import CallerFunction, call_on_thread
from desktop_agent.functions.process import CommandOrder, run
from desktop_agent.functions.programs import started_program

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MAX_DEPTH = 20
MAX_VALUES = 2_000
MAX_REFERENCES = 5_000
# Nested references. The interpreter's own limit must not be reached: the library below panics there, uncatchably.
MAX_NESTED = 50
_LONGEST_MESSAGE = 300
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})
# Variables that every program needs.
_USUAL = frozenset({
    *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"),
    # Without these no program starts on Windows.
    *("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
})  # fmt: skip


class UserFunctions:
    """The functions by name; `redeem` raises unless a permit is good.

    Those of `callers`, from the program that started the run, are called in this process.
    """

    def __init__(
        self,
        functions: Sequence[Function],
        redeem: Callable[[Permit], None],
        environment: Mapping[str, str],
        callers: Mapping[str, CallerFunction] | None = None,
    ) -> None:
        self._callers = callers or {}
        self._functions = {function.name: function for function in functions}
        self._redeem = redeem
        self._environment = environment

    def ready(self, call: Invoke) -> Invoke | InvalidAction:
        """Return the call with its complete command, or the reason why it cannot run."""
        function = self._functions.get(call.name)
        if function is None:
            return InvalidAction(f"There is no function “{call.name}”.")
        if why := why_not_fitting(call.arguments, function.parameters):
            return InvalidAction(why)
        if (own := self._callers.get(call.name)) is not None:
            return replace(call, command=("python", f"{own.__module__}:{own.__qualname__}"))
        return command_of(function, self._environment, call.arguments)

    def started(self, call: Invoke) -> StartedProgram | None:
        """Return the program that a call starts; None for a call of another kind."""
        return started_program(call, self._environment)

    def verdict(self, name: str) -> FunctionVerdict:
        """Return the verdict on a function; “ask” on one that doesn't exist."""
        function = self._functions.get(name)
        return "ask" if function is None else function.verdict

    async def run(self, permit: Permit) -> Ran:
        """Run the command of the permit; RunOrderError, and nothing is run, unless the permit is valid."""
        self._redeem(permit)
        call = permit.binding.action
        if not isinstance(call, Invoke) or not call.command:
            raise RunOrderError(Message("The permit contains no command."))
        if (own := self._callers.get(call.name)) is not None:
            return await call_on_thread(own, call.arguments)
        environment = allowed_variables(self._environment, call.environment)
        order = CommandOrder(call.name, call.command, call.arguments, call.cwd, self._functions[call.name].timeout_s)
        return await run(order, environment)


def why_not_fitting(arguments: str, schema: Mapping[str, object]) -> str:
    """Return why the arguments, an object as JSON text, don't match the schema; empty if they do."""
    from jsonschema.exceptions import best_match
    from referencing.exceptions import Unresolvable

    value = json.loads(arguments)
    count, depth = _count_and_depth(value)
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
    followed = itertools.count()
    open_now = set[int]()
    references = {
        name: _limited_keyword(base.VALIDATORS[name], followed, open_now)
        for name in _REFERENCES & base.VALIDATORS.keys()
    }
    extended: type[Validator] = validators.extend(base, {"pattern": _pattern, **references})  # type: ignore[no-untyped-call]
    return extended(schema, registry=Registry())


def _limited_keyword(
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


def _count_and_depth(value: object) -> tuple[int, int]:
    """Return the number of values and the depth of their nesting, both counted up to the limits."""
    level = [value]
    count = 0
    depth = 0
    while level and count <= MAX_VALUES and depth <= MAX_DEPTH:
        count = count + len(level)
        depth = depth + 1
        level = [inner for each in level for inner in _inside(each)]
    return count, depth


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def command_of(function: Function, environment: Mapping[str, str], arguments: str = "{}") -> Invoke | InvalidAction:
    """Return the complete call; InvalidAction if the program is missing."""
    cwd = function.cwd or str(Path.home())
    name, *words = function.command
    program = _program(name, cwd, allowed_variables(environment, function.environment).get("PATH"))
    if program is None:
        return InvalidAction(f"The program of this function, {name}, is missing; the user has to mend that.")
    return Invoke(function.name, arguments, "", (program, *words), cwd, function.environment)


def allowed_variables(environment: Mapping[str, str], let_through: Iterable[str]) -> dict[str, str]:
    """Return the variables that a function gets; one that is named like a secret is left out even if it is listed."""
    names = _USUAL | {*let_through}
    return {name: value for name, value in without_secrets(environment).items() if name in names}


def _program(name: str, cwd: str, path: str | None) -> str | None:
    if name == sys.executable:  # noqa: TID251 - is not started here
        return name
    return shutil.which(str(Path(cwd, name)) if {"/", "\\"} & {*name} else name, path=path)
