"""What every surface shows while the model is waited for: its words so far, or what the wait is for."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from desktop_agent.core.events import Event, Noticed, Paused, RequestSent, Resumed
from desktop_agent.core.stream_update import Discarded, Partial, StreamUpdate, Waiting

OFFLINE = "No server: waiting, goes on by itself; Stop works"
_KEPT = 4_000  # characters: no surface shows more
_WORTH_TELLING_S = 1.0


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """What passes right now; the whole text comes as an event, which takes the pieces of it away."""

    kind: Literal["message", "reasoning"] = "message"
    item: str = ""
    text: str = ""  # the newest of it
    until: float | None = None  # when the next try begins, in seconds of the caller's clock
    offline: bool = False

    def after(self, passing: StreamUpdate, now: float) -> LiveStatus:
        """Return it with what has just passed; `now` is in seconds of any steady clock."""
        match passing:
            case Partial(kind=kind, item=item, text=text):
                before = self.text if (kind, item) == (self.kind, self.item) else ""
                return replace(self, kind=kind, item=item, text=(before + text)[-_KEPT:], until=None)
            case Discarded():
                return replace(self, text="")
            case Waiting(seconds=seconds):
                return replace(self, until=now + seconds if seconds >= _WORTH_TELLING_S else None)
            case _:
                assert_never(passing)

    def heard(self, event: Event) -> LiveStatus:
        """Return it after an event: what was announced as a whole passes no longer."""
        match event:
            case Paused(by="network"):
                return replace(self, offline=True)
            case Resumed(by="network"):
                return replace(self, offline=False, until=None)
            case Noticed() | Paused() | Resumed():
                return self
            case RequestSent():
                return LiveStatus(offline=self.offline)
            case _:
                return LiveStatus()

    def waits_for(self, now: float) -> str:
        """Return what is waited for, and how long yet; empty when it is only the model."""
        if self.offline:
            return OFFLINE
        left = 0 if self.until is None else math.ceil(self.until - now)
        return f"Waiting {left} s for the server, Stop works" if left > 0 else ""
