"""Starts the process of a run, and answers what it asks: the client's side of the protocol.

Used on the run's thread, but for `stop`, `pause`, `resume` and `say`, which any thread may call.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from desktop_agent.core.announcement import Announcement
from desktop_agent.core.decision import Answer, Question, RememberedApproval
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import Stamped
from desktop_agent.core.message import Message
from desktop_agent.core.stream_update import OnUpdate
from desktop_agent.host.protocol import (
    READS,
    Broken,
    Call,
    Channel,
    DeskOpened,
    Ended,
    NoReply,
    Pause,
    Prepared,
    Remember,
    Reply,
    Restore,
    Resume,
    Say,
    Start,
    Stop,
    Stopping,
    TakeBack,
    ToClient,
    ToHost,
    Update,
    Withdraw,
    digest_of,
)
from desktop_agent.lib.child_process import ChildProcess
from desktop_agent.policy.standing import RememberedApprovals
from desktop_agent.run.control import StopSource
from desktop_agent.run.ports import Approver, Overlays
from desktop_agent.run.result import RunResult
from desktop_agent.run.stream import Listener

HEARS_WITHIN_S = 3.0  # one that is so slow to hear a stop hangs
# A run that was stopped may still cancel an answer on the server, and have it forgotten.
ENDS_WITHIN_S = 15.0
_SEE_HISTORY = Message("What it had done is in History, where it can be resumed.")


@dataclass(frozen=True, slots=True)
class ClientServices:
    """What of the client serves a run."""

    approver: Approver
    overlays: Overlays
    listeners: Sequence[Listener]
    pass_on: OnUpdate
    approvals: RememberedApprovals
    desk_opened: Callable[[DeskOpened], None] = lambda _: None


class RunProcess:
    """One process for one run; a context manager that ends it. It may be started before there is an order."""

    def __init__(self, *, reads: bool = False) -> None:
        """Start it; OSError when no process can be started. `reads`: with what reads the text on the screen."""
        self.privacy = ""
        self._reads = reads
        command = [sys.executable, "-m", "desktop_agent.host", *((READS,) if reads else ())]
        self._child = ChildProcess(command, requests=True)
        self._channel = Channel(self._child.output, self._child.requests)
        self._services: ClientServices | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._late: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._child.pid

    def is_good_for(self, *, reads: bool) -> bool:
        """Tell whether it still runs, with what reads the screen where that is wanted."""
        return not self._child.has_ended and self._reads >= reads

    def end(self) -> None:
        """End the process, if need be against its will: whatever it held down is let go by its watchdog."""
        with suppress(OSError):
            self._child.end(ENDS_WITHIN_S)
        if self._late is not None:
            self._late.cancel()

    def prepare(self, start: Start, services: ClientServices) -> None:
        """Have the run prepared; DesktopAgentError when it cannot begin."""
        self._services = services
        self._send(start)
        message = self._receive()
        if isinstance(message, DeskOpened):
            services.desk_opened(message)
            message = self._receive()
        match message:
            case Prepared(privacy):
                self.privacy = privacy
            case Broken(text, hint):
                raise DesktopAgentError(text, hint)
            case _:
                raise TypeError(message)

    def run_here(self) -> RunResult:
        """Serve the run until it ends; DesktopAgentError when it could not be recorded, or has crashed."""
        return asyncio.run(self._serve())

    def stop(self, by: StopSource, why: str = "") -> None:
        """Stop the run; one that does not end by itself is ended."""
        self._send(Stop(by, why))
        self._kill_after(HEARS_WITHIN_S)

    def pause(self, by: str, reason: str) -> None:
        """Pause the run."""
        self._send(Pause(by, reason))

    def resume(self, by: str = "human") -> None:
        """Let the run go on."""
        self._send(Resume(by))

    def say(self, text: str) -> None:
        """Tell the model what the person says."""
        self._send(Say(text))

    def forget(self, approval: RememberedApproval) -> None:
        """Tell the run that the person has taken an approval back."""
        self._send(TakeBack(approval))

    def _kill_after(self, seconds: float) -> None:
        if self._late is not None:
            self._late.cancel()
        self._late = threading.Timer(seconds, self._child.kill)
        self._late.daemon = True
        self._late.start()

    async def _serve(self) -> RunResult:
        while True:
            message = await asyncio.to_thread(self._receive)
            if isinstance(message, Ended):
                return message.result
            if isinstance(message, Broken):
                raise DesktopAgentError(message.message, message.hint)
            self._take(message)

    def _take(self, message: ToClient | ToHost) -> None:
        services = self._given()
        match message:
            case Stamped():
                for listener in services.listeners:
                    listener(message)
            case Update(news):
                services.pass_on(news)
            case Remember(approval):
                services.approvals.add(approval)
            case Restore():
                services.overlays.restore()
            case Stopping():
                self._kill_after(ENDS_WITHIN_S)
            case Withdraw(number) if number in self._tasks:
                self._tasks[number].cancel()
            case Call():
                self._tasks[message.number] = asyncio.create_task(self._answer(message, services))

    async def _answer(self, call: Call, services: ClientServices) -> None:
        reply: ToHost = NoReply(call.number)
        try:
            answer = await _answered(call, services)
            reply = Reply(call.number, digest_of(call), answer)
        except DesktopAgentError as error:
            reply = NoReply(call.number, error.message, error.hint)
        except Exception as error:
            reply = NoReply(
                call.number,
                Message("A window could not be shown: {error}.", error=repr(error)),
                Message("Start again with --debug."),
            )
            raise
        finally:
            del self._tasks[call.number]
            self._send(reply)

    def _given(self) -> ClientServices:
        if self._services is None:
            raise TypeError(self._services)
        return self._services

    def _send(self, message: ToHost) -> None:
        with suppress(OSError, ValueError):  # it is over; whoever reads from it finds out
            self._channel.send(message)

    def _receive(self) -> ToClient | ToHost:
        try:
            return self._channel.receive()
        except EOFError:
            raise DesktopAgentError(Message("The run {end}.", end=self._died()), _SEE_HISTORY) from None

    def _died(self) -> str:
        self._child.end()
        code = self._child.exit_code
        if code is not None and code < 0:
            return Message("was ended by the system ({name})", name=signal.Signals(-code).name)
        return Message("has ended without a word")


async def _answered(call: Call, services: ClientServices) -> Answer | str | bool | None:
    approver, about = services.approver, call.about
    if isinstance(about, Question):
        return await approver.decide(about)
    if isinstance(about, Announcement):
        show = services.overlays.announce if call.service == "announce" else services.overlays.make_way
        await show(about)
        return None
    match call.service:
        case "reply":
            return await approver.reply(about)
        case "hand back":
            return await approver.hand_back(about)
        case "stand aside":
            await services.overlays.stand_aside()
        case _:
            return await services.overlays.hide()
    return None
