"""The host's side of the protocol: it does a run, and sends its events and calls.

Its approver and its overlays are the client's, over the wire: calls go out on the run's loop, and answers come in on
another thread, which also receives stops.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from desktop_agent.core.decisions.decision import Answer, Question, Rejected, RememberedApproval
from desktop_agent.core.errors import TO_LEARN_MORE, DesktopAgentError, ScreenError
from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.core.runs.events import ActionStarted, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.logs import log_to_file
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.presence.reduced import StopsOnly
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.null_objects import NoOverlays
from desktop_agent.run.ports import Overlays
from desktop_agent.run.session import Session
from desktop_agent.runtime.description.live_view import LiveView
from desktop_agent.runtime.desktop.own_desktop import on_desk, opened
from desktop_agent.runtime.desktop.screen_access import ScreenAccess
from desktop_agent.runtime.desktop.watch import watch_person
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.protocol import messages as protocol
from desktop_agent.runtime.provider.keys import take_session_keys
from desktop_agent.runtime.spec import ClientServices, HostParts
from desktop_agent.screen.captures.watermark import GrabbedSight, WatermarkSight
from desktop_agent.screen.controls.own_programs import add_own_process
from desktop_agent.settings.sections import ScreenSettings

GONE = Message("The connection to the program that started the run was closed.")
_log = logging.getLogger(__name__)
_CLIENT_WITHIN_S = 2.0  # to close its pipe after the end, and to take a withdrawn sign off the screen


def serve(channel: protocol.Channel, parts: HostParts, run: Callable[[Session], RunResult] = Session.run_here) -> None:
    """Do the run that the client orders, and return once both sides have finished; return at once without an order."""
    try:
        start = channel.receive()
    except EOFError:
        return  # it was started ahead of time, and not needed
    if not isinstance(start, protocol.Start):
        raise TypeError(start)
    with log_to_file(parts.environment):
        _serve_run(channel, start, _Host(channel, parts, run))


def _serve_run(channel: protocol.Channel, start: protocol.Start, host: _Host) -> None:
    try:
        send(channel, host.run(start))
        host.wait_for_client()
    except DesktopAgentError as error:
        _log.debug("the run", exc_info=True)
        send(channel, protocol.broken_by(error))
    except Exception as error:  # noqa: BLE001 - the boundary: the waiting client gets it
        _log.debug("the run", exc_info=True)
        unexpected = Message("Unexpected error: {error}.", error=repr(error))
        send(channel, protocol.Broken(unexpected, Message("Try again with --debug."), in_window=TO_LEARN_MORE))


def send(channel: protocol.Channel, message: protocol.ToClient) -> None:
    """Send a message; ignore a closed pipe, which the reader of the other pipe notices."""
    with suppress(OSError, ValueError):
        channel.send(message)


class _Host:
    """One run, and the thread that receives its client's messages."""

    def __init__(self, channel: protocol.Channel, parts: HostParts, run: Callable[[Session], RunResult]) -> None:
        self._channel = channel
        self._parts = parts
        self._run_session = run
        self._caller = Caller(channel)
        self._hearing: threading.Thread | None = None

    def run(self, start: protocol.Start) -> protocol.Ended:
        take_session_keys(start.keys)
        if start.folder and start.client != os.getpid():
            with suppress(OSError):  # relative paths are then shown as they stand, and not there
                os.chdir(start.folder)
        settings = start.spec.settings
        if start.spec.desk is not None:
            watched = watch_person(settings, os.environ, runs_elsewhere=True, asks=self._asks)
            with closing(StopsOnly(watched)) as presence:
                return self._run_on_desk(start, presence)
        if start.client != os.getpid():
            add_own_process(start.client, start.programs)
        if self._parts.presence is not None:
            return self._run_prepared(start, self._parts)
        with closing(watch_person(settings, os.environ, asks=self._asks)) as presence:
            return self._run_prepared(start, replace(self._parts, presence=presence))

    def wait_for_client(self) -> None:
        """Wait briefly until the client has received the end, and closed the pipe."""
        if self._hearing is not None:
            self._hearing.join(_CLIENT_WITHIN_S)

    def _run_on_desk(self, start: protocol.Start, presence: Presence) -> protocol.Ended:
        """Do the run on a desk, and end the desk; the person, the card and our windows stay on the other display."""
        full_screen = ScreenSettings(
            viewport=start.spec.settings.screen.viewport
        )  # the part of the person's own means nothing
        spec = replace(start.spec, settings=replace(start.spec.settings, screen=full_screen))
        with on_desk(spec) as (desk, there):
            send(self._channel, opened(desk))
            return self._run_prepared(
                replace(start, spec=there), replace(self._parts, presence=presence, desk=desk), NoOverlays()
            )

    def _asks(self, sentence: str) -> None:
        send(self._channel, protocol.DesktopAsks(sentence))

    def _run_prepared(
        self, start: protocol.Start, parts: HostParts, overlays: Overlays | None = None
    ) -> protocol.Ended:
        channel = self._channel
        listener = ClientListener(self._channel)
        approvals = ClientApprovals(start.approvals, channel)
        view = LiveView(partial(send, channel))
        windows = ClientWindows(self._caller, channel, start.frame)
        services = ClientServices(
            approver=ClientApprover(self._caller, answers_words=start.answers_words),
            overlays=overlays or windows,
            listeners=(listener, view.hear),
            pass_on=lambda news: send(channel, protocol.Update(news)),
            approvals=approvals,
            asks=self._asks,
        )
        marks = _MarkFinder(self._caller)
        session = prepare(start.spec, services, replace(parts, view=view, opened=marks.see_by))
        windows.frame = windows.frame and (marks.area or windows.frame)
        send(channel, protocol.Prepared(session.privacy, marks.area, os.getpid()))
        self._hearing = threading.Thread(
            target=_obey_client,
            args=(channel, session, self._caller, listener, approvals, view, marks),
            name="client",
            daemon=True,
        )
        self._hearing.start()
        result = self._run_session(session)
        _log.info("the run has ended: %s; stopped by: %s", result.status, session.stopped_by)
        return protocol.Ended(result, session.stopped_by)


