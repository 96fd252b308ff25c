"""A file of steps as data, and texts in straight quotes, as they have them; line breaks and Tabs are escaped. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from desktop_agent.core.geometry import Size
from desktop_agent.core.locator import ControlRequest

StepTheme = Literal["light", "dark"]
ENDING: Final = ".steps"
_TO_ESCAPE = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ESCAPED = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'", "{": "{"}
_BRACES, _NO_VARIABLE = re.compile(r"\{\{(?!secret:)"), r"\\{\\{"
QUOTED = r'"(?:[^"\\]|\\.)*"'


@dataclass(frozen=True, slots=True)
class StepWindow:
    """The window that a step works in: its title, and the program's file name."""

    title: str
    program: str = ""


@dataclass(frozen=True, slots=True)
class StepTarget:
    """What a step hits: the kind of control in people's words, and its name; either may be empty.

    `box` is where it was: left, top, width and height in pixels of the step's picture. `beside` are the words that a
    field without a name stands beside. `checked` tells whether it was on before the step, of what a press turns on and
    off. `row` are the words in the row of a control that isn't the only one of its name.
    """

    kind: str
    name: str
    box: tuple[int, int, int, int] | None = None
    beside: str = ""
    checked: bool | None = None
    row: str = ""

    @property
    def request(self) -> ControlRequest:
        """Return by what the control is found again."""
        return ControlRequest(self.name, self.kind, self.row, self.beside)


@dataclass(frozen=True, slots=True)
class StepPlace:
    """Where a step goes: pixels of a window of this size, or of the screen where no window is known.

    It has one point, but for a drag, which has all points of its path. Every point is inside.
    """

    points: tuple[tuple[int, int], ...]
    size: Size
    of_screen: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its plain words, and what else is said of it. Variables in the words are not filled in yet.

    `picture` is the file, relative to the file of steps and with slashes, that holds the window as it was: the place's
    points are pixels of it.
    """

    text: str
    name: str = ""
    caption: str = ""  # what a film says meanwhile
    wait_s: float = 0.0  # before the step
    skip: bool = False
    window: StepWindow | None = None
    target: StepTarget | None = None
    place: StepPlace | None = None
    picture: str = ""
    zoom: bool = True  # a film may come close to it
    comments: tuple[str, ...] = ()  # lines before it, without the “#”

    @property
    def title(self) -> str:
        """Return what to call the step."""
        return self.name or self.text


@dataclass(frozen=True, slots=True)
class Variable:
    """A text that may be another one each time; without a value it has to be given when the steps are played."""

    name: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class StepFile:
    """A whole file; the header's fields are empty where nothing is said."""

    steps: tuple[Step, ...]
    title: str = ""
    size: Size | None = None
    themes: tuple[StepTheme, ...] = ()
    languages: tuple[str, ...] = ()
    open: str = ""  # the program to start for a film, with its arguments
    variables: tuple[Variable, ...] = ()
    comments: tuple[str, ...] = ()  # of the header
    after: tuple[str, ...] = ()  # comments after the last step


def quoted(text: str, *, braces: bool = False) -> str:
    """Return the text in quotes; `braces` tells that it is for a step's words, where “{{” is to be no variable."""
    body = "".join(_TO_ESCAPE.get(char, char) for char in text)
    return f'"{_BRACES.sub(_NO_VARIABLE, body) if braces else body}"'


def unquoted(text: str) -> str:
    """Return what stands between the quotes of a text that matches `QUOTED`."""
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[0]), text[1:-1])
