"""A prompt in a terminal on the worked screen: no wire but a keyboard says yes there."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shlex import join

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.hands import Hands
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.people.typist import ESCAPES
from tests.fakes.processes import family, wait_for_end
from tests.fakes.programs.apps import end, windows
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

TITLE = "terminal under test"
PROMPT = "[y/N] "
CHECK = {"id": "sc_1", "code": "sensitive_domain", "message": "This page asks for money."}


@contextmanager
def terminal_window(
    command: Sequence[str], display: PrivateDisplay, environment: Mapping[str, str], log: Path
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start the program in an xterm that has the keyboard and lets synthetic events in, which few terminals do."""
    log.touch()
    words = ["xterm", "-T", TITLE, "-xrm", "*allowSendEvents: true", "-geometry", "90x20+20+20", "-e"]
    words += ["script", "-q", "-f", "-c", join(command), str(log)]
    process = subprocess.Popen(words, env=dict(os.environ) | display.environment(environment))
    try:
        yield process, wait_until(lambda: next(iter(windows(display, TITLE)), 0), "the terminal's window")
    finally:
        end(process)


def forgers(display: PrivateDisplay, window: int) -> Mapping[str, Callable[[], None]]:
    """Return ways to type a yes that are not a person's keyboard."""
    hands = Hands(display)

    def by_xtest() -> None:
        hands.type("y")
        hands.press("Return")

    def synthetic() -> None:
        for words in (("type", "y"), ("key", "Return")):
            command = ["xdotool", words[0], "--window", str(window), words[1]]
            subprocess.run(command, env=display.environment(), check=True, capture_output=True, timeout=60)

    def pasted() -> None:
        hands.select("y\n")
        hands.click(200, 200, button=2)

    return {"XTEST": by_xtest, "synthetic events": synthetic, "pasted by a middle click": pasted}


@pytest.mark.promise("README, 2; contract, Who is asked")
def test_only_a_keyboard_says_yes_in_a_terminal_on_the_worked_screen(tmp_path: Path) -> None:
    move = asks({"type": "move", "x": 700, "y": 500}, checks=(CHECK,))
    log = tmp_path / "terminal.log"

    def asked(times: int) -> bool:
        return ESCAPES.sub("", log.read_text(errors="replace")).count(PROMPT) >= times

    with PrivateDisplay(1280, 800) as display, ScriptedServer([move, says("Done.")]) as server:
        command = [sys.executable, "-m", "desktop_agent", "run", "Pay", "--approver", "terminal"]
        command += ["--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport", "--no-chain"]
        environment = dict(os.environ) | {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
        with terminal_window(command, display, environment, log) as (terminal, window):
            wait_until(lambda: asked(1), "the question")
            begun = family(terminal.pid)[1:]
            for number, (way, types) in enumerate(forgers(display, window).items(), 2):
                types()
                wait_until(lambda times=number: asked(times), f"the next question after {way}")  # type: ignore[misc]
                assert len(server.creates) == 1, way
            with PhysicalHand(display.name, display.xauthority) as hand:
                hand.type("y\n")
                wait_until(lambda: len(server.creates) == 2, "the answer")
        wait_for_end(*begun)  # the run still writes its record

    assert any(item.get("acknowledged_safety_checks") for item in server.creates[1].body["input"])
