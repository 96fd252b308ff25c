"""A task as data: its header, and its lines; and texts in straight quotes with escaped line breaks and tabs. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from desktop_agent.core.controls.locator import ControlRequest
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message, plural

StepTheme = Literal["light", "dark"]
VariableType = Literal["text", "date", "number", "file", "folder", "sheet", "choice", "secret"]
VARIABLE_TYPES: tuple[VariableType, ...] = get_args(VariableType)
LoopUnit = Literal["row", "cell", "file"]
VARIABLE = r"[^\W\d]\w{0,63}"
ENDING: Final = ".task"
_TO_ESCAPE = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ESCAPED = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'", "{": "{"}
_BRACE = re.compile(rf"\{{(?={VARIABLE}\}})")
_NO_VARIABLE = r"\\{"
QUOTED = r'"(?:[^"\\]|\\.)*"'
LOOP_NAMES: Final[Mapping[LoopUnit, tuple[str, ...]]] = {
    "row": ("number",),
    "cell": ("number", "column", "cell"),
    "file": ("number", "file", "ending"),
}


@dataclass(frozen=True, slots=True)
class StepWindow:
    """The window that a step works in: its title, and the program's file name."""

    title: str
    program: str = ""


@dataclass(frozen=True, slots=True)
class StepTarget:
    """The target of a step: the control's kind in plain words, and its name; either may be empty.

    `box` is its left, top, width and height in pixels of the step's picture. `beside` is the text next to a field
    without a name. `checked` is the state of a check box or the like before the step, None if unknown. `row` is the
    text in the row of a control whose name isn't unique.
    """

    kind: str
    name: str
    box: tuple[int, int, int, int] | None = None
    beside: str = ""
    checked: bool | None = None
    row: str = ""

    @property
    def request(self) -> ControlRequest:
        """Return the request by which the control is located again."""
        return ControlRequest(self.name, self.kind, self.row, self.beside)


@dataclass(frozen=True, slots=True)
class StepPlace:
    """The place of a step, in pixels of a window of this size, or of the screen where the window is unknown.

    It has one point; a drag has all points of its path. Every point is inside `size`.
    """

    points: tuple[tuple[int, int], ...]
    size: Size
    of_screen: bool = False


@dataclass(frozen=True, slots=True)
class StepLoop:
    """A line is carried out once for each row, or each filled cell, of a sheet, or for each file of a folder.

    `variable` names the sheet or the folder. Neighbouring lines over the same one are repeated together.
    """

    unit: LoopUnit
    variable: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that stand for something else each time."""
        return LOOP_NAMES[self.unit]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a task: its words with unfilled variables, and its attributes.

    A wish is a line that only a model understands. `picture` is the path of the window's recorded picture, relative to
    the task's file and with slashes; the place's points are pixels of it.
    """

    text: str
    name: str = ""
    caption: str = ""  # for a film
    wait_s: float = 0.0  # before the step
    skip: bool = False
    window: StepWindow | None = None
    target: StepTarget | None = None
    place: StepPlace | None = None
    picture: str = ""
    loop: StepLoop | None = None
    zoom: bool = True  # a film may zoom in on it
    comments: tuple[str, ...] = ()  # lines before it, without the “#”
    is_wish: bool = False

    @property
    def title(self) -> str:
        """Return the step's name, else its text."""
        return self.name or self.text


@dataclass(frozen=True, slots=True)
class TaskVariable:
    """A text that may differ each time; `ask` is the question to the person, `default` the value if none is given."""

    name: str
    type: VariableType = "text"
    ask: str = ""
    default: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilmTerms:
    """How a task is filmed: the program to start, with its arguments, and the looks of the screen.

    In a `terminal`, the lines that the task types are run: the person who confirms the file has read them.
    """

    open: str = ""
    size: Size | None = None
    themes: tuple[StepTheme, ...] = ()
    languages: tuple[str, ...] = ()
    terminal: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A complete task: numbered lines, or, where it has none, `words` for a model as a whole.

    `flags` are those of `run` and of its desk, by their names there; `after` are comments behind the last line.
    """

    steps: tuple[Step, ...] = ()
    words: str = ""
    title: str = ""
    flags: Mapping[str, object] = field(default_factory=dict)
    variables: tuple[TaskVariable, ...] = ()
    film: FilmTerms = FilmTerms()
    after: tuple[str, ...] = ()
    description: str = ""

    @property
    def summary(self) -> str:
        """Return its title, else its first line."""
        return self.title or (self.steps[0].title if self.steps else self.words.partition("\n")[0])


def model_need(task: Task) -> str:
    """Return how many of a task's lines need a model, in words."""
    wishes = sum(step.is_wish for step in task.steps)
    if not wishes:
        return Message("needs no model")
    return plural(
        "{count} of {of} steps needs a model", "{count} of {of} steps need a model", count=wishes, of=len(task.steps)
    )


def quoted(text: str, *, braces: bool = False) -> str:
    """Return the text in quotes; with `braces`, “{name}” is escaped so that it is no variable in a step's words."""
    body = "".join(_TO_ESCAPE.get(char, char) for char in text)
    return f'"{_BRACE.sub(_NO_VARIABLE, body) if braces else body}"'


def unquoted(text: str) -> str:
    """Return the unescaped contents of a text that matches `QUOTED`."""
    return re.sub(r"\\(.)", lambda match: _ESCAPED.get(match[1], match[0]), text[1:-1])
