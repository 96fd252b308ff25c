"""A loop from outside in the model's place: each call is a turn of a run, and the run's next message is its answer."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial

from desktop_agent.api import RunHandle, RunResult, TaskOptions, begin_run
from desktop_agent.core.actions.action import Finish
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import RequestSent, SentPicture
from desktop_agent.core.runs.turn import NOT_REACHED, ModelInput, NotDone, Opening, Turn
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.mcp.view import LOOK_FIRST
from desktop_agent.model.caps import USUAL
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.calls import ListedCall, listed_calls
from desktop_agent.model.reading.turn import NOT_COMPLETE, ReadOptions, read_turn
from desktop_agent.run.inquiry import part_on_screen
from desktop_agent.run.stream import Stream
from desktop_agent.runtime.provider.run_model import CallingProgram, Sight
from desktop_agent.screen.captures.encode import part_picture

_MOST_ENDS = 5  # an end is refused while something is expected, or while the person has said something


class RunOverError(DesktopAgentError):
    """The run has ended, so nothing more is done on this computer; `result` says how."""

    def __init__(self, result: RunResult) -> None:
        super().__init__(Message("The run has ended: {message}", message=result.message))
        self.result = result


class NotDoneError(DesktopAgentError):
    """An act was refused, or could not be done; the message says why."""


def missing(requirement: str) -> ImportError:
    """Return the error for an SDK that isn't installed, or is too old."""
    return ImportError(
        Message("This needs the package {requirement}. Run: pip install '{requirement}'", requirement=requirement)
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: the picture after it, texts for the model, and what was not done.

    `is_confirmed` says that a person has confirmed the call's safety checks, if it has any.
    """

    frame: Frame
    texts: tuple[str, ...] = ()
    not_done: NotDone | None = None
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """A call: its items as our dialect has them, none for a look; or a region to look at, or the end."""

    items: tuple[JsonItem, ...] = ()
    wants: SentPicture = "whole"
    region: Sequence[float] | None = None
    finish: Finish | None = None
    answer: Future[Answer] = field(default_factory=Future)

    def settle(self, answer: Answer | None) -> None:
        """Set the answer, unless the call was cancelled; None: the run is over."""
        if self.answer.done() or not self.answer.set_running_or_notify_cancel():
            return
        if answer is None:
            self.answer.set_exception(EOFError())
        else:
            self.answer.set_result(answer)


class CallPort:
    """The run's model port for such a loop. `put` and `close` may be called from any thread."""

    def __init__(self, dialect: str) -> None:
        self._options = ReadOptions(dialect_named(dialect), "viewport", USUAL)
        self._waiting: deque[Order] = deque()
        self._wake: Callable[[], object] = lambda: None
        self._open: Order | None = None  # answered by the run's next message
        self._stream: Stream | None = None
        self._has_seen = False
        self._is_closed = False
        self._moved_to: JsonItem = {}

    def connect(self, sight: Sight) -> CallPort:
        """Take the run's stream, and return the port."""
        self._stream = sight.stream
        return self

    def put(self, order: Order) -> Future[Answer]:
        """Queue a call; EOFError is its answer when the run ends before it."""
        self._waiting.append(order)
        with suppress(RuntimeError):  # the run's loop is closed
            self._wake()
        if self._is_closed:
            self.close()
        return order.answer

    def close(self) -> None:
        """Refuse the calls that are open, and all later ones: the run is over."""
        self._is_closed = True
        if self._open is not None:
            self._open.settle(None)
        with suppress(IndexError):
            while True:
                self._waiting.popleft().settle(None)

    async def think(self, message: ModelInput) -> Turn:
        """Answer the open call with a message of the run, and return the next call as a turn."""
        if self._open is not None:
            self._settle(self._open, message)
        if self._stream is not None:
            self._stream(RequestSent(1, 1, 0, chained=False, previous_response_id=None))
        while True:
            order = await self._next_order()
            if order.region is not None:
                order.settle(self._part_answer(message.frame, order.region))
            elif isinstance(message, Opening) and not self._has_seen and order.finish is None:
                self._settle(order, message)
            else:
                self._open = order
                return self._turn_of_order(order, message.frame)

    async def _next_order(self) -> Order:
        loop = asyncio.get_running_loop()
        arrived = asyncio.Event()
        self._wake = partial(loop.call_soon_threadsafe, arrived.set)
        while not self._waiting:
            await arrived.wait()
            arrived.clear()
        return self._waiting.popleft()

    async def cancel(self) -> None:
        """Do nothing: the open call is answered when the run is over."""

    async def forget(self) -> None:
        """Do nothing: the loop has its own memory."""

    def _settle(self, order: Order, message: ModelInput) -> None:
        self._open = None
        if isinstance(message, Opening):
            # A loop can't act on a picture that its model has not seen.
            self._has_seen = True
            if self._stream is not None:
                self._stream.show(message.frame, "requested")
            why = NotDone("failed", LOOK_FIRST) if order.items else None
            look_first = (LOOK_FIRST,) if why else ()
            order.settle(Answer(message.frame, (*look_first, *message.frame.notes), why))
            return
        texts = (*message.texts, *message.frame.notes)
        order.settle(Answer(message.frame, texts, message.not_done, not message.abandon))

    def _turn_of_order(self, order: Order, frame: Frame) -> Turn:
        if order.finish is not None:
            return Turn(finish=order.finish)
        if not order.items:
            return Turn(looks=True, wants=order.wants)
        response = {"status": "completed", "output": list(order.items)}
        reading = read_turn(response, self._options, frame.viewport.image, self._moved_to)
        self._moved_to = reading.moved_to
        return replace(reading.turn, wants=order.wants)

    def _part_answer(self, frame: Frame, region: Sequence[float]) -> Answer:
        part = part_on_screen(frame, region)
        if isinstance(part, str):
            return Answer(frame, (part,), NotDone("failed", part))
        picture = part_picture(frame, part)
        if self._stream is not None:
            self._stream.show_part(picture)
        return Answer(picture, picture.notes)


class CallingLoop:
    """A vendor's loop, and the run that it works in."""

    def __init__(self, caller: str, dialect: str, task: str, options: TaskOptions) -> None:
        """Begin a run; `caller` is the SDK's name and version."""
        self._port = CallPort(dialect)
        self.answers = Answers(dialect)
        task = task or Message("“{agent}” is working on this computer", agent=caller)
        self.run: RunHandle = begin_run(
            task, {"approver": "person", **options}, CallingProgram(caller, self._port.connect)
        )
        self.run.call_on_news(self._close_if_over)

    def call(self, *items: JsonItem, wants: SentPicture = "nothing") -> Answer:
        """Have a call done and return its answer; RunOverError, or why the run could not begin, where it isn't done."""
        return self._answer(self._port.put(Order(items, wants)))

    async def call_async(self, *items: JsonItem, wants: SentPicture = "nothing") -> Answer:
        """Do as `call`."""
        return await self._answer_async(self._port.put(Order(items, wants)))

    def look(self, region: Sequence[float] | None = None) -> Answer:
        """Return a new picture, or a region of the last one in full size, given by its corners in that picture."""
        return self._answer(self._port.put(Order(region=region)))

    async def look_async(self, region: Sequence[float] | None = None) -> Answer:
        """Do as `look`."""
        return await self._answer_async(self._port.put(Order(region=region)))

    def end(self) -> None:
        """End the run: the loop has done its task."""
        for _ in range(_MOST_ENDS):
            try:
                self._port.put(Order(finish=Finish("success", ""))).result()
            except EOFError:
                return

    def _answer(self, answer: Future[Answer]) -> Answer:
        try:
            return answer.result()
        except EOFError:
            raise RunOverError(self.run.result()) from None

    async def _answer_async(self, answer: Future[Answer]) -> Answer:
        try:
            return await asyncio.wrap_future(answer)
        except EOFError:
            raise RunOverError(self.run.result()) from None

    def _close_if_over(self) -> None:
        if self.run.is_over:
            self._port.close()


@contextmanager
def calling(caller: str, dialect: str, task: str, options: TaskOptions) -> Iterator[CallingLoop]:
    """Begin a run for a loop; it ends with the block, and is stopped where that raises."""
    loop = CallingLoop(caller, dialect, task, options)
    with loop.run:
        yield loop
        loop.end()


@asynccontextmanager
async def calling_async(caller: str, dialect: str, task: str, options: TaskOptions) -> AsyncIterator[CallingLoop]:
    """Do as `calling`."""
    loop = CallingLoop(caller, dialect, task, options)
    async with loop.run:
        yield loop
        await asyncio.to_thread(loop.end)


_UNKNOWN_ANSWER = "This wasn't carried out because the answer that it belongs to isn't known."
_AMBIGUOUS = "This wasn't carried out because its id isn't the only one of its kind in the answer."


@dataclass(slots=True)
class _Answer:
    """The calls of an answer in the model's order, those that were done, and those that were tried here in vain."""

    calls: Sequence[ListedCall] = ()
    done: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)


