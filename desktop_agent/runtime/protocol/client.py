"""The client's side of the protocol: it orders a run from a host, and answers the host's calls.

Used on one thread, but for `stop`, `pause`, `resume`, `say`, `note`, `look` and `kill`, which any thread may call.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from desktop_agent.core.decisions.decision import Answer, Question, RememberedApproval
from desktop_agent.core.errors import DesktopAgentError, ScreenError
from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import ActionStarted, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.worker import DaemonExecutor, Worker
from desktop_agent.run.control import StopSource
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.stream import Listener
from desktop_agent.runtime.protocol import messages as protocol
from desktop_agent.runtime.protocol.process import ENDS_WITHIN_S
from desktop_agent.runtime.protocol.run_socket import Order, RunSocket
from desktop_agent.runtime.protocol.watching import services_with_watchers
from desktop_agent.runtime.provider.keys import session_keys
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.screen.captures.watermark import KINDS, MarkKind
from desktop_agent.screen.controls.own_programs import own_programs

if TYPE_CHECKING:
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.web.watched import WatchedRun

PREPARES_WITHIN_S = 20.0  # a run that is to stop before it has begun: a desk may be on its way
HEARS_WITHIN_S = 3.0  # one that is so slow to hear a stop hangs
_ASKS = frozenset({"decide", "reply"})
_log = logging.getLogger(__name__)
_SEE_HISTORY = Message("You can see its steps and resume it in History.")


class RunHost(Protocol):
    """A host for one run, in any place; all methods but `receive` are for any thread."""

    def send(self, message: protocol.ToHost) -> None:
        """Send a message; OSError or ValueError where the host has ended."""

    def receive(self) -> protocol.Sent:
        """Wait for the host's next message; EOFError when it has ended, or sends no valid message."""

    def kill(self) -> None:
        """End the host at once, without waiting for it."""

    def end(self) -> None:
        """Wait for the host's end, and force it where that takes too long; OSError where that fails."""

    def how_it_ended(self) -> Message:
        """Return a description of an end without a last message: “has ended without a word”."""


