"""The computer of Google's Agent Development Kit: a `BaseComputer` for its `ComputerUseToolset`.

A function's answer is the picture and our notes, or an `error` with the picture where nothing was done. The functions
of a browser are taken back, as the tool's environment is a desktop. A call that Gemini wants confirmed goes through the
kit's own confirmation first, and then through our rules as any other.

The kit carries out the calls of an answer side by side, and keeps those back that it doesn't know or has to have
confirmed. Before that it stores each answer of the model's as an event of the session, where the whole answer is read.

Source: `google/adk/tools/computer_use`, `flows/llm_flows/tools/_batch_executor.py`, `_caller.py` and `_confirmation.py`
of google-adk 2.13.0.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Unpack

from desktop_agent.adapters.calls import Answer, CallingLoop, calling_async, missing
from desktop_agent.api import TaskOptions
from desktop_agent.core.runs.turn import NOT_REACHED
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialects import dialect_named

if TYPE_CHECKING:
    from google.adk.events.event import Event
    from google.adk.tools.tool_context import ToolContext
try:
    from google.adk.tools.computer_use.base_computer import BaseComputer, ComputerState
    from google.adk.tools.computer_use.computer_use_toolset import ComputerUseToolset
    from google.genai.types import Environment
except ImportError as error:
    raise missing("google-adk>=2.13") from error

_BROWSER = ["go_back", "go_forward", "navigate", "open_web_browser", "search", "scroll_document"]
_NO_BROWSER: JsonItem = {"error": "This is a desktop: use what is on the screen."}
_CLICKS = {"right": "right_click", "middle": "middle_click"}
_OWN = dialect_named("gemini").own_functions
_COORDINATES = ("x", "y", "destination_x", "destination_y", "start_x", "start_y", "end_x", "end_y")
_LAST = 1000  # of a picture's thousandths, in which the model counts
_OUTSIDE = "This wasn't done: a coordinate goes from 0 to 1000, and {name} is {value}."


@asynccontextmanager
async def desktop(task: str = "", **options: Unpack[TaskOptions]) -> AsyncIterator[DesktopComputer]:
    """Begin a run on this computer, for an agent of the kit: give it `tool`.

    The run ends with the block, and is stopped where that raises; RunOverError where the run was over before.
    `task` names it for the person, and `options` are those of `run_task`.
    """
    async with calling_async(f"google-adk {version('google-adk')}", "gemini", task, options) as loop:
        yield DesktopComputer(loop)


class DesktopComputer(BaseComputer):
    """This computer, for one run; points are pixels of the picture."""

    def __init__(self, loop: CallingLoop) -> None:
        self.run = loop.run
        self._loop = loop
        self._call_id = ""  # of the call that is done next
        self._why_not = ""  # nothing more of it may be done
        self.tool = ComputerUseToolset(computer=self, excluded_predefined_functions=_BROWSER)

    async def prepare(self, tool_context: ToolContext) -> None:
        """Learn which call comes next, and whether all calls before it in the model's answer were done.

        The kit calls this right before each method, one at a time.
        """
        self._call_id = tool_context.function_call_id or ""
        events = tool_context.session.events
        found = ((event, call) for event in reversed(events) if (call := _call_in(event, self._call_id)) is not None)
        answer, arguments = next(found, (None, {}))
        if answer is None:
            self._loop.answers.take("", {})
        else:
            self._loop.answers.take(answer.id, _as_answer(answer), _calls_done_by_others(events, answer))
        self._why_not = self._loop.answers.why_not(self._call_id) or _why_outside(arguments)

    async def environment(self) -> Environment:
        """Return a desktop: the kit takes the name of it, and has no such word of its own."""
        return Environment.ENVIRONMENT_DESKTOP

    async def screen_size(self) -> tuple[int, int]:
        """Return the size of the pictures."""
        size = (await self._loop.look_async()).frame.viewport.image
        return size.width, size.height

    async def current_state(self) -> ComputerState:
        """Return a new picture."""
        if self._why_not:
            return {"error": self._why_not}
        answer = await self._loop.look_async()
        self._loop.answers.note(self._call_id, is_done=True)
        return _function_answer(answer)

    async def click(self, x: int, y: int, button: str = "left") -> ComputerState:
        """Click with a button."""
        return await self._act(_CLICKS.get(button, "click"), x=x, y=y)

    async def click_at(self, x: int, y: int) -> ComputerState:
        """Click, as earlier models call it."""
        return await self._act("click", x=x, y=y)

    async def double_click(self, x: int, y: int) -> ComputerState:
        """Click twice."""
        return await self._act("double_click", x=x, y=y)

    async def triple_click(self, x: int, y: int) -> ComputerState:
        """Click three times."""
        return await self._act("triple_click", x=x, y=y)

    async def right_click(self, x: int, y: int) -> ComputerState:
        """Click with the right button."""
        return await self._act("right_click", x=x, y=y)

    async def middle_click(self, x: int, y: int) -> ComputerState:
        """Click with the middle button."""
        return await self._act("middle_click", x=x, y=y)

    async def hover_at(self, x: int, y: int) -> ComputerState:
        """Move the pointer."""
        return await self._act("move", x=x, y=y)

    async def drag_and_drop(self, x: int, y: int, destination_x: int, destination_y: int) -> ComputerState:
        """Drag from one point to another."""
        return await self._act("drag_and_drop", x=x, y=y, destination_x=destination_x, destination_y=destination_y)

    async def scroll_at(self, x: int, y: int, direction: str, magnitude: int) -> ComputerState:
        """Scroll, by thousandths of the picture; the kit drops a number of wheel clicks, and takes 300 then."""
        return await self._act("scroll", x=x, y=y, direction=direction, magnitude=magnitude)

    async def type_text(self, text: str, press_enter: bool = False) -> ComputerState:
        """Type a text where the keyboard is."""
        return await self._act("type", text=text, press_enter=press_enter)

    async def type_text_at(
        self,
        x: int,
        y: int,
        text: str,
        press_enter: bool = True,
        clear_before_typing: bool = True,
    ) -> ComputerState:
        """Click into a field, select its text, and type over it; what follows an act that wasn't done isn't done."""
        done = await self._act("click", x=x, y=y)
        if "error" not in done and clear_before_typing:
            done = await self._act("hotkey", keys="control+a")
        return done if "error" in done else await self.type_text(text, press_enter)

    async def key_combination(self, keys: list[str] | str) -> ComputerState:
        """Press keys together; models before Gemini 3 write them as one text."""
        return await self._act("hotkey", keys=keys if isinstance(keys, str) else "+".join(keys))

    async def key_down(self, key: str) -> ComputerState:
        """Hold a key."""
        return await self._act("key_down", key=key)

    async def key_up(self, key: str) -> ComputerState:
        """Release a key."""
        return await self._act("key_up", key=key)

    async def wait(self, seconds: int) -> ComputerState:
        """Wait."""
        return await self._act("wait", seconds=seconds)

    async def open_web_browser(self) -> ComputerState:
        return self._no_browser()

    async def navigate(self, url: str) -> ComputerState:
        del url
        return self._no_browser()

    async def scroll_document(self, direction: str) -> ComputerState:
        del direction
        return self._no_browser()

    go_back = open_web_browser
    go_forward = open_web_browser
    search = open_web_browser

    def _no_browser(self) -> JsonItem:
        self._loop.answers.note(self._call_id, is_done=False)
        return _NO_BROWSER

    async def _act(self, name: str, **arguments: object) -> ComputerState:
        if self._why_not:
            return {"error": self._why_not}
        item = {"type": "function_call", "name": name, "arguments": json.dumps(arguments)}
        answer = await self._loop.call_async(item, wants="whole")
        self._why_not = NOT_REACHED if answer.not_done else ""
        self._loop.answers.note(self._call_id, is_done=answer.not_done is None)
        return _function_answer(answer)


def _function_answer(answer: Answer) -> JsonItem:
    """Return a function's answer; the kit sends the picture as a part beside the rest."""
    fields = dict[str, object]()
    if answer.texts:
        key = "error" if answer.not_done else "output"
        fields[key] = "\n".join(answer.texts)
    data = b64encode(answer.frame.data).decode()
    return {**fields, "image": {"mimetype": answer.frame.media_type, "data": data}}


