"""Who is asked when nobody is there."""

from __future__ import annotations

import asyncio

from desktop_agent.core.decision import Answer, Question, Rejected


class AbsentApprover:
    """Answers every question with no."""

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
