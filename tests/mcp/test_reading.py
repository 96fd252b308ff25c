"""An agent reads, zooms in and chooses what it is shown, over the real protocol; what is kept from it stays so."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.mcp_agent import Agent, Told, agent, environment
from tests.fakes.programs.browser import browsing, pages_at
from tests.fakes.programs.changing import native
from tests.fakes.programs.copied import SECRETS, copied
from tests.fakes.servers.plain_vendor import PlainVendor, Script, call, message

ALLOWED = ("--mode", "auto", "--allow", "python", "--allow", "chromium")


def answers_in_session(
    display: PrivateDisplay,
    home: Path,
    work: Callable[[Agent], Coroutine[None, None, list[Told]]],
    *flags: str,
    **more: str,
) -> list[Told]:
    async def session() -> list[Told]:
        async with agent(environment(display, home, **more), *ALLOWED, *flags) as caller:
            return await work(caller)

    return asyncio.run(session())


def picture(told: Told) -> np.ndarray[Any, Any]:
    read = cv2.imdecode(np.frombuffer(told.picture, np.uint8), cv2.IMREAD_COLOR)
    assert read is not None
    return read


def frames(home: Path) -> list[dict[str, Any]]:
    (journal,) = home.glob("data/runs/*/events.jsonl")
    events = map(json.loads, journal.read_text().splitlines())
    return [event for event in events if event["event"] == "frame"]


@pytest.mark.slow
def test_a_form_is_filled_in_and_read_back_by_names_and_numbers_alone(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work(caller: Agent) -> list[Told]:
        first = await caller.call("find", text="Name")
        typed = await caller.act({"action": "click", "name": "Name"}, {"action": "type", "text": "Ada"})
        read = await caller.call("read")
        done = await caller.act({"action": "click", "name": "Create"}, show="none")
        assert {frame.get("sent") for frame in frames(tmp_path)} == {"nothing"}
        marked = await caller.call("find", marks=True)
        number = {line.partition(":")[2].strip(): int(line.partition(":")[0]) for line in marked.text.splitlines()}
        red = next(n for words, n in number.items() if words.startswith("button “Red”"))
        moved = next(n for words, n in number.items() if words.startswith("button “Archive”"))
        pressed = await caller.act({"action": "click", "mark": red}, {"action": "click", "name": "Make moved"})
        gone = await caller.act({"action": "click", "mark": moved})
        return [first, typed, read, done, marked, pressed, gone]

    with native("gtk", display, tmp_path / "app") as window:
        first, typed, read, done, marked, pressed, gone = answers_in_session(display, tmp_path, work)
        log = window.log()

    assert [line for line in log if line in {"Create", "Red", "Archive", "Delete"}] == ["Create", "Red"]
    assert not any(one.picture for one in (first, typed, read, done))
    assert re.search(r"field “Name” \(\d+, \d+\) .*editable", first.text)
    assert "Keyboard: field “Name” = “Ada”" in typed.text
    assert "Now: button “Create” enabled" in typed.text
    assert "Ada  Create" in read.text
    assert "Click “Create” (button)" in done.text
    assert len(typed.text) < 400
    assert picture(marked).shape == (800, 1280, 3)
    assert "Click “Red” (button)" in pressed.text
    assert "The control with mark " in gone.text
    assert " is gone. Call find with marks." in gone.text


@pytest.mark.slow
def test_a_point_that_an_agent_has_seen_in_no_picture_and_no_list_is_not_pressed(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work(caller: Agent) -> list[Told]:
        listed = await caller.call("find", text="Bold")
        x, y = map(int, re.findall(r"\d+", listed.text.splitlines()[-2])[:2])
        beside = await caller.act({"action": "click", "x": x + 130, "y": y})
        again = await caller.act({"action": "click", "x": x + 130, "y": y})
        return [beside, again, await caller.act({"action": "click", "x": x, "y": y})]

    with native("gtk", display, tmp_path / "app") as window:
        beside, again, listed = answers_in_session(display, tmp_path, work)
        log = [line for line in window.log() if line]

    assert beside.text.startswith("Nothing was done: you haven't seen the screen as it is now at one of these points.")
    assert picture(beside).shape == (800, 1280, 3)
    assert "Done: Click “Italic” (button)" in again.text
    assert "Done: Click “Bold” (button)" in listed.text
    assert log == ["Italic", "Bold"]


DRAWING = """<title>Drawing</title><button onclick="g.fillRect(20, 20, 300, 200)">Paint</button><input type=password
aria-label=Code><br><canvas id=a width=800 height=400></canvas><script>g = a.getContext("2d")</script>"""


@pytest.mark.slow
def test_a_drawn_area_is_returned_as_a_picture_and_a_password_is_not_returned(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work(caller: Agent) -> list[Told]:
        await caller.call("find")
        painted = await caller.act({"action": "click", "name": "Paint"})
        return [painted, await caller.act({"action": "click", "name": "Code"}, {"action": "type", "text": "hunter2"})]

    with (
        pages_at({"/": DRAWING}) as url,
        browsing(display, tmp_path / "app", url, "Drawing", more=("force-renderer-accessibility",)),
    ):
        painted, typed = answers_in_session(display, tmp_path, work)

    height, width, _ = picture(painted).shape
    assert 300 <= width < 500
    assert 200 <= height < 400
    assert "Code" in typed.text
    assert "hunter2" not in typed.text.partition("\n")[2]  # after what the agent itself has typed


@pytest.mark.slow
def test_calls_that_only_look_are_all_answered_however_many_come_at_once(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work(caller: Agent) -> list[Told]:
        tools = ("look", "find", "read", "status") * 5
        return [*await asyncio.gather(*(caller.call(tool) for tool in tools))]

    with native("gtk", display, tmp_path / "app"):
        answers = answers_in_session(display, tmp_path, work)

    assert [reported.is_error for reported in answers] == [False] * 20
    assert len([reported for reported in answers if reported.picture]) == 5


async def everything(caller: Agent) -> list[Told]:
    """Ask all that can be asked of what is on the screen."""
    whole = [0, 0, 1280, 800]
    return [
        await caller.call("look"),
        await caller.call("find"),
        await caller.call("find", marks=True),
        await caller.call("read"),
        await caller.call("read", region=whole),
        await caller.call("zoom", region=whole),
        await caller.act({"action": "click", "name": "Bold"}),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ["window", "part"])
def test_nothing_of_a_hidden_window_or_part_comes_out_of_any_answer(
    display: PrivateDisplay, tmp_path: Path, hidden: str
) -> None:
    with native("gtk", display, tmp_path / "app") as window:
        left, top = window.places["Create"]
        part = {"DESKTOP_AGENT_PRIVACY__REGIONS": f"{left - 60},{top - 25},120,50"}
        hides = part if hidden == "part" else {"DESKTOP_AGENT_PRIVACY__WINDOWS": "title:Changing"}
        words = "\n".join(reported.text for reported in answers_in_session(display, tmp_path, everything, **hides))
        log = window.log()

    assert "Create" not in words
    assert ("Photos" in words, [*log]) == ((True, ["Bold"]) if hidden == "part" else (False, []))


def test_the_persons_clipboard_is_neither_read_nor_overwritten_without_asking(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work() -> str:
        async with agent(environment(display, tmp_path), "--mode", "guard", "--approver", "none") as caller:
            read = await caller.call("clipboard")
            return read.text + (await caller.call("clipboard", text="rm -rf ~")).text

    with copied(display) as selections:
        before = selections.renew()
        words = asyncio.run(work())
        left = selections.formats()

    assert left == before
    assert SECRETS["clipboard"] not in words
    assert "This was refused without asking a person; don't try it again: Read the clipboard." in words
    assert words.count("This was refused without asking a person") == 2
    assert all(SECRETS["clipboard"] not in file.read_text() for file in tmp_path.glob("data/runs/*/events.jsonl"))


MOVE: Script = [[call({"type": "move", "x": 10, "y": 300}, "c0")], [message("It is read.")]]


def test_without_a_persons_yes_nothing_is_sent_at_all(display: PrivateDisplay, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Zanzibar4711", encoding="utf-8")

    async def work() -> None:
        flags = ("--mode", "auto", "--dialect", "openai", "--base-url", vendor.url, "--approver", "none")
        async with agent(environment(display, tmp_path), *flags) as caller:
            relative = await caller.call("run_task", task="Read it", attach=["letter.txt"])
            refused = await caller.call("run_task", task="Read it", attach=[str(file)])

            assert "attach takes whole paths" in relative.text
            assert "Sending a file that an agent attached wasn't allowed, so nothing was done." in refused.text

    with PlainVendor(MOVE) as vendor:
        asyncio.run(work())

    assert vendor.requests == []
