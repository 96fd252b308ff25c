"""The model's thinking time is watching time: a picture that is sent early, and taken back where it is outdated.

Where little comes late, a picture goes to the model before the screen is known to be at rest (`screen/watch.py`). The
same watching goes on while the model thinks. If the screen changes before a byte of the answer has come, the request
is broken off and sent anew, at most twice. If it changes later, the answer is read, but counts as one to an outdated
picture. An answer that comes sooner than the screen rests waits for that: nothing is done on a picture of which it is
not known whether it is still true. No picture is taken while the person has the computer, and nothing is taken back
while they are asked something.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass

from desktop_agent.core.frame import Frame
from desktop_agent.core.turn import Turn
from desktop_agent.run.pause import PauseSupervisor
from desktop_agent.run.ports import RetractableModel, ScreenWatch

MOST_WITHDRAWN = 2  # pictures in a row


@dataclass(frozen=True, slots=True)
class EarlyPicture:
    """A picture that was sent early, and the watch that goes on; `again`: for as long once more.

    `since` is the picture from before what was done.
    """

    since: Frame
    watch: ScreenWatch
    again: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A picture that was outdated before its answer had begun, and what the request may have cost, in USD."""

    picture: EarlyPicture
    cost: float | None


class WatchedThinking:
    """Lets a model think of a picture while the screen is watched."""

    def __init__(self, model: RetractableModel, pauses: PauseSupervisor) -> None:
        self._model, self._pauses = model, pauses
        self._watching: asyncio.Task[bool | None] | None = None

    async def answer(self, thinking: Coroutine[object, object, Turn], picture: EarlyPicture) -> Turn | Withdrawn:
        """Return the model's answer, unless its picture is outdated before that has begun."""
        answer = asyncio.ensure_future(thinking)
        watching = self._watching = asyncio.ensure_future(
            self._pauses.undisturbed(picture.watch.outdates(again=picture.again))
        )
        try:
            await asyncio.wait((answer, watching), return_when=asyncio.FIRST_COMPLETED)
            if answer.done() or not watching.result() or not self._may_withdraw():
                return await answer
        finally:
            answer.cancel()
            await asyncio.gather(answer, return_exceptions=True)
        self._watching = None
        return Withdrawn(picture, self._model.retract())

    async def holds(self) -> bool:
        """Wait until the screen is at rest; tell whether it is as in the picture, as far as it was watched."""
        watching, self._watching = self._watching, None
        return watching is None or await watching is False

    def close(self) -> None:
        """Stop watching."""
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None

    def _may_withdraw(self) -> bool:
        return self._model.is_unanswered and not self._pauses.question_lock.locked()
