"""Finds what an action hits as soon as the action is known: for the sentence that is told of it, and for policy.

Both come from one question to the program. A program that does not answer holds the sentence up for `NAMED_WITHIN_S`;
policy, which knows how long to be patient, waits on for the same answer. While the model thinks, the programs that are
likely to be asked are asked already: a bus that is not connected yet, a tree that is not built yet, and a program that
hangs cost their time then.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from desktop_agent.core.actions import Action
from desktop_agent.core.decision import Pasted, Target
from desktop_agent.core.frame import Frame
from desktop_agent.run.ports import Surroundings

NAMED_WITHIN_S = 0.05
FIELD_WITHIN_S = 2.0  # of a text it has to be known whether it is a password before any of it is written down


@dataclass(frozen=True, slots=True)
class _Begun:
    frame: Frame
    action: Action
    task: asyncio.Task[Target]


class TargetLookup:
    """Looks up the targets of one run, one action after the other; for one event loop."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._begun: _Begun | None = None
        self._warming: asyncio.Task[None] | None = None

    def warm(self, frame: Frame) -> None:
        """Ask the programs in a picture, beside all else; they are not asked again while one still keeps us waiting."""
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self._surroundings.warm(frame))
            self._warming.add_done_callback(_forget)

    async def at_once(self, frame: Frame, action: Action) -> Target:
        """Begin to look, and return what is known of an action in a moment: at least the window."""
        self.drop()
        task = asyncio.create_task(self._surroundings.target(frame, action))
        self._begun = _Begun(frame, action, task)
        await asyncio.wait({task}, timeout=NAMED_WITHIN_S)
        known = task.done() and not task.cancelled() and task.exception() is None
        return task.result() if known else self._surroundings.window(frame, action)

    async def patiently(self, frame: Frame, action: Action) -> Target:
        """Begin to look, and return what is known once the program has told, or has had the time for it."""
        known = await self.at_once(frame, action)
        if self._begun is None or self._begun.task.done():
            return known
        await asyncio.wait({self._begun.task}, timeout=FIELD_WITHIN_S)
        task = self._begun.task
        return task.result() if task.done() and not task.cancelled() and task.exception() is None else known

    async def target(self, frame: Frame, action: Action) -> Target:
        """Return what an action hits: once what the look brings that was begun for it, else what a new one does."""
        begun, self._begun = self._begun, None
        if begun is not None and begun.frame is frame and begun.action == action:
            return await begun.task
        if begun is not None:
            _end(begun.task)
        return await self._surroundings.target(frame, action)

    async def pasted(self, action: Action) -> Pasted | None:
        """Return what an action would paste; None when it pastes nothing, or nobody can tell what."""
        return await self._surroundings.pasted(action)

    def drop(self) -> None:
        """Forget a look that nobody has asked for."""
        begun, self._begun = self._begun, None
        if begun is not None:
            _end(begun.task)

    def close(self) -> None:
        """End whatever still goes on."""
        self.drop()
        if self._warming is not None:
            _end(self._warming)


def _end(task: asyncio.Task[Target] | asyncio.Task[None]) -> None:
    task.add_done_callback(_forget)
    task.cancel()


def _forget(task: asyncio.Task[Target] | asyncio.Task[None]) -> None:
    """Take note that nobody will ask what came of it; what it could not find is asked again for policy."""
    if not task.cancelled():
        task.exception()
