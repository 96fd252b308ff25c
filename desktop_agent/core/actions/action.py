"""The actions of a model: a closed union of small dataclasses in picture coordinates; and functions besides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from desktop_agent.core.pictures import Frame, ImagePoint
from desktop_agent.core.texts.foreign_text import JsonItem

Button = Literal["left", "middle", "right", "back", "forward"]
# In “fields” line breaks and Tabs are keys, and Tabs move to other fields. In “whole” and “keys” they are characters,
# but for a line break at the end. The other two are for terminals: in “lines” each line is entered by itself, and ends
# with Return; in “one place” several lines are entered as in “whole”.
TextEntry = Literal["fields", "lines", "one place", "whole", "keys"]
_MOST_FIELDS = 33  # of one text
FinishStatus = Literal["success", "failed"]
Effect = Literal["any", "small", "none"]  # how much of the screen an action is likely to change
# The arguments of an interpreter that starts a program and leaves it; the program with its arguments follows.
STARTS: Final = ("-P", "-m", "desktop_agent.functions.detached_program")
OPENS: Final = "open "  # what the name of a function that starts a program begins with


@dataclass(frozen=True, slots=True)
class Click:
    """Press and release a button `count` times (1 to 3), with `keys` held."""

    at: ImagePoint
    button: Button = "left"
    count: int = 1
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Put the pointer somewhere without pressing."""

    at: ImagePoint
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drag:
    """Press the left button at the first point, follow all points, release at the last."""

    path: tuple[ImagePoint, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scroll:
    """Turn the wheel at a point; pixels, positive is right and down."""

    at: ImagePoint
    dx: int = 0
    dy: int = 0
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Press:
    """Press a chord: all keys down in order, then up in reverse; names as in `core.actions.keys`."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldKey:
    """Press keys and keep them down."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseKey:
    """Release held keys."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldButton:
    """Press a button at a point and keep it down."""

    at: ImagePoint
    button: Button = "left"


@dataclass(frozen=True, slots=True)
class ReleaseButton:
    """Release a held button at a point."""

    at: ImagePoint
    button: Button = "left"


@dataclass(frozen=True, slots=True)
class Type:
    """Enter text into the control that has the keyboard, or into the one at `at`, which is clicked first."""

    text: str
    at: ImagePoint | None = None
    secret: bool = False  # never by way of the clipboard
    entry: TextEntry = "fields"

    @property
    def is_block(self) -> bool:
        """Return whether all of it is entered at once: several lines, whose last line break isn't pressed as Return."""
        return self.entry == "whole" and len(self.text.rstrip("\r\n").splitlines()) > 1


@dataclass(frozen=True, slots=True)
class Navigate:
    """Open an address in the default browser."""

    url: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for a while; with `until`, at most until a window, a control or a text with this name appears.

    An empty `until` is the next window, whatever its name.
    """

    seconds: float
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Take a new screenshot."""


@dataclass(frozen=True, slots=True)
class Finish:
    """End the run: the model reports that it is done, or that it gives up."""

    status: FinishStatus
    text: str = ""
    expect: tuple[str, ...] = ()  # the expectations that an agent wants checked, in the form of `--expect`


@dataclass(frozen=True, slots=True)
class Invoke:
    """Call a function beside the computer, with `arguments` as JSON text.

    `command` is the program with all its arguments. It runs without a shell in the folder `cwd`, with `arguments` as
    its input and the variables named in `environment`. It is empty for a tool of the MCP server `server`, which doesn't
    run on this computer.
    """

    name: str
    arguments: str = "{}"
    server: str = ""
    command: tuple[str, ...] = ()
    cwd: str = ""
    environment: tuple[str, ...] = ()
    reads: bool = False  # it only reads the newest picture
    is_end_check: bool = False  # run by us at the end, to see whether the task is done; no model calls it

    @property
    def is_ours(self) -> bool:
        """Return whether it is a built-in function for the screen or the clipboard, which runs no program."""
        return not self.command and not self.server

    @property
    def started(self) -> tuple[str, ...]:
        """Return the program and arguments of a call that only starts a program; empty for any other call."""
        return self.command[4:] if self.command[1:4] == STARTS else ()

    @property
    def program(self) -> str:
        """Return what people call the program that a call starts; empty for any other call."""
        return self.name.removeprefix(OPENS) if self.started else ""


Action = (
    Click
    | Move
    | Drag
    | Scroll
    | Press
    | HoldKey
    | ReleaseKey
    | HoldButton
    | ReleaseButton
    | Type
    | Navigate
    | Wait
    | Look
    | Finish
    | Invoke
)
# By the name that each has in events.
KINDS: Mapping[str, type[Action]] = {
    "click": Click,
    "move": Move,
    "drag": Drag,
    "scroll": Scroll,
    "press": Press,
    "hold_key": HoldKey,
    "release_key": ReleaseKey,
    "hold_button": HoldButton,
    "release_button": ReleaseButton,
    "type": Type,
    "navigate": Navigate,
    "wait": Wait,
    "look": Look,
    "finish": Finish,
    "function": Invoke,
}
_KINDS_BY_CLASS: Mapping[type[Action], str] = {action_class: kind for kind, action_class in KINDS.items()}


def kind_of(action: Action) -> str:
    """Return the name that the kind of an action has in events."""
    return _KINDS_BY_CLASS[type(action)]


def points_of(action: Action) -> tuple[ImagePoint, ...]:
    """Return the points that an action touches, in order; empty for keys, waits and the like."""
    match action:
        case Drag(path=path):
            return path
        case Click(at=at) | Move(at=at) | Scroll(at=at) | HoldButton(at=at) | ReleaseButton(at=at):
            return (at,)
        case Type(at=at):
            return () if at is None else (at,)
        case _:
            return ()


def fields_of(action: Action) -> tuple[Action, ...]:
    """Return a text action split at its Tabs, as the text after a Tab goes to another field with its own judgement.

    A text with very many Tabs is a table, and isn't split.
    """
    if not isinstance(action, Type) or action.entry != "fields":
        return (action,)
    if not 0 < action.text.rstrip("\t").count("\t") < _MOST_FIELDS:
        return (action,)
    pieces = re.findall(r"[^\t]*\t|[^\t]+", action.text)
    return tuple(replace(action, text=text, at=None if n else action.at) for n, text in enumerate(pieces))


def pressed_points(action: Action) -> tuple[ImagePoint, ...]:
    """Return the points of presses, drops and wheel turns, where the picture must not have changed."""
    match action:
        case Drag(path=path):
            return (path[0], path[-1])
        case Click() | Scroll() | HoldButton() | Type():
            return points_of(action)
        case _:
            return ()


def uses_keyboard(action: Action) -> bool:
    """Return whether an action goes to the control that has the keyboard."""
    match action:
        case Press() | HoldKey():
            return True
        case Type(at=at):
            return at is None
        case _:
            return False


def effect_of(action: Action) -> Effect:
    """Return how much of the screen an action is likely to change, which determines the wait after it.

    Text without a Return has a small, immediate effect; a wait or a look has none.
    """
    match action:
        case Type(text=text):
            return "any" if "\n" in text or "\t" in text else "small"
        case Wait() | Look() | Finish() | Invoke(reads=True):
            return "none"
        case Move() | HoldKey() | ReleaseKey() | HoldButton() | Invoke():
            return "small"
        case _:
            return "any"


def is_editable(action: Action) -> bool:
    """Return whether a person can change a text or a point of an action."""
    return text_of(action) is not None or len(points_of(action)) == 1


def text_of(action: Action) -> str | None:
    """Return the text or address that a person can change; None where there is none, or it is secret."""
    match action:
        case Type(text=text, secret=False):
            return text
        case Navigate(url=url):
            return url
        case _:
            return None


def edit_action(action: Action, text: str | None, at: ImagePoint | None) -> Action:
    """Return the same kind of action with another text, or at another point; None: unchanged."""
    match action:
        case Type():
            return replace(action, text=action.text if text is None else text, at=action.at and (at or action.at))
        case Navigate():
            return replace(action, url=action.url if text is None else text.strip())
        case Click() | Move() | Scroll():
            return action if at is None else replace(action, at=at)
        case _:
            return action


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
