"""The run protocol: what a run and its starter say to each other, a JSON object a line, each way.

A run is a *host*; what has it done is its *client*. The host says its events as they stand in the journal and in
`--json` (`{"event": …}`). Everything else is a message, and says which:
`{"is": "Pause", "by": "human", "reason": "…"}`.

1. The client says `Start`, once. The host says `DeskOpened`, where a desk was ordered, `DesktopAsks`, where the desktop
   asks the person to share the screen, then `Prepared`; or `Broken`. `DesktopAsks` may come again, about the key
   that stops the run.
2. The host says events, and `Update` while an answer of the model is unfinished. An act begins only once the client has
   answered its `action.started` by `Heard`: nothing is done unseen. `Remember` is an approval that holds for
   further runs; by `TakeBack` the client takes one back.
3. What only a window can do is a `Call`: a question to the person, or to announce an act, to get out of its way, to
   hide. It is answered by `Reply` or `NoReply`, once the windows have left the screen: by `FindMark` the client has the
   run look for that, and is answered by `MarkFound`. The host may `Withdraw` it; by `Restore` windows may be shown
   again.
4. The client may `Stop`, `Pause`, `Resume`, and `Say` what the person says to the model. `Stopping` says that a stop
   was heard: no further input event is sent. By `Note` it has a sentence of its own recorded.
5. While the client wants to `ShowScreen`, the host says what is `Seen` on the run's screen, whenever that changes.
6. The host says `Ended`, or `Broken`, and then nothing more.

**An answer counts only over the private pipe of what started the host.** It names its question by number and by
the digest of what was shown, which the client takes of what it has read and not of what it was given; another answer,
or one of another type, is none.

A *watcher* is informed by the client, over a socket that others of this user can reach (`run_socket.py`): `Begun`,
then the events, `Asking` when a question opens or closes, `Stopping`, and what is `Seen` while it wants to
`ShowScreen`. One that `HasWindows` gets a `Call` to stand aside. It may say `Stop`, `Pause`, `ShowScreen` and the
`Reply` to that call; anything else ends the connection, and so does a message of more than `LIMIT_OF_WATCHER` bytes.

Bytes, such as the capture that a question is about, follow their line on the same pipe, raw, in the order in which the
line names their lengths: `{"is": "bytes", "length": 8294400}`. Within it they would have to be coded and copied, and a
card would come later.

A line that is no message of this protocol, or too long, or that names a length which is none, or too many bytes, ends
the conversation as a closed pipe does: the host then stops its run, and the client ends its host. Nothing a line holds
can make an object of another class (`codec.py`).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO, Literal, assert_never, cast, get_args

from desktop_agent.core import errors
from desktop_agent.core.decisions.decision import Answer, Question, RememberedApproval
from desktop_agent.core.errors import BadSettingError, DesktopAgentError, RejectedError
from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.runs.events import Stamped
from desktop_agent.core.runs.waiting import StreamUpdate
from desktop_agent.record.parse import parse_event
from desktop_agent.run.control import StopSource
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime.protocol.codec import Codec, UnreadableError
from desktop_agent.runtime.spec import RunSpec
from desktop_agent.screen.captures.watermark import KINDS, MarkKind

# Bytes of a line, and of all that follow one: a capture of 3840x2160 pixels has 33 million.
LIMIT = 1 << 28
LIMIT_OF_WATCHER = 1 << 12  # a watcher's: many fit into the pipe of a host that hangs
_STUCK_AFTER_S = 1.0
READS = "--reads"  # of a host's process: to start what reads the text on the screen at once
DEBUG = "--debug"  # of a host's process: to log to stderr
Service = Literal["decide", "reply", "hand back", "stand aside", "announce", "make way", "hide"]


@dataclass(frozen=True, slots=True)
class Start:
    """The order of a run, and the facts that only the client knows.

    `client` is its process id, `programs` are the processes whose windows are ours, `keys` are those that the person
    has entered for this session only, `frame` is the part of the desktop inside the client's frame. `answers_words`
    is an ability of its `Approver` (`run/ports.py`).
    """

    spec: RunSpec
    approvals: tuple[RememberedApproval, ...]
    client: int
    programs: frozenset[int]
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    folder: str = ""  # what relative paths of the spec start from: the host starts elsewhere, empty for there
    frame: Rect | None = None
    answers_words: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """All listeners have received the event of this number; `failed` is the error of one that gets no more events."""

    seq: int
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """Make the run stop."""

    by: StopSource
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Make the run wait."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Let the run go on."""

    by: str


