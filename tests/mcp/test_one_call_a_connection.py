"""A client that opens a connection for each call: what it has seen on one, it may act in on the next."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Click, Press
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Scene, WindowBox
from desktop_agent.core.runs.turn import Proposal
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.mcp.picture_files import PictureFiles
from desktop_agent.runtime.description.seen_areas import shows_as_seen
from tests.fakes import warm
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.mcp_agent import Told, agent, environment
from tests.fakes.people.mcp_raw import RawAgent
from tests.fakes.programs.apps import running
from tests.fakes.runs.run_ports import PaintedScreen
from tests.fakes.waiting import wait_until
from tests.mcp.test_person_and_agent import STOPPED, stop_by_keys

AT = ImagePoint(50, 50)
CLICK = Proposal(Click(AT, "left"), {})
ENTER = Proposal(Press(("enter",)), {})


def name_of(told: Told) -> str:
    found = re.search(r"Its name is ([\w-]+):", told.text)
    assert found, told.text
    return found[1]


@pytest.mark.slow
def test_calls_on_a_connection_each_write_and_save_in_one_run(display: PrivateDisplay, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")
    surroundings = environment(display, tmp_path / "agent")

    async def call(tool: str, **arguments: object) -> Told:
        async with agent(surroundings, "--mode", "auto", "--approver", "none") as caller:
            return await caller.call(tool, **arguments)

    with running(["mousepad", "--disable-server", str(note)], display, tmp_path / "home", "note.txt") as app:
        left, top, width, height = app.frame()
        inside = {"action": "click", "x": left + width // 2, "y": top + height // 2, "button": "left"}
        writes = {"action": "type", "text": "seen before"}

        async def work() -> list[Told]:
            blind = await call("act", actions=[inside, writes])
            wrong = await call("act", actions=[inside, writes], picture="x" * 32)
            seen = await call("look")
            clicked = await call("act", actions=[inside, writes], picture=name_of(seen))
            again = await call("look", picture=name_of(clicked))
            await call("act", actions=[{"action": "press", "keys": ["ctrl", "s"]}], picture=name_of(again))
            return [blind, wrong]

        blind, wrong = asyncio.run(work())
        wait_until(lambda: note.read_text() == "seen before", "the text in the file")

    listed = warm.program("runs", "list", "--json")
    run, *others = json.loads(subprocess.run(listed, env=surroundings, capture_output=True, check=True).stdout)
    assert [run["actions"], len(run["earlier"])] == [3, 3]
    assert [(other["actions"], other["earlier"]) for other in others] == [(0, []), (0, [])]
    assert blind.text.startswith("Nothing was done: this is the first picture.")
    assert wrong.text.startswith("Nothing was done: the picture you named is unknown")


def test_a_session_stopped_by_the_person_continues_over_no_connection(display: PrivateDisplay, tmp_path: Path) -> None:
    flags = (environment(display, tmp_path), "--mode", "auto", "--approver", "none")
    with RawAgent(*flags) as first:
        first.start()
        seen = first.call("look")
        stop_by_keys(display)
        wait_until(lambda: STOPPED in first.call("status"), "the person's stop")
        with XEventLog(display.environment()) as log:
            assert STOPPED in first.call("look")
            assert STOPPED in first.act({"action": "click", "x": 5, "y": 5})
            assert STOPPED in first.call("run_task", {"task": "press a"})
            assert not log.events()
    assert len([*tmp_path.glob("data/runs/*/events.jsonl")]) == 1
    (name,) = re.findall(r"Its name is ([\w-]+):", seen)

    with XEventLog(display.environment()) as log, RawAgent(*flags) as second:
        second.start()
        assert STOPPED in second.call("act", {"actions": [{"action": "click", "x": 5, "y": 5}], "picture": name})
        assert not log.events("button_press")


@pytest.fixture
def frame() -> Frame:
    painted = PaintedScreen().grab()
    return replace(painted, scene=Scene((WindowBox(7, Rect(0, 0, 4_000, 4_000)),), 7))


def test_a_picture_is_found_by_its_name_on_its_display_unless_its_file_is_broken(tmp_path: Path, frame: Frame) -> None:
    files = PictureFiles(tmp_path / "kept", ":1")
    name = files.keep(frame, "a-run", is_shown=False)
    found = files.find(name)

    assert found is not None
    assert (found.frame.viewport, found.frame.scene, found.frame.pixels) == (frame.viewport, frame.scene, frame.pixels)
    assert not found.is_shown
    assert files.run_of(name) == "a-run"
    assert files.find("../kept") is None
    assert PictureFiles(tmp_path / "kept", ":2").find(name) is None
    (file,) = (tmp_path / "kept").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert name != file.name
    for broken in (b"{}", b"no json\nx"):
        file.write_bytes(broken)
        assert (files.find(name), files.run_of(name)) == (None, "")


def test_an_act_needs_the_same_window_pixels_and_keyboard_there(frame: Frame) -> None:
    other = replace(frame, scene=Scene((WindowBox(8, Rect(0, 0, 4_000, 4_000)),), 7))
    elsewhere = replace(frame, scene=Scene(frame.scene.windows, 9))
    painted = replace(frame, pixels=replace(frame.pixels, bgrx=bytes(255 - byte for byte in frame.pixels.bgrx)))

    assert shows_as_seen(frame, frame, CLICK)
    assert shows_as_seen(frame, frame, ENTER)
    assert not shows_as_seen(frame, other, CLICK)
    assert not shows_as_seen(frame, painted, CLICK)
    assert shows_as_seen(frame, painted, ENTER)
    assert not shows_as_seen(frame, elsewhere, ENTER)
    smaller = replace(frame, viewport=replace(frame.viewport, screen=Rect(1, 0, 10, 10)))
    assert not shows_as_seen(frame, smaller, CLICK)
