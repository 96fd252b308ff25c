"""Sessions of agents: one at a time, begun by the first look or act, each of them a run.

Calls arrive on the protocol's thread; runs are carried out on the main thread, which takes them from `jobs`. All state
here is changed on the protocol's thread alone.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from desktop_agent.core.runs.events import DeskEnded, Status
from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.mcp.orders import (
    ActOrder,
    AskOrder,
    EndOrder,
    LookOrder,
    McpAnswer,
    McpOrder,
    SeeingOrder,
    SessionOrder,
    WholeTaskOrder,
)
from desktop_agent.model.caps import Caps
from desktop_agent.record.wording import status_wording

if TYPE_CHECKING:
    from desktop_agent.mcp.client_model import ClientModel
    from desktop_agent.mcp.picture_files import PictureFiles
    from desktop_agent.run.control import StopSource
    from desktop_agent.runtime.protocol.client import RunClient


STDIO = "stdio"  # the connection that has no other name
_NOTIFY_EVERY_S = 3.0
_DISCONNECTED = Message("The agent disconnected.")
_MOST_WAITING = 64
_CANCELED = Message("The agent canceled its call.")
_BY_AGENT = Message("Ended by the agent.")
T = TypeVar("T")
ReportToAgent = Callable[[str], Awaitable[None]]
_LONGEST_NAME = 60
_LONGEST_VERSION = 20
_UNNAMED = "An agent without a name"


@dataclass(frozen=True, slots=True)
class McpCall:
    """One call: its connection, client, tool and arguments, and a function that reports what the call waits for."""

    connection: str
    client: McpClient
    tool: str
    arguments: Mapping[str, object]
    report: ReportToAgent


@dataclass(frozen=True, slots=True)
class McpEnded:
    """The end of a run; `by` is who stopped it."""

    status: Status
    message: str
    report: str = ""
    by: StopSource | None = None
    desk: DeskEnded | None = None  # what became of the desk that it was on

    @property
    def words(self) -> str:
        """Return the end in a sentence or two for the agent."""
        about_desk = desk_text(self.desk) if self.desk else ""
        return f"{end_text(self.status, self.message, self.report)} {about_desk}".strip()


class McpJob:
    """A run to carry out: a session of an agent, or, without `agent_model`, a whole task."""

    def __init__(
        self, client: McpClient, order: WholeTaskOrder, model: ClientModel | None, continues: str = ""
    ) -> None:
        self.client = client
        self.order = order
        self.agent_model = model
        self.continues = continues  # the id of the session that it goes on with
        self.ended: Future[McpEnded] = Future()
        self.waits_for = ""  # in a sentence, while it waits for the person
        self.stopped_here = False
        self._lock = threading.Lock()
        self._run: RunClient | None = None
        self._why = ""

    def begun(self, run: RunClient) -> None:
        """Store the run, which is about to start; an earlier stop is passed on to it now."""
        with self._lock:
            self._run = run
            stopped = self.stopped_here
        if stopped:
            run.stop("signal", self._why)

    def stop(self, why: str) -> None:
        """Stop the run; may be called from any thread."""
        with self._lock:
            self.stopped_here = True
            self._why = self._why or why
            run = self._run
        if run is not None:
            run.stop("signal", why)

    def stopped_by(self) -> StopSource | None:
        """Return who stopped the run."""
        return self._run.stopped_by if self._run else None


@dataclass(slots=True)
class McpSessions:
    """Answers calls; `jobs` is the main thread's queue of runs, and ends with None."""

    caps: Caps
    idle_s: float
    rules: str  # what holds, for `status`
    on_desk: bool = False
    pictures: PictureFiles | None = None  # what keeps them beyond a connection
    jobs: SimpleQueue[McpJob | None] = field(default_factory=SimpleQueue)
    _job: McpJob | None = None
    _connection: str = ""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # held by the call that is under way
    _waiting: int = 0  # calls, with the one under way
    _over: str = ""  # why nothing more is done here
    _last: float = 0.0

    async def answer(self, call: McpCall) -> McpAnswer:
        """Return the answer to a call, which may be a refusal."""
        from desktop_agent.mcp.arguments import read_order
        from desktop_agent.model.coordinates import Unreadable

        try:
            order = read_order(call.tool, call.arguments, self.caps)
        except Unreadable as error:
            return refusal(str(error))
        if call.tool == "status":
            return McpAnswer((self._status(call),))
        if why := self._why_not(call):
            return refusal(why)
        if isinstance(order, EndOrder):
            return await self._end(order, call)
        # Some clients send several calls that only look at once. What acts was chosen on what its agent has seen, and
        # that is another screen once a call before it is over.
        if self._busy and not (isinstance(order, SeeingOrder) and self._waiting < _MOST_WAITING):
            return refusal(BUSY)
        self._waiting += 1
        try:
            async with self._turn:
                return refusal(why) if (why := self._why_not(call)) else await self._carry_out(order, call)
        except asyncio.CancelledError:
            if self._job is not None and not isinstance(order, SeeingOrder):
                self._job.stop(_CANCELED)
            raise
        finally:
            self._waiting = self._waiting - 1
            self._last = time.monotonic()

    @property
    def _busy(self) -> bool:
        return self._turn.locked()

    async def end_idle(self) -> None:
        """End each session after too long an inactivity; runs as long as the server does."""
        while True:
            await asyncio.sleep(min(1.0, self.idle_s / 4))
            if self._job is not None and not self._busy and time.monotonic() - self._last > self.idle_s:
                self._job.stop(Message("No requests were received for {part:g} minutes.", part=self.idle_s / 60))

    def left(self, connection: str) -> None:
        """End the session of a closed connection."""
        if self._job is not None and self._connection == connection:
            self._job.stop(_DISCONNECTED)

    def close(self) -> None:
        """End the session; no new one can begin."""
        self._over = _DISCONNECTED
        if self._job is not None:
            self._job.stop(_DISCONNECTED)
        self.jobs.put(None)

    def _why_not(self, call: McpCall) -> str:
        if self._over:
            return self._over
        if self._job is not None and self._connection != call.connection:
            return in_use_by(self._job.client.words)
        return ""

    async def _carry_out(self, order: McpOrder, call: McpCall) -> McpAnswer:
        if isinstance(order, WholeTaskOrder):
            if self._job is not None:
                session = self._job
                session.stop(Message("Ended so that this computer's own model could run a task."))
                await self._await_answer(asyncio.wrap_future(session.ended), session, call)
            job = self._begin(call, order, None)
            ended = await self._await_answer(asyncio.wrap_future(job.ended), job, call)
            return McpAnswer((ended.words,))
        from desktop_agent.mcp.client_model import ClientModel

        task = WholeTaskOrder(call.client.task(on_desk=self.on_desk))
        job = self._job or self._begin(call, task, ClientModel(self.caps, self.pictures), self._earlier_run(order))
        if job.agent_model is None:
            return refusal(BUSY)
        return await self._await_answer(asyncio.wrap_future(job.agent_model.put(order)), job, call)

    async def _end(self, order: EndOrder, call: McpCall) -> McpAnswer:
        job = self._job
        if job is None:
            return refusal(NO_SESSION)
        if self._busy or job.agent_model is None:
            job.stop(_BY_AGENT)
            return McpAnswer(((await self._await_answer(asyncio.wrap_future(job.ended), job, call)).words,))
        async with self._turn:
            # The person may have said something meanwhile: then it is not over, and the agent is informed.
            answer = await self._await_answer(asyncio.wrap_future(job.agent_model.put(order)), job, call)
        self._last = time.monotonic()
        return answer

    def _earlier_run(self, order: SessionOrder) -> str:
        if not isinstance(order, LookOrder | ActOrder | AskOrder) or not order.picture or self.pictures is None:
            return ""
        return self.pictures.run_of(order.picture)

    def _begin(self, call: McpCall, order: WholeTaskOrder, model: ClientModel | None, continues: str = "") -> McpJob:
        loop = asyncio.get_running_loop()
        job = McpJob(call.client, order, model, continues)
        self._job = job
        self._connection = call.connection
        self._last = time.monotonic()

        def note_end(_: Future[McpEnded]) -> None:
            with suppress(RuntimeError):  # the agent has disconnected, and the protocol's loop is closed
                loop.call_soon_threadsafe(self._note_end, job)

        job.ended.add_done_callback(note_end)
        self.jobs.put(job)
        return job

    def _note_end(self, job: McpJob) -> None:
        if self._job is job:
            self._job = None
        ended = job.ended.result()
        if ended.by == "human":
            self._over = STOPPED
        elif ended.status == "limit":
            self._over = f"{ended.message} That's as far as the person has allowed on this connection."
        if job.agent_model is not None:
            job.agent_model.close(McpAnswer((self._over if ended.by == "human" else ended.words,)))

    async def _await_answer(self, answer: asyncio.Future[T], job: McpJob, call: McpCall) -> T:
        """Wait for an answer; while the run waits for the person, report that every few seconds."""
        while not (await asyncio.wait({answer}, timeout=_NOTIFY_EVERY_S))[0]:
            await call.report(job.waits_for or UNDER_WAY)
        return answer.result()

    def _status(self, call: McpCall) -> str:
        if self._over:
            return f"{self._over} {self.rules}"
        job = self._job
        if job is None:
            return f"{NONE_OPEN} {self.rules}"
        whose = "" if self._connection == call.connection else job.client.words
        return f"{session_state(whose, job.waits_for, busy=self._busy)} {self.rules}"