class Answers:
    """The answers of one loop, each under a name of its own."""

    def __init__(self, dialect: str) -> None:
        self._api = dialect_named(dialect).api
        self._answers = dict[str, _Answer]()
        self._newest = _Answer()

    def take(self, name: str, answer: JsonItem, done: Iterable[str] = ()) -> Sequence[ListedCall]:
        """Take an answer as the vendor's API has it, or more of the same one; the calls that come next are its calls.

        `done` are calls of other tools that were done. Returns all its calls.
        """
        output = self._api.response(answer).get("output")
        calls = listed_calls(output if isinstance(output, list) else [])
        before = self._answers.get(name, _Answer())
        by_server = {call.call_id for call in calls if call.is_done}
        self._newest = _Answer(calls, {*before.done, *by_server, *done}, before.failed)
        self._answers[name] = self._newest
        return calls

    def why_not(self, call_id: str) -> str:
        """Return why a call of the newest answer may not be done, for the model; empty if it may."""
        answer = self._newest
        ids = [call.call_id for call in answer.calls]
        if call_id not in ids:
            return _UNKNOWN_ANSWER
        place = ids.index(call_id)
        if not answer.calls[place].is_complete:
            return NOT_COMPLETE
        obstacle = next((call for call in answer.calls[:place] if call.call_id not in answer.done), None)
        if obstacle is None:
            return "" if ids.count(call_id) == 1 else _AMBIGUOUS
        if obstacle.call_id in answer.failed:
            return NOT_REACHED
        return (
            f"This wasn't carried out: before it, in the same answer, is another call ({obstacle.name}) "
            "that wasn't done, or isn't known to be. If it's still needed, request it again."
        )

    def note(self, call_id: str, *, is_done: bool) -> None:
        """Note what came of a call of the newest answer."""
        if is_done:
            self._newest.done.add(call_id)
        else:
            self._newest.done.discard(call_id)
            self._newest.failed.add(call_id)
