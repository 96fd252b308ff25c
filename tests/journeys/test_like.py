"""A run or a file of steps as guidance: what the server gets of it, by its own log, and that it allows nothing."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from tests.fakes.plain_vendor import PlainVendor, Script, call, message
from tests.journeys.conftest import BARE, Agent, Ran

CLICK: Script = [
    [call({"type": "click", "x": 10, "y": 300, "button": "left"}, "c0")],
    [call({"type": "type", "text": "Zanzibar"}, "c1")],
    [message("It is done.")],
]
MOVE: Script = [[call({"type": "move", "x": 20, "y": 300}, "c0")], [message("Done.")]]


def run(agent: Agent, vendor: PlainVendor, *flags: str) -> Ran:
    return agent("run", "Save it", "--json", "--dialect", "openai", "--base-url", vendor.url, *BARE, *flags)


def content(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [part for item in body["input"] if item.get("role") == "user" for part in item["content"]]


def test_the_steps_of_a_run_are_told_in_words_with_small_pictures(agent: Agent) -> None:
    with PlainVendor(CLICK) as vendor:
        first = run(agent, vendor)
    with PlainVendor(MOVE) as vendor:
        ran = run(agent, vendor, "--like", "last")
        parts = content(vendor.bodies[0])

    name, host = first.events[0]["run"], vendor.url.removeprefix("http://")
    told = [part.get("text", "") for part in parts]
    picture = next(part["image_url"] for part in parts if "image_url" in part)
    pixels = np.frombuffer(base64.b64decode(picture.partition(",")[2]), np.uint8)
    small = np.asarray(cv2.imdecode(pixels, cv2.IMREAD_COLOR))
    assert ran.code == 0
    assert ran.events[0]["like"] == name
    assert any(f"“{name}”" in text and "it allows nothing" in text for text in told)
    assert any(text.startswith("1. click here") for text in told)
    assert any('type "Zanzibar"' in text for text in told)
    assert small.shape[:2] == (200, 320)
    assert ((small[:, :, 2] > 200) & (small[:, :, 1] < 80)).any()
    assert told.index("Save it") > next(n for n, text in enumerate(told) if text.startswith("1. "))
    assert (
        f"The steps of {name}, along with small screenshots of where they happened, are sent to {host} with the task."
        in ran.err
    )


def test_a_file_of_steps_is_told_and_nothing_that_it_does_is_allowed(agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "save.steps"
    file.write_text('1. click "Save"\n2. type "{{secret:bank}}"\n', encoding="utf-8")

    with PlainVendor([CLICK[0], [message("Done.")]]) as vendor:
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, "--like", str(file))
        told = [part.get("text", "") for part in content(vendor.bodies[0])]

    assert '1. click "Save"' in told
    assert any("(the secret bank)" in text for text in told)
    assert not any("{{secret" in text for text in told)
    assert [one["verdict"] for one in ran.events if one["event"] == "decision"] == ["deny"]


def test_what_cannot_be_told_is_refused_before_anything_is_sent(agent: Agent, tmp_path: Path) -> None:
    (hidden := tmp_path / ".ssh").mkdir()
    for name, text in (("a.steps", '1. click "a"'), ("key.steps", "1. type \"api_key = 'q7Zt2Lk9vXw4Rb81mNc6'\"")):
        (hidden / name).write_text(text, encoding="utf-8")
    (tmp_path / "key.steps").write_text((hidden / "key.steps").read_text(encoding="utf-8"), encoding="utf-8")
    cases = {
        "last": "There are no runs",
        str(tmp_path / "none.steps"): "can't be read",
        str(hidden / "a.steps"): "hidden from all models",
        str(tmp_path / "key.steps"): "a key or a password",
    }

    with PlainVendor(MOVE) as vendor:
        for like, why in cases.items():
            words = ("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, "--like", like)
            ran = agent(*words, environment={"HOME": str(tmp_path)})
            assert (ran.code, ran.out) == (2, ""), like
            assert why in ran.err, like

    assert vendor.requests == []