@dataclass(frozen=True, slots=True)
class Say:
    """Send the person's words to the model."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Record a sentence about the run: who watches it."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowScreen:
    """Begin, or end, to send the screen as it moves."""

    on: bool


@dataclass(frozen=True, slots=True)
class HasWindows:
    """A watcher has ordinary windows: it is called to stand aside, so that none lies where the run works."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Delete an approval: the person has withdrawn it."""

    approval: RememberedApproval


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a `Call`; the digest is that of the call's content."""

    number: int
    digest: str
    answer: Answer | str | bool | tuple[Rect, ...] | None


@dataclass(frozen=True, slots=True)
class NoReply:
    """The reason why a `Call` has no answer; empty where the call was withdrawn."""

    number: int
    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FindMark:
    """Look for our watermark on the run's screen, with the run's own eyes: its client may have none.

    With `within_s` until a capture of the boxes shows it, else until none does.
    """

    number: int
    boxes: tuple[Rect, ...]
    kinds: tuple[MarkKind, ...] = KINDS
    within_s: float | None = None


@dataclass(frozen=True, slots=True)
class MarkFound:
    """The answer to `FindMark`: whether the watermark was seen; or the error."""

    number: int
    seen: bool
    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DeskOpened:
    """The desk of the run: its name, the file with its picture, its size, and the way onto its display."""

    id: str
    picture: Path
    size: tuple[int, int]
    display: str
    xauthority: Path


@dataclass(frozen=True, slots=True)
class DesktopAsks:
    """The desktop asks the person something, in a dialog of its own; the sentence says what to choose there.

    It asks to share the screen before `Prepared`, and about the stop key after it. Empty: the dialog is closed.
    """

    sentence: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """The run is ready to go; the sentence names the destination of its pictures.

    `area` is the part of the desktop that the person shares, in OS input units, where the desktop has asked them.
    `process` is the host's.
    """

    privacy: str
    area: Rect | None = None
    process: int = 0


@dataclass(frozen=True, slots=True)
class Update:
    """News of an unfinished answer."""

    news: StreamUpdate


@dataclass(frozen=True, slots=True)
class Remember:
    """Save an approval for further runs, as the person decided."""

    approval: RememberedApproval


@dataclass(frozen=True, slots=True)
class Call:
    """Ask the person something, or have windows shown or hidden; the answer has the same number."""

    number: int
    service: Service
    about: Question | Announcement | str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A `Call` is withdrawn; its window is off the screen when `NoReply` comes back."""

    number: int


@dataclass(frozen=True, slots=True)
class Restore:
    """Let the windows be shown again."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """The stop has been received: no further input event is sent, and the run comes to its end."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The screen as it is now, masked as any picture: the rows from `top` on that differ from the last one, as BGRX."""

    size: Size
    top: int
    rows: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """The run is over; `stopped_by` names the source of a stop."""

    result: RunResult
    stopped_by: StopSource | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """The run could not begin, or not be recorded; `kind` is the name of the error (`core/errors.py`)."""

    message: str
    hint: str
    kind: str = ""
    in_window: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The first message to a watcher: the run, its screen (`local_sockets.screen_name`), and its host's process.

    The process is 0 until the run is prepared.
    """

    task: str
    display: str
    process: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """A message to a watcher: a question to the person has opened, or has closed."""

    is_open: bool


ToHost = Start | Heard | Stop | Pause | Resume | Say | Note | ShowScreen | TakeBack | Reply | NoReply | FindMark
ToWatcher = Begun | Asking
FromWatcher = Stop | Pause | ShowScreen | Reply | HasWindows
ToClient = (
    DeskOpened
    | DesktopAsks
    | Prepared
    | Stamped
    | Update
    | Remember
    | Call
    | Withdraw
    | Restore
    | Stopping
    | Seen
    | MarkFound
    | Ended
    | Broken
)
Sent = ToHost | ToClient | ToWatcher | FromWatcher
# All errors that are made of a message and a hint, and nothing more.
_ERRORS: Mapping[str, type[DesktopAgentError]] = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, DesktopAgentError) and kind not in {BadSettingError, RejectedError}
}
# All but events, which are written as in the journal.
MESSAGES = tuple(
    message_type
    for message_type in dict.fromkeys(chain.from_iterable(map(get_args, (ToHost, ToClient, ToWatcher, FromWatcher))))
    if message_type is not Stamped
)


@cache
def _codec() -> Codec:
    return Codec(MESSAGES)


def learn() -> None:
    """Build the validators of all messages ahead of the first one."""
    _codec()


def pieces_of(message: Sent) -> list[bytes]:
    """Return a message in its sent form: one line, with its end, then the bytes that the line names."""
    line, *contents = [_line_of(message)] if isinstance(message, Stamped) else _codec().pieces(message)
    return [line + b"\n", *contents]


def message_from(pipe: IO[bytes], limit: int = LIMIT) -> Sent:
    """Read a message; UnreadableError for an invalid one, EOFError where the pipe ends before its bytes do.

    `limit` is the most bytes of its line, and of all that follow it.
    """
    line = pipe.readline(limit)
    if not line.endswith(b"\n"):
        raise UnreadableError
    try:
        form = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error
    read = _bytes_after_line(pipe, limit)
    if isinstance(form, dict) and "event" in form:
        if (stamped := parse_event(form)) is None:
            raise UnreadableError
        return stamped
    message = _codec().value(form, read)
    if isinstance(message, MESSAGES):
        return cast("Sent", message)
    raise UnreadableError


def broken_by(error: DesktopAgentError) -> Broken:
    """Return the message about an error that ends a run."""
    kind = next(
        kind_of_error.__name__
        for kind_of_error in type(error).__mro__
        if _ERRORS.get(kind_of_error.__name__) is kind_of_error
    )
    return Broken(error.message, error.hint, kind, error.in_window)


def error_of(broken: Broken) -> DesktopAgentError:
    """Return the error that has ended a run."""
    error = _ERRORS.get(broken.kind, DesktopAgentError)(broken.message, broken.hint)
    error.in_window = broken.in_window
    return error


def digest_of(call: Call) -> str:
    """Return the digest of a call's content, the picture included."""
    return _codec().digest([call.service, call.about])


