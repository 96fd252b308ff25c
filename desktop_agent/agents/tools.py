"""The tools that an agent is offered. Their words for actions are those of the family `generic`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.caps import Caps
from desktop_agent.model.families.generic import FAMILY
from desktop_agent.model.family import Family, ModelWord
from desktop_agent.model.parameter_schemas import list_of, record

ACT = "act"
WORDS: Family = replace(FAMILY, tool=ACT)  # one function, whose `action` says which word is meant
# Characters of a question or a reason, of a task, and of a picture's name.
MOST_WORDS, MOST_TASK, MOST_NAME = 2_000, 20_000, 100
_PLACES = {"right": "the picture's width less 1", "bottom": "its height less 1"}


@dataclass(frozen=True, slots=True)
class McpTool:
    """A tool, and honest hints on what it does."""

    name: str
    title: str
    description: str
    schema: JsonItem
    reads_only: bool = False
    destroys: bool = False
    repeats: bool = False  # a second call with the same arguments changes nothing more
    open_world: bool = False


def mcp_tools(caps: Caps) -> tuple[McpTool, ...]:
    """Return the tools, for a session in which so much may be asked for at once."""
    return (*_at_the_screen(caps), *_BESIDE)


def _at_the_screen(caps: Caps) -> tuple[McpTool, ...]:
    return (
        McpTool(
            "look",
            "Look at the screen",
            "Take a picture of the person's screen. Answers with the picture, its size in pixels, the windows in it "
            "(topmost first), and what was acted on last. The first look opens the session; the person sees that.",
            record({}, {"picture": _PICTURE}),
            reads_only=True,
        ),
        McpTool(
            ACT,
            "Use mouse and keyboard",
            "Use mouse and keyboard on the person's real computer: a list of actions, done in order, with points in "
            "pixels of the newest picture. Answers with the picture after that, and a sentence for whatever was not "
            "done. The person may be asked before an action, so an answer can take minutes. A refusal is an answer: "
            "do not try the same by another way.",
            record(
                {"actions": _actions(caps)},
                {
                    "why": _text("What this is for; the person reads it.", MOST_WORDS),
                    "picture": _PICTURE,
                },
            ),
            destroys=True,
            open_world=True,
        ),
    )


def _actions(caps: Caps) -> JsonItem:
    each = {"anyOf": [_word(word) for word in WORDS.words]}
    return {
        **list_of(each, caps.batch_actions),
        "minItems": 1,
        "description": "Done in order, up to the first that fails.",
    }


def _word(word: ModelWord) -> JsonItem:
    """Return the schema of one action: its name, and the arguments that it takes."""
    name = {"type": "string", "enum": [word.name], "description": word.description}
    required: dict[str, JsonItem] = {"action": name}
    optional: dict[str, JsonItem] = {}
    for key, argument in word.arguments.items():
        (required if argument.required else optional)[key] = _filled(argument.schema)
    return record(required, optional)


def _filled(schema: Mapping[str, object]) -> JsonItem:
    told = schema.get("description")
    return {**schema, "description": told.format(**_PLACES)} if isinstance(told, str) else schema


def _text(description: str, longest: int) -> JsonItem:
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": description}


_PICTURE = _text(
    "The name of the newest picture, as its answer tells it: needed only where each call is a connection of its own.",
    MOST_NAME,
)
_BESIDE = (
    McpTool(
        "run_task",
        "Have a whole task done",
        "Have this computer's own model do a whole task, under the same approvals. It ends your session first. "
        "Answers when the task has ended, with how it ended.",
        record({"task": _text("What is to be done, in words.", MOST_TASK)}),
        destroys=True,
        open_world=True,
    ),
    McpTool(
        "ask_person",
        "Ask the person",
        "Ask the person at the computer something in words, and wait for their answer. It approves nothing.",
        record({"question": _text("The question.", MOST_WORDS)}, {"picture": _PICTURE}),
    ),
    McpTool(
        "status",
        "Say how things stand",
        "Say whether a session is open, who has the computer, what is being waited for, and what holds.",
        record({}),
        reads_only=True,
    ),
    McpTool(
        "stop",
        "End the session",
        "End your session and let go of the computer. Call it when you are done, or to break off a call.",
        record({}, {"summary": _text("What was done, in a sentence; the person reads it.", MOST_WORDS)}),
        repeats=True,
    ),
)