def _obey_client(
    channel: protocol.Channel,
    session: Session,
    caller: Caller,
    listener: ClientListener,
    approvals: RememberedApprovals,
    view: LiveView,
    marks: _MarkFinder,
) -> None:
    """Carry out the client's messages, until it has closed its pipe."""
    while True:
        try:
            message = channel.receive()
        except EOFError:
            break
        match message:
            case protocol.Stop(by, why):
                _log.info("a stop by %s arrives", by)
                session.stop(by, why)
                listener.wait_no_more()
                send(channel, protocol.Stopping())
            case protocol.Heard(seq, failed):
                listener.take(seq, failed)
            case protocol.Pause(by, reason):
                session.pause(by, reason)
            case protocol.Resume(by):
                session.resume(by)
            case protocol.Say(text):
                session.say(text)
            case protocol.Note(text):
                session.note(text)
            case protocol.ShowScreen(on):
                view.switch(on=on)
            case protocol.TakeBack(approval):
                approvals.take_back(approval)
            case protocol.Reply() | protocol.NoReply():
                caller.take(message)
            case protocol.FindMark():
                marks.find(message)
            case _:
                break
    _log.debug("the client has closed its pipe")
    session.stop("signal", GONE)
    listener.wait_no_more()
    caller.hang_up()


@dataclass(frozen=True, slots=True)
class _OpenCall:
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[object]
    service: protocol.Service
    digest: str

    def settle(self, message: protocol.Reply | protocol.NoReply) -> None:
        """Pass the answer to the waiting call, on its loop; an answer to another question becomes an error."""
        if isinstance(message, protocol.Reply) and (
            message.digest != self.digest or not protocol.fits(message.answer, self.service)
        ):
            message = protocol.NoReply(message.number, Message("The answer was for a different question."))
        with suppress(RuntimeError):  # the run has ended meanwhile, and its loop is closed
            self.loop.call_soon_threadsafe(self._set_result, message)

    def _set_result(self, message: protocol.Reply | protocol.NoReply) -> None:
        if self.answer.done():
            return
        if isinstance(message, protocol.Reply):
            self.answer.set_result(message.answer)
        else:
            self.answer.set_exception(ScreenError(message.message, message.hint))
            self.answer.exception()  # the waiting task may have ended meanwhile, which needs no warning


class Caller:
    """Calls the client, on the run's loop; answers arrive on another thread."""

    def __init__(self, channel: protocol.Channel) -> None:
        self._channel = channel
        self._numbers = itertools.count(1)
        self._open: dict[int, _OpenCall] = {}
        self._loop: asyncio.AbstractEventLoop | None = None  # the run's, from its first call on
        self._is_gone = False

    async def call(self, service: protocol.Service, about: Question | Announcement | str = "") -> object:
        """Return the answer; ScreenError when there is none."""
        call = protocol.Call(next(self._numbers), service, about)
        with self._open_call(call) as answer:
            if self._is_gone:
                raise ScreenError(GONE)
            send(self._channel, call)
            try:
                return await asyncio.shield(answer)
            except asyncio.CancelledError:
                send(self._channel, protocol.Withdraw(call.number))
                await asyncio.wait({answer}, timeout=_CLIENT_WITHIN_S)
                raise

    @contextmanager
    def _open_call(self, call: protocol.Call) -> Iterator[asyncio.Future[object]]:
        loop = asyncio.get_running_loop()
        self._loop = loop
        answer: asyncio.Future[object] = loop.create_future()
        self._open[call.number] = _OpenCall(loop, answer, call.service, protocol.digest_of(call))
        try:
            yield answer
        finally:
            del self._open[call.number]

    def take(self, message: protocol.Reply | protocol.NoReply) -> None:
        """Receive an answer; it is dropped if its call no longer waits."""
        if (waiting := self._open.get(message.number)) is not None:
            waiting.settle(message)

    def on_loop(self, work: Callable[[], None]) -> None:
        """Do something on the run's loop; from any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the run has ended meanwhile, and its loop is closed
                self._loop.call_soon_threadsafe(work)

    def send(self, message: protocol.ToClient) -> None:
        """Send the client a message that is no call."""
        send(self._channel, message)

    def hang_up(self) -> None:
        """Answer all open calls with an error: the client has closed its pipe."""
        self._is_gone = True
        for number, waiting in tuple(self._open.items()):
            waiting.settle(protocol.NoReply(number, GONE))


class _MarkFinder:
    """Looks for the client's windows on the run's screen, on the run's loop: its camera is theirs alone then."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._sight: WatermarkSight | None = None
        self._finding = set[asyncio.Task[None]]()
        self.area: Rect | None = None  # what the person has agreed to share, where they are asked

    def see_by(self, screen: ScreenAccess) -> None:
        """Receive the run's screen."""
        self._sight = GrabbedSight(screen.camera.grab_unmasked)
        self.area = screen.camera.monitor.box if screen.remote else None

    def find(self, find: protocol.FindMark) -> None:
        """Begin to look; from any thread."""
        self._caller.on_loop(lambda: self._begin(find))

    def _begin(self, find: protocol.FindMark) -> None:
        task = asyncio.ensure_future(self._find(find))
        self._finding.add(task)
        task.add_done_callback(self._finding.discard)

    async def _find(self, find: protocol.FindMark) -> None:
        seen = False
        try:
            if self._sight is None:
                raise ScreenError(GONE)
            if find.within_s is None:
                await self._sight.until_gone(find.boxes, find.kinds)
            else:
                seen = await self._sight.is_seen(find.boxes[0], find.within_s)
        except DesktopAgentError as error:
            self._caller.send(protocol.MarkFound(find.number, seen, error.message, error.hint))
        else:
            self._caller.send(protocol.MarkFound(find.number, seen))


