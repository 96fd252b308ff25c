"""The computer toolset of Anthropic's SDK, for its tool runner.

Each member is done, or refused, by our run: the SDK's own `confirm` lets every call pass, as our question comes with
the call, and shows what it would do. A refusal is a `ToolError`, which the model reads. The runner takes an error from
the toolset's own class for an end, so that a stop ends its loop.

The runner hands a toolset its own calls alone, and answers what else is in the model's answer itself. So the toolset
has to see each answer before the runner goes through it: `follow` passes them on to it.

Source: `anthropic/lib/tools/_toolsets` and `_beta_runner.py` of anthropic 2.14.0.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeVar, Unpack

from desktop_agent.adapters.calls import (
    Answer,
    CallingLoop,
    NotDoneError,
    RunOverError,
    calling,
    calling_async,
    missing,
)
from desktop_agent.api import TaskOptions
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from pydantic import BaseModel
try:
    from anthropic.tools import ToolError, ToolsetClosedError
    from anthropic.tools.computer import (
        BetaAbstractComputerToolset20260801,
        BetaAsyncAbstractComputerToolset20260801,
        BetaComputerMemberResult,
        BetaScreenshotResult,
        BetaToolsetCallContext,
    )
except ImportError as error:
    raise missing("anthropic>=2.14") from error

_Reply = TypeVar("_Reply")  # a message of the SDK, or the stream of one
_SEES = frozenset({"screenshot", "zoom"})
# These act at the pointer, or return its place: each act needs a place that the person can be shown.
_OFF = {name: {"enabled": False} for name in ("cursor_position", "left_mouse_down", "left_mouse_up")}


@contextmanager
def desktop(task: str = "", **options: Unpack[TaskOptions]) -> Iterator[DesktopToolset]:
    """Begin a run on this computer, and yield the toolset for a `tool_runner` of `Anthropic`.

    The run ends with the block, and is stopped where that raises; RunOverError where the run was over before.
    `task` names it for the person, and `options` are those of `run_task`.
    """
    with calling(_caller(), "anthropic", task, options) as loop, _with_original_error():
        yield DesktopToolset(loop)


@asynccontextmanager
async def async_desktop(task: str = "", **options: Unpack[TaskOptions]) -> AsyncIterator[AsyncDesktopToolset]:
    """Do as `desktop`, for a `tool_runner` of `AsyncAnthropic`."""
    async with calling_async(_caller(), "anthropic", task, options) as loop:
        with _with_original_error():
            yield AsyncDesktopToolset(loop)


class DesktopToolset(BetaAbstractComputerToolset20260801):
    """This computer, for one run."""

    def __init__(self, loop: CallingLoop) -> None:
        super().__init__(configs=_OFF, confirm=lambda _: True)
        self.run = loop.run
        self._loop = loop
        self._replies = _Replies(loop)

    def follow(self, runner: Iterable[_Reply]) -> Iterator[_Reply]:
        """Yield what the SDK's tool runner does, so that the toolset knows the whole answers."""
        for reply in runner:
            self._replies.begin(reply)
            yield reply

    def execute(self, context: BetaToolsetCallContext, name: str, input: BaseModel) -> BetaComputerMemberResult:
        with _closing(), self._replies.call(context, is_act=name not in _SEES):
            if name in _SEES:
                return _picture(self._loop.look(getattr(input, "region", None)))
            return _notes_line(self._loop.call(_call(name, input)))


class AsyncDesktopToolset(BetaAsyncAbstractComputerToolset20260801):
    """This computer, for one run."""

    def __init__(self, loop: CallingLoop) -> None:
        super().__init__(configs=_OFF, confirm=lambda _: True)
        self.run = loop.run
        self._loop = loop
        self._replies = _Replies(loop)

    async def follow(self, runner: AsyncIterable[_Reply]) -> AsyncIterator[_Reply]:
        """Yield what the SDK's tool runner does, so that the toolset knows the whole answers."""
        async for reply in runner:
            self._replies.begin(reply)
            yield reply

    async def execute(self, context: BetaToolsetCallContext, name: str, input: BaseModel) -> BetaComputerMemberResult:
        with _closing(), self._replies.call(context, is_act=name not in _SEES):
            if name in _SEES:
                return _picture(await self._loop.look_async(getattr(input, "region", None)))
            return _notes_line(await self._loop.call_async(_call(name, input)))


class _Replies:
    """The model's replies that a toolset is shown."""

    def __init__(self, loop: CallingLoop) -> None:
        self._answers = loop.answers
        self._reply: object = None
        self._number = 0

    def begin(self, reply: object) -> None:
        """Take the next reply, or the stream of it."""
        self._reply = reply
        self._number += 1

    @contextmanager
    def call(self, context: BetaToolsetCallContext, *, is_act: bool) -> Iterator[None]:
        """Note what comes of a call; ToolError, and nothing is done, where something before it in the reply wasn't.

        Raises NotDoneError for an act of a reply that the toolset was not shown.
        """
        if self._reply is None:
            if is_act:
                raise NotDoneError(
                    Message("The toolset isn't shown the model's answers, so nothing was done."),
                    Message("Iterate over computer.follow(runner) instead of the runner."),
                )
            yield
            return
        self._answers.take(str(self._number), {"content": _blocks(self._reply)})
        call_id = context.tool_use.id if context.tool_use else ""
        if why := self._answers.why_not(call_id):
            raise ToolError(why)
        try:
            yield
        except ToolError:
            self._answers.note(call_id, is_done=False)
            raise
        self._answers.note(call_id, is_done=True)


def _blocks(reply: object) -> list[object]:
    """Return the blocks of a message, or of a stream as far as it has come, as the API has them."""
    message = getattr(reply, "current_message_snapshot", reply)
    return [
        block.model_dump(mode="json", exclude_none=True, warnings=False) if hasattr(block, "model_dump") else block
        for block in getattr(message, "content", ())
    ]


def _caller() -> str:
    return f"anthropic {version('anthropic')}"


def _call(name: str, arguments: BaseModel) -> JsonItem:
    return {"type": "function_call", "name": name, "arguments": arguments.model_dump_json(exclude_none=True)}


def _notes_line(answer: Answer) -> str:
    """Return the notes on an act, for the model; ToolError where it was not done."""
    line = " ".join(answer.texts)
    if answer.not_done:
        raise ToolError(line or answer.not_done.text)
    return line


def _picture(answer: Answer) -> BetaScreenshotResult:
    if answer.not_done:
        raise ToolError(answer.not_done.text)
    return BetaScreenshotResult(data=b64encode(answer.frame.data).decode(), media_type=answer.frame.media_type)


@contextmanager
def _closing() -> Iterator[None]:
    """Have the SDK's runner end where the run is over: it passes only errors of this kind on."""
    try:
        yield
    except (NotDoneError, RunOverError) as over:
        raise ToolsetClosedError(str(over)) from over


@contextmanager
def _with_original_error() -> Iterator[None]:
    """Raise the error that has closed the toolset, as other loops get it."""
    try:
        yield
    except ToolsetClosedError as closed:
        raise closed.__cause__ or closed from None
