"""The computer of the `openai-agents` SDK: `ComputerTool`, whose safety checks our questions answer.

An output of that tool holds a picture and no words. What was not done is therefore said in a message after it, by the
run's `call_model_input_filter`; without that filter it is an error of the tool, which ends the SDK's run. A call with
safety checks is done as a whole where the SDK asks about the checks, since a person decides on the checks and the
actions at once; its actions are then not done again.

The SDK carries out calls of several kinds side by side, and its methods get nothing of the answer that they are
part of. So the model's answer is read on its way to the SDK, by the run's model provider or by `hooks`, and the methods
are expected in the order of its actions.

Source: `agents/computer.py`, `tool.py`, `lifecycle.py`, `models/interface.py`, `run_internal/tool_actions.py` and
`tool_planning.py` of openai-agents 0.24.0.
"""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Unpack, cast

from desktop_agent.adapters.calls import Answer, CallingLoop, NotDoneError, calling_async, missing
from desktop_agent.api import TaskOptions
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.reading.shapes import objects_in

if TYPE_CHECKING:
    from agents import ModelResponse
    from agents.tool import ComputerToolSafetyCheckData
try:
    from agents import AsyncComputer, ComputerTool, Model, ModelProvider, MultiProvider, RunConfig, RunHooks
    from agents.run import CallModelData, ModelInputData
except ImportError as error:
    raise missing("openai-agents>=0.24") from error

_CALL = "computer_call"
_OUTPUT = "computer_call_output"
_SCREENSHOT = "screenshot"
_AS_PNG = "data:image/png;base64,"
_KINDS = {"/9j/": "image/jpeg", "UklGR": "image/webp"}  # by the first bytes of a file, in base64
_REST_LEFT = "Anything requested after that wasn't carried out."
_NOT_SHOWN = (
    "This wasn't carried out because the answer that it belongs to isn't known. Run the SDK with hooks=computer.hooks."
)


@dataclass(frozen=True, slots=True)
class _Step:
    """A method that the SDK will call: of which call it is, which action it carries out, and whether it is the last."""

    call_id: str
    kind: str
    is_last: bool


@asynccontextmanager
async def desktop(task: str = "", **options: Unpack[TaskOptions]) -> AsyncIterator[DesktopComputer]:
    """Begin a run on this computer, for an agent's loop: give the agent `tool`, and the SDK's run `run_config`.

    The run ends with the block, and is stopped where that raises. `task` names it for the person, and `options` are
    those of `run_task`.
    """
    async with calling_async(f"openai-agents {version('openai-agents')}", "openai", task, options) as loop:
        computer = DesktopComputer(loop)
        try:
            yield computer
        finally:
            await computer.run_config.model_provider.aclose()


class DesktopComputer(AsyncComputer):
    """This computer, for one run. A method raises RunOverError once the run is over, which ends the SDK's loop."""

    def __init__(self, loop: CallingLoop) -> None:
        self.run = loop.run
        self.tool = ComputerTool(self, on_safety_check=self.confirm)
        self.run_config = RunConfig(call_model_input_filter=self.tell, model_provider=_Provider(self.receive))
        self.hooks = _Hooks(self.receive)
        self._loop = loop
        self._notes: dict[str, list[str]] = {}  # by the id of the call that they follow
        self._is_filtering = False  # the filter is in use
        self._output: object = None  # of the newest answer
        self._number = 0
        self._steps: deque[_Step] = deque()  # that the SDK will call for, of the newest answer
        self._broken_off = ""  # the call whose rest isn't done
        self._confirmed: dict[str, bool] = {}  # calls with safety checks
        self._done: set[str] = set()  # those that were done when their checks were

    def receive(self, output: Sequence[object]) -> None:
        """Take the output of the model's next answer; the same one may come twice."""
        if output is self._output:
            return
        self._output = output
        self._number += 1
        items = [_api_item(item) for item in output]
        self._loop.answers.take(str(self._number), {"output": items})
        self._steps = deque(step for item in items if item.get("type") == _CALL for step in _steps(item))

    async def confirm(self, data: ComputerToolSafetyCheckData) -> bool:
        """Have a call with safety checks decided and done; return whether the person has confirmed the checks."""
        call = data.tool_call
        if call.call_id not in self._confirmed:
            if self._loop.answers.why_not(call.call_id):
                return False
            answer = await self._loop.call_async(call.model_dump(exclude_none=True))
            self._confirmed[call.call_id] = answer.is_confirmed
            self._done.add(call.call_id)
            self._note(call.call_id, answer)
        return self._confirmed[call.call_id]

    def tell(self, data: CallModelData[object]) -> ModelInputData:
        """Return the model's input with our notes after the calls that they are about."""
        self._is_filtering = True
        noted = list[object]()
        for item in data.model_data.input:
            noted.append(_with_true_media_type(item))
            if item.get("type") == _OUTPUT and (notes := self._notes.get(str(item["call_id"]))):
                noted.append({"role": "user", "content": "\n".join(dict.fromkeys(notes))})
        return ModelInputData(noted, data.model_data.instructions)

    async def screenshot(self) -> str:
        """Return a new picture in base64; the SDK calls it a PNG, which `tell` corrects for other kinds."""
        answer = await self._loop.look_async()
        step = self._take_step(_SCREENSHOT)
        if step is not None:
            self._note(step.call_id, answer)
            if step.is_last:
                is_done = step.call_id != self._broken_off and not self._loop.answers.why_not(step.call_id)
                self._loop.answers.note(step.call_id, is_done=is_done)
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
        step = self._take_step(kind)
        call_id = step.call_id if step else ""
        if call_id in self._done:
            return
        if call_id and call_id == self._broken_off:
            self._add_note(call_id, _REST_LEFT)
            return
        if why := self._loop.answers.why_not(call_id) if step else _NOT_SHOWN:
            self._break_off(call_id, why)
            self._add_note(call_id, why)
            return
        action = {"type": kind, **fields, **({"keys": keys} if keys else {})}
        self._note(call_id, await self._loop.call_async({"type": _CALL, "actions": [action]}))

    def _take_step(self, kind: str) -> _Step | None:
        """Return the step that the SDK takes; None, and none after it is known, where the answer has another one."""
        step = self._steps.popleft() if self._steps else None
        if step is None or step.kind != kind:
            self._steps.clear()
            return None
        return step

    def _note(self, call_id: str, answer: Answer) -> None:
        if answer.not_done:
            self._break_off(call_id, answer.not_done.text)
        for text in answer.texts:
            self._add_note(call_id, text)

    def _break_off(self, call_id: str, why: str) -> None:
        """Do nothing more of a call; NotDoneError where the model can't be informed."""
        if not (self._is_filtering and call_id):
            raise NotDoneError(why)
        self._broken_off = call_id

    def _add_note(self, call_id: str, text: str) -> None:
        self._notes.setdefault(call_id, []).append(text)


