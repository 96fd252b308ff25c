"""A prompt in a terminal on the worked screen: no wire but a keyboard says yes there."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import join

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end, windows
from tests.fakes.hands import Hands
from tests.fakes.physical import PhysicalHand
from tests.fakes.processes import family, wait_for_end
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.typist import ESCAPES
from tests.fakes.waiting import wait_until

TITLE = "terminal under test"
PROMPT = "[y/N] "
CHECK = {"id": "sc_1", "code": "sensitive_domain", "message": "This page asks for money."}


@dataclass(frozen=True, slots=True)
class TerminalWindow:
    """An xterm with the keyboard, in which the program runs."""

    process: subprocess.Popen[bytes]
    window: int
    log: Path

    @property
    def text(self) -> str:
        """All that the program has written, without escape sequences."""
        return ESCAPES.sub("", self.log.read_text(errors="replace")).replace("\r\n", "\n")

    def waits_for(self, shown: str, *, times: int = 1) -> None:
        """Return once a text has been written so many times."""
        try:
            wait_until(lambda: self.text.count(shown) >= times)
        except AssertionError as late:
            message = f"“{shown}” was not shown {times} times; seen: {self.text[-1200:]}"
            raise AssertionError(message) from late


@contextmanager
def terminal_window(
    command: Sequence[str], display: PrivateDisplay, environment: Mapping[str, str], folder: Path
) -> Iterator[TerminalWindow]:
    """Open the window and start the program in it; synthetic events are let in, which few terminals do."""
    log = folder / "terminal.log"
    log.touch()
    words = ["xterm", "-T", TITLE, "-xrm", "*allowSendEvents: true", "-geometry", "90x20+20+20", "-e"]
    words += ["script", "-q", "-f", "-c", join(command), str(log)]
    process = subprocess.Popen(words, env=dict(os.environ) | display.environment(environment))
    try:
        window = wait_until(lambda: next(iter(windows(display, TITLE)), 0), "the terminal's window")
        yield TerminalWindow(process, window, log)
    finally:
        end(process)


@dataclass(frozen=True, slots=True)
class Scene:
    """A run that asks in a terminal on the display that it works."""

    display: PrivateDisplay
    server: ScriptedServer
    terminal: TerminalWindow

    @property
    def is_approved(self) -> bool:
        """Whether the question was answered with yes, by the server's word: it got its check back."""
        items = [item for request in self.server.creates for item in request.body["input"]]
        return any(item.get("acknowledged_safety_checks") for item in items)

    @property
    def asked(self) -> int:
        """How many prompts were written."""
        return self.terminal.text.count(PROMPT)


@contextmanager
def scene() -> Iterator[Scene]:
    """Begin a run that asks a question, and wait for it."""
    move = asks({"type": "move", "x": 700, "y": 500}, checks=(CHECK,))
    with ExitStack() as stack:
        display = stack.enter_context(PrivateDisplay(1280, 800))
        server = stack.enter_context(ScriptedServer([move, says("Done.")]))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        command = [sys.executable, "-m", "desktop_agent", "run", "Pay", "--approver", "terminal"]
        command += ["--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport", "--no-chain"]
        environment = dict(os.environ) | {"DESKTOP_AGENT_HOME": str(folder), "PYTHONPATH": str(Path.cwd())}
        begun: list[int] = []
        # It still writes its record when its terminal is gone, into the folder that goes away next.
        stack.callback(lambda: wait_for_end(*begun))
        terminal = stack.enter_context(terminal_window(command, display, environment, folder))
        terminal.waits_for(PROMPT)
        begun += family(terminal.process.pid)[1:]
        yield Scene(display, server, terminal)


def forgers(on: Scene) -> Mapping[str, Callable[[], None]]:
    """Return ways to type a yes that are not a person's keyboard."""
    hands, window = Hands(on.display), str(on.terminal.window)

    def by_xtest() -> None:
        hands.type("y")
        hands.press("Return")

    def synthetic() -> None:
        _xdotool(on.display, "type", "--window", window, "y")
        _xdotool(on.display, "key", "--window", window, "Return")

    def pasted() -> None:
        hands.select("y\n")
        hands.click(200, 200, button=2)

    return {"XTEST": by_xtest, "synthetic events": synthetic, "pasted by a middle click": pasted}


def _xdotool(display: PrivateDisplay, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=display.environment(), check=True, capture_output=True, timeout=60)


def test_only_a_keyboard_says_yes_in_a_terminal_on_the_worked_screen() -> None:
    with scene() as on:
        for way, types in forgers(on).items():
            asked = on.asked
            types()
            on.terminal.waits_for(PROMPT, times=asked + 1)
            assert len(on.server.creates) == 1, way
        with PhysicalHand(on.display.name, on.display.xauthority) as hand:
            hand.type("y\n")
            wait_until(lambda: len(on.server.creates) == 2, "the answer")

        assert on.is_approved
