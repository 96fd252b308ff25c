"""A person in charge of `run`: their hand takes over, on devices of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.physical import PhysicalHand
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.typist import ASKED_HERE, at_a_terminal
from tests.fakes.warm import program
from tests.fakes.x_event_log import XEventLog

WAITS = asks({"type": "wait", "ms": 50_000})


@pytest.fixture
def hand(display: PrivateDisplay) -> Iterator[PhysicalHand]:
    """Give the display's own mouse and keyboard."""
    with PhysicalHand(display.name, display.xauthority) as made:
        yield made


@pytest.fixture
def environment(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    own = {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return display.environment() | own


def command(server: ScriptedServer) -> list[str]:
    start = program("run", "Pay the bill")
    return [*start, "--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport"]


def test_a_hand_takes_the_mouse_and_enter_in_the_terminal_gives_it_back(
    display: PrivateDisplay, hand: PhysicalHand, environment: dict[str, str]
) -> None:
    moves = asks({"type": "move", "x": 10, "y": 10})
    with (
        ScriptedServer([WAITS, moves, says("Done.")]) as server,
        at_a_terminal(command(server), environment | ASKED_HERE) as person,
        XEventLog(display.environment()) as log,
    ):
        person.waits_for("Wait 50")
        hand.nudge(60, 60)
        person.waits_for("Ctrl+C to stop. ")
        before = len(log.events("motion"))
        asked = len(server.creates)
        person.types("\n")
        code = person.ends()

    assert 0 == code
    assert (1, True) == (asked, "took over the mouse" in str(server.creates[1].body["input"]))
    assert len(log.events("motion")) > before
    assert "You're in control. You moved the mouse." in person.text
    assert "Resumed" in person.text
