"""A model port that answers a model's acts in words: what has changed, and a picture where words don't say it.

It stands between the loop and a model that uses the computer through functions. Such a model gets the first picture,
and another one when it asks for a screenshot. What it points at it has to have seen, in a picture or in a list.
"""

from __future__ import annotations

from dataclasses import replace

from desktop_agent.core.actions.action import Look
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.turn import Call, InvalidAction, ModelInput, Opening, Proposal, Turn
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.run.ports import Model
from desktop_agent.run.stream import Stream
from desktop_agent.runtime.description.screen_view import ScreenView, must_be_seen, untold_picture
from desktop_agent.runtime.description.seen import SeenScreen

_NOT_SEEN = "You haven't seen the screen as it is now at this point. Look at the new picture, and decide again."


class WordsFirst:
    """A model that gets in words what its acts have changed."""

    def __init__(self, model: Model, inquiry: ScreenInquiry, stream: Stream) -> None:
        self._model = model
        self._inquiry = inquiry
        self._stream = stream
        self._view = ScreenView(inquiry)
        self._seen = SeenScreen()
        self._turn = Turn()
        self._frame: Frame | None = None  # the one that the model last got, as a picture or in words

    async def think(self, message: ModelInput) -> Turn:
        """Return the model's answer, with the points refused that it hasn't seen."""
        turn = await self._model.think(await self._in_words(message))
        calls = [await self._checked(call, message.frame) for call in turn.calls]
        self._turn = replace(turn, calls=tuple(calls))
        is_told = self._acts and not self._looks
        return replace(self._turn, wants="nothing") if is_told else self._turn

    async def cancel(self) -> None:
        """Cancel the answer in flight."""
        await self._model.cancel()

    async def forget(self) -> None:
        """Have the server forget the conversation."""
        await self._model.forget()

    @property
    def _proposals(self) -> list[Proposal]:
        return [proposal for call in self._turn.calls if call.called == "computer" for proposal in call.proposals]

    @property
    def _acts(self) -> bool:
        return bool(self._proposals)

    @property
    def _looks(self) -> bool:
        return any(isinstance(proposal.action, Look) for proposal in self._proposals)

    async def _in_words(self, message: ModelInput) -> ModelInput:
        """Return a message with words in the place of its picture, if they say what has changed."""
        frame = message.frame
        earlier = self._frame
        self._frame = frame
        if isinstance(message, Opening) or not self._acts:
            for result in () if isinstance(message, Opening) else message.results:
                if result.part is not None:
                    self._seen.add(frame, result.part.viewport.screen)
            if earlier is None or frame.digest != earlier.digest:  # else it isn't shown again
                self._seen.add(frame)
                await self._view.overview(frame)
            return message
        changes = await self._view.changes(frame)
        has_points = any(_has_point(proposal) for proposal in self._proposals)
        is_shown = self._looks or message.abandon or must_be_seen(message, has_points=has_points)
        untold = self._seen.with_unseen(frame, changes.untold, changes.uncovered)
        shown = untold_picture(frame, untold) if untold is not None else None
        if is_shown or shown is frame:
            self._seen.add(frame)
            if not self._looks:
                self._stream.show(frame, "requested")  # the loop has kept it as one of which nothing is sent
            return message
        if shown is not None:
            self._seen.add(frame, shown.viewport.screen)
            self._stream.show_part(shown)
        notes = (*message.notes, changes.words) if changes.words else message.notes
        return replace(message, notes=notes, in_words=True, part=shown)

    async def _checked(self, call: Call, now: Frame) -> Call:
        proposals = [await self._checked_proposal(proposal, now) for proposal in call.proposals]
        return replace(call, proposals=tuple(proposals)) if call.called == "computer" else call

    async def _checked_proposal(self, proposal: Proposal, now: Frame) -> Proposal:
        if await self._seen.covers(now, proposal.given_points, self._inquiry):
            return proposal
        return replace(proposal, action=InvalidAction(_NOT_SEEN), named=None)


def _has_point(proposal: Proposal) -> bool:
    return "x" in proposal.model_action if isinstance(proposal.form, InvalidAction) else bool(proposal.given_points)
