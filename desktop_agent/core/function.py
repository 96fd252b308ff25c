"""A function of the user's own, which a model may call beside the computer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.frame import Frame
from desktop_agent.core.json_text import JsonItem

# Offered by ourselves, so that no function of a user's can be called so.
DONE = "done"
FunctionVerdict = Literal["ask", "allow"]
# And of one of ours: it only tells what the picture shows; it tells what is on the clipboard, or sets that.
CallVerdict = FunctionVerdict | Literal["reads", "tells clipboard", "sets clipboard"]
READ_CLIPBOARD, SET_CLIPBOARD = "read_clipboard", "set_clipboard"
SEND_FILE = "send_file"  # a file that an agent has attached to a task; nobody can call it
LOOK_INTO = "look_into"  # files or the clipboard, of which an agent expects something; nobody can call it either


@dataclass(frozen=True, slots=True)
class Function:
    """A function's description for the model, and the `command` or `python` function that a call runs.

    An argument of `command` that is `{name}`, whole, stands for the argument `name` of the call.
    """

    name: str
    description: str
    parameters: Mapping[str, object]  # JSON schema of an object
    command: tuple[str, ...] = ()
    python: str = ""  # package.module:function
    timeout_s: float = 30.0
    cwd: str = ""  # absolute; empty: the user's home
    environment: tuple[str, ...] = ()  # names of variables that are let through besides the usual few
    verdict: FunctionVerdict = "ask"
    from_file: bool = field(default=False, compare=False)  # where anybody may have written it


@dataclass(frozen=True, slots=True)
class Ran:
    """The result of a call: the function's output, or in `error` a sentence on why it gave no good answer."""

    output: str
    error: str = ""
    picture: Frame | None = None


def record(required: Mapping[str, JsonItem], optional: Mapping[str, JsonItem] | None = None) -> JsonItem:
    """Return the JSON schema of an object with these fields and no others."""
    fields = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": fields, "additionalProperties": False}
