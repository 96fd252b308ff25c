"""Parses the arguments of a call into an order, leniently; errors are sentences for the agent.

Clients write lists and objects as JSON text, one object in place of a list of one, empty texts for unset arguments, and
arguments for tools that take none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from desktop_agent.core.controls.screen_contents import Find
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.mcp.orders import (
    ActOrder,
    AskOrder,
    ClipboardOrder,
    EndOrder,
    FindOrder,
    LookOrder,
    McpOrder,
    ReadOrder,
    Region,
    ShowMode,
    WholeTaskOrder,
    ZoomOrder,
)
from desktop_agent.mcp.tools import (
    ACT_SHOWS,
    LOOK_SHOWS,
    MOST_EXPECTED,
    MOST_NAME,
    MOST_TASK,
    MOST_WORDS,
    mcp_tools,
)
from desktop_agent.model.caps import Caps
from desktop_agent.model.coordinates import Unreadable
from desktop_agent.model.foreign_json import printable
from desktop_agent.model.reading.function import object_of
from desktop_agent.model.reading.values import json_of, list_of, number_of, switch_of, text_of, word_of
from desktop_agent.tasks.attachments import MOST_FILES
from desktop_agent.tasks.expectations.expectation import read_expectation

_CORNERS = ("left", "top", "right", "bottom")
_LISTS = frozenset({"actions", "expect", "attach"})
_NO_OBJECT = 'act was not done: each action must be an object, such as {"action": "press", "keys": ["enter"]}.'
_MOST_VALUES = 4_000  # numbers, texts and names in one call
_ARGUMENTS = {
    str(tool["name"]): tuple(cast("JsonItem", cast("JsonItem", tool["inputSchema"])["properties"]))
    for tool in mcp_tools()
}


def read_order(tool: str, arguments: Mapping[str, object], caps: Caps) -> McpOrder:
    """Return the order of a call; `status` is answered without one. Raises Unreadable, in words, for bad arguments."""
    if tool not in _ARGUMENTS:
        raise Unreadable(f"There's no tool named “{printable(tool[:40])}”. Use one of: {', '.join(_ARGUMENTS)}.")
    if too_large(arguments, caps):
        raise Unreadable(f"{tool} was not done: its arguments are too large. Ask for less at once.")
    arguments = {
        name: _list_from_json(value) if name in _LISTS else value for name, value in arguments.items() if value != ""
    }
    strange = next((name for name in arguments if name not in _ARGUMENTS[tool]), None) if _ARGUMENTS[tool] else None
    if strange is not None:
        accepted = ", ".join(_ARGUMENTS[tool])
        raise Unreadable(f"{tool} was not done: there is no argument “{printable(strange[:40])}”; it takes {accepted}.")
    match tool:
        case "act":
            return _act(arguments, caps)
        case "find":
            return _find(arguments)
        case "read":
            return ReadOrder(_text(arguments, "window", MOST_NAME, required=False), _region(arguments))
        case "zoom":
            region = _region(arguments)
            if region is None:
                raise Unreadable("zoom was not done: it takes the region.")
            return ZoomOrder(region)
        case "clipboard":
            text = text_of(arguments.get("text"))
            if arguments.get("text") is not None and (text is None or printable(text) != text):
                raise Unreadable("text must be a text.")
            return ClipboardOrder(text)
        case "ask_person":
            return AskOrder(_text(arguments, "question", MOST_WORDS), _picture(arguments))
        case "run_task":
            return WholeTaskOrder(
                _text(arguments, "task", MOST_TASK),
                _expected(arguments),
                _text(arguments, "after", MOST_NAME, required=False),
                _absolute_paths(arguments),
                _text(arguments, "like", MOST_NAME, required=False),
            )
        case "stop":
            return EndOrder(_text(arguments, "summary", MOST_WORDS, required=False), _expected(arguments))
        case _:
            return _look(arguments)


def _list_from_json(value: object) -> object:
    """Return the list in JSON text, or a list of one object; any other value unchanged."""
    if not isinstance(value, str):
        return value
    try:
        read = json_of(value)
    except Unreadable:
        return [value]
    return read if isinstance(read, list | dict) else [value]


def _expected(arguments: Mapping[str, object]) -> tuple[str, ...]:
    """Return the expectations; Unreadable for one that cannot be parsed, before anything is done."""
    expectations = _texts(arguments, "expect", MOST_EXPECTED)
    try:
        for expectation in expectations:
            read_expectation(expectation)
    except SettingsError as error:
        raise Unreadable(str(error.message)) from error
    return expectations


def _absolute_paths(arguments: Mapping[str, object]) -> tuple[str, ...]:
    """Return the files to attach; Unreadable for a relative path, as an agent doesn't know the working folder."""
    paths = _texts(arguments, "attach", MOST_FILES)
    if relative := next((path for path in paths if not Path(path).is_absolute()), None):
        raise Unreadable(f"attach takes whole paths, and “{printable(relative[:80])}” is none.")
    return paths


