"""Reads a script from a JSON file: returns its answers and their faults, or an error that names the place."""

from __future__ import annotations

import difflib
import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.devtools.serve.dialect import Json
from desktop_agent.devtools.serve.wire.delivery import FaultPlan, Seconds
from desktop_agent.devtools.serve.wire.problem import fault_of

_LARGEST = 16 * 1024 * 1024
_HINT = Message("For the script format, see `desktop-agent serve --help`.")


def _pair(value: object) -> object:
    """`[x, y]` is short for `{"x": x, "y": y}`."""
    match value:
        case [x, y]:
            return {"x": x, "y": y}
        case dict():
            return value
        case _:
            message = "a place is [x, y] or {x, y}"
            raise ValueError(message)


class StrictModel(BaseModel):
    """No other fields, no number in a string."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ScriptedPoint(StrictModel):
    """A place: in what the client counts in, or in pixels of the size that the script names."""

    x: int | FiniteFloat
    y: int | FiniteFloat


class ScriptedAt(ScriptedPoint):
    """A place, and keys that are held meanwhile."""

    keys: list[str] | None = None


class ScriptedClick(ScriptedAt):
    """A click."""

    button: Literal["left", "right", "wheel", "back", "forward"] = "left"


class ScriptedScroll(ScriptedAt):
    """A turn of the wheel, in pixels; right and down are positive."""

    dx: int = 0
    dy: int = 0


class ScriptedHScroll(ScriptedPoint):
    """A turn of the wheel to the side, in pixels; right is positive."""

    dx: int


class ScriptedTerminate(StrictModel):
    """The end of a task by the model's own action for it."""

    status: Literal["success", "failure"] = "success"
    text: str = ""


class ScriptedTypeAt(ScriptedPoint):
    """A click and then text."""

    text: str


class ScriptedFunction(StrictModel):
    """A call of a function; arguments that are no string are written as JSON."""

    name: str
    arguments: str | Json = Field(default_factory=dict)


class ScriptedCustom(StrictModel):
    """A call of a custom tool."""

    name: str
    input: str


class ScriptedCheck(StrictModel):
    """A safety check."""

    id: str | None = None
    code: str | None = "malicious_instructions"
    message: str | None = "A made-up warning."


_KEYS = list[str]
_Pair = Annotated[ScriptedAt, BeforeValidator(_pair)]

ACTIONS: dict[str, TypeAdapter[Any]] = {
    "click": TypeAdapter(Annotated[ScriptedClick, BeforeValidator(_pair)]),
    "double_click": TypeAdapter(_Pair),
    "triple_click": TypeAdapter(_Pair),
    "right_click": TypeAdapter(_Pair),
    "move": TypeAdapter(_Pair),
    "mouse_down": TypeAdapter(_Pair),
    "mouse_up": TypeAdapter(_Pair),
    "drag": TypeAdapter(Annotated[list[Annotated[ScriptedPoint, BeforeValidator(_pair)]], Field(min_length=2)]),
    "scroll": TypeAdapter(ScriptedScroll),
    "type": TypeAdapter(str),
    "point_and_type": TypeAdapter(ScriptedTypeAt),
    "hscroll": TypeAdapter(ScriptedHScroll),
    "key": TypeAdapter(_KEYS),
    "keys": TypeAdapter(_KEYS),
    "key_down": TypeAdapter(_KEYS),
    "key_up": TypeAdapter(_KEYS),
    "navigate": TypeAdapter(str),
    "wait": TypeAdapter(Literal[True]),
    "screenshot": TypeAdapter(Literal[True]),
    "answer": TypeAdapter(str),
    "terminate": TypeAdapter(ScriptedTerminate),
}
"""Each word for an action, with what it holds."""

OTHERS: dict[str, TypeAdapter[Any]] = {
    "actions": TypeAdapter(Annotated[list[Json], Field(min_length=1)]),
    "message": TypeAdapter(str),
    "refusal": TypeAdapter(str),
    "reasoning": TypeAdapter(str),
    "function_call": TypeAdapter(ScriptedFunction),
    "custom_tool_call": TypeAdapter(ScriptedCustom),
    "done": TypeAdapter(str),
    "give_up": TypeAdapter(str),
    "raw": TypeAdapter(Json),
}
"""Each word for another item."""


class Beside(StrictModel):
    """What may stand beside the word."""

    call_id: str | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None
    checks: list[ScriptedCheck] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One item of an answer: a word, its value, and the fields beside it."""

    place: str
    word: str
    value: Any
    call_id: str | None
    without_call_id: bool
    status: str
    checks: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer. `times` is None when it repeats for ever; without `lines` there is no response, only `faults`."""

    when: str | None = None
    times: int | None = 1
    lines: tuple[ScriptLine, ...] | None = None
    response: Mapping[str, object] = field(default_factory=dict)
    faults: FaultPlan = field(default_factory=FaultPlan)
    queued_s: float = 0.0
    thinks_s: float = 0.0
    forgets: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """The answers in order, whether they begin again after the last, and the size that their points are counted on.

    Without a size, points are written as they are.
    """

    answers: tuple[Entry, ...]
    loop: bool = False
    size: tuple[int, int] | None = None


class _ScriptedAnswer(FaultPlan):
    items: list[Json] | None = None
    when: str | None = None
    repeat: Annotated[int, Field(ge=1)] | Literal["always"] = 1
    usage: Json | None = None
    response: Json = Field(default_factory=dict)
    queued: Seconds = 0.0
    thinks: Seconds = 0.0
    forget: bool = False


