"""What has changed inside of a window since the picture gets no key and no press, and a clock beside it keeps nobody.

Windows of two toolkits, one that names its controls and one that names nothing; the programs' own logs are the oracle.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import home_of_its_own
from tests.fakes.servers.script import Answer, Item, Script, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import BARE, Agent

FAKES = Path(__file__).parent.parent / "fakes" / "programs"
TOOLKITS: Mapping[str, Sequence[str | Path]] = {
    "tk": (sys.executable, FAKES / "unseen_tk.py"),
    "gtk": ("/usr/bin/python3", FAKES / "unseen_gtk.py"),
}
RETURN, DELETE, SPACE = ({"type": "keypress", "keys": [key]} for key in ("ENTER", "DELETE", "SPACE"))
WORDS = {"type": "type", "text": "hello"}
PRESS = "press"
MANY_STEPS = {"DESKTOP_AGENT_RUN__MAX_STEPS": "1000"}
Act = Item | str
# What is refused, by toolkit: the kind of change, and what was asked for on the picture from before it.
MOVED: Mapping[str, Sequence[tuple[str, Act]]] = {
    "tk": (
        ("focus", WORDS),
        ("focus", RETURN),
        ("bare_focus", WORDS),
        ("text", RETURN),
        ("default", RETURN),
        ("named", SPACE),
        ("named", PRESS),
        ("dialog", RETURN),
        ("chosen", DELETE),
        ("scrolled", PRESS),
        ("swapped", PRESS),
    ),
    "gtk": (
        ("focus", WORDS),
        ("named", PRESS),
        ("default", RETURN),
        ("chosen", DELETE),
    ),
}
# What is done at once.
HARMLESS: Mapping[str, Sequence[tuple[str, Act]]] = {
    "tk": (
        *(("nothing", one) for one in (WORDS, RETURN, PRESS)),
        ("caret", WORDS),
        ("block", PRESS),
        ("far_clock", PRESS),
    ),
    "gtk": (("clock", WORDS), ("messages", PRESS)),
}


@dataclass(frozen=True, slots=True)
class Changing:
    """A program, and what it has said."""

    process: subprocess.Popen[str]
    log: Path

    def said(self) -> list[str]:
        """Return the lines of its log."""
        return self.log.read_text().splitlines()

    def order(self, order: str, answer: str) -> str:
        """Give an order, and return the line that answers it."""
        count = len(self.said())
        assert self.process.stdin is not None
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return wait_until(lambda: next((one for one in self.said()[count:] if one.startswith(answer)), ""), answer)

    def got(self) -> list[str]:
        """Return what has reached the window since it was shown last."""
        words = self.said()
        shown = max(at for at, line in enumerate(words) if line.startswith("shown"))
        return [line for line in words[shown + 1 :] if line.startswith(("key ", "press ", "clicked"))]


@contextmanager
def program(toolkit: str, display: PrivateDisplay, home: Path) -> Iterator[Changing]:
    """Start the program of a toolkit."""
    home.mkdir(parents=True)
    log = home / "unseen.log"
    log.touch()
    process = subprocess.Popen(
        [*TOOLKITS[toolkit], log], env=display.environment() | home_of_its_own(home), cwd=home, text=True,
        stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        changing = Changing(process, log)
        wait_until(lambda: "ready" in changing.said(), "the program")
        yield changing
    finally:
        process.kill()
        process.communicate()


def steps(window: Changing, kind: str, act: Act, reached: list[int]) -> list[Script]:
    """Return answers that look at a window, act on it once it has changed, and count what has come of that."""
    point: list[int] = []

    def look(_: Mapping[str, object]) -> Answer:
        point[:] = map(int, window.order(f"show {kind}", "shown").split()[1:])
        return asks({"type": "screenshot"})

    def change(_: Mapping[str, object]) -> Answer:
        window.order("change", "changed")
        pressed = {"type": "click", "x": point[0], "y": point[1], "button": "left"}
        return asks(pressed if isinstance(act, str) else act)

    def count(_: Mapping[str, object]) -> Answer:
        reached.append(len(window.got()))
        return asks({"type": "screenshot"})

    return [look, change, count]


def play(
    toolkit: str, cases: Sequence[tuple[str, Act]], display: PrivateDisplay, home: Path, agent: Agent
) -> dict[str, int]:
    """Return how many events of each act have reached the window that it was meant for."""
    reached: list[int] = []
    with program(toolkit, display, home / "app") as window:
        script = [step for kind, act in cases for step in steps(window, kind, act, reached)]
        with ScriptedServer([*script, says("Done.")]) as server:
            agent("run", "Do it", *BARE, "--base-url", server.base_url, within_s=500, environment=MANY_STEPS)
    names = [f"{kind}: {act if isinstance(act, str) else act.get('text') or act['keys']}" for kind, act in cases]
    return dict(zip(names, reached, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("toolkit", TOOLKITS)
def test_a_window_that_changed_since_the_screenshot_gets_no_input(
    on_display: PrivateDisplay, tmp_path: Path, agent: Agent, toolkit: str
) -> None:
    reached = play(toolkit, MOVED[toolkit], on_display, tmp_path, agent)

    assert {name: count for name, count in reached.items() if count} == {}


@pytest.mark.slow(but=["tk"])
@pytest.mark.parametrize("toolkit", TOOLKITS)
def test_a_change_elsewhere_on_the_screen_blocks_no_action(
    on_display: PrivateDisplay, tmp_path: Path, agent: Agent, toolkit: str
) -> None:
    reached = play(toolkit, HARMLESS[toolkit], on_display, tmp_path, agent)

    assert [name for name, count in reached.items() if not count] == []
