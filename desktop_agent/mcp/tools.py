"""The tools that an agent is offered. Their action names are those of the `generic` family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop_agent.core.actions.action import Function, record
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.mcp.orders import ShowMode
from desktop_agent.model.caps import USUAL
from desktop_agent.model.families.generic import FAMILY
from desktop_agent.model.family import Family
from desktop_agent.model.tools import FIND_OR_NUMBER, READ, REGION, ZOOM

ACT = "act"
_TEXT: JsonItem = {"type": "string"}
# Claude Code keeps tools back until its model has searched for them, but for these.
_META: JsonItem = {"anthropic/alwaysLoad": True}
_ALWAYS_LOADED = frozenset({"look", "find", ACT})
_PICTURE_TOKENS = "1,400"  # 1280x800 by width × height / 750 (docs.claude.com, “Vision”)
# One function, whose `action` says which word is meant; `look` is what looks again.
WORDS: Family = replace(FAMILY, tool=ACT, words=tuple(word for word in FAMILY.words if word.name != "screenshot"))
# Characters of a question or a reason, of a task, and of a picture's name.
MOST_WORDS = 2_000
MOST_TASK = 20_000
MOST_NAME = 100
MOST_EXPECTED = 20
# of a control, in the place of its point
NAME = "name"
MARK = "mark"
LOOK_SHOWS: tuple[ShowMode, ...] = ("whole", "none", "region", "changed")
ACT_SHOWS: tuple[ShowMode, ...] = ("words", "whole", "none", "changed")
POINTED = frozenset(word.name for word in WORDS.words if "x" in word.arguments)
# What each takes stands here, once for all: `tests/mcp/test_arguments.py` looks whether nothing is missing.
_ACTIONS = (
    f"Up to {USUAL.batch_actions} in order, until one fails: click, double_click, triple_click, move (x, y); "
    "drag (to end_x, end_y, via points [x, y]); scroll (direction: up, down, left, right; notches or pixels); "
    "type (text); press (keys together: ctrl, f5); hold_keys, release_keys; wait (seconds); wait_for (text of a title, "
    "or anywhere but in menus; without it the next window), then keys may go there. Mouse actions hold keys; click has "
    "button: left, right, middle. For x and y, name: the only control so named (OK; tab “OK”; Edit › Copy); or mark: "
    "its number in find."
)
_OWN_WORDS = frozenset({"direction", "button"})  # whose values the description lists


def mcp_tools() -> tuple[JsonItem, ...]:
    """Return the tools of a session."""
    return (*_at_the_screen(), *_DESK_NOTE)


def _at_the_screen() -> tuple[JsonItem, ...]:
    return (
        _tool(
            "look",
            f"A picture of the screen: some {_PICTURE_TOKENS} tokens.",
            record({}, {"show": _show(("whole", "none", "changed")), "region": REGION, "picture": _PICTURE}),
            readOnlyHint=True,
        ),
        _asking(FIND_OR_NUMBER),
        _asking(READ),
        _asking(ZOOM),
        _tool(
            ACT,
            "Use the person's mouse and keyboard. Returns in words what was hit and what changed, with a picture "
            "where words don't tell. x and y are pixels that a picture or find showed. The person may be asked for "
            "minutes.",
            record(
                {"actions": _actions()},
                {
                    "why": _word("The person reads it."),
                    "show": _show(ACT_SHOWS),
                    "picture": _TEXT,
                },
            ),
        ),
    )


def _tool(name: str, description: str, schema: JsonItem, **hints: bool) -> JsonItem:
    """Return a tool's declaration for clients; `hints` are those that differ from the protocol's defaults.

    Source: `ToolAnnotations`. Without any, a tool may destroy something, and reaches beyond this computer.
    """
    tool = {"name": name, "description": description, "inputSchema": _short(schema)}
    more = {"annotations": hints, "_meta": _META if name in _ALWAYS_LOADED else {}}
    return {**tool, **{key: value for key, value in more.items() if value}}


def _short(schema: JsonItem) -> JsonItem:
    """Return a schema without what `arguments.py` says anyway: every token of it is sent with each request."""
    return {key: value for key, value in schema.items() if key != "additionalProperties" and value != []}


def _asking(question: Function) -> JsonItem:
    return _tool(question.name, question.description, question.parameters, readOnlyHint=True)


def _actions() -> JsonItem:
    """Return the schema of the list: one flat object for all actions, half as long as a choice between objects.

    The description says which arguments each action takes; `arguments.py` reports missing and excess ones.
    """
    arguments: dict[str, JsonItem] = {NAME: _TEXT, MARK: {"type": "integer"}}
    for word in WORDS.words:
        for name, argument in word.arguments.items():
            dropped = {"description", "enum"} if name in _OWN_WORDS else {"description"}
            plain = {key: value for key, value in argument.schema.items() if key not in dropped}
            arguments.setdefault(name, plain)
    return {
        "type": "array",
        "items": _short(record({"action": _TEXT}, arguments)),
        "description": _ACTIONS,
    }


def _word(description: str) -> JsonItem:
    return {"type": "string", "description": description}


def _show(modes: Sequence[ShowMode]) -> JsonItem:
    return {"type": "string", "enum": [*modes]}


_PICTURE = _word("The last one's name, if each call is its own connection.")
_TEXTS: JsonItem = {"type": "array", "items": _TEXT}
_EXPECT: JsonItem = {**_TEXTS, "description": 'Such as file:PATH contains "TEXT".'}
_DESK_NOTE = (
    _tool(
        "clipboard",
        "Read the clipboard, or set its text.",
        record({}, {"text": _TEXT}),
    ),
    _tool(
        "run_task",
        "Have this computer's model do a task. Your session ends.",
        record(
            {"task": _TEXT},
            {
                "expect": _EXPECT,
                "after": _TEXT,
                "attach": _TEXTS,
                "like": _TEXT,
            },
        ),
    ),
    _tool(
        "ask_person",
        "Ask the person. The answer approves nothing.",
        record({"question": _TEXT}, {"picture": _TEXT}),
        destructiveHint=False,
    ),
    _tool(
        "status",
        "What your session waits for, and the rules.",
        record({}),
        readOnlyHint=True,
    ),
    _tool(
        "stop",
        "End your session, or cancel a call.",
        record({}, {"summary": _TEXT, "expect": _TEXTS}),
        destructiveHint=False,
    ),
)