class _ScriptFile(StrictModel):
    answers: Annotated[list[_ScriptedAnswer], Field(min_length=1)]
    loop: bool = False
    size: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=2, max_length=2)] | None = None


_ADAPTER: TypeAdapter[_ScriptFile] = TypeAdapter(_ScriptFile)


def read_script(path: Path) -> Script:
    """Return the script in a file.

    Raises:
        SettingsError: the file is missing, or not a valid script; the message names the place.
    """
    return script_of(_text(path), path.name)


def script_of(text: str, name: str) -> Script:
    """Parse a script; `name` is used in error messages.

    Raises:
        SettingsError: as `read_script`.
    """
    try:
        file = _ADAPTER.validate_python(json.loads(text, object_pairs_hook=_no_key_twice))
    except json.JSONDecodeError as error:
        _refuse(name, f"line {error.lineno}, column {error.colno}", error.msg)
    except ValidationError as error:
        fault = fault_of(error)
        _refuse(name, fault.place or "the file", fault.said)
    except (ValueError, RecursionError) as error:
        _refuse(name, "the file", str(error))
    entries = tuple(_entry(name, at, answer) for at, answer in enumerate(file.answers))
    return Script(entries, file.loop, (file.size[0], file.size[1]) if file.size else None)


def _text(path: Path) -> str:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > _LARGEST:
            raise SettingsError(
                Message(
                    "The script {path} must be a file no larger than {most} MiB.",
                    path=path,
                    most=_LARGEST // 1024 // 1024,
                ),
                _HINT,
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(
            Message("The script {path} can't be read: {reason}.", path=path, reason=error.strerror), _HINT
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(Message("The script {path} isn't UTF-8 text.", path=path), _HINT) from error


def _entry(name: str, at: int, answer: _ScriptedAnswer) -> Entry:
    place = f"answers[{at}]"
    silent = answer.status == HTTPStatus.OK and answer.raw_body is None
    if answer.items is None and silent and not answer.response:
        _refuse(name, place, "It says nothing. Add items, a status, or a raw_body")
    lines = None
    if answer.items is not None or (answer.response and silent):
        lines = tuple(_line(name, f"{place}.items[{n}]", item) for n, item in enumerate(answer.items or []))
    told = {"usage": answer.usage} if "usage" in answer.model_fields_set else {}
    return Entry(
        when=answer.when,
        times=None if answer.repeat == "always" else answer.repeat,
        lines=lines,
        response=told | answer.response,
        faults=FaultPlan.model_validate(answer.model_dump(include=set(FaultPlan.model_fields))),
        queued_s=answer.queued,
        thinks_s=answer.thinks,
        forgets=answer.forget,
    )


def _line(name: str, place: str, item: Mapping[str, object]) -> ScriptLine:
    known = {**ACTIONS, **OTHERS}
    words = [word for word in item if word in known and word not in Beside.model_fields]
    if len(words) != 1:
        _refuse(name, place, _which_word(item, words))
    word = words[0]
    value = _value(name, f"{place}.{word}", word, item[word])
    beside = _checked(name, place, Beside, {key: told for key, told in item.items() if key != word})
    if word == "actions":
        value = tuple(_line(name, f"{place}.actions[{n}]", one) for n, one in enumerate(value))
        wrong = next((one for one in value if one.word not in ACTIONS), None)
        if wrong is not None:
            _refuse(name, wrong.place, "Only actions are allowed here")
    return ScriptLine(
        place=place,
        word=word,
        value=value,
        call_id=beside.call_id,
        without_call_id="call_id" in item and item["call_id"] is None,
        status=beside.status or "completed",
        checks=tuple(check.model_dump(exclude_none=True) for check in beside.checks),
    )


def _value(name: str, place: str, word: str, value: object) -> Any:  # noqa: ANN401 - each word holds something else
    adapter = {**ACTIONS, **OTHERS}[word]
    try:
        found = adapter.validate_python(value)
    except ValidationError as error:
        _refuse(name, place, fault_of(error).said)
    return _plain(found)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_none=True)
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _checked(name: str, place: str, shape: type[Beside], value: object) -> Beside:
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        fault = fault_of(error)
        _refuse(name, f"{place}.{fault.place}", fault.said)


def _which_word(item: Mapping[str, object], words: list[str]) -> str:
    if len(words) > 1:
        return f"An item can contain only one thing, not {' and '.join(words)}"
    unknown = next((word for word in item if word not in Beside.model_fields), "")
    near = difflib.get_close_matches(unknown, [*ACTIONS, *OTHERS], 1)
    meant = f"the nearest is “{near[0]}”" if near else f"there are {', '.join([*ACTIONS, *OTHERS])}"
    return f"There is no word “{unknown[:40]}”; {meant}"


def _no_key_twice(pairs: list[tuple[str, object]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for at, (key, _) in enumerate(pairs) if key in dict(pairs[:at]))
        message = f"“{twice[:40]}” stands there twice in one object"
        raise ValueError(message)
    return found


def _refuse(name: str, place: str, what: str) -> NoReturn:
    raise SettingsError(
        Message(
            "The script {name} has an error at {place}: {what}.",
            name=name,
            place=place,
            what=what.removeprefix("Value error, ").rstrip("."),
        ),
        _HINT,
    )
