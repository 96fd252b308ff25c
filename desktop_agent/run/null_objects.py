"""Null objects for the optional ports of a run: the approver, our windows on the screen, a desktop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence

from desktop_agent.core.actions.action import Invoke
from desktop_agent.core.decisions.decision import Answer, Question, Rejected
from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import Frame, Rect
from desktop_agent.core.runs.events import Announce, ExpectationChecked
from desktop_agent.core.texts.message import Message
from desktop_agent.run.end.ending import RunEnding
from desktop_agent.run.stream import Stream


class AbsentApprover:
    """Answers every question with no: the run is unattended."""

    answers_words = False

    async def decide(self, question: Question) -> Answer:
        """Return a no with its reason, for the model."""
        del question
        return Rejected(Message("There was no one to ask."), by="policy")

    async def reply(self, question: str) -> str | None:
        """Return None: there is no person to answer in words."""
        del question
        return None

    async def hand_back(self, reason: str) -> None:
        """Wait for ever: there is no person to notify."""
        del reason
        await asyncio.Event().wait()


class NoOverlays:
    """Has nothing to show or to hide: no window of ours is ever on the screen that the run works on."""

    frame = None

    async def stand_aside(self) -> None:
        """Do nothing."""

    async def announce(self, act: Announcement) -> None:
        """Do nothing."""

    async def make_way(self, act: Announcement) -> tuple[Rect, ...]:  # noqa: ARG002 - there is nothing to hide
        """Return nothing."""
        return ()

    async def hide(self) -> bool:
        """Do nothing."""
        return False

    def restore(self) -> None:
        """Do nothing."""


class NoExpectations:
    """The stand-in where a run has no expectations: the model's statement is enough."""

    is_empty = True
    commands: Sequence[Invoke] = ()

    def off_screen(self, more: Sequence[str] = ()) -> Sequence[str]:  # noqa: ARG002 - nothing is expected
        """Return nothing."""
        return ()

    def add(self, written: Sequence[str], unlooked: Collection[str] = ()) -> None:
        """Do nothing."""

    async def look(self, frame: Frame) -> Sequence[ExpectationChecked]:  # noqa: ARG002 - nothing is looked for
        """Return nothing."""
        return ()

    async def glance(self, frame: Frame, found: dict[str, bool]) -> None:
        """Do nothing."""


class NoPlace:
    """The person's own display, with no folders in scope."""

    def join(self, stream: Stream) -> None:
        """Do nothing: nothing is held."""

    async def ready(self, announce: Announce) -> None:
        """Do nothing: nothing has to be kept first."""

    async def end(self, ending: RunEnding, announce: Announce) -> RunEnding:
        """Return the ending as it is."""
        del announce
        return ending