def _steps(call: JsonItem) -> list[_Step]:
    """Return the methods that the SDK calls for a call: one for each action, and at last a screenshot."""
    actions = objects_in(call.get("actions")) or objects_in([call.get("action")])
    kinds = [str(action.get("type")) for action in actions]
    if not kinds or kinds[-1] != _SCREENSHOT:
        kinds.append(_SCREENSHOT)
    call_id = str(call.get("call_id"))
    return [_Step(call_id, kind, number == len(kinds)) for number, kind in enumerate(kinds, start=1)]


def _with_true_media_type(item: Any) -> Any:  # noqa: ANN401 - the SDK's own type
    """Return an item of the model's input with the true type of its picture: one that was too large is a JPEG."""
    if item.get("type") != _OUTPUT:
        return item
    output = item["output"]
    picture = str(output.get("image_url"))
    if not picture.startswith(_AS_PNG):
        return item
    data = picture.removeprefix(_AS_PNG)
    kind = next((kind for begin, kind in _KINDS.items() if data.startswith(begin)), "image/png")
    return {**item, "output": {**output, "image_url": f"data:{kind};base64,{data}"}}


def _api_item(item: object) -> Mapping[str, object]:
    """Return an item of the SDK's types as the API has it."""
    if isinstance(item, Mapping):
        return item
    as_json: Callable[..., Mapping[str, object]] | None = getattr(item, "model_dump", None)
    return as_json(mode="json", exclude_none=True, warnings=False) if as_json else {}


class _Hooks(RunHooks):
    """Hears each answer of the model's before the SDK carries it out."""

    def __init__(self, receive: Callable[[Sequence[object]], None]) -> None:
        self._receive = receive

    async def on_llm_end(self, context: object, agent: object, response: ModelResponse) -> None:
        """Pass an answer on."""
        del context, agent
        self._receive(response.output)


class _Provider(ModelProvider):
    """The SDK's own models by their names, whose answers are received."""

    def __init__(self, receive: Callable[[Sequence[object]], None]) -> None:
        self._models = MultiProvider()
        self._receive = receive

    def get_model(self, model_name: str | None) -> Model:
        """Return a model."""
        return cast("Model", _ObservedModel(self._models.get_model(model_name), self._receive))

    async def aclose(self) -> None:
        """Close the connections of the models."""
        await self._models.aclose()


class _ObservedModel:
    """A model of the SDK's whose answers are received before the SDK gets them; everything else is the model's own."""

    def __init__(self, model: Model, receive: Callable[[Sequence[object]], None]) -> None:
        self._model = model
        self._receive = receive

    def __getattr__(self, name: str) -> object:
        return getattr(self._model, name)

    async def get_response(self, *arguments: Any, **named: Any) -> ModelResponse:  # noqa: ANN401 - the SDK's own
        """Return the model's answer."""
        response = await self._model.get_response(*arguments, **named)
        self._receive(response.output)
        return response

    async def stream_response(self, *arguments: Any, **named: Any) -> AsyncIterator[object]:  # noqa: ANN401
        """Yield the events of the model's answer."""
        async for event in self._model.stream_response(*arguments, **named):
            if event.type == "response.completed":
                self._receive(event.response.output)
            yield event
