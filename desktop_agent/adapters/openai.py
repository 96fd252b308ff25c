"""The computer of the `openai-agents` SDK: `ComputerTool`, whose safety checks our questions answer.

An output of that tool holds a picture and no words. What was not done is therefore told in a message after it, by the
run's `call_model_input_filter`; without that filter it is an error of the tool, which ends the SDK's run. Nothing more
of the same call is done. A call with
safety checks is done as a whole where the SDK asks about the checks, since a person decides on the checks and the
actions at once; its actions are then not done again.

Source: `agents/computer.py`, `tool.py` and `run_internal/tool_actions.py` of openai-agents 0.24.0.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Unpack

from desktop_agent.adapters.calls import Answer, CallingLoop, NotDoneError, calling_async, missing
from desktop_agent.api import TaskOptions

if TYPE_CHECKING:
    from agents.tool import ComputerToolSafetyCheckData
try:
    from agents import AsyncComputer, ComputerTool, RunConfig
    from agents.run import CallModelData, ModelInputData
except ImportError as error:
    raise missing("openai-agents>=0.24") from error

_CALL, _OUTPUT = "computer_call", "computer_call_output"


@asynccontextmanager
async def desktop(task: str = "", **options: Unpack[TaskOptions]) -> AsyncIterator[DesktopComputer]:
    """Begin a run on this computer, for an agent's loop: give the agent `tool`, and the SDK's run `run_config`.

    The run ends with the block, and is stopped where that raises. `task` names it for the person, and `options` are
    those of `run_task`.
    """
    async with calling_async(f"openai-agents {version('openai-agents')}", "openai", task, options) as loop:
        yield DesktopComputer(loop)


class DesktopComputer(AsyncComputer):
    """This computer, for one run. A method raises RunOverError once the run is over, which ends the SDK's loop."""

    def __init__(self, loop: CallingLoop) -> None:
        self.run = loop.run
        self.tool = ComputerTool(self, on_safety_check=self.confirm)
        self.run_config = RunConfig(call_model_input_filter=self.tell)
        self._loop = loop
        self._notes: list[str] = []
        self._told: dict[str, list[str]] = {}  # notes, by the id of the call that they follow
        self._is_heard = self._is_broken_off = False  # the filter is in use; the rest of the call isn't done
        self._confirmed: dict[str, bool] = {}  # calls with safety checks
        self._done = 0  # actions of such a call that the SDK has still to ask for

    async def confirm(self, data: ComputerToolSafetyCheckData) -> bool:
        """Have a call with safety checks decided and done; return whether the person has confirmed the checks."""
        call = data.tool_call
        if call.call_id not in self._confirmed:
            answer = await self._loop.call_async(call.model_dump(exclude_none=True))
            self._confirmed[call.call_id] = answer.is_confirmed
            actions = call.actions or [call.action]
            self._done = len([action for action in actions if action and action.type != "screenshot"])
            self._note(answer)
        return self._confirmed[call.call_id]

    def tell(self, data: CallModelData[object]) -> ModelInputData:
        """Return the model's input with our notes after the calls that they are about."""
        self._is_heard, self._is_broken_off = True, False
        items, told = data.model_data.input, list[object]()
        calls = [str(item["call_id"]) for item in items if item.get("type") == _OUTPUT]
        if calls and self._notes:
            self._told[calls[-1]] = self._notes
            self._notes = []
        for item in items:
            told.append(item)
            if item.get("type") == _OUTPUT and (notes := self._told.get(str(item["call_id"]))):
                told.append({"role": "user", "content": "\n".join(notes)})
        return ModelInputData(told, data.model_data.instructions)

    async def screenshot(self) -> str:
        """Return a new picture, as PNG in base64."""
        answer = await self._loop.look_async()
        self._note(answer)
        return b64encode(answer.frame.data).decode()

    async def click(self, x: int, y: int, button: str, *, keys: list[str] | None = None) -> None:
        """Click with a button at a point of the picture, while keys are held."""
        await self._act("click", keys, x=x, y=y, button=button)

    async def double_click(self, x: int, y: int, *, keys: list[str] | None = None) -> None:
        """Click twice."""
        await self._act("double_click", keys, x=x, y=y)

    async def scroll(self, x: int, y: int, scroll_x: int, scroll_y: int, *, keys: list[str] | None = None) -> None:
        """Scroll by pixels."""
        await self._act("scroll", keys, x=x, y=y, scroll_x=scroll_x, scroll_y=scroll_y)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self._act("type", None, text=text)

    async def wait(self) -> None:
        """Wait a second."""
        await self._act("wait", None)

    async def move(self, x: int, y: int, *, keys: list[str] | None = None) -> None:
        """Move the pointer."""
        await self._act("move", keys, x=x, y=y)

    async def keypress(self, keys: list[str]) -> None:
        """Press keys together."""
        await self._act("keypress", keys)

    async def drag(self, path: list[tuple[int, int]], *, keys: list[str] | None = None) -> None:
        """Drag along points of the picture."""
        await self._act("drag", keys, path=[{"x": x, "y": y} for x, y in path])

    async def _act(self, kind: str, keys: list[str] | None, **fields: object) -> None:
        if self._done or self._is_broken_off:
            self._done = max(0, self._done - 1)
            return
        action = {"type": kind, **fields, **({"keys": keys} if keys else {})}
        self._note(await self._loop.call_async({"type": _CALL, "actions": [action]}))

    def _note(self, answer: Answer) -> None:
        if answer.not_done and not self._is_heard:
            raise NotDoneError(answer.not_done.text)
        if answer.not_done:
            self._is_broken_off = True
        self._notes += answer.texts
