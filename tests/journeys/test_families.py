"""A scripted model fills in a form in a browser in the words of a dialect or a family; the form's server has it all."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.families import FAMILY_NAMES
from tests.fakes.programs.browser import browsing, pages_at
from tests.fakes.servers.script import Item, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.vendors.vendor import scaled
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

# These count in pixels of their picture, whose sides are multiples of 28: so much is sent of a screen of 1280 by 800.
IN_PIXELS = {"fara", "qwen2.5-vl", "ui-tars"}
RESIZED = (1260, 784)
WANTED = {"name": "Åsa Ñandú 🚀", "words": "two lines\r\nhere", "gift": "on", "far": "100", "copy": "Sesam"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("speaker", "stream"),
    [("anthropic", True), ("gemini", False), ("fara", True), ("holo", False), ("qwen2.5-vl", True), ("qwen3-vl", False),
     ("ui-tars", True)],
)  # fmt: skip
def test_a_scripted_model_does_a_task_in_its_own_words(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, speaker: str, stream: bool
) -> None:
    size = RESIZED if speaker in IN_PIXELS else display.size
    asked = list[str]()
    answers = [
        replace(asks(*(scaled(act, size, display.size) for act in acts)), size=size) for acts in acts_on_the_page()
    ]
    dialect = "functions" if speaker in FAMILY_NAMES else speaker
    flags: tuple[str, ...] = ("--provider", "ollama", "--model", speaker, "--family", speaker)
    if dialect == speaker:
        flags = ("--provider", dialect_named(speaker).profile, "--dialect", speaker)
    with (
        pages_at({"/": PAGE}, asked) as site,
        browsing(display, tmp_path / "home", f"{site}/", "Order", more=("kiosk",)),
        ScriptedServer([*answers, says("Done.")], dialect=dialect, stream=stream) as server,
    ):
        how = ("--mode", "auto", "--stream" if stream else "--no-stream", "--json", "--allow", "chromium")
        address = server.base_url.removesuffix("/v1")
        ran = agent("run", "Do the task", *flags, "--base-url", address, *how, within_s=180)
        with contextlib.suppress(AssertionError):  # it is told below
            wait_until(lambda: [path for path in asked if "?" in path], within_s=10)

    assert ran.code == 0, ran.out[-2000:] + ran.err
    assert [dict(parse_qsl(urlsplit(path).query)) for path in asked if "?" in path] == [WANTED], asked


def acts_on_the_page() -> list[list[Item]]:
    at = PLACES
    scroll: Item = {"type": "scroll", "x": 900, "y": 500, "scroll_x": 0, "scroll_y": 600}
    path = [{"x": at[name][0], "y": at[name][1]} for name in ("knob", "end")]
    return [
        [_click(at["name"]), _types("Åsa Ñandú 🚀")],
        [_keys("tab"), _types("two lines\nhere")],
        [_click(at["gift"])],
        [{"type": "drag", "path": path}],
        *([[scroll]] * 4),
        [{"type": "double_click", "x": at["word"][0], "y": at["word"][1]}, _keys("ctrl", "c")],
        [_click(at["copy"]), _keys("ctrl", "v")],
        [_click(at["send"])],
    ]


def _click(at: Sequence[int]) -> Item:
    return {"type": "click", "x": at[0], "y": at[1], "button": "left"}


def _types(text: str) -> Item:
    return {"type": "type", "text": text}


def _keys(*keys: str) -> Item:
    return {"type": "keypress", "keys": list(keys)}


# Send and what has to be copied are below what a screen of 800 pixels shows; at the end of the page they are at the
# heights that PLACES says.
PLACES = {
    "name": (300, 60), "words": (300, 160), "gift": (60, 260), "knob": (60, 330), "end": (690, 330),
    "word": (70, 500), "copy": (300, 600), "send": (300, 700),
}  # fmt: skip
PAGE = """<!doctype html><meta charset=utf-8><title>Order</title>
<style>*{box-sizing:border-box;margin:0}body{height:1300px;font:20px sans-serif}
input,textarea,button,p{position:absolute;left:50px;width:500px;height:40px}textarea{height:80px}</style>
<form action=/order>
<input name=name style="top:40px"><textarea name=words style="top:120px"></textarea>
<input name=gift type=checkbox style="top:240px;width:20px">
<input name=far type=range min=0 max=100 value=0 style="top:310px;width:640px">
<p style="top:980px">Sesam</p><input name=copy style="top:1080px">
<button style="top:1180px">Send</button></form>"""
