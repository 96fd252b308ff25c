"""An agent of openai-agents with its own `ComputerTool`, which xdotool carries out; argv is a JSON object."""

import asyncio
import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from agents import (
    Agent,
    AsyncComputer,
    Button,
    ComputerTool,
    ModelSettings,
    OpenAIResponsesModel,
    Runner,
    set_tracing_disabled,
)
from openai import AsyncOpenAI

asked = json.loads(sys.argv[1])
BUTTONS = {"left": 1, "wheel": 2, "right": 3}
KEYS = {"enter": "Return", "ctrl": "ctrl", "shift": "shift"}


def xdotool(*words: object) -> None:
    """Do something on the screen."""
    subprocess.run(["xdotool", *map(str, words)], check=True)


def picture() -> str:
    """Return the screen as a PNG."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "screen.png")
        subprocess.run(["scrot", "--overwrite", file], check=True)
        return base64.b64encode(file.read_bytes()).decode()


class Screen(AsyncComputer):
    """The display that this program was started on."""

    @property
    def environment(self) -> str:
        """Say what system it is."""
        return "ubuntu"

    @property
    def dimensions(self) -> tuple[int, int]:
        """Say how large the screen is."""
        told = subprocess.run(["xdotool", "getdisplaygeometry"], capture_output=True, text=True, check=True).stdout
        width, height = map(int, told.split())
        return width, height

    async def screenshot(self) -> str:
        """Return the screen."""
        return picture()

    async def click(self, x: int, y: int, button: Button, **_: object) -> None:
        """Click."""
        xdotool("mousemove", x, y, "click", BUTTONS[button])
        await asyncio.sleep(0.5)

    async def double_click(self, x: int, y: int, **_: object) -> None:
        """Click twice."""
        xdotool("mousemove", x, y, "click", "--repeat", 2, 1)

    async def scroll(self, x: int, y: int, scroll_x: int, scroll_y: int, **_: object) -> None:
        """Turn the wheel."""
        xdotool("mousemove", x, y, "click", 5 if scroll_y > 0 else 4)

    async def type(self, text: str) -> None:
        """Type a text."""
        xdotool("type", "--delay", 30, text)
        await asyncio.sleep(0.5)

    async def wait(self) -> None:
        """Wait a second."""
        await asyncio.sleep(1)

    async def move(self, x: int, y: int, **_: object) -> None:
        """Move the pointer."""
        xdotool("mousemove", x, y)

    async def keypress(self, keys: list[str]) -> None:
        """Press keys."""
        xdotool("key", "+".join(KEYS.get(key.lower(), key.lower()) for key in keys))
        await asyncio.sleep(1)

    async def drag(self, path: list[tuple[int, int]], **_: object) -> None:
        """Drag along a path."""
        for number, (x, y) in enumerate(path):
            xdotool("mousemove", x, y, *(() if number else ("mousedown", 1)))
        xdotool("mouseup", 1)


async def main() -> None:
    """Have the task done."""
    set_tracing_disabled(True)
    model = OpenAIResponsesModel(asked["model"], AsyncOpenAI(base_url=asked["url"], api_key=asked["token"]))
    tool = ComputerTool(Screen(), on_safety_check=lambda _: True)
    agent = Agent(name="Clerk", model=model, tools=[tool], model_settings=ModelSettings(truncation="auto"))
    print((await Runner.run(agent, asked["task"], max_turns=30)).final_output)


asyncio.run(main())