def _texts(arguments: Mapping[str, object], name: str, most: int) -> tuple[str, ...]:
    texts = arguments.get(name) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Unreadable(f"{name} must be a list of texts.")
    if len(texts) > most:
        raise Unreadable(f"{name} takes {most} texts at most.")
    return tuple(texts)


def too_large(arguments: Mapping[str, object], caps: Caps) -> bool:
    """Return whether arguments exceed the limits of any call; the walk stops at the limit."""
    characters = 0
    values = 0
    pending: list[object] = [arguments]
    while pending:
        value = pending.pop()
        values += 1
        match value:
            case str():
                characters += len(value)
            case Mapping():
                pending += [*value, *value.values()]
            case list():
                pending += value
        if values + len(pending) > _MOST_VALUES or characters > 2 * caps.text_characters:
            return True
    return False


def _look(arguments: Mapping[str, object]) -> LookOrder:
    region = _region(arguments)
    show = _show_mode(arguments, LOOK_SHOWS, "whole")
    if region is None and show == "region":
        raise Unreadable("look was not done: with show region it takes the region.")
    return LookOrder(_picture(arguments), "region" if region else show, region)


def _find(arguments: Mapping[str, object]) -> FindOrder:
    text, kind, window = (_text(arguments, name, MOST_NAME, required=False) for name in ("text", "kind", "window"))
    marks = switch_of(arguments.get("marks") or False)
    if marks is None:
        raise Unreadable("marks must be true or false.")
    return FindOrder(Find(text, kind, window, marks))


def _act(arguments: Mapping[str, object], caps: Caps) -> ActOrder:
    actions = arguments.get("actions")
    actions = [actions] if isinstance(actions, dict) else actions
    if not isinstance(actions, list) or not actions:
        raise Unreadable("act was not done: actions must be a list of at least one action.")
    if len(actions) > caps.batch_actions:
        raise Unreadable(f"act was not done: only {caps.batch_actions} actions are taken at once.")
    try:
        actions = [object_of(action) if isinstance(action, str) else action for action in actions]
    except Unreadable as error:
        raise Unreadable(f"{_NO_OBJECT} Of one, {error}") from error
    if not all(isinstance(action, dict) and action for action in actions):
        raise Unreadable(_NO_OBJECT)
    calls = tuple(cast("list[JsonItem]", actions))
    why = _text(arguments, "why", MOST_WORDS, required=False)
    picture = _picture(arguments)
    # Who opens a connection for each call can only go on from a picture that it has seen.
    return ActOrder(calls, why, picture, _show_mode(arguments, ACT_SHOWS, "whole" if picture else "words"))


def _show_mode(arguments: Mapping[str, object], modes: Sequence[ShowMode], default: ShowMode) -> ShowMode:
    mode = word_of(arguments.get("show") or default, modes)
    if mode is None:
        raise Unreadable(f"show must be one of {', '.join(modes)}.")
    return cast("ShowMode", mode)


def _region(arguments: Mapping[str, object]) -> Region | None:
    value = list_of(arguments.get("region"))
    if value is None:
        return None
    if isinstance(value, dict) and value.keys() == {*_CORNERS}:
        value = [value[corner] for corner in _CORNERS]
    numbers = (
        [number for coordinate in value if (number := number_of(coordinate)) is not None]
        if isinstance(value, list)
        else []
    )
    if len(numbers) != len(_CORNERS) or len(numbers) != len(cast("list[object]", value)):
        raise Unreadable(f"region must be a list of four numbers: {', '.join(_CORNERS)}.")
    left, top, right, bottom = numbers
    return left, top, right, bottom


def _picture(arguments: Mapping[str, object]) -> str:
    return _text(arguments, "picture", MOST_NAME, required=False)


def _text(arguments: Mapping[str, object], name: str, longest: int, *, required: bool = True) -> str:
    if arguments.get(name) is None and not required:
        return ""
    value = text_of(arguments.get(name))
    if value is None or not (value.strip() or not required):
        raise Unreadable(f"{name} must be a text that is not empty.")
    if len(value) > longest:
        raise Unreadable(f"{name} has more than {longest} characters.")
    return str(printable(value.strip()))
