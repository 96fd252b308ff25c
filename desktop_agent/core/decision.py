"""What policy says of an action, what a person is asked, and what the person answers."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions import Action
from desktop_agent.core.events import By
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import Viewport
from desktop_agent.core.turn import SafetyCheck


@dataclass(frozen=True, slots=True)
class Reason:
    """One voice: the rule's name, and why in a sentence; `outside` marks words that are not ours."""

    rule: str
    text: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Allow:
    """Nothing speaks against it, or the mode says yes by itself (`by` is then "mode")."""

    rule: str = "default"
    by: By = "policy"


@dataclass(frozen=True, slots=True)
class Ask:
    """A person decides."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Not done, whoever asks."""

    reasons: tuple[Reason, ...]


Decision = Allow | Ask | Refuse


@dataclass(frozen=True, slots=True)
class Target:
    """What an action would hit: the window, and the control's name, role, and where these are from."""

    window: Window | None = None
    control: str = ""
    role: str = ""  # as AT-SPI calls it, for example "push button"; empty where unknown
    source: str = ""  # accessibility, ocr, or empty
    ours: bool = False  # the window is this program's own, or the terminal's that the person answers in
    also: Target | None = None  # what else it presses: where a drag ends, or what Return does after the text


@dataclass(frozen=True, slots=True)
class Case:
    """All that policy may look at: the action, what it hits, the checks, and keys that are held already."""

    action: Action
    viewport: Viewport
    target: Target = Target()
    checks: tuple[SafetyCheck, ...] = ()
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """All that a person needs to decide: our own sentence, the actions, where, why, and the very picture."""

    call_id: str
    sentence: str
    actions: tuple[Action, ...]
    target: Target
    reasons: tuple[Reason, ...]
    checks: tuple[SafetyCheck, ...]
    frame: Frame


@dataclass(frozen=True, slots=True)
class Approved:
    """Yes, this once."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """No; the reply goes to the model. `by` is "policy" where nobody could be asked."""

    reply: str = ""
    by: By = "human"


@dataclass(frozen=True, slots=True)
class StopRun:
    """No, and the run ends."""


Answer = Approved | Rejected | StopRun