class RunClient:
    """The client of one host; a context manager that ends it."""

    def __init__(self, host: RunHost, *, is_public: bool = True) -> None:
        """Take a host that has no order yet; one that is not `is_public` has another client whom others may watch."""
        self._is_public = is_public
        self.privacy = ""
        self.stopped_by: StopSource | None = None  # once it has ended
        self._host = host
        self._services: ClientServices | None = None
        self._listeners: list[Listener] = []
        self._worker = Worker(self.run_here, "desktop-agent-run")
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._beginning = threading.RLock()  # a signal may stop it in the middle of that
        self._is_begun = False
        self._is_prepared = False
        self._saying = set[int]()  # threads that are in the middle of a message
        self._stopped = threading.Event()
        self._late: threading.Timer | None = None
        self._arming = threading.RLock()  # a signal may stop it in the middle of that
        self._socket: RunSocket | None = None
        self._shown: WatchedRun | None = None  # the run, as browsers watch it
        self._lookers = set[object]()
        self._looking = threading.Lock()
        self._numbers = itertools.count(1)
        self._finds = dict[int, asyncio.Future[protocol.MarkFound]]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the host, by force if necessary: its watchdog releases keys and buttons."""
        if self._socket is not None:
            self._socket.close()
        if self._shown is not None:
            self._shown.over()
        with suppress(OSError):
            self._host.end()
        if self._late is not None:
            self._late.cancel()

    def prepare(self, spec: RunSpec, services: ClientServices, name: str = "", desk: RunDesk | None = None) -> None:
        """Have the run prepared, and watched in browsers where they are served; DesktopAgentError when it can't begin.

        `name` is that of the task among several, and `desk` the one that this process has been moved to.
        """
        if self._is_public:
            services, self._shown = services_with_watchers(services, spec, name, desk)
        self._services = services
        self._listeners = list(services.listeners)
        start = protocol.Start(
            spec=spec,
            approvals=services.approvals.all(),
            client=os.getpid(),
            programs=own_programs(),
            keys=session_keys(),
            folder=_current_folder(),
            frame=services.overlays.frame,
            answers_words=services.approver.answers_words,
        )
        with self._beginning:
            if self._stopped.is_set():
                raise DesktopAgentError(Message("The run was stopped before it started."))
            self._send(start)
            self._is_begun = True
        if self._is_public:
            self._socket = RunSocket(spec.task, self._obey_watcher)
            self._listeners.append(self._socket.hear)
        if self._shown is not None:
            self._shown.begin(self)
        message = self._receive()
        if isinstance(message, protocol.DeskOpened):
            services.desk_opened(message)
            message = self._receive()
        while isinstance(message, protocol.DesktopAsks):
            services.asks(message.sentence)
            message = self._receive()
        match message:
            case protocol.Prepared(privacy, area, process):
                self.privacy = privacy
                self._is_prepared = True
                if area is not None:
                    services.shared(area)
                if self._socket is not None:
                    self._socket.process = process
            case protocol.Broken():
                raise protocol.error_of(message)
            case _:
                raise TypeError(message)
        if self._stopped.is_set():
            self._kill_after(HEARS_WITHIN_S)

    def run_here(self) -> RunResult:
        """Serve the run until it ends; DesktopAgentError when it could not be recorded, or has crashed."""
        return asyncio.run(self._serve())

    def run(self) -> RunResult:
        """Do as `run_here`; a KeyboardInterrupt meanwhile stops the run, and is raised again once it has ended."""
        return self._worker.run(lambda: self.stop("interrupt"))

    def start(self) -> None:
        """Do as `run_here` on a thread of its own; the caller is free until the run has `ended`."""
        self._worker.start()

    @property
    def ended(self) -> threading.Event:
        """Return the event that is set at the end of the run that `run` or `start` began."""
        return self._worker.ended

    def result(self) -> RunResult:
        """Return the result of the run, once it has ended; DesktopAgentError as in `run_here`."""
        return self._worker.result()

    def stop(self, by: StopSource, why: str = "") -> None:
        """Stop the run, from a signal handler too; a run that does not end by itself is killed."""
        with self._beginning:
            self._stopped.set()
            if not self._is_begun:
                return
        if threading.get_ident() in self._saying:  # a signal has come in the middle of another message: after that
            saying = threading.Thread(target=self._send_stop, args=(protocol.Stop(by, why),), name="desktop-agent-stop")
            saying.daemon = True
            saying.start()
        else:
            self._send_stop(protocol.Stop(by, why))

    def kill(self) -> None:
        """End the run at once."""
        self._host.kill()

    def pause(self, by: str, reason: str) -> None:
        """Pause the run."""
        self._send(protocol.Pause(by, reason))

    def resume(self, by: str = "human") -> None:
        """Let the run go on."""
        self._send(protocol.Resume(by))

    def say(self, text: str) -> None:
        """Send the person's words to the model."""
        self._send(protocol.Say(text))

    def note(self, text: str) -> None:
        """Have a sentence recorded."""
        self._send(protocol.Note(text))

    def look(self, *, on: bool, by: object = None) -> None:
        """Begin, or end, to have the screen sent; each of several who look gets it whole at first."""
        with self._looking:
            before = bool(self._lookers)
            (self._lookers.add if on else self._lookers.discard)(by)
            if on or (before and not self._lookers):
                self._send(protocol.ShowScreen(on))

    def call_tray(self) -> None:
        """Have the tray program, if one runs, show the run, and move its windows out of the way."""
        if self._socket is not None:
            self._socket.call_tray(os.environ)

    async def until_gone(self, boxes: Sequence[Rect], kinds: Sequence[MarkKind] = KINDS) -> None:
        """Return when the run sees our watermark nowhere in these parts; ScreenError if it stays."""
        await self._find_mark(protocol.FindMark(next(self._numbers), tuple(boxes), tuple(kinds)))

    async def is_seen(self, box: Rect, within_s: float) -> bool:
        """Return whether the run sees our watermark in this part within a time."""
        return await self._find_mark(protocol.FindMark(next(self._numbers), (box,), within_s=within_s))

    def forget(self, approval: RememberedApproval) -> None:
        """Inform the run that the person has withdrawn an approval."""
        self._send(protocol.TakeBack(approval))

    async def _find_mark(self, find: protocol.FindMark) -> bool:
        """Have the run look for our watermark, and return whether it was seen; on the loop that serves the run."""
        coming: asyncio.Future[protocol.MarkFound] = asyncio.get_running_loop().create_future()
        self._finds[find.number] = coming
        self._send(find)
        try:
            found = await coming
        finally:
            del self._finds[find.number]
        if found.message:
            raise ScreenError(found.message, found.hint)
        return found.seen

    def _obey_watcher(self, order: Order, watcher: object) -> None:
        match order:
            case protocol.Stop(why=why):
                self.stop("human", why)
            case protocol.Pause(reason=reason):
                self.pause("human", reason)
            case protocol.ShowScreen(on):
                self.look(on=on, by=watcher)

    def _send_stop(self, stop: protocol.Stop) -> None:
        # First: a host that hangs takes no message, and one that does not answers at once, and gets longer.
        self._kill_after(HEARS_WITHIN_S if self._is_prepared else PREPARES_WITHIN_S)
        self._send(stop)

    def _kill_after(self, seconds: float) -> None:
        late = threading.Timer(seconds, self._host.kill)
        late.daemon = True
        with self._arming:
            before, self._late = self._late, late  # at once, for a signal in the middle; canceled, it doesn't start
            if before is not None:
                before.cancel()
            late.start()

    async def _serve(self) -> RunResult:
        asyncio.get_running_loop().set_default_executor(DaemonExecutor())
        while True:
            message = await asyncio.to_thread(self._receive)
            if isinstance(message, protocol.Ended):
                self.stopped_by = message.stopped_by
                return message.result
            if isinstance(message, protocol.Broken):
                raise protocol.error_of(message)
            self._handle_message(message)

    def _handle_message(self, message: protocol.Sent) -> None:
        services = self._client_services()
        match message:
            case Stamped():
                self._pass_on_event(message)
            case protocol.DesktopAsks(sentence):
                services.asks(sentence)
            case protocol.Update(news):
                services.pass_on(news)
            case protocol.Remember(approval):
                services.approvals.add(approval)
            case protocol.Restore():
                services.overlays.restore()
            case protocol.Seen():
                services.seen(message)
                if self._socket is not None:
                    self._socket.send(message)
            case protocol.Stopping():
                self._kill_after(ENDS_WITHIN_S)
                if self._socket is not None:
                    self._socket.send(message)
            case protocol.MarkFound(number) if (coming := self._finds.get(number)) and not coming.done():
                coming.set_result(message)
            case protocol.Withdraw(number) if number in self._tasks:
                self._tasks[number].cancel()
            case protocol.Call():
                self._tasks[message.number] = asyncio.create_task(self._answer_call(message, services))

    def _pass_on_event(self, stamped: Stamped) -> None:
        """Pass an event on, and confirm it to the run, with the listener that failed if one did."""
        failed = ""
        for listener in tuple(self._listeners):
            try:
                listener(stamped)
            except Exception as error:  # noqa: BLE001 - a caller's own code
                _log.debug("a listener failed", exc_info=True)
                self._listeners.remove(listener)
                failed = failed or repr(error)
        if failed or isinstance(stamped.event, ActionStarted):
            self._send(protocol.Heard(stamped.seq, failed))

    async def _answer_call(self, call: protocol.Call, services: ClientServices) -> None:
        reply: protocol.ToHost = protocol.NoReply(call.number)
        watched = self._socket if call.service in _ASKS else None
        try:
            if watched is not None:
                watched.asks(is_open=True)
            if self._socket is not None and call.service == "stand aside":
                await asyncio.to_thread(self._socket.stand_aside)
            answer = await _call_service(call, services)
            if protocol.fits(answer, call.service):
                reply = protocol.Reply(call.number, protocol.digest_of(call), answer)
            else:
                reply = protocol.NoReply(call.number, Message("The answer couldn't be read."))
        except DesktopAgentError as error:
            reply = protocol.NoReply(call.number, error.message, error.hint)
        except Exception as error:  # noqa: BLE001 - a caller's own code, or a window: when in doubt, do not act
            _log.debug("the answer to the run's %s failed", call.service, exc_info=True)
            reply = protocol.NoReply(
                call.number,
                Message("The approver failed: {error}.", error=repr(error)),
                Message("Try again with --debug."),
            )
        finally:
            del self._tasks[call.number]
            self._send(reply)
            if watched is not None:
                watched.asks(is_open=False)

    def _client_services(self) -> ClientServices:
        if self._services is None:
            raise TypeError(self._services)
        return self._services

    def _send(self, message: protocol.ToHost) -> None:
        this = threading.get_ident()
        self._saying.add(this)
        try:
            self._host.send(message)
        except (OSError, ValueError):
            pass  # it is over; its reader finds out
        finally:
            self._saying.discard(this)

    def _receive(self) -> protocol.Sent:
        try:
            return self._host.receive()
        except EOFError:
            end = self._host.how_it_ended()
            raise DesktopAgentError(Message("The run {end}.", end=end), _SEE_HISTORY) from None


def _current_folder() -> str:
    """Return the folder that this process is in; empty where that has been removed."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""


async def _call_service(call: protocol.Call, services: ClientServices) -> Answer | str | bool | tuple[Rect, ...] | None:
    approver = services.approver
    about = call.about
    if isinstance(about, Question):
        return await approver.decide(about)
    if isinstance(about, Announcement):
        return await (services.overlays.announce if call.service == "announce" else services.overlays.make_way)(about)
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
