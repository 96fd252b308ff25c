"""The kinds of parsed expectations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FileTest = Literal["exists", "changed", "contains", "equals", "matches"]
ControlWord = Literal[
    "checked", "unchecked", "selected", "unselected", "expanded", "collapsed", "focused", "enabled", "disabled"
]


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """A file exists, has changed since the start, or matches `value`, which is a text, a pattern or another file.

    Of an office file, the text in it counts; blanks and line breaks between words are all the same there.
    """

    path: Path
    test: FileTest
    value: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedCell:
    """A cell of a sheet in a file shows or holds a value; a quoted one is a text, even where it reads as a number."""

    path: Path
    sheet: str
    cell: str  # such as B2
    value: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class ExpectedWindow:
    """A window is shown with this in its title."""

    title: str


@dataclass(frozen=True, slots=True)
class ExpectedOnScreen:
    """The picture shows a text."""

    text: str


@dataclass(frozen=True, slots=True)
class ExpectedControl:
    """Every control of this name that can be in a state is in it, and there is one."""

    name: str
    state: ControlWord


@dataclass(frozen=True, slots=True)
class ExpectedAddress:
    """A browser shows this address; without a scheme any scheme counts, and a * at the end matches any ending."""

    address: str


@dataclass(frozen=True, slots=True)
class ExpectedClipboard:
    """The clipboard holds exactly this text."""

    text: str


@dataclass(frozen=True, slots=True)
class ExpectedCommand:
    """A command ends with exit code 0; it runs without a shell."""

    command: tuple[str, ...]


Expectation = (
    ExpectedFile
    | ExpectedCell
    | ExpectedWindow
    | ExpectedOnScreen
    | ExpectedControl
    | ExpectedAddress
    | ExpectedClipboard
    | ExpectedCommand
)
