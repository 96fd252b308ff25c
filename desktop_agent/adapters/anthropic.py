"""The computer toolset of Anthropic's SDK, for its tool runner.

Each member is done, or refused, by our run: the SDK's own `confirm` lets every call pass, as our question comes with
the call, and shows what it would do. A refusal is a `ToolError`, which the model reads. The runner takes an error from
the toolset's own class for an end, so that a stop ends its loop.

Source: `anthropic/lib/tools/_toolsets` and `_beta_runner.py` of anthropic 2.14.0.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Unpack

from desktop_agent.adapters.calls import Answer, CallingLoop, RunOverError, calling, calling_async, missing
from desktop_agent.api import TaskOptions
from desktop_agent.core.json_text import JsonItem

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

_SEES = frozenset({"screenshot", "zoom"})
# These act at the pointer, or return its place: each act needs a place that the person can be shown.
_OFF = {name: {"enabled": False} for name in ("cursor_position", "left_mouse_down", "left_mouse_up")}


@contextmanager
def desktop(task: str = "", **options: Unpack[TaskOptions]) -> Iterator[DesktopToolset]:
    """Begin a run on this computer, and yield the toolset for a `tool_runner` of `Anthropic`.

    The run ends with the block, and is stopped where that raises; RunOverError where the run was over before.
    `task` names it for the person, and `options` are those of `run_task`.
    """
    with calling(_caller(), "anthropic", task, options) as loop, _said_plainly():
        yield DesktopToolset(loop)


@asynccontextmanager
async def async_desktop(task: str = "", **options: Unpack[TaskOptions]) -> AsyncIterator[AsyncDesktopToolset]:
    """Do as `desktop`, for a `tool_runner` of `AsyncAnthropic`."""
    async with calling_async(_caller(), "anthropic", task, options) as loop:
        with _said_plainly():
            yield AsyncDesktopToolset(loop)


class DesktopToolset(BetaAbstractComputerToolset20260801):
    """This computer, for one run."""

    def __init__(self, loop: CallingLoop) -> None:
        super().__init__(configs=_OFF, confirm=lambda _: True)
        self.run, self._loop = loop.run, loop

    def execute(self, context: BetaToolsetCallContext, name: str, input: BaseModel) -> BetaComputerMemberResult:
        del context
        with _closing():
            if name in _SEES:
                return _picture(self._loop.look(getattr(input, "region", None)))
            return _line(self._loop.call(_call(name, input)))


class AsyncDesktopToolset(BetaAsyncAbstractComputerToolset20260801):
    """This computer, for one run."""

    def __init__(self, loop: CallingLoop) -> None:
        super().__init__(configs=_OFF, confirm=lambda _: True)
        self.run, self._loop = loop.run, loop

    async def execute(self, context: BetaToolsetCallContext, name: str, input: BaseModel) -> BetaComputerMemberResult:
        del context
        with _closing():
            if name in _SEES:
                return _picture(await self._loop.look_async(getattr(input, "region", None)))
            return _line(await self._loop.call_async(_call(name, input)))


def _caller() -> str:
    return f"anthropic {version('anthropic')}"


def _call(name: str, arguments: BaseModel) -> JsonItem:
    return {"type": "function_call", "name": name, "arguments": arguments.model_dump_json(exclude_none=True)}


def _line(answer: Answer) -> str:
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
    except RunOverError as over:
        raise ToolsetClosedError(str(over)) from over


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Raise the error that has closed the toolset, as other loops get it."""
    try:
        yield
    except ToolsetClosedError as closed:
        raise closed.__cause__ or closed from None