def refusal(why: str) -> McpAnswer:
    """Return the answer to a call that was refused."""
    return McpAnswer((why,), refused=True)


@dataclass(frozen=True, slots=True)
class McpClient:
    """The client, by the name and version that it states; these are only displayed and grant nothing."""

    name: str = ""
    version: str = ""

    @property
    def words(self) -> str:
        """Return its name and version, in a form that can be quoted."""
        name = foreign(self.name.strip(), _LONGEST_NAME)
        version = foreign(self.version.strip(), _LONGEST_VERSION)
        return f"{name or _UNNAMED} {version}".strip()

    def task(self, *, on_desk: bool = False) -> str:
        """Return the task text that the person sees for a session; none of it is written by the agent."""
        if on_desk:
            return Message("“{agent}” is working on a side desk over MCP", agent=self.words)
        return Message("“{agent}” is working on this computer over MCP", agent=self.words)


_ENDS = (".", "!", "?", "…")
BUSY = "Only one call at a time: another is in progress, so nothing was done. Wait for its response, or call stop."
STOPPED = "The person has stopped this. Nothing more is done on this connection. Say so, and don't continue."
NO_SESSION = "No session is open, so there's nothing to end."
TWICE = "This call was sent before, so nothing was done again. Each call needs its own id."
NONE_OPEN = "No session is open. The first look opens one."
UNDER_WAY = "In progress."
PAUSED = "Waiting for the person, who has taken over."
ASKED_IN_WORDS = "Waiting for the person's written answer."


