"""A person in charge of `run`: the card on their own screen, their hand and their keys, on devices of their own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.card_yes import approve_by_hand
from tests.fakes.physical import PhysicalHand
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.typist import ASKED_HERE, at_a_terminal
from tests.fakes.warm import program
from tests.fakes.x_event_log import XEventLog

CHECK = {"id": "sc_1", "code": "sensitive_domain", "message": "This page asks for money."}
ASKED = asks({"type": "move", "x": 400, "y": 300}, checks=(CHECK,))
WAITS = asks({"type": "wait", "ms": 50_000})
Run = subprocess.Popen[str]


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


def acknowledged(server: ScriptedServer) -> list[object]:
    """Return the checks that the server got back as confirmed by a person."""
    items = [item for request in server.creates for item in request.body["input"]]
    return [check["id"] for item in items for check in item.get("acknowledged_safety_checks") or ()]


@contextmanager
def away_from_a_terminal(*answers: Answer, environment: dict[str, str]) -> Iterator[tuple[ScriptedServer, Run]]:
    """Start a run as a desktop does: without a terminal, so that the card is all there is to ask."""
    with ScriptedServer(answers) as server:
        run = subprocess.Popen(
            command(server), env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True,
        )  # fmt: skip
        try:
            yield server, run
        finally:
            if run.poll() is None:
                run.kill()
            run.communicate()


def test_the_card_asks_by_itself_on_the_persons_own_display_and_a_held_chord_approves(
    display: PrivateDisplay, hand: PhysicalHand, environment: dict[str, str]
) -> None:
    with away_from_a_terminal(ASKED, says("Paid."), environment=environment) as (server, run):
        approve_by_hand(display, hand)
        told, _ = run.communicate(timeout=60)

    assert (0, ["sc_1"]) == (run.returncode, acknowledged(server))
    assert told.startswith("The model says it's done: Paid.")


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


def test_the_stop_key_ends_a_run_that_waits(hand: PhysicalHand, environment: dict[str, str]) -> None:
    with (
        ScriptedServer([WAITS, says("Never.")]) as server,
        at_a_terminal(command(server), environment | ASKED_HERE) as person,
    ):
        person.waits_for("Wait 50")
        hand.tap("pause")
        person.waits_for("You pressed the pause key")
        hand.tap("pause")
        code = person.ends()

    assert (3, 1) == (code, len(server.creates))
    assert "Stopped by the person: " in person.text
