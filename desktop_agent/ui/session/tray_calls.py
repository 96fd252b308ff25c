"""The run's own windows where they are in another process: calls to the tray program, and what it answers."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import suppress
from typing import cast

from desktop_agent.core.announcement import Announcement
from desktop_agent.core.decision import Answer, Question, Rejected, RememberedApproval
from desktop_agent.core.errors import ScreenError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.policy.standing import RememberedApprovals
from desktop_agent.ui.session.messages import (
    CallAnswered,
    CallFailed,
    CallWithdrawn,
    Channel,
    FromRun,
    Remembered,
    Restored,
    Service,
    WindowCall,
)

GONE = "The tray program has ended."
_GIVE_UP_S = 2.0  # for a sign that was withdrawn to leave the screen


class Caller:
    """Asks the tray program, on the run's loop; answers arrive on another thread."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._numbers = itertools.count(1)
        self._open: dict[int, tuple[asyncio.AbstractEventLoop, asyncio.Future[object]]] = {}
        self._gone = False

    async def call(self, service: Service, about: Question | Announcement | str = "") -> object:
        """Return the answer; ScreenError when there is none."""
        loop = asyncio.get_running_loop()
        number, answer = next(self._numbers), loop.create_future()
        self._open[number] = loop, answer
        try:
            if self._gone:
                raise ScreenError(GONE)
            say(self._channel, WindowCall(number, service, about))
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            say(self._channel, CallWithdrawn(number))
            await asyncio.wait({answer}, timeout=_GIVE_UP_S)
            raise
        finally:
            del self._open[number]

    def take(self, message: CallAnswered | CallFailed) -> None:
        """Take an answer; one that nobody waits for any more is dropped."""
        if (waiting := self._open.get(message.number)) is not None:
            _settle(*waiting, message)

    def hang_up(self) -> None:
        """Answer everything that is open with an error: there is nobody to ask any more."""
        self._gone = True
        for number, waiting in tuple(self._open.items()):
            _settle(*waiting, CallFailed(number, GONE))


def _settle(
    loop: asyncio.AbstractEventLoop, answer: asyncio.Future[object], message: CallAnswered | CallFailed
) -> None:
    def put() -> None:
        if answer.done():
            return
        if isinstance(message, CallAnswered):
            answer.set_result(message.answer)
        else:
            answer.set_exception(ScreenError(message.message, message.hint))
            answer.exception()  # whoever waited may have gone meanwhile, and nobody is to be warned of that

    with suppress(RuntimeError):  # the run has ended meanwhile, and its loop is closed
        loop.call_soon_threadsafe(put)


class CardOfTray:
    """The run's `Approver`: the card of the tray program."""

    admits = True
    answers_words = True

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer; a no where the tray program gives none."""
        try:
            return cast("Answer", await self._caller.call("decide", question))
        except ScreenError as error:
            return Rejected(Message("The person could not be asked: {error}", error=error), by="policy")

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words."""
        try:
            return cast("str | None", await self._caller.call("reply", question))
        except ScreenError:
            return None

    async def hand_back(self, reason: str) -> str | None:
        """Return when the person wants the run to go on, with their words for the model."""
        return cast("str | None", await self._caller.call("hand back", reason))


class WindowsOfTray:
    """The run's `Overlays`: the windows of the tray program."""

    def __init__(self, caller: Caller, channel: Channel, frame: Rect | None) -> None:
        self._caller, self._channel, self.frame = caller, channel, frame

    async def stand_aside(self) -> None:
        """Take the ordinary ones from where the run works."""
        await self._caller.call("stand aside")

    async def announce(self, act: Announcement) -> None:
        """Have it marked what is about to be done."""
        await self._caller.call("announce", act)

    async def make_way(self, act: Announcement) -> None:
        """Have the way cleared for it; ScreenError when something stays."""
        await self._caller.call("make way", act)

    async def hide(self) -> bool:
        """Take the floating ones off the screen; ScreenError when they stay."""
        return await self._caller.call("hide") is True

    def restore(self) -> None:
        """Let them be shown again."""
        say(self._channel, Restored())


class ToldApprovals(RememberedApprovals):
    """What the tray program remembers, which is told of what the run adds."""

    def __init__(self, known: tuple[RememberedApproval, ...], channel: Channel) -> None:
        super().__init__()
        self._channel = channel
        for approval in known:
            super().add(approval)

    def add(self, standing: RememberedApproval) -> None:
        """Keep a person's yes, and tell it."""
        super().add(standing)
        say(self._channel, Remembered(standing))


def say(channel: Channel, message: FromRun) -> None:
    """Say it, if anybody is there: that nobody is, is noticed by whoever reads the other pipe."""
    with suppress(OSError):
        channel.send(message)
