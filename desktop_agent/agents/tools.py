"""The tools that an agent is offered. Their action names are those of the `generic` family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop_agent.agents.orders import ShowMode
from desktop_agent.core.function import Function, record
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.caps import Caps
from desktop_agent.model.families.generic import FAMILY
from desktop_agent.model.family import Family
from desktop_agent.model.screen_questions import FIND_OR_NUMBER, READ, REGION, ZOOM

# Claude Code keeps tools back until its model has searched for them, but for these.
_META: JsonItem = {"anthropic/alwaysLoad": True}
ACT = "act"
# One function, whose `action` says which word is meant; `look` is what looks again.
WORDS: Family = replace(FAMILY, tool=ACT, words=tuple(word for word in FAMILY.words if word.name != "screenshot"))
# Characters of a question or a reason, of a task, and of a picture's name.
MOST_WORDS, MOST_TASK, MOST_NAME = 2_000, 20_000, 100
MOST_EXPECTED = 20
NAME, MARK = "name", "mark"  # of a control, in the place of its point
LOOK_SHOWS: tuple[ShowMode, ...] = ("whole", "none", "region", "changed")
ACT_SHOWS: tuple[ShowMode, ...] = ("whole", "none", "changed")
POINTED = frozenset(word.name for word in WORDS.words if "x" in word.arguments)
_IN_ORDER = (
    "Done in order, until one fails. For x and y, name: the only control with that name, "
    "or menus (Insert › Footer); or mark: its number in find."
)
_POINTS = frozenset({"x", "y", "end_x", "end_y"})  # whose meaning the tool itself tells


def mcp_tools(caps: Caps) -> tuple[JsonItem, ...]:
    """Return the tools for a session with these limits."""
    return (*_at_the_screen(caps), *_DESK_NOTE)


def _at_the_screen(caps: Caps) -> tuple[JsonItem, ...]:
    return (
        _tool(
            "look",
            "Look at the screen",
            "See the person's screen: a picture, its size, and its windows (topmost first). "
            "The first look opens the session, and the person sees that.",
            record(
                {},
                {"show": _show(LOOK_SHOWS, "changed: since the last picture."), "region": REGION, "picture": _PICTURE},
            ),
            readOnlyHint=True,
        ),
        _asking(FIND_OR_NUMBER, "List controls"),
        _asking(READ, "Read text"),
        _asking(ZOOM, "Zoom in"),
        _tool(
            ACT,
            "Use mouse and keyboard",
            "Use the person's real mouse and keyboard. x and y are pixels of the newest picture from its top left. "
            "Returns the next picture, what was hit and what changed, and a sentence for anything that wasn't "
            "done. The person may be asked, so a response can take minutes.",
            record(
                {"actions": _actions(caps)},
                {
                    "why": _word("What this is for. The person reads it."),
                    "show": _show(ACT_SHOWS),
                    "picture": {"type": "string"},
                },
            ),
        ),
    )


def _tool(name: str, title: str, description: str, schema: JsonItem, **hints: bool) -> JsonItem:
    """Return a tool's declaration for clients; `hints` are those that differ from the protocol's defaults.

    Source: `ToolAnnotations`. Without any, a tool may destroy something, and reaches beyond this computer.
    """
    tool = {"name": name, "title": title, "description": description, "inputSchema": schema}
    return {**tool, **({"annotations": hints} if hints else {}), "_meta": _META}


def _asking(question: Function, title: str) -> JsonItem:
    return _tool(question.name, title, question.description, question.parameters, readOnlyHint=True)


def _actions(caps: Caps) -> JsonItem:
    """Return the schema of the list: one flat object for all actions, half as long as a choice between objects.

    The description says which arguments each action takes; `arguments.py` reports missing and excess ones.
    """
    name_schema = {"type": "string", "enum": [word.name for word in WORDS.words]}
    arguments: dict[str, JsonItem] = {NAME: {"type": "string"}, MARK: {"type": "integer"}}
    for word in WORDS.words:
        for name, argument in word.arguments.items():
            plain = {key: value for key, value in argument.schema.items() if key != "description"}
            arguments.setdefault(name, plain)
    return {
        "type": "array",
        "maxItems": caps.batch_actions,
        "items": record({"action": name_schema}, arguments),
        "description": "\n".join((_IN_ORDER, *_action_lines())),
    }


def _action_lines() -> Iterator[str]:
    """Yield a line for each action: `click(x, y, button?): Click a button of the mouse.`; explanations appear once."""
    explained = set[str]()
    for word in WORDS.words:
        parameters = ", ".join(name if argument.required else f"{name}?" for name, argument in word.arguments.items())
        more = [
            f"{name}: {argument.schema['description']}"
            for name, argument in word.arguments.items()
            if name not in _POINTS and "description" in argument.schema
        ]
        is_plain = word.description.rstrip(".").lower().replace("-", "_") == word.name
        does = () if is_plain else (word.description,)
        yield " ".join(
            (f"{word.name}({parameters}):", *does, *(line for line in more if line not in explained))
        ).rstrip(":")
        explained |= {*more}


def _word(description: str) -> JsonItem:
    return {"type": "string", "description": description}


def _show(modes: Sequence[ShowMode], description: str = "") -> JsonItem:
    return {"type": "string", "enum": [*modes], **({"description": description} if description else {})}


_PICTURE = _word("Name of the newest picture, if each call is its own connection.")
_TEXTS: JsonItem = {"type": "array", "items": {"type": "string"}}
_EXPECT: JsonItem = {
    **_TEXTS,
    "description": 'Checked at the end: file:PATH contains "TEXT", cell:FILE!SHEET!B2=1, window:TITLE…',
}
_DESK_NOTE = (
    _tool(
        "clipboard",
        "Use the clipboard",
        "Read the person's clipboard, or set its text. They're asked unless you copied it.",
        record({}, {"text": {"type": "string"}}),
        destructiveHint=False,
        openWorldHint=False,
    ),
    _tool(
        "run_task",
        "Have an entire task done",
        "Have this computer's own model do an entire task with the same approvals. Your session ends first.",
        record(
            {"task": {"type": "string"}},
            {
                "expect": _EXPECT,
                "after": _word("A task's run, or last."),
                "attach": _TEXTS,
                "like": {"type": "string"},
            },
        ),
    ),
    _tool(
        "ask_person",
        "Ask the person",
        "Ask the person a question and wait for the answer. It approves nothing.",
        record({"question": {"type": "string"}}, {"picture": {"type": "string"}}),
        destructiveHint=False,
        openWorldHint=False,
    ),
    _tool(
        "status",
        "Get the status",
        "See if a session is open, who has the computer, what it's waiting for, and the rules.",
        record({}),
        readOnlyHint=True,
        openWorldHint=False,
    ),
    _tool(
        "stop",
        "End the session",
        "End your session when you're done, or cancel a call.",
        record({}, {"summary": _word("What was done. The person reads it."), "expect": _TEXTS}),
        destructiveHint=False,
        idempotentHint=True,
        openWorldHint=False,
    ),
)
