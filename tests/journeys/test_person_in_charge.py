"""A person in charge of `run`: the card on their own screen, their hand and their keys, on devices of their own."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import windows
from tests.fakes.card_yes import CARD, approve_by_hand
from tests.fakes.changing import native
from tests.fakes.physical import PhysicalHand
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.typist import ASKED_HERE, at_a_terminal
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program
from tests.fakes.x_event_log import XEventLog

CHECK = {"id": "sc_1", "code": "sensitive_domain", "message": "This page asks for money."}
ASKED = asks({"type": "move", "x": 400, "y": 300}, checks=(CHECK,))
WAITS = asks({"type": "wait", "ms": 50_000})
Run = subprocess.Popen[str]
UNASKED = {"DESKTOP_AGENT_APPLICATIONS__FIRST_TIME": "allow"}


@pytest.fixture
def hand(display: PrivateDisplay) -> Iterator[PhysicalHand]:
    """Give the display's own mouse and keyboard."""
    with PhysicalHand(display.name, display.xauthority) as made:
        yield made


@pytest.fixture
def environment(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    own = {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return display.environment() | own | UNASKED


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


@pytest.mark.parametrize("rests_there", [False, True], ids=["lit in the picture", "lit by the person"])
def test_what_the_pointer_lights_is_pressed_at_the_first_yes_wherever_the_hand_has_moved_it(
    display: PrivateDisplay, hand: PhysicalHand, environment: dict[str, str], tmp_path: Path, rests_there: bool
) -> None:
    with native("tk", display, tmp_path / "app") as window:
        (x, y), aside = window.places["Target"], (1000, 700)
        points = asks({"type": "move", "x": aside[0] if rests_there else x, "y": aside[1] if rests_there else y})
        answers = points, asks({"type": "click", "x": x, "y": y, "button": "left"}), says("Archived.")
        with away_from_a_terminal(*answers, environment=environment) as (server, run):
            wait_until(lambda: windows(display, CARD), "the card")
            hand.move(*((x, y) if rests_there else aside))
            approve_by_hand(display, hand)
            run.communicate(timeout=60)
        pressed = list(window.log())

    assert ["pressed Archive"] == pressed
    assert (0, 3) == (run.returncode, len(server.creates))


def test_what_became_another_thing_while_the_card_was_open_is_not_pressed(
    display: PrivateDisplay, hand: PhysicalHand, environment: dict[str, str], tmp_path: Path
) -> None:
    with native("tk", display, tmp_path / "app") as window:
        x, y = window.places["Target"]
        answers = asks({"type": "click", "x": x, "y": y, "button": "left"}), says("Archived.")
        with away_from_a_terminal(*answers, environment=environment) as (server, run):
            wait_until(lambda: windows(display, CARD), "the card")
            hand.click(*window.places["renamed"])
            approve_by_hand(display, hand)
            run.communicate(timeout=60)
        pressed = list(window.log())

    assert ["made renamed"] == pressed
    assert "so nothing was done" in str(server.creates[1].body["input"])


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 3), (signal.SIGINT, 130)], ids=["sigterm", "ctrl-c"])
def test_a_signal_ends_a_run_while_the_card_is_open(
    display: PrivateDisplay, environment: dict[str, str], number: int, code: int
) -> None:
    with away_from_a_terminal(ASKED, says("Never."), environment=environment) as (server, run):
        wait_until(lambda: windows(display, CARD), "the card")
        os.kill(run.pid, number)
        _, said = run.communicate(timeout=60)

    assert (code, [], 1) == (run.returncode, acknowledged(server), len(server.creates))
    wait_until(lambda: not windows(display, CARD), "the end of the card")
    assert "Traceback" not in said


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
