"""Reads the arguments of a call into an order, as its author meant them; what is wrong with them becomes a sentence.

Clients write lists and objects as JSON text, one object for a list of one, empty texts for what is unset, and arguments
for tools that take none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from desktop_agent.agents.orders import (
    ActOrder,
    AskOrder,
    ClipboardOrder,
    EndOrder,
    FindOrder,
    LookOrder,
    McpOrder,
    Misread,
    ReadOrder,
    Region,
    Shown,
    WholeTaskOrder,
    ZoomOrder,
)
from desktop_agent.agents.tools import ACT, ACT_SHOWS, LOOK_SHOWS, MOST_EXPECTED, MOST_NAME, MOST_TASK, MOST_WORDS
from desktop_agent.core.errors import DialectError, SettingsError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.screen_contents import Find
from desktop_agent.model.caps import Caps
from desktop_agent.model.reading.function import object_in
from desktop_agent.model.reading.values import json_of, list_of, number_of, switch_of, word_of
from desktop_agent.model.screen_questions import FIND
from desktop_agent.model.strict_json import printable
from desktop_agent.tasks.attachments import MOST_FILES
from desktop_agent.tasks.expectations.read import read_expectation

_CORNERS = ("left", "top", "right", "bottom")
_LISTS = frozenset({"actions", "expect", "attach"})
_MOST_VALUES = 4_000  # numbers, texts and names in one call
_TAKES: Mapping[str, tuple[str, ...]] = {
    "look": ("show", "region", "picture"),
    FIND.name: ("text", "kind", "window", "marks"),
    "read": ("window", "region"),
    "zoom": ("region",),
    ACT: ("actions", "why", "show", "picture"),
    "clipboard": ("text",),
    "run_task": ("task", "expect", "after", "attach", "like"),
    "ask_person": ("question", "picture"),
    "status": (),
    "stop": ("summary", "expect"),
}


def read_order(tool: str, arguments: Mapping[str, object], caps: Caps) -> McpOrder | Misread:
    """Return what a call asks for; `status` is answered without an order."""
    if tool not in _TAKES:
        return Misread(f"There's no tool named “{printable(tool[:40])}”. Use one of: {', '.join(_TAKES)}.")
    if too_large(arguments, caps):
        return Misread(f"{tool} was not done: its arguments are too large. Ask for less at once.")
    arguments = {
        name: _unpacked(value) if name in _LISTS else value for name, value in arguments.items() if value != ""
    }
    strange = next((name for name in arguments if name not in _TAKES[tool]), None) if _TAKES[tool] else None
    if strange is not None:
        takes = ", ".join(_TAKES[tool])
        return Misread(f"{tool} was not done: there is no argument “{printable(strange[:40])}”; it takes {takes}.")
    match tool:
        case "act":
            return _act(arguments, caps)
        case "find":
            return _find(arguments)
        case "read" | "zoom":
            return _seen_of(tool, arguments)
        case "clipboard":
            text = arguments.get("text")
            is_text = text is None or (isinstance(text, str) and printable(text) == text)
            return ClipboardOrder(cast("str | None", text)) if is_text else Misread("text must be a text.")
        case "ask_person":
            question, picture = _text(arguments, "question", MOST_WORDS), _picture(arguments)
            if isinstance(question, Misread) or isinstance(picture, Misread):
                return question if isinstance(question, Misread) else cast("Misread", picture)
            return AskOrder(question, picture)
        case "run_task":
            task = _text(arguments, "task", MOST_TASK)
            expect = _expected(arguments)
            after = _text(arguments, "after", MOST_NAME, required=False)
            attach = _whole_paths(arguments)
            like = _text(arguments, "like", MOST_NAME, required=False)
            wrong = next((one for one in (task, expect, after, attach, like) if isinstance(one, Misread)), None)
            return wrong or WholeTaskOrder(
                cast("str", task),
                cast("tuple[str, ...]", expect),
                cast("str", after),
                cast("tuple[str, ...]", attach),
                cast("str", like),
            )
        case "stop":
            summary = _text(arguments, "summary", MOST_WORDS, required=False)
            expect = _expected(arguments)
            wrong = next((one for one in (summary, expect) if isinstance(one, Misread)), None)
            return wrong or EndOrder(cast("str", summary), cast("tuple[str, ...]", expect))
        case _:
            return _look(arguments)


def _unpacked(value: object) -> object:
    """Return the list that a value is: one written as JSON text, or the only entry of one. Anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        read = json_of(value)
    except DialectError:
        return [value]
    return read if isinstance(read, list | dict) else [value]


def _expected(arguments: Mapping[str, object]) -> tuple[str, ...] | Misread:
    """Read what is expected of the end; what cannot be understood is said before anything is done."""
    written = _texts(arguments, "expect", MOST_EXPECTED)
    if isinstance(written, Misread):
        return written
    try:
        for one in written:
            read_expectation(one)
    except SettingsError as error:
        return Misread(str(error.message))
    return written


