"""The one stream of a run's events: numbered, timed, on disk first, then to all listeners."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from desktop_agent.core.errors import DesktopAgentError
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
from desktop_agent.run.machine import RunProgress, RunStep
from desktop_agent.run.ports import Recorder

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
        self._keep(frame, reason, sent)

    def show_part(self, frame: Frame) -> None:
        """Store and announce an additional picture for the model: of a part, or with marks."""
        self._keep(frame, "requested", "part")

    def show_asked(self, frame: Frame) -> None:
        """Store and announce the picture that a question shows to the person, which the model doesn't get."""
        self._keep(frame, "recheck", "asked")

    def _keep(self, frame: Frame, reason: FrameReason, sent: SentPicture) -> None:
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
