"""Control names in the place of points: a model port between the model and the loop.

A name is looked up in the newest picture when its turn comes. So an answer is passed on in parts: up to a name that is
not visible yet, and then, with the next picture, the remaining actions. A path of menus is a click on each name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop_agent.core.actions import Click
from desktop_agent.core.frame import Frame
from desktop_agent.core.turn import Call, InvalidAction, ModelInput, NamedPlace, Proposal, Reply, Result, Turn
from desktop_agent.run.inquiry import PATH, ScreenInquiry
from desktop_agent.run.ports import Model

_PART = "›"  # after a call's id, before what tells its parts apart
_LEFT = "This wasn't carried out because something before it wasn't."


class NamedPlaces:
    """A model whose answers name controls."""

    def __init__(self, model: Model, inquiry: ScreenInquiry) -> None:
        self._model, self._inquiry = model, inquiry
        self._left: list[Call] = []  # the remaining calls of the answer that is passed on in parts
        self._turn = Turn()  # that answer
        self._done: list[Result] = []

    async def think(self, message: ModelInput) -> Turn:
        """Return the next part of the answer; once it is finished, or a part failed, the model's next answer."""
        if isinstance(message, Reply) and (self._left or self._done):
            done = [*self._done, *message.results]
            if self._left and message.not_done is None and not message.texts and not message.abandon:
                self._done = done
                return await self._next(message.frame)
            if self._left or not message.abandon:
                message = replace(message, results=self._call_results(done, message.frame))
        turn = await self._model.think(message)
        self._left, self._done = [], []
        if _has_named_place(turn):
            self._turn, self._left = turn, _steps(turn.calls)
            return await self._next(message.frame)
        return turn

    async def cancel(self) -> None:
        """Cancel the answer in flight."""
        await self._model.cancel()

    async def forget(self) -> None:
        """Have the server forget the conversation."""
        await self._model.forget()

    async def _next(self, frame: Frame) -> Turn:
        """Return the next part of the answer: up to a name that is not in the picture yet."""
        calls = list[Call]()
        while self._left:
            call = self._left.pop(0)
            known = await self._known(call, frame, is_first=not calls)
            remaining = replace(call, proposals=call.proposals[len(known) :])
            if known or not remaining.proposals:
                calls.append(replace(call, proposals=known))
                remaining = replace(remaining, call_id=f"{call.call_id}{_PART}")
            if remaining.proposals:
                self._left.insert(0, remaining)
                break
            if self._left and _id(self._left[0]) == _id(call):
                break  # what a menu holds is there once it is open
        first = not self._done
        finish = None if self._left else self._turn.finish
        turn = replace(self._turn, calls=tuple(calls), finish=finish, more=bool(self._left))
        return turn if first else replace(turn, messages=(), reasoning=(), usage=None, cost=None, notices=())

    async def _known(self, call: Call, frame: Frame, *, is_first: bool) -> tuple[Proposal, ...]:
        """Return a call's actions with points in the place of names, up to a name that is not in the picture.

        If no other action of the part comes before that name, its action becomes an invalid one.
        """
        known = list[Proposal]()
        for proposal in call.proposals:
            at = await self._inquiry.point(frame, proposal.named.name) if proposal.named else None
            if isinstance(at, str) and (known or not is_first):
                break
            if proposal.named is None or at is None:
                known.append(proposal)
            else:
                action = InvalidAction(at) if isinstance(at, str) else proposal.named.action(at)
                known.append(replace(proposal, action=action, named=None))
        return tuple(known)

    def _call_results(self, done: Sequence[Result], frame: Frame) -> tuple[Result, ...]:
        """Return one result for each call of the answer, joined from its parts."""
        results = dict[str, Result]()
        for result in done:
            name = result.call_id.partition(_PART)[0]
            before = results.get(name)
            words = (*(before.told if before else ()), *result.told)
            results[name] = replace(result, call_id=name, told=words)
        for call in self._left:
            results.setdefault(_id(call), Result(_id(call), frame, told=(_LEFT,), called=call.called, output=_LEFT))
        return tuple(results.values())


def _has_named_place(turn: Turn) -> bool:
    return any(proposal.named is not None for call in turn.calls for proposal in call.proposals)


def _steps(calls: tuple[Call, ...]) -> list[Call]:
    """Return calls with a path of menus as clicks on its names, cut after each menu; the last name has the action."""
    steps = list[Call]()
    for call in calls:
        parts = [list[Proposal]()]
        for proposal in call.proposals:
            *menus, last = _path(proposal)
            for menu in menus:
                parts[-1].append(menu)
                parts.append([])
            parts[-1].append(last)
        for number, part in enumerate(parts, start=1):
            name = call.call_id if len(parts) == 1 else f"{call.call_id}{_PART}{number}"
            steps.append(replace(call, call_id=name, proposals=tuple(part)))
    return steps


def _path(proposal: Proposal) -> tuple[Proposal, ...]:
    """Return the steps of an action on a path of menus; the action alone where it has no path."""
    if proposal.named is None or not isinstance(proposal.named.name, str):
        return (proposal,)
    *menus, last = proposal.named.name.split(PATH)
    clicks = (replace(proposal, named=NamedPlace(menu, Click)) for menu in menus)
    return (*clicks, replace(proposal, named=replace(proposal.named, name=last)))


def _id(call: Call) -> str:
    return call.call_id.partition(_PART)[0]
