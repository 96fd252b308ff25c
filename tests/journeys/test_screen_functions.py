"""A model that calls functions asks what the screen shows, and names controls in the place of points."""

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.changing import click as press
from tests.fakes.changing import native
from tests.fakes.script import Answer, asks, calls, says
from tests.fakes.scripted_server import Request, ScriptedServer
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

FLAGS = ("--allow", "python=everything", "--allow", "mousepad=everything", "--mode", "auto")
REGION = [340, 210, 740, 310]


def click(name: str, call_id: str) -> Answer:
    return calls("click", json.dumps({"name": name, "x": None, "y": None, "button": None, "keys": None}), call_id)


def outputs(requests: Iterable[Request]) -> dict[str, str]:
    """Return what each call was answered with, in words, as the server was sent it."""
    items = [item for request in requests for item in request.body["input"] if isinstance(item, Mapping)]
    return {item["call_id"]: item["output"] for item in items if item.get("type") == "function_call_output"}


def pictures(request: Request) -> list[np.ndarray[Any, Any]]:
    urls = [
        part["image_url"]
        for item in request.body["input"]
        if isinstance(item.get("content"), list)
        for part in item["content"]
        if part["type"] == "input_image"
    ]
    data = (base64.b64decode(url.partition(",")[2]) for url in urls)
    read = (cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR) for one in data)
    return [one for one in read if one is not None]


def test_a_form_is_filled_in_by_functions_that_read_the_screen(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    script = [
        calls("find", '{"text": "Name"}', "f1"),
        click("Name", "c1"),
        asks({"type": "type", "text": "Ada"}),
        calls("read", "{}", "r1"),
        calls("zoom", json.dumps({"region": REGION}), "z1"),
        calls("zoom", '{"region": [0, 0, 99999, 10]}', "z2"),
        click("Create", "c2"),
        says("Done."),
    ]
    with native("gtk", display, tmp_path / "app") as window:
        with ScriptedServer(script, dialect="functions") as server:
            words = ("run", "Fill in the form", "--json", "--base-url", server.base_url, "--dialect", "functions")
            ran = agent(*words, "--family", "generic", *FLAGS)
        log = window.log()

    told = outputs(server.creates)
    zoomed = server.creates[5]
    assert ran.code == 0, ran.out[-2000:] + ran.err
    assert server.objections == []
    assert log == ["Create"]
    assert told["f1"].startswith("field “Name” (")
    assert told["r1"].splitlines()[0] == "Ada  Create  0"  # the field, the button, and the number field
    assert told["z2"].startswith("A region is left, top, right and bottom")
    assert pictures(zoomed)[-1].shape == (100, 400, 3)
    # Whoever only asks is not sent the same picture once more.
    assert len(pictures(server.creates[4])) == len(pictures(server.creates[3]))


def test_after_a_press_of_a_button_that_changed_nothing_the_next_call_types_nothing(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    with native("gtk", display, tmp_path / "app") as window:
        name, create = (press(window.places[control]) for control in ("Name", "Create"))
        late = {"type": "type", "text": "late"}
        script = [asks(name, {**late, "text": "Ada"}), asks(create), asks(create, late), says("Done.")]
        with ScriptedServer(script, dialect="functions") as server:
            words = ("run", "Fill in the form", "--json", "--base-url", server.base_url, "--dialect", "functions")
            ran = agent(*words, "--family", "generic", *FLAGS)

    assert server.objections == [], ran.out[-2000:]
    told = json.dumps(server.creates[3].body, ensure_ascii=False)
    assert "Nothing changed on the screen after this press" in told
    assert list(outputs(server.creates).values())[-1] == "Nothing was done."


@pytest.mark.parametrize("path", ["Edit › Select All", "Edit › No such item"])
def test_a_path_of_menus_is_one_call(display: PrivateDisplay, agent: Agent, tmp_path: Path, path: str) -> None:
    note = tmp_path / "note.txt"
    note.write_text("one\ntwo\n")
    script = [
        click(path, "m1"),
        asks({"type": "keypress", "keys": ["delete"]}),
        asks({"type": "keypress", "keys": ["ctrl", "s"]}),
        says("Done."),
    ]
    is_there = path.endswith("All")
    script = script if is_there else [script[0], says("It is not there.")]
    with running(["mousepad", "--disable-server", str(note)], display, tmp_path / "home", "note.txt"):
        with ScriptedServer(
            script if is_there else [script[0], says("It is not there.")], dialect="functions"
        ) as server:
            words = ("run", "Empty the note", "--json", "--base-url", server.base_url, "--dialect", "functions")
            ran = agent(*words, "--family", "generic", *FLAGS)
        if is_there:
            wait_until(lambda: note.read_text() == "", "the file without its text")

    told = outputs(server.creates)
    assert server.objections == [], ran.out[-2000:]
    assert "Click" in told["m1"]
    assert (note.read_text() == "") is is_there
    assert is_there or "No control in the picture is called “No such item”" in json.dumps(
        server.creates[1].body, ensure_ascii=False
    )