def in_use_by(client: str) -> str:
    """Return a sentence that says that another client has the computer."""
    return f"“{client}” has this computer now. Nothing was done; try again once it has ended."


def end_text(status: Status, message: str, report: str) -> str:
    """Return a sentence about the end of a session, in the words that every surface has for it."""
    where = f" The person's report: {report}" if report else ""
    ended = status_wording(status, message).text
    return f"The session has ended. {ended}{'' if ended.endswith(_ENDS) else '.'}{where}"


def desk_text(ended: DeskEnded) -> str:
    """Return a sentence about the changes on a side desk: applied, discarded, or still waiting."""
    match ended.receipt:
        case "accept":
            remaining = f", with {ended.left} left on the side desk" if ended.left else ""
            return f"Documents applied, as the person ordered: {ended.taken}{remaining}."
        case "discard":
            return "The changes on the side desk are discarded, as the person ordered."
        case _ if ended.changes is not None and not any(ended.changes.values()):
            return "Nothing was changed on the side desk."
        case _:
            return (
                "The changes are only on the side desk and don't count until the person takes them over. "
                f"They can see them with: desktop-agent desk show {ended.desk}"
            )


def session_state(whose: str, waits_for: str, *, busy: bool) -> str:
    """Return the state of an open session; `whose` is empty for the caller's own."""
    session = f"A session of “{whose}”" if whose else "Your session"
    state = waits_for or ("A call is in progress." if busy else "It's waiting for a call.")
    return f"{session} is open. {state}"
