"""What cannot work here is one sentence with the next step."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.journeys.conftest import Agent, Ran

NO_SCREEN = {"DISPLAY": "", "XAUTHORITY": "", "WAYLAND_DISPLAY": "", "XDG_SESSION_TYPE": ""}


@pytest.mark.parametrize(
    ("screen", "expected"),
    [
        ({}, "There is no display"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}, "The Wayland session "),
        ({"DISPLAY": "no-such-host:4711"}, "can't be reached"),
    ],
    ids=["no display", "Wayland", "no server"],
)
def test_a_screen_that_cannot_be_seen_is_one_sentence(
    agent: Agent, tmp_path: Path, screen: dict[str, str], expected: str
) -> None:
    ran = agent("run", "wait 1 s", environment=NO_SCREEN | screen)

    assert _one_sentence(ran) == 1
    assert expected in ran.err
    assert ran.out == ""
    assert [path.name for path in (tmp_path / "agent" / "data").iterdir()] == ["last-run.log"]


@pytest.fixture
def without_xtest(display: PrivateDisplay) -> Iterator[str]:
    """Give the name of a display that takes no made-up input."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-extension", "XTEST", "-screen", "0", "800x600x24", "-noreset"]
    del display
    with subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        yield f":{os.read(reading, 20).decode().strip()}"
        server.terminate()
    for end in (reading, writing):
        os.close(end)


def test_a_display_without_xtest_is_said_before_anything_is_sent(agent: Agent, without_xtest: str) -> None:
    screen = NO_SCREEN | {"DISPLAY": without_xtest}
    ran = agent("run", "wait 1 s", environment=screen)

    assert _one_sentence(ran) == 1
    assert "XTEST" in ran.err
    assert agent("doctor", environment=screen).code == 1


def _one_sentence(ran: Ran) -> int:
    assert re.fullmatch(r"Error: [^\n]+[.?] [^\n]+\n", ran.err), ran.err
    return ran.code
