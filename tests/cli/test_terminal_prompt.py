"""A prompt in a terminal on the worked screen: no wire but a keyboard says yes there."""

import fcntl
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import join
from termios import TIOCSTI

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end, windows
from tests.fakes.hands import Hands
from tests.fakes.physical import PhysicalHand
from tests.fakes.processes import children, family, open_files, wait_for_end
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.typist import ESCAPES
from tests.fakes.waiting import wait_until

TITLE = "terminal under test"
ATTEMPTS, QUESTIONS = 10, 2
PROMPT, VOID = "[y/N] ", "physical keyboard."
YES = ("y", "Y", "yes", "YES")
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

    def put_in(self, text: str, program: int) -> None:
        """Put bytes into a program's terminal as if they had been typed (TIOCSTI), as only root may."""
        with Path(open_files(program)[0]).open("rb") as terminal:
            for byte in text.encode():
                fcntl.ioctl(terminal, TIOCSTI, bytes([byte]))


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
    def approved(self) -> int:
        """How many questions were answered with yes, by the server's word: it got their checks back."""
        # Each request tells the last few answers, so that most are told more than once.
        items = [item for request in self.server.creates for item in request.body["input"]]
        return len({item["call_id"] for item in items if item.get("acknowledged_safety_checks")})

    @property
    def asked(self) -> int:
        """How many prompts were written."""
        return self.terminal.text.count(PROMPT)


@contextmanager
def scene(questions: int) -> Iterator[Scene]:
    """Begin a run that asks so many questions, and wait for the first."""
    moves = [asks({"type": "move", "x": 700 + n, "y": 500}, checks=(CHECK,)) for n in range(questions)]
    with ExitStack() as stack:
        display = stack.enter_context(PrivateDisplay(1280, 800))
        server = stack.enter_context(ScriptedServer([*moves, says("Done.")]))
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


def forgers(on: Scene) -> Mapping[str, Callable[[str], None]]:
    """Return every way to type a line that is not a person's keyboard."""
    hands, window = Hands(on.display), str(on.terminal.window)

    def typed(line: str, enter: str) -> None:
        hands.type(line)
        hands.press(enter)

    def synthetic(line: str) -> None:
        _xdotool(on.display, "type", "--window", window, line)
        _xdotool(on.display, "key", "--window", window, "Return")

    def pasted(line: str) -> None:
        hands.select(f"{line}\n")
        hands.click(200, 200, button=2)

    return {
        "XTEST": lambda line: typed(line, "Return"),
        "XTEST, the keypad's Enter": lambda line: typed(line, "KP_Enter"),
        "synthetic events": synthetic,
        "pasted by a middle click": pasted,
        "bytes put into the terminal": lambda line: on.terminal.put_in(f"{line}\n", program_in(on.terminal)),
    }


def forged(on: Scene, attempts: int) -> Mapping[str, int]:
    """Type yes by every wire in turn; return how many times each was tried, none of them to any effect."""
    tried: dict[str, int] = {}
    ways = itertools.cycle(forgers(on).items())
    for (name, write), line in zip(ways, itertools.islice(itertools.cycle(YES), attempts), strict=False):
        asked = on.asked
        write(line)
        # Asked once more: the same question, or the next one, which would be a yes that the server hears of.
        on.terminal.waits_for(PROMPT, times=asked + 1)
        tried[name] = tried.get(name, 0) + 1
    return tried


def approvals(on: Scene, questions: int) -> None:
    """Type yes on the server's own keyboard."""
    with PhysicalHand(on.display.name, on.display.xauthority) as hand:
        for _ in range(questions):
            before, asked = len(on.server.creates), on.asked
            hand.type("y\n")
            wait_until(lambda before=before: len(on.server.creates) > before or VOID in on.terminal.text[-60:])  # type: ignore[misc]
            wait_until(lambda asked=asked: on.asked > asked or len(on.server.creates) > questions)  # type: ignore[misc]


def program_in(terminal: TerminalWindow) -> int:
    """Return the process id of the run: the terminal's child is `script`, and the run is its child."""
    pid = terminal.process.pid
    for _ in range(2):
        pid = children(pid)[0]
    return pid


def _xdotool(display: PrivateDisplay, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=display.environment(), check=True, capture_output=True, timeout=60)


def test_only_a_keyboard_says_yes_in_a_terminal_on_the_worked_screen() -> None:
    with scene(QUESTIONS) as on:
        tried = forged(on, ATTEMPTS)
        heard_meanwhile = len(on.server.creates)
        approvals(on, QUESTIONS)

        assert 5 == len(tried)
        assert 1 == heard_meanwhile
        assert QUESTIONS == on.approved