def _as_answer(event: Event) -> JsonItem:
    """Return an event that holds an answer of the model's as the API has it."""
    parts = [part.model_dump(mode="json", by_alias=True, exclude_none=True) for part in event.content.parts]
    return {"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]}


def _call_in(event: Event, call_id: str) -> JsonItem | None:
    """Return the arguments of a call in an event; None if it isn't there."""
    calls = event.get_function_calls() if call_id else []
    return next((call.args or {} for call in calls if call.id == call_id), None)


def _calls_done_by_others(events: Sequence[Event], answer: Event) -> Iterator[str]:
    """Yield the calls of an answer to other tools that have been answered since without an error."""
    later = events[events.index(answer) + 1 :]
    for response in (response for event in later for response in event.get_function_responses()):
        if response.id and not _is_ours(response.name) and "error" not in (response.response or {}):
            yield response.id


def _is_ours(name: str | None) -> bool:
    return name is not None and (name in _OWN or hasattr(BaseComputer, name))


def _why_outside(arguments: JsonItem) -> str:
    """Return why a point of the model's is none; the kit would move it to the edge of the picture."""
    for name in _COORDINATES:
        value = arguments.get(name)
        if isinstance(value, int | float) and not 0 <= value <= _LAST:
            return _OUTSIDE.format(name=name, value=value)
    return ""
