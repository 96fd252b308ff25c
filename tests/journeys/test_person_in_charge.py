"""A person in charge of `run`: their hand takes over, on devices of their own."""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.people.typist import ASKED_HERE, at_a_terminal
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.warm import program


@pytest.mark.promise("README, 3; contract, Stopping")
def test_a_hand_takes_the_mouse_and_enter_in_the_terminal_gives_it_back(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    own = {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    acts = [asks({"type": "wait", "ms": 50_000}), asks({"type": "move", "x": 10, "y": 10})]
    command = program("run", "Pay the bill", "--dialect", "preview", "--coordinates", "viewport", "--base-url")
    with (
        ScriptedServer([*acts, says("Done.")]) as server,
        PhysicalHand(display.name, display.xauthority) as hand,
        at_a_terminal([*command, server.base_url], display.environment() | own | ASKED_HERE) as person,
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
