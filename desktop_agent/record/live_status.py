"""The status shown while a run waits for the model: the model's words so far, or the reason for the delay."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from desktop_agent.core.runs.events import Event, Noticed, Paused, RequestSent, Resumed, RunFinished, TouchNoticed
from desktop_agent.core.runs.waiting import Discarded, Partial, StreamUpdate, Waiting
from desktop_agent.core.texts.message import Message

OFFLINE = Message("Server not available; retrying automatically")
_LONGEST = 4_000  # characters: no surface shows more
_WORTH_SHOWING_S = 1.0


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """Text streamed so far. It is cleared when the complete text arrives as an event."""

    kind: Literal["message", "reasoning"] = "message"
    item: str = ""
    text: str = ""  # the newest part
    until: float | None = None  # when the next try begins, in seconds of the caller's clock
    offline: bool = False
    unnoticed: str = ""  # why the person's touch isn't noticed now, in sentences

    def after(self, update: StreamUpdate, now: float) -> LiveStatus:
        """Return the status with an update; `now` is in seconds of any steady clock."""
        match update:
            case Partial(kind=kind, item=item, text=text):
                before = self.text if (kind, item) == (self.kind, self.item) else ""
                return replace(self, kind=kind, item=item, text=(before + text)[-_LONGEST:], until=None)
            case Discarded():
                return replace(self, text="")
            case Waiting(seconds=seconds):
                return replace(self, until=now + seconds if seconds >= _WORTH_SHOWING_S else None)
            case _:
                assert_never(update)

    def after_event(self, event: Event) -> LiveStatus:
        """Return the status after an event: text that was announced as a whole is streamed no longer."""
        match event:
            case Paused(by="network"):
                return replace(self, offline=True)
            case Resumed(by="network"):
                return replace(self, offline=False, until=None)
            case Noticed() | Paused() | Resumed():
                return self
            case TouchNoticed(noticed=noticed, text=text):
                return replace(self, unnoticed="" if noticed else text)
            case RequestSent():
                return LiveStatus(offline=self.offline, unnoticed=self.unnoticed)
            case RunFinished():
                return LiveStatus()
            case _:
                return LiveStatus(unnoticed=self.unnoticed)

    def waits_for(self, now: float) -> str:
        """Return why the run waits, other than for the model itself, and for how long; empty without such a reason."""
        remaining_s = 0 if self.until is None else math.ceil(self.until - now)
        if remaining_s > 0:
            return Message("Trying the server again in {left} s", left=remaining_s)
        return OFFLINE if self.offline else ""
