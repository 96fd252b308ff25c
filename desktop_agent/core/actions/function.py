"""A function that a model may call beside the computer: a program to start, or a function of the run's caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.pictures.frame import Frame
from desktop_agent.core.texts.json_text import JsonItem

# Built-in functions, whose names no user's function can have.
DONE = "done"
FunctionVerdict = Literal["ask", "allow"]
# Built-in functions have further verdicts: it only reads the picture; it reads the clipboard, or sets it.
CallVerdict = FunctionVerdict | Literal["reads", "reports clipboard", "sets clipboard"]
READ_CLIPBOARD = "read_clipboard"
SET_CLIPBOARD = "set_clipboard"
SEND_FILE = "send_file"  # a file that an agent has attached to a task; not callable by a model
LOOK_INTO = "look_into"  # files or the clipboard, for an agent's expectation; not callable by a model


@dataclass(frozen=True, slots=True)
class Function:
    """A function's description for the model, and the `command` that a call runs; none for a function of the caller."""

    name: str
    description: str
    parameters: Mapping[str, object]  # JSON schema of an object
    command: tuple[str, ...] = ()
    timeout_s: float = 30.0
    cwd: str = ""  # absolute; empty: the user's home
    environment: tuple[str, ...] = ()  # names of variables that are let through besides the usual few
    verdict: FunctionVerdict = "ask"


@dataclass(frozen=True, slots=True)
class StartedProgram:
    """A program that a call starts."""

    name: str  # what people call it
    path: str = ""  # as a window has it (`Window.program`); empty where another one may run instead
    names: frozenset[str] = frozenset()  # by which a person may let a run work in it, in small letters
    covers_work: bool = False  # a yes to the start is one to the work in it


@dataclass(frozen=True, slots=True)
class Ran:
    """The result of a call: the function's output, or in `error` a sentence on why it gave no good answer."""

    output: str
    error: str = ""
    picture: Frame | None = None
    is_silent: bool = False  # the program printed nothing, and `output` says so to the model


def record(required: Mapping[str, JsonItem], optional: Mapping[str, JsonItem] | None = None) -> JsonItem:
    """Return the JSON schema of an object with these fields and no others."""
    fields = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": fields, "additionalProperties": False}
