"""Lets a model say a control's name in the place of a point: between the model and the loop, as one more model port.

A name means a control of the picture that is the newest when its turn comes. So an answer is handed on in parts: up to
a name that is not there yet, and then, with the picture after that, the rest. A path of menus is a click on each name.
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
        self._left: list[Call] = []  # of the answer that is handed on in parts
        self._turn = Turn()  # that answer
        self._done: list[Result] = []

    async def think(self, message: ModelInput) -> Turn:
        """Return the next part of the answer; once all of it is done, or something was not, that of the model."""
        if isinstance(message, Reply) and (self._left or self._done):
            done = [*self._done, *message.results]
            if self._left and message.not_done is None and not message.texts and not message.abandon:
                self._done = done
                return await self._next(message.frame)
            if self._left or not message.abandon:
                message = replace(message, results=self._told(done, message.frame))
        turn = await self._model.think(message)
        self._left, self._done = [], []
        if _names(turn):
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
        """Return what is done next of the answer: up to a name that is not in the picture yet."""
        calls = list[Call]()
        while self._left:
            call = self._left.pop(0)
            known = await self._known(call, frame, is_first=not calls)
            rest = replace(call, proposals=call.proposals[len(known) :])
            if known or not rest.proposals:
                calls.append(replace(call, proposals=known))
                rest = replace(rest, call_id=f"{call.call_id}{_PART}")
            if rest.proposals:
                self._left.insert(0, rest)
                break
            if self._left and _id(self._left[0]) == _id(call):
                break  # what a menu holds is there once it is open
        first = not self._done
        finish = None if self._left else self._turn.finish
        turn = replace(self._turn, calls=tuple(calls), finish=finish, more=bool(self._left))
        return turn if first else replace(turn, messages=(), reasoning=(), usage=None, cost=None, notices=(), strays=())

    async def _known(self, call: Call, frame: Frame, *, is_first: bool) -> tuple[Proposal, ...]:
        """Return a call's actions with the points that their names mean, up to a name that is not there.

        Where nothing comes before that name, it is an action that cannot be done.
        """
        known = list[Proposal]()
        for one in call.proposals:
            at = await self._inquiry.point(frame, one.named.name) if one.named else None
            if isinstance(at, str) and (known or not is_first):
                break
            if one.named is None or at is None:
                known.append(one)
            else:
                action = InvalidAction(at) if isinstance(at, str) else one.named.action(at)
                known.append(replace(one, action=action, named=None))
        return tuple(known)

    def _told(self, done: Sequence[Result], frame: Frame) -> tuple[Result, ...]:
        """Return one result for each call of the answer, whatever parts it was done in."""
        told = dict[str, Result]()
        for result in done:
            name = result.call_id.partition(_PART)[0]
            before = told.get(name)
            words = (*(before.told if before else ()), *result.told)
            told[name] = replace(result, call_id=name, told=words)
        for call in self._left:
            told.setdefault(_id(call), Result(_id(call), frame, told=(_LEFT,), called=call.called, output=_LEFT))
        return tuple(told.values())


def _names(turn: Turn) -> bool:
    return any(one.named is not None for call in turn.calls for one in call.proposals)


def _steps(calls: tuple[Call, ...]) -> list[Call]:
    """Return calls with each path of menus as a click on each of its names, the last as asked; cut after each menu."""
    steps = list[Call]()
    for call in calls:
        parts = [list[Proposal]()]
        for one in call.proposals:
            *menus, last = _path(one)
            for menu in menus:
                parts[-1].append(menu)
                parts.append([])
            parts[-1].append(last)
        for number, part in enumerate(parts, start=1):
            name = call.call_id if len(parts) == 1 else f"{call.call_id}{_PART}{number}"
            steps.append(replace(call, call_id=name, proposals=tuple(part)))
    return steps


def _path(one: Proposal) -> tuple[Proposal, ...]:
    """Return the steps of an action on a path of menus; of any other the action alone."""
    if one.named is None or not isinstance(one.named.name, str):
        return (one,)
    *menus, last = one.named.name.split(PATH)
    clicks = (replace(one, named=NamedPlace(menu, Click)) for menu in menus)
    return (*clicks, replace(one, named=replace(one.named, name=last)))


def _id(call: Call) -> str:
    return call.call_id.partition(_PART)[0]
