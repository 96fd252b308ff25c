"""The one stream of a run's events: in the one allowed order, numbered, on disk first, then to all listeners.

The table asserts the order; it does not drive. The loop reports each step as it takes it (`Stream.step`), and a step
out of order raises before anything else happens: no action is done without being allowed, and none is allowed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from desktop_agent.core.errors import DesktopAgentError, RunOrderError
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import (
    Event,
    FrameReason,
    FrameTaken,
    RunFinished,
    SentPicture,
    Stamped,
    StepCount,
    Withheld,
)
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.passwords import Passwords
from desktop_agent.run.end.tally import ActionTally
from desktop_agent.run.ports import Recorder

RunState = Literal[
    "ready", "looking", "thinking", "weighing", "deciding", "asking", "bound", "acting", "settling", "ended"
]
RunStep = Literal[
    "begin",  # the first picture is about to be taken
    "seen",  # a picture was taken: the model may be asked
    "answered",  # the model's whole answer is here
    "next",  # an action of the answer is looked at
    "allowed",  # policy or a person said yes to this action, in this picture
    "ask",  # a person has to decide
    "refused",  # policy or a person said no
    "unreadable",  # it is no action at all, such as a key that does not exist
    "rehearsed",  # in the mode `watch` the action is only shown
    "admitted",  # a person has said how far the program may go in an application
    "edited",  # a person has made another action of it, which is weighed again
    "moved",  # keys would go to another window by now, or a named control is elsewhere: it is weighed again
    "changed",  # the screen is no longer what the model saw, or the person has taken over
    "act",  # the intent is on disk
    "acted",  # all input events were sent, or could not be
    "idled",  # it was a wait or a look: nothing was touched
    "settled",  # the screen has come to rest
    "spent",  # nothing of the answer is left: look, then inform the model
    "end",  # the run is over, however
]

TABLE: Mapping[RunState, Mapping[RunStep, RunState]] = {
    "ready": {"begin": "looking", "end": "ended"},
    "looking": {"seen": "thinking", "end": "ended"},
    "thinking": {"answered": "weighing", "end": "ended"},
    "weighing": {"next": "deciding", "spent": "looking", "end": "ended"},
    "deciding": {
        "allowed": "bound",
        "ask": "asking",
        "refused": "weighing",
        "unreadable": "weighing",
        "rehearsed": "weighing",
        "changed": "weighing",
        "end": "ended",
    },
    "asking": {
        "allowed": "bound",
        "admitted": "deciding",
        "moved": "deciding",
        "edited": "deciding",
        "refused": "weighing",
        "changed": "weighing",
        "end": "ended",
    },
    "bound": {"act": "acting", "moved": "deciding", "changed": "weighing", "end": "ended"},
    "acting": {
        "acted": "settling",
        "idled": "settling",
        "moved": "deciding",
        "changed": "weighing",
        "end": "ended",
    },
    "settling": {"settled": "weighing", "end": "ended"},
    "ended": {},
}


@dataclass(frozen=True, slots=True)
class RunProgress:
    """The current step of a run, and the counts of its steps so far."""

    state: RunState = "ready"
    turns: int = 0  # answers of the model
    actions: int = 0  # actions carried out
    refusals: int = 0  # in a row, since the last action that touched the computer

    def after(self, step: RunStep) -> RunProgress:
        """Return the progress after a step; RunOrderError, and nothing changed, if the step is out of order."""
        following = TABLE[self.state].get(step)
        if following is None:
            raise RunOrderError(
                Message("A run that is {state} can't continue with “{step}”.", state=self.state, step=step)
            )
        moved = replace(self, state=following)
        match step:
            case "answered":
                return replace(moved, turns=self.turns + 1)
            case "refused":
                return replace(moved, refusals=self.refusals + 1)
            case "acted":
                return replace(moved, actions=self.actions + 1, refusals=0)
            case "idled":
                return replace(moved, actions=self.actions + 1)
            case _:
                return moved


Listener = Callable[[Stamped], None]


class Stream:
    """Stamps and records events, and knows how far the run is; used by the run's thread only.

    A listener that fails gets no more events, and `announce` raises: the record and the other listeners come first.
    """

    def __init__(self, recorder: Recorder, listeners: Sequence[Listener], now: Callable[[], datetime]) -> None:
        """Take the recorder, the listeners, and the wall clock."""
        self.recorder = recorder
        self.progress = RunProgress()
        self.steps = StepCount()
        self.newest: Frame | None = None  # the last picture that went to the model
        self.passwords = Passwords()
        self.tally = ActionTally()
        self._listeners = tuple(listeners)
        self._now = now
        self._seq = 0
        self._in_first: tuple[Mapping[str, object], ...] = ()  # places of passwords in the first event
        self._broken: DesktopAgentError | None = None

    def __call__(self, event: Event) -> None:
        """Write one event and pass it on, without what goes into password fields.

        RecordError, and the number not used up, when it cannot be written.
        """
        event = self.passwords.cover(event, self.progress.turns)
        self._write(event)
        if places := self.passwords.places():
            self._in_first += tuple(place for place in places if place["seq"] == 1)
            self._write(Withheld(places))

    def ended(self, event: RunFinished) -> RunFinished:
        """Write the last event, and return it as written."""
        event = replace(self.passwords.cover(event, self.progress.turns), withheld=self._in_first)
        self.announce(event)
        return event

    def _write(self, event: Event) -> None:
        stamped = self.recorder.write(Stamped(self._seq + 1, _rfc3339(self._now()), self.progress.turns, event))
        self._seq += 1
        self.passwords.keep(event, self._seq)
        self.tally.take(stamped)
        self.steps = self.steps.after(stamped)
        self._listeners = tuple([listener for listener in self._listeners if self._notify(listener, stamped)])

    def announce(self, event: Event) -> None:
        """Write one event and pass it on; DesktopAgentError also when a listener has failed."""
        self(event)
        if self._broken and not isinstance(event, RunFinished):
            raise self._broken

    def step(self, step: RunStep) -> None:
        """Move the run on; RunOrderError if it cannot go there."""
        self.progress = self.progress.after(step)

    def show(self, frame: Frame, reason: FrameReason, sent: SentPicture = "whole") -> None:
        """Store and announce a picture for the model, which gets only words about it where `sent` is “nothing”."""
        self.newest = frame
        self._store_picture(frame, reason, sent)

    def show_part(self, frame: Frame) -> None:
        """Store and announce an additional picture for the model: of a part, or with marks."""
        self._store_picture(frame, "requested", "part")

    def show_asked(self, frame: Frame) -> None:
        """Store and announce the picture that a question shows to the person, which the model doesn't get."""
        self._store_picture(frame, "recheck", "asked")

    def _store_picture(self, frame: Frame, reason: FrameReason, sent: SentPicture) -> None:
        path = self.recorder.keep(frame)
        size = frame.viewport.image
        screen = frame.viewport.screen
        length = len(frame.data)
        kind = frame.media_type
        self.announce(FrameTaken(path, size.width, size.height, length, kind, frame.digest, reason, screen, sent))

    def _notify(self, listener: Listener, stamped: Stamped) -> bool:
        try:
            listener(stamped)
        except Exception as error:  # noqa: BLE001 - a caller's own code
            self._broken = DesktopAgentError(
                Message(
                    "An event listener failed ({error}), so the actions might not be visible to anyone.",
                    error=repr(error),
                ),
                Message("Fix the listener, then start again."),
            )
            self._broken.__cause__ = error
            return False
        return True


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
