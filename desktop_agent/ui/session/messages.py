"""What the tray program and the process of a run say to each other, over the pipes of that process.

Both ends are this program, and nobody else can write into the pipes: so the messages are pickled as they are.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from desktop_agent.core.announcement import Announcement
from desktop_agent.core.decision import Question, RememberedApproval
from desktop_agent.core.events import Stamped
from desktop_agent.core.geometry import Rect
from desktop_agent.core.stream_update import StreamUpdate
from desktop_agent.run.control import StopSource
from desktop_agent.run.result import RunContinuation, RunResult
from desktop_agent.settings import Settings

if TYPE_CHECKING:
    from desktop_agent.desk.runs.desks import DeskOrder

READS = "--reads"  # of a run's process: to start what reads the text on the screen at once
Service = Literal["decide", "reply", "hand back", "stand aside", "announce", "make way", "hide"]


@dataclass(frozen=True, slots=True)
class RunSetup:
    """The first message: what is to be done, and what only the tray program knows.

    `tray` is its process id, `programs` are those whose windows are ours, `signed_with` is what it signs settings with,
    `keys` are those that the person has given for this session only, `frame` is the part of the desktop around which
    the tray program shows a frame; `continues` tells of the run that this one goes on with; with a `desk` it opens one
    and works there.
    """

    task: str
    settings: Settings
    admitted: tuple[str, ...]
    approvals: tuple[RememberedApproval, ...]
    tray: int
    programs: frozenset[int]
    signed_with: bytes
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    frame: Rect | None = None
    continues: RunContinuation | None = None
    desk: DeskOrder | None = None


@dataclass(frozen=True, slots=True)
class StopCommand:
    """Make the run stop."""

    by: StopSource
    why: str = ""


@dataclass(frozen=True, slots=True)
class PauseCommand:
    """Make the run wait."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResumeCommand:
    """Let the run go on."""

    by: str


@dataclass(frozen=True, slots=True)
class SayCommand:
    """Tell the model what the person says."""

    text: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The person has taken back a remembered approval."""

    approval: RememberedApproval


@dataclass(frozen=True, slots=True)
class CallAnswered:
    """What a person or a window has answered to a `WindowCall`."""

    number: int
    answer: object


@dataclass(frozen=True, slots=True)
class CallFailed:
    """Why a `WindowCall` has no answer; it was withdrawn where that is empty."""

    number: int
    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DeskUp:
    """The desk of the run is there: its name, the file with its picture, its size, and the way onto its display."""

    id: str
    picture: Path
    size: tuple[int, int]
    display: str
    xauthority: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """The run is ready to go."""

    privacy: str


@dataclass(frozen=True, slots=True)
class Heard:
    """An event of the run."""

    stamped: Stamped


@dataclass(frozen=True, slots=True)
class Updated:
    """News of an unfinished answer."""

    update: StreamUpdate


@dataclass(frozen=True, slots=True)
class Remembered:
    """The person has given an approval that is remembered."""

    approval: RememberedApproval


@dataclass(frozen=True, slots=True)
class WindowCall:
    """Ask the person something, or have windows shown or hidden; the answer has the same number."""

    number: int
    service: Service
    about: Question | Announcement | str


@dataclass(frozen=True, slots=True)
class CallWithdrawn:
    """A `WindowCall` is no longer wanted; what was shown for it is off the screen when `CallFailed` comes back."""

    number: int


@dataclass(frozen=True, slots=True)
class Restored:
    """The windows may be shown again."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """The stop has been heard: no further input event is sent, and the run comes to its end."""


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run is over."""

    result: RunResult


@dataclass(frozen=True, slots=True)
class RunBroke:
    """The run could not begin, or not be recorded."""

    message: str
    hint: str


ToRun = RunSetup | StopCommand | PauseCommand | ResumeCommand | SayCommand | TakenBack | CallAnswered | CallFailed
FromRun = (
    DeskUp
    | Prepared
    | Heard
    | Updated
    | Remembered
    | WindowCall
    | CallWithdrawn
    | Restored
    | Stopping
    | RunEnded
    | RunBroke
)


class Channel:
    """Sends from any thread, and receives on one."""

    def __init__(self, reads: IO[bytes], writes: IO[bytes]) -> None:
        """Take one end of two pipes."""
        self._reads, self._writes = reads, writes
        self._sending = threading.Lock()

    def send(self, message: ToRun | FromRun) -> None:
        """Send a message; BrokenPipeError when the other end is gone."""
        packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        with self._sending:
            self._writes.write(packed)
            self._writes.flush()

    def receive(self) -> object:
        """Wait for the next message; EOFError when the other end is gone."""
        try:
            return pickle.load(self._reads)  # noqa: S301 - our own process at the other end of a private pipe
        except (OSError, ValueError, pickle.UnpicklingError) as gone:
            raise EOFError from gone
