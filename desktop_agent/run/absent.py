"""Stand-ins for what a run may do without: somebody to ask, and windows of ours on the screen."""

from __future__ import annotations

import asyncio

from desktop_agent.core.announcement import Announcement
from desktop_agent.core.decision import Answer, Question, Rejected, Target
from desktop_agent.core.secret_text import SecretUse


class AbsentApprover:
    """Answers every question with no: nobody is there."""

    answers_words = False
    admits = False

    async def decide(self, question: Question) -> Answer:
        """Return a no with its reason, for the model."""
        del question
        return Rejected("Nobody is there to approve it.", by="policy")

    async def reply(self, question: str) -> str | None:
        """Return None: nobody can answer in words."""
        del question
        return None

    async def hand_back(self, reason: str) -> None:
        """Wait for ever: nobody can be told."""
        del reason
        await asyncio.Event().wait()


class NoSecrets:
    """Has no secret of any name."""

    def use(self, name: str, target: Target) -> SecretUse:
        """Return that there is none."""
        del target
        return SecretUse(name)


class NoOverlays:
    """Has nothing to show or to hide: no window of ours is ever on the screen that the run works on."""

    frame = None

    async def stand_aside(self) -> None:
        """Do nothing."""

    async def announce(self, act: Announcement) -> None:
        """Do nothing."""

    async def make_way(self, act: Announcement) -> None:
        """Do nothing."""

    async def hide(self) -> bool:
        """Do nothing."""
        return False

    def restore(self) -> None:
        """Do nothing."""