def fits(answer: object, service: Service) -> bool:
    """Return whether an answer has the type that the call needs."""
    match service:
        case "decide":
            return isinstance(answer, Answer)
        case "reply" | "hand back":
            return answer is None or isinstance(answer, str)
        case "stand aside" | "announce":
            return answer is None
        case "make way":
            return isinstance(answer, tuple)
        case "hide":
            return isinstance(answer, bool)
    assert_never(service)


class Channel:
    """One end of two pipes: sends from any thread, and receives on one."""

    def __init__(self, reads: IO[bytes], writes: IO[bytes], limit: int = LIMIT) -> None:
        """Take the pipe to read from, and the one to write to; `limit` is the most bytes of a message that comes."""
        self._reads = reads
        self._writes = writes
        self._limit = limit
        self._sending = threading.Lock()

    def send(self, message: Sent) -> None:
        """Send a message; BrokenPipeError when the other end has closed."""
        pieces = pieces_of(message)
        with self._sending:
            for piece in pieces:  # joined, a capture would be copied
                self._writes.write(piece)
            self._writes.flush()

    def receive(self) -> Sent:
        """Wait for the next message; EOFError when the other end has closed, or sends an invalid one."""
        try:
            return message_from(self._reads, self._limit)
        except (OSError, ValueError) as broken:
            raise EOFError from broken

    def hang_up(self) -> None:
        """Close the sending pipe, which ends the conversation for the other end.

        One that another thread's message is stuck in stays open: the other end hangs, and would not notice.
        """
        if self._sending.acquire(timeout=_STUCK_AFTER_S):
            try:
                with suppress(OSError):
                    self._writes.close()
            finally:
                self._sending.release()

    def close(self) -> None:
        """Close both pipes, once both ends have stopped reading."""
        self.hang_up()
        self._reads.close()


def joined_channels() -> tuple[Channel, Channel]:
    """Return both ends of a conversation within this process."""
    (reads_first, writes_second) = os.pipe()
    (reads_second, writes_first) = os.pipe()
    first = Channel(os.fdopen(reads_first, "rb"), os.fdopen(writes_first, "wb"))
    return first, Channel(os.fdopen(reads_second, "rb"), os.fdopen(writes_second, "wb"))


def _bytes_after_line(pipe: IO[bytes], limit: int) -> Callable[[object], bytes]:
    """Return a reader of the bytes of one message, which checks each length that the line names."""
    left = limit

    def read(length: object) -> bytes:
        nonlocal left
        if type(length) is not int or not 0 <= length <= left:
            raise UnreadableError
        left -= length
        content = pipe.read(length)
        if len(content) < length:
            raise EOFError
        return content

    return read


def _line_of(stamped: Stamped) -> bytes:
    return stamped.line().encode("utf-8", "surrogatepass")
