"""Reads the arguments of a call into an order; whatever is wrong with them becomes a sentence, and nothing is bent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from desktop_agent.agents.orders import (
    ActOrder,
    AskOrder,
    EndOrder,
    FindOrder,
    LookOrder,
    McpOrder,
    Misread,
    WholeTaskOrder,
)
from desktop_agent.agents.tools import ACT, FIND, MOST_NAME, MOST_TASK, MOST_WORDS
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.caps import Caps
from desktop_agent.model.strict_json import printable

_EXAMPLE = '{"action": "press", "keys": ["enter"]}'
_MOST_VALUES = 4_000  # numbers, texts and names in one call
_TAKES: Mapping[str, tuple[str, ...]] = {
    "look": ("picture",),
    FIND: ("text", "window"),
    ACT: ("actions", "why", "picture"),
    "run_task": ("task",),
    "ask_person": ("question", "picture"),
    "status": (),
    "stop": ("summary",),
}


def read_order(tool: str, arguments: Mapping[str, object], caps: Caps) -> McpOrder | Misread:
    """Return what a call asks for; `status` is answered without an order."""
    if tool not in _TAKES:
        return Misread(f"There is no tool called “{printable(tool[:40])}”. Use one of: {', '.join(_TAKES)}.")
    if too_large(arguments, caps):
        return Misread(f"{tool} was not done: its arguments are too large. Ask for less at once.")
    strange = next((name for name in arguments if name not in _TAKES[tool]), None)
    if strange is not None:
        takes = f"it takes {', '.join(_TAKES[tool])}" if _TAKES[tool] else "it takes none"
        return Misread(f"{tool} was not done: there is no argument “{printable(strange[:40])}”; {takes}.")
    match tool:
        case "act":
            return _act(arguments, caps)
        case "find":
            text, window = (_text(arguments, name, MOST_NAME, required=False) for name in ("text", "window"))
            if isinstance(text, Misread) or isinstance(window, Misread):
                return text if isinstance(text, Misread) else cast("Misread", window)
            return FindOrder(text, window)
        case "ask_person":
            question, picture = _text(arguments, "question", MOST_WORDS), _picture(arguments)
            if isinstance(question, Misread) or isinstance(picture, Misread):
                return question if isinstance(question, Misread) else cast("Misread", picture)
            return AskOrder(question, picture)
        case "run_task":
            task = _text(arguments, "task", MOST_TASK)
            return task if isinstance(task, Misread) else WholeTaskOrder(task)
        case "stop":
            summary = _text(arguments, "summary", MOST_WORDS, required=False)
            return summary if isinstance(summary, Misread) else EndOrder(summary)
        case _:
            picture = _picture(arguments)
            return picture if isinstance(picture, Misread) else LookOrder(picture)


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


def _act(arguments: Mapping[str, object], caps: Caps) -> ActOrder | Misread:
    actions = arguments.get("actions")
    if not isinstance(actions, list) or not actions:
        return Misread("act was not done: actions must be a list of at least one action.")
    if len(actions) > caps.batch_actions:
        return Misread(f"act was not done: only {caps.batch_actions} actions are taken at once.")
    if not all(isinstance(action, dict) for action in actions):
        return Misread(
            'act was not done: each action must be an object, such as {"action": "press", "keys": ["enter"]}.'
        )
    why = _text(arguments, "why", MOST_WORDS, required=False)
    picture = _picture(arguments)
    if isinstance(why, Misread) or isinstance(picture, Misread):
        return why if isinstance(why, Misread) else cast("Misread", picture)
    return ActOrder(tuple(cast("list[JsonItem]", actions)), why, picture)


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
