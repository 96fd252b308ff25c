"""A model that acts by functions is told in words what its acts change, and presses only what it has seen."""

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.changing import native
from tests.fakes.servers.script import Answer, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.journeys.conftest import BARE, Agent

_OPTIONAL: Mapping[str, object] = {"button": None, "keys": None}


def calls(function: str, number: int, /, **arguments: object) -> Answer:
    item = {"type": "function_call", "id": f"f{number}", "call_id": f"c{number}", "status": "completed"}
    return Answer(({**item, "name": function, "arguments": json.dumps(arguments)},))


@pytest.mark.slow
def test_words_tell_what_has_changed_and_a_picture_comes_where_it_was_not_seen(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    with native("gtk", display, tmp_path / "app") as window:
        x, y = window.places["Create"]
        script = [
            calls("click", 1, x=None, y=None, name="Name", **_OPTIONAL),
            calls("type", 2, text="Ada"),
            calls("click", 3, x=x, y=y, name=None, **_OPTIONAL),  # as it is enabled now, it was in no picture
            calls("click", 4, x=x, y=y, name=None, **_OPTIONAL),
            calls("screenshot", 5),
            says("Done."),
        ]
        with ScriptedServer(script, dialect="functions") as server:
            flags = ("--dialect", "functions", "--family", "generic", "--coordinates", "viewport")
            ran = agent("run", "Fill it in", *BARE, "--allow", "python", "--base-url", server.base_url, *flags)
        log = [line for line in window.log() if line]

    bodies = [json.dumps(request.body, ensure_ascii=False) for request in server.creates]
    pictures = [body.count("input_image") for body in bodies]
    came = [later - earlier for earlier, later in pairwise(pictures)]
    assert came[0] in {0, 1}, ran.err  # a program whose first words come late is shown
    assert came[1:] == [0, 1, 0, 1], ran.err
    assert "Keyboard: field “Name” = “Ada”" in bodies[2]
    assert "Now: button “Create” enabled" in bodies[2]
    assert "You haven't seen the screen as it is now at this point." in bodies[3]
    assert log == ["Create"]
