"""The plain steps that the embedded model knows, as data. It follows steps; it is no assistant."""

from dataclasses import dataclass
from typing import Literal

Relation = Literal["right of", "left of", "below", "above", "in the row of", "near"]

LAST = -1


@dataclass(frozen=True, slots=True)
class Target:
    """A text on the screen, and which of several is meant: `ordinal` 0 is any, `LAST` the last."""

    text: str
    ordinal: int = 0
    kind: str = ""
    relation: Relation | None = None
    anchor: "Target | None" = None


@dataclass(frozen=True, slots=True)
class Click:
    """Press the mouse button on a text."""

    target: Target
    button: Literal["left", "right"] = "left"
    count: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class TypeText:
    """Type, into a field or where the caret is; `replace` throws away what the field held."""

    text: str
    into: Target | None = None
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """Bring a check box or a radio button to a state."""

    target: Target
    wanted: bool


@dataclass(frozen=True, slots=True)
class Select:
    """Choose an option of a drop-down list."""

    option: str
    source: Target


@dataclass(frozen=True, slots=True)
class Press:
    """Press a chord of keys, `times` times."""

    keys: tuple[str, ...]
    times: int = 1


@dataclass(frozen=True, slots=True)
class Scroll:
    """Turn the wheel by notches (right and down are positive), or until a text appears."""

    dx: int
    dy: int
    until: str | None = None
    over: Target | None = None


@dataclass(frozen=True, slots=True)
class Drag:
    """Drag one text onto another."""

    source: Target
    to: Target


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Wait until a text is there, or is gone."""

    target: Target
    seconds: float
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait for a while."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Check:
    """Make sure that a text is there, or is not."""

    target: Target
    visible: bool


Verb = Click | TypeText | Tick | Select | Press | Scroll | Drag | WaitFor | Pause | Check


@dataclass(frozen=True, slots=True)
class Step:
    """One step, with the words that asked for it."""

    said: str
    verb: Verb


@dataclass(frozen=True, slots=True)
class Plan:
    """A task that was understood to the end."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A task with a step that nobody here knows: `message` quotes it and lists the verbs."""

    message: str
