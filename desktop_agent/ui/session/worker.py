"""The process of one run of the tray program: does the run, and asks the tray program for whatever needs a window.

A crash in here takes neither the tray nor the card along; and when the tray program is gone, the run stops.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import cast

from desktop_agent.core.decision import Answer, Question, Rejected, RememberedApproval
from desktop_agent.core.errors import DesktopAgentError, ScreenError
from desktop_agent.policy.standing import RememberedApprovals
from desktop_agent.run.session import Session
from desktop_agent.ui.session.messages import (
    Answered,
    Broke,
    Call,
    Channel,
    Ended,
    FromRun,
    Heard,
    Order,
    Pause,
    Prepared,
    Remembered,
    Restored,
    Resume,
    Service,
    Stop,
    Stopping,
    TakenBack,
    Unanswered,
    Updated,
    Withdrawn,
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

    async def call(self, service: Service, about: Question | str = "") -> object:
        """Return the answer; ScreenError when there is none."""
        loop = asyncio.get_running_loop()
        number, answer = next(self._numbers), loop.create_future()
        self._open[number] = loop, answer
        try:
            if self._gone:
                raise ScreenError(GONE)
            _say(self._channel, Call(number, service, about))
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            _say(self._channel, Withdrawn(number))
            await asyncio.wait({answer}, timeout=_GIVE_UP_S)
            raise
        finally:
            del self._open[number]

    def take(self, message: Answered | Unanswered) -> None:
        """Take an answer; one that nobody waits for any more is dropped."""
        if (waiting := self._open.get(message.number)) is not None:
            _settle(*waiting, message)

    def hang_up(self) -> None:
        """Answer everything that is open with an error: there is nobody to ask any more."""
        self._gone = True
        for number, waiting in tuple(self._open.items()):
            _settle(*waiting, Unanswered(number, GONE))


def _settle(loop: asyncio.AbstractEventLoop, answer: asyncio.Future[object], message: Answered | Unanswered) -> None:
    def put() -> None:
        if answer.done():
            return
        if isinstance(message, Answered):
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
            return Rejected(f"The person could not be asked: {error}", by="policy")

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words."""
        try:
            return cast("str | None", await self._caller.call("reply", question))
        except ScreenError:
            return None

    async def hand_back(self, reason: str) -> None:
        """Return when the person wants the run to go on."""
        await self._caller.call("hand back", reason)


class WindowsOfTray:
    """The run's `OverlayHider`: the windows of the tray program."""

    def __init__(self, caller: Caller, channel: Channel) -> None:
        self._caller, self._channel = caller, channel

    async def hide(self) -> None:
        """Take them off the screen; ScreenError when they stay."""
        await self._caller.call("hide")

    def restore(self) -> None:
        """Let them be shown again."""
        _say(self._channel, Restored())


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
        _say(self._channel, Remembered(standing))


def main() -> int:
    """Do one run: the order comes by stdin, and everything else goes by stdin and stdout."""
    for number in ("SIGINT", "SIGHUP"):
        if hasattr(signal, number):
            signal.signal(getattr(signal, number), signal.SIG_IGN)  # the tray program hears them, and stops the run
    channel = _pipes()
    _load()
    try:
        order = channel.receive()
    except EOFError:
        return 0  # it was started ahead of time, and not needed
    if not isinstance(order, Order):
        raise TypeError(order)
    try:
        _do(order, channel)
    except DesktopAgentError as error:
        _say(channel, Broke(error.message, error.hint))
    return 0


def _pipes() -> Channel:
    """Take stdin and stdout for the messages; whatever else is read or printed goes elsewhere."""
    reads, writes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a descriptor is needed, not a path
        os.dup2(nothing.fileno(), 0)
    return Channel(reads, writes)


def _load() -> None:
    """Load what every run needs."""
    import desktop_agent.app.prepare  # noqa: F401


def _do(order: Order, channel: Channel) -> None:
    from desktop_agent.app.memory import use_one_heap
    from desktop_agent.app.prepare import prepare
    from desktop_agent.app.watch import watch_person
    from desktop_agent.screen.own_programs import count_in
    from desktop_agent.settings.saved import sign_with

    use_one_heap()
    sign_with(order.signed_with)
    count_in(order.tray, order.programs)
    caller, approvals = Caller(channel), ToldApprovals(order.approvals, channel)
    presence = watch_person(order.settings, os.environ)
    try:
        session = prepare(
            order.task,
            order.settings,
            approver=CardOfTray(caller),
            listeners=(lambda stamped: _say(channel, Heard(stamped)),),
            pass_on=lambda update: _say(channel, Updated(update)),
            environment=os.environ,
            presence=presence,
            overlays=WindowsOfTray(caller, channel),
            approval_memory=approvals,
            admitted=order.admitted,
        )
        channel.send(Prepared(session.privacy))
        signal.signal(signal.SIGTERM, lambda *_: session.stop("signal"))
        obeying = threading.Thread(target=_obey, args=(channel, session, caller, approvals), daemon=True)
        obeying.start()
        _say(channel, Ended(session.run()))
        obeying.join(_GIVE_UP_S)  # the tray program closes the pipe once it has these
    finally:
        presence.close()


def _obey(channel: Channel, session: Session, caller: Caller, approvals: RememberedApprovals) -> None:
    """Do what the tray program says, until it is gone."""
    while True:
        try:
            message = channel.receive()
        except EOFError:
            break
        match message:
            case Stop(by, why):
                session.stop(by, why)
                _say(channel, Stopping())
            case Pause(by, reason):
                session.pause(by, reason)
            case Resume(by):
                session.resume(by)
            case TakenBack(approval):
                approvals.take_back(approval)
            case Answered() | Unanswered():
                caller.take(message)
    session.stop("signal", GONE)
    caller.hang_up()


def _say(channel: Channel, message: FromRun) -> None:
    """Say it, if anybody is there: that nobody is, is noticed by whoever reads the other pipe."""
    with suppress(OSError):
        channel.send(message)


if __name__ == "__main__":
    sys.exit(main())
