"""The computer of Google's Agent Development Kit: a `BaseComputer` for its `ComputerUseToolset`.

A function's answer is the picture and our notes, or an `error` with the picture where nothing was done. The functions
of a browser are taken back, as the tool's environment is a desktop. A call that Gemini wants confirmed goes through the
kit's own confirmation first, and then through our rules as any other.

Source: `google/adk/tools/computer_use` and `flows/llm_flows/tools/_caller.py` of google-adk 2.13.0.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Unpack

from desktop_agent.adapters.calls import Answer, CallingLoop, calling_async, missing
from desktop_agent.api import TaskOptions
from desktop_agent.core.json_text import JsonItem

if TYPE_CHECKING:
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
        self.run, self._loop = loop.run, loop
        self._answer, self._is_broken_off = 0, False  # the model's answer that is done, and whether its rest isn't
        self.tool = ComputerUseToolset(computer=self, excluded_predefined_functions=_BROWSER)

    async def prepare(self, tool_context: ToolContext) -> None:
        """Learn whether the next act is of another answer: the kit keeps each as an event, before its acts."""
        answer = len(tool_context.session.events)
        if answer != self._answer:
            self._answer, self._is_broken_off = answer, False

    async def environment(self) -> Environment:
        """Return a desktop: the kit takes the name of it, and has no such word of its own."""
        return Environment.ENVIRONMENT_DESKTOP

    async def screen_size(self) -> tuple[int, int]:
        """Return the size of the pictures."""
        size = (await self._loop.look_async()).frame.viewport.image
        return size.width, size.height

    async def current_state(self) -> ComputerState:
        """Return a new picture."""
        return _answered(await self._loop.look_async())

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

    async def key_combination(self, keys: list[str]) -> ComputerState:
        """Press keys together."""
        return await self._act("hotkey", keys="+".join(keys))

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
        return _NO_BROWSER

    async def navigate(self, url: str) -> ComputerState:
        del url
        return _NO_BROWSER

    async def scroll_document(self, direction: str) -> ComputerState:
        del direction
        return _NO_BROWSER

    go_back = go_forward = search = open_web_browser

    async def _act(self, name: str, **arguments: object) -> ComputerState:
        if self._is_broken_off:
            return {"error": "This wasn't done, because something before it in the same answer wasn't."}
        item = {"type": "function_call", "name": name, "arguments": json.dumps(arguments)}
        answer = await self._loop.call_async(item, wants="whole")
        self._is_broken_off = answer.not_done is not None
        return _answered(answer)


def _answered(answer: Answer) -> JsonItem:
    """Return a function's answer; the kit sends the picture as a part beside the rest."""
    told = {"error" if answer.not_done else "output": "\n".join(answer.texts)} if answer.texts else {}
    data = b64encode(answer.frame.data).decode()
    return {**told, "image": {"mimetype": answer.frame.media_type, "data": data}}