def _whole_paths(arguments: Mapping[str, object]) -> tuple[str, ...] | Misread:
    """Read the files that are to be attached; where a relative path begins, an agent cannot know."""
    written = _texts(arguments, "attach", MOST_FILES)
    if isinstance(written, Misread):
        return written
    relative = next((one for one in written if not Path(one).is_absolute()), None)
    return Misread(f"attach takes whole paths, and “{printable(relative[:80])}” is none.") if relative else written


def _texts(arguments: Mapping[str, object], name: str, most: int) -> tuple[str, ...] | Misread:
    written = arguments.get(name) or []
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        return Misread(f"{name} must be a list of texts.")
    return tuple(written) if len(written) <= most else Misread(f"{name} takes {most} texts at most.")


def too_large(arguments: Mapping[str, object], caps: Caps) -> bool:
    """Tell whether arguments hold more than any call may; they are walked only so far."""
    characters = values = 0
    rest: list[object] = [arguments]
    while rest:
        value = rest.pop()
        values += 1
        match value:
            case str():
                characters += len(value)
            case Mapping():
                rest += [*value, *value.values()]
            case list():
                rest += value
        if values + len(rest) > _MOST_VALUES or characters > 2 * caps.text_characters:
            return True
    return False


def _look(arguments: Mapping[str, object]) -> LookOrder | Misread:
    picture, region = _picture(arguments), _region(arguments)
    show = _shown(arguments, LOOK_SHOWS)
    wrong = next((one for one in (picture, region, show) if isinstance(one, Misread)), None)
    if wrong is not None:
        return wrong
    if region is None and show == "region":
        return Misread("look was not done: with show region it takes the region.")
    return LookOrder(cast("str", picture), "region" if region else cast("Shown", show), cast("Region | None", region))


def _find(arguments: Mapping[str, object]) -> FindOrder | Misread:
    text, kind, window = (_text(arguments, name, MOST_NAME, required=False) for name in ("text", "kind", "window"))
    marks = switch_of(arguments.get("marks") or False)
    wrong = next((one for one in (text, kind, window) if isinstance(one, Misread)), None)
    if wrong is not None or marks is None:
        return wrong or Misread("marks must be true or false.")
    return FindOrder(Find(cast("str", text), cast("str", kind), cast("str", window), marks))


def _seen_of(tool: str, arguments: Mapping[str, object]) -> ReadOrder | ZoomOrder | Misread:
    window, region = _text(arguments, "window", MOST_NAME, required=False), _region(arguments)
    if isinstance(window, Misread) or isinstance(region, Misread):
        return window if isinstance(window, Misread) else cast("Misread", region)
    if tool == "read":
        return ReadOrder(window, region)
    return Misread("zoom was not done: it takes the region.") if region is None else ZoomOrder(region)


def _act(arguments: Mapping[str, object], caps: Caps) -> ActOrder | Misread:
    actions = arguments.get("actions")
    actions = [actions] if isinstance(actions, dict) else actions
    if not isinstance(actions, list) or not actions:
        return Misread("act was not done: actions must be a list of at least one action.")
    if len(actions) > caps.batch_actions:
        return Misread(f"act was not done: only {caps.batch_actions} actions are taken at once.")
    actions = [object_in(action) if isinstance(action, str) else action for action in actions]
    if not all(isinstance(action, dict) and action for action in actions):
        return Misread(
            'act was not done: each action must be an object, such as {"action": "press", "keys": ["enter"]}.'
        )
    why = _text(arguments, "why", MOST_WORDS, required=False)
    picture, show = _picture(arguments), _shown(arguments, ACT_SHOWS)
    wrong = next((one for one in (why, picture, show) if isinstance(one, Misread)), None)
    if wrong is not None:
        return wrong
    asked = tuple(cast("list[JsonItem]", actions))
    return ActOrder(asked, cast("str", why), cast("str", picture), cast("Shown", show))


def _shown(arguments: Mapping[str, object], known: Sequence[Shown]) -> Shown | Misread:
    meant = word_of(arguments.get("show") or "whole", known)
    return cast("Shown", meant) if meant else Misread(f"show must be one of {', '.join(known)}.")


def _region(arguments: Mapping[str, object]) -> Region | Misread | None:
    value = list_of(arguments.get("region"))
    if value is None:
        return None
    if isinstance(value, dict) and value.keys() == {*_CORNERS}:
        value = [value[corner] for corner in _CORNERS]
    numbers = [number for one in value if (number := number_of(one)) is not None] if isinstance(value, list) else []
    if len(numbers) != len(_CORNERS) or len(numbers) != len(cast("list[object]", value)):
        return Misread(f"region must be a list of four numbers: {', '.join(_CORNERS)}.")
    left, top, right, bottom = numbers
    return left, top, right, bottom


def _picture(arguments: Mapping[str, object]) -> str | Misread:
    return _text(arguments, "picture", MOST_NAME, required=False)


def _text(arguments: Mapping[str, object], name: str, longest: int, *, required: bool = True) -> str | Misread:
    value = arguments.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or not (value.strip() or not required):
        return Misread(f"{name} must be a text that is not empty.")
    if len(value) > longest:
        return Misread(f"{name} has more than {longest} characters.")
    return str(printable(value.strip()))
