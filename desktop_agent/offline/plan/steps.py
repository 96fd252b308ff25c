"""The plain steps that the built-in model knows, as data. There are no others: it is not an assistant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.controls.read_text import TextTarget


@dataclass(frozen=True, slots=True)
class ClickStep:
    """Press the mouse button on a text."""

    target: TextTarget
    button: Literal["left", "right"] = "left"
    count: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class OpenStep:
    """Start a program by the name that the desktop knows it under.

    If `program` is False and there is no program of this name, the text is clicked.
    """

    target: TextTarget
    program: bool = False


@dataclass(frozen=True, slots=True)
class TypeStep:
    """Type into a field or at the caret; `replace` deletes the content of the field."""

    text: str
    into: TextTarget | None = None
    replace: bool = False


@dataclass(frozen=True, slots=True)
class TickStep:
    """Bring a check box or a radio button to a state."""

    target: TextTarget
    ticked: bool


@dataclass(frozen=True, slots=True)
class SelectStep:
    """Choose an option of a drop-down list."""

    option: str
    source: TextTarget


@dataclass(frozen=True, slots=True)
class PressStep:
    """Press a chord of keys, `times` times."""

    keys: tuple[str, ...]
    times: int = 1


NOTCHES_SEARCHING = 2  # few, so that a search sees the last rows again and misses none


@dataclass(frozen=True, slots=True)
class ScrollStep:
    """Turn the wheel by notches (right and down are positive), or until a text appears."""

    dx: int
    dy: int
    until: str | None = None
    over: TextTarget | None = None


@dataclass(frozen=True, slots=True)
class DragStep:
    """Drag one text onto another."""

    source: TextTarget
    to: TextTarget


@dataclass(frozen=True, slots=True)
class WaitForStep:
    """Wait until a text appears, or disappears if `gone`."""

    target: TextTarget
    seconds: float
    gone: bool = False


@dataclass(frozen=True, slots=True)
class WaitStep:
    """Wait for a while."""

    seconds: float


@dataclass(frozen=True, slots=True)
class CheckStep:
    """Make sure that a text is visible, or absent."""

    target: TextTarget
    visible: bool


@dataclass(frozen=True, slots=True)
class CheckFieldStep:
    """Make sure that a field holds a text: alone, or also among others (`part`)."""

    target: TextTarget
    text: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class CheckTickStep:
    """Make sure that a check box, radio button or switch is in a state."""

    target: TextTarget
    ticked: bool


@dataclass(frozen=True, slots=True)
class CheckFileStep:
    """Make sure that a file of the user contains a text, or does not."""

    path: str
    text: str
    holds: bool = True


Verb = (
    ClickStep
    | OpenStep
    | TypeStep
    | TickStep
    | SelectStep
    | PressStep
    | ScrollStep
    | DragStep
    | WaitForStep
    | WaitStep
    | CheckStep
    | CheckFieldStep
    | CheckTickStep
    | CheckFileStep
)


# Steps that change nothing.
Looking = CheckStep | CheckFieldStep | CheckTickStep | CheckFileStep | WaitForStep


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step, and its wording in the task."""

    text: str
    verb: Verb


@dataclass(frozen=True, slots=True)
class Plan:
    """A task whose every step is known."""

    steps: tuple[PlanStep, ...]
