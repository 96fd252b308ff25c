"""A model that does one thing: it clicks the word that it is asked to click, counting points in a way of its own."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from desktop_agent.model.coordinate_test import MARKS, MOVED, SIZE
from desktop_agent.runtime.provider.pointing import marked_frame
from tests.fakes.servers.script import Answer, Script, asks, refuses, says

Counting = Callable[[float, float], tuple[float, float]]  # from pixels of the picture
MANY = 40  # requests are more than any test of a provider makes


def pixels(x: float, y: float) -> tuple[float, float]:
    return x, y


def grid(x: float, y: float) -> tuple[float, float]:
    return round(x / SIZE.width * 1000), round(y / SIZE.height * 1000)


def always(answer: Answer) -> list[Script]:
    return [answer] * MANY


def clicking(counting: Counting) -> list[Script]:
    def answer(body: Mapping[str, Any]) -> Answer:
        found = re.fullmatch(r'Click "(\w+)"', task_of(body))
        if found is None:
            return says("It is visible.")
        x, y = counting(*next((mark.x, mark.y) for mark in MARKS if mark.word == found[1]))
        return asks({"type": "click", "x": x, "y": y, "button": "left"})

    return [answer] * MANY


def looking_at_results(counting: Counting, results: Literal["seen", "ignored", "refused"]) -> list[Script]:
    usual = clicking(counting)[0]

    def answer(body: Mapping[str, Any]) -> Answer:
        outputs = [item["output"] for item in body["input"] if item.get("type") == "function_call_output"]
        held = [part["image_url"] for output in outputs if isinstance(output, list) for part in output[1:]]
        if not held or results == "ignored":
            assert callable(usual)
            return usual(body)
        if results == "refused":
            return refuses(400, "function_call_output.output must be a string")
        assert held[-1].partition(",")[2] == base64.b64encode(marked_frame("image/png", MOVED).data).decode()
        [word] = re.findall(r'Click "(\w+)"', task_of(body))
        x, y = counting(*next((mark.x, mark.y) for mark in MOVED if mark.word == word))
        return asks({"type": "click", "x": x, "y": y, "button": "left"})

    return [answer] * MANY


def task_of(body: Mapping[str, Any]) -> str:
    texts = [
        part["text"]
        for item in body["input"]
        if item.get("role") == "user"
        for part in item["content"]
        if part["type"] == "input_text"
    ]
    return str(texts[-1]) if texts else ""