class _ListenerError(Exception):
    """A listener of the client has failed; the message is that error's own."""

    def __repr__(self) -> str:
        return str(self)


class ClientListener:
    """Sends every event to the client; an act begins only once all listeners there have received its announcement."""

    def __init__(self, channel: protocol.Channel) -> None:
        self._channel = channel
        self._news = threading.Condition()
        self._last_received = 0
        self._failed = ""
        self._waits = True

    def __call__(self, stamped: Stamped) -> None:
        """Send an event, on the run's thread; raise a listener's failure since the last one."""
        send(self._channel, stamped)
        with self._news:
            if isinstance(stamped.event, ActionStarted):
                self._news.wait_for(lambda: self._last_received >= stamped.seq or self._failed or not self._waits)
            if self._failed:
                raise _ListenerError(self._failed)

    def take(self, seq: int, failed: str) -> None:
        """Receive the client's confirmation of an event, or the failure of a listener."""
        with self._news:
            self._last_received = max(self._last_received, seq)
            self._failed = self._failed or failed
            self._news.notify_all()

    def wait_no_more(self) -> None:
        """End all waits: the run stops."""
        with self._news:
            self._waits = False
            self._news.notify_all()


class ClientApprover:
    """The run's `Approver`: the one of the client."""

    def __init__(self, caller: Caller, *, answers_words: bool) -> None:
        self._caller = caller
        self.answers_words = answers_words

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer; a no where the client gives none."""
        try:
            return cast("Answer", await self._caller.call("decide", question))
        except ScreenError as error:
            return Rejected(Message("Couldn't ask the person: {error}", error=error), by="policy")

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words."""
        try:
            return cast("str | None", await self._caller.call("reply", question))
        except ScreenError:
            return None

    async def hand_back(self, reason: str) -> str | None:
        """Wait until the person wants the run to go on, and return their words for the model."""
        return cast("str | None", await self._caller.call("hand back", reason))


class ClientWindows:
    """The run's `Overlays`: the windows of the client."""

    def __init__(self, caller: Caller, channel: protocol.Channel, frame: Rect | None) -> None:
        self._caller = caller
        self._channel = channel
        self.frame = frame

    async def stand_aside(self) -> None:
        """Move the ordinary windows away from the run's target."""
        await self._caller.call("stand aside")

    async def announce(self, act: Announcement) -> None:
        """Mark the target of the coming act."""
        await self._caller.call("announce", act)

    async def make_way(self, act: Announcement) -> tuple[Rect, ...]:
        """Hide windows above the act's target; ScreenError when one stays. Return where others stay."""
        return cast("tuple[Rect, ...]", await self._caller.call("make way", act))

    async def hide(self) -> bool:
        """Hide the floating windows; ScreenError when they stay."""
        return await self._caller.call("hide") is True

    def restore(self) -> None:
        """Show the floating windows again."""
        send(self._channel, protocol.Restore())


class ClientApprovals(RememberedApprovals):
    """The client's remembered approvals; the client is informed of those that the run adds."""

    def __init__(self, known: tuple[RememberedApproval, ...], channel: protocol.Channel) -> None:
        super().__init__()
        self._channel = channel
        for approval in known:
            super().add(approval)

    def add(self, standing: RememberedApproval) -> None:
        """Save a person's yes, and send it to the client."""
        super().add(standing)
        send(self._channel, protocol.Remember(standing))
