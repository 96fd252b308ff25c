"""Is anything done twice, or forgotten, when a run is killed at a random moment and resumed?

`python -m tests.bench.resume_kill [200] [40]`: the real program clicks its way through twelve buttons, is killed by
`kill -9` at a random moment, resumed, killed again, and so on; the model is a scripted server that looks which
buttons were pressed. Then as many kills as the second number says with the built-in model, which fills in a form.
What was pressed is the application's own word, what was told to the model is the server's request log. Exits with 1
when a button was pressed twice or left out, when the model was told something else than what happened, or when a
field is wrong.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.model.dialect_names import DIALECT_NAMES
from tests.fakes.apps import running
from tests.fakes.counting_window import BUTTONS, middle
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import Request, ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.faults.resuming import texts_of
from tests.offline.conftest import FORM

LATEST_S, IN_AN_ACT = 4.0, 0.5
LONGEST_S = 90.0
NOBODY = ("--mode", "auto", "--approver", "none")
TASK = """fill "Full name" with "Ada"; click "Check stock"; fill "City" with "Oslo"; tick "Gift wrap"
select "Norway" from "Country"; fill "Full name" with "Grace"; untick "Newsletter"
"""
HELD = {"name": "Grace", "city": "Oslo", "gift": True, "news": False, "country": "Norway"}
PRESSED = ["Check stock"]


@dataclass
class Tally:
    """What came of all kills."""

    kills: int = 0
    resumes: int = 0
    uncertain: int = 0
    tasks: int = 0
    troubles: list[str] = field(default_factory=list)

    def print(self, name: str) -> None:
        """Print a line, and what went wrong."""
        print(
            f"{name}: {self.kills} kills, {self.resumes} resumes ({self.uncertain} with an uncertain act), "
            f"{self.tasks} tasks to their end, {len(self.troubles)} troubles",
            flush=True,
        )
        for trouble in self.troubles:
            print(f"  {trouble}")


@dataclass
class Agent:
    """The program on a display, with a home of its own."""

    environment: Mapping[str, str]
    home: Path

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start it without a terminal."""
        return subprocess.Popen(
            [sys.executable, "-m", "desktop_agent", *words], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    @property
    def journals(self) -> list[Path]:
        """The journals so far, oldest first."""
        files = self.home.glob("data/runs/*/events.jsonl")
        return sorted((one for one in files if b"\n" in one.read_bytes()), key=lambda one: one.stat().st_mtime_ns)


def main(kills: int, local: int) -> int:
    """Print two lines; 1 when something was done twice, forgotten or told wrongly."""
    with PrivateDisplay(1280, 800) as display:
        by_server, by_itself = Tally(), Tally()
        while by_server.kills < kills:
            _buttons(display, DIALECT_NAMES[by_server.tasks % len(DIALECT_NAMES)], by_server, kills)
        by_server.print("scripted model")
        while by_itself.kills < local:
            _form(display, by_itself, local)
        by_itself.print("local model")
    return int(bool(by_server.troubles or by_itself.troubles))


@contextmanager
def _agent(display: PrivateDisplay) -> Iterator[Agent]:
    with tempfile.TemporaryDirectory() as folder:
        own = {"DESKTOP_AGENT_HOME": folder, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        yield Agent({**os.environ, **display.environment(), **own}, Path(folder))


def _killed(agent: Agent, process: subprocess.Popen[str], known: int, tally: Tally) -> bool:
    """Kill at a random moment of its run, every other time right when an act begins; False where it has ended.

    `known` is how many journals there were before.
    """
    acts, wait_s = random.randint(1, 4), random.uniform(0, LATEST_S)
    in_an_act, since = random.random() < IN_AN_ACT, time.monotonic()
    while process.poll() is None:
        text = agent.journals[-1].read_bytes() if len(agent.journals) > known else b""
        if not text:
            since = time.monotonic()
        elif b'"run.finished"' in text:
            break
        elif (in_an_act and text.count(b'"action.started"') >= acts) or time.monotonic() - since > wait_s:
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()
            tally.kills += 1
            return b'"run.finished"' not in agent.journals[-1].read_bytes()
        threading.Event().wait(0.002)
    return False


def _buttons(display: PrivateDisplay, dialect: str, tally: Tally, kills: int) -> None:
    """Do one task of twelve clicks, killed again and again."""
    with _agent(display) as agent, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pressed"

        def pressed() -> list[int]:
            return [int(line) for line in file.read_text().split()]

        def model(_: Mapping[str, object]) -> Answer:
            if (done := len(set(pressed()))) >= BUTTONS:
                return says("All pressed.")
            x, y = middle(done)
            return asks({"type": "click", "x": x, "y": y, "button": "left"})

        command = [sys.executable, "-m", "tests.fakes.counting_window", str(file)]
        with (
            running(command, display, Path(folder), "Counting"),
            ScriptedServer([model] * 2000, dialect=dialect, stream=False) as server,
        ):
            wait_until(file.exists)
            words = ("run", "Press all", "--base-url", server.base_url, "--dialect", dialect, "--no-stream", *NOBODY)
            process, known = agent.start(*words), 0
            while tally.kills < kills and _killed(agent, process, known, tally):
                known = len(agent.journals)
                process = _gone_on(agent, tally, server, pressed())
            out, err = process.communicate(timeout=LONGEST_S)
            if pressed() != list(range(BUTTONS)):
                tally.troubles.append(f"pressed {pressed()} ({dialect}); {err[-300:]}{out[-200:]}")
        tally.tasks += 1


def _gone_on(agent: Agent, tally: Tally, server: ScriptedServer, pressed: Sequence[int]) -> subprocess.Popen[str]:
    """Resume, and check what the model is told first."""
    before = len(server.creates)
    process = agent.start("resume", agent.journals[-1].parent.name, *NOBODY)
    tally.resumes += 1
    deadline = time.monotonic() + 20
    while len(server.creates) == before and process.poll() is None and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    if len(server.creates) > before:
        _check_told(server.creates[before], pressed, tally)
    elif process.poll() is not None:
        tally.troubles.append(f"not resumed: {process.communicate()[1][-300:]}")
    return process


def _check_told(request: Request, pressed: Sequence[int], tally: Tally) -> None:
    told = texts_of(request)
    done = sum(text.count("Click") for text in told if text.startswith("Done before the interruption: "))
    unsure = sum(text.startswith(("It's unclear whether this happened", "It was")) for text in told)
    tally.uncertain += any(text.startswith("It's unclear whether this happened") for text in told)
    if not done <= len(pressed) <= done + unsure:
        tally.troubles.append(f"told {done} done, {unsure} uncertain; pressed {list(pressed)}")


def _form(display: PrivateDisplay, tally: Tally, kills: int) -> None:
    """Have the built-in model fill in a form, killed again and again; a person says what they see."""
    with _agent(display) as agent, tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state.json"

        def held() -> dict[str, object]:
            loaded: dict[str, object] = json.loads(state.read_text())
            return loaded

        with running([sys.executable, FORM, state, "light", "140", "50"], display, Path(folder), "Test order"):
            wait_until(state.is_file)
            process, known = agent.start("run", TASK, *NOBODY), 0
            while tally.kills < kills and _killed(agent, process, known, tally):
                known = len(agent.journals)
                tally.resumes += 1
                process = agent.start("resume", agent.journals[-1].parent.name, _seen(agent, held(), tally), *NOBODY)
            out, err = process.communicate(timeout=LONGEST_S)
            seen = held()
            wrong = {name: seen[name] for name, value in HELD.items() if seen[name] != value}
            if wrong or Counter(map(str, _list(seen["pressed"]))) != Counter(PRESSED):
                tally.troubles.append(f"{wrong} {seen['pressed']}; {err[-300:]}{out[-200:]}")
        tally.tasks += 1


def _seen(agent: Agent, held: Mapping[str, object], tally: Tally) -> str:
    """Return what a person who looks at the form says of the click that has no end on record."""
    lines = [json.loads(line) for line in agent.journals[-1].read_bytes().split(b"\n")[:-1]]
    begun = [each["seq"] for each in lines if each["event"] == "action.started"]
    ended = [each["seq"] for each in lines if each["event"] in {"action.done", "action.failed"}]
    tally.uncertain += len(begun) > len(ended)
    thought = next((str(each["text"]) for each in reversed(lines) if each["event"] == "reasoning"), "")
    return (
        "--was-done"
        if any(name in thought and name in _list(held["pressed"]) for name in PRESSED)
        else "--was-not-done"
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(*(numbers + [200, 40][len(numbers) :])))
