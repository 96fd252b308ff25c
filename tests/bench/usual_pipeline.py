"""What computer-use programs usually do in a turn, step by step and timed: the measure beside ours.

pyautogui's screenshot, a Lanczos resize and a PNG with Pillow's defaults, base64 and JSON, one POST on a connection
that stays open, and pyautogui's click. Its pause after each call is on by default, and told apart.
"""

import base64
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import httpx
from PIL import Image, ImageGrab

PICTURE = (1280, 720)


@dataclass
class UsualPipeline:
    """Turns the usual way; `began` and `ended` hold, for each turn, when the request left and its answer was read."""

    url: str
    take: Callable[[], Image.Image]
    mouse: Any  # pyautogui has no types
    http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=30))
    turns: list[dict[str, float]] = field(default_factory=list)
    began: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)

    def turn(self) -> None:
        """Do one turn, all of it."""
        spent: dict[str, float] = {}
        self.turns.append(spent)
        with _timed(spent, "look"):
            whole = self.take()
        with _timed(spent, "encode"):
            file = BytesIO()
            whole.resize(PICTURE, Image.Resampling.LANCZOS).save(file, "PNG")
        with _timed(spent, "build"):
            body = _body(file.getvalue())
        self.began.append(time.monotonic())
        answer = self.http.post(f"{self.url}/responses", content=body, headers={"Content-Type": "application/json"})
        action = answer.json()["output"][0]["action"]
        self.ended.append(time.monotonic())
        with _timed(spent, "act"):
            self._click(action)
        spent["pause"] = self.mouse.PAUSE * 1000
        spent["act"] -= spent["pause"]

    def _click(self, action: Mapping[str, int]) -> None:
        self.mouse.click(action["x"] * 1920 // PICTURE[0], action["y"] * 1080 // PICTURE[1])


def usual_pipeline(url: str) -> tuple[UsualPipeline, str]:
    """Return it, and a sentence where its own screenshot does not work and another, faster one takes its place."""
    import pyautogui

    try:
        pyautogui.screenshot()
    except Exception as error:  # noqa: BLE001 - pyautogui raises plain Exceptions and whatever its parts raise
        said = (
            f"pyautogui.screenshot() does not work here ({type(error).__name__}; it wants scrot): ImageGrab stands in"
        )
        return UsualPipeline(url, ImageGrab.grab, pyautogui), said
    return UsualPipeline(url, pyautogui.screenshot, pyautogui), ""


def _body(png: bytes) -> bytes:
    picture = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    output = {"type": "computer_screenshot", "image_url": picture}
    item = {"type": "computer_call_output", "call_id": "call_1", "output": output}
    tool = {"type": "computer_use_preview", "display_width": PICTURE[0], "display_height": PICTURE[1]}
    body = {"model": "quick", "input": [item], "tools": [tool], "previous_response_id": "resp_0", "truncation": "auto"}
    return json.dumps(body).encode()


@contextmanager
def _timed(spent: dict[str, float], stage: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    spent[stage] = (time.perf_counter() - began) * 1000
