"""`demo` on ten seeds, with nobody or a person at the terminal; the file that the demo's app writes is the oracle."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.devtools.demo.task import demo_task
from tests.fakes.kept_file import KeptFile
from tests.fakes.source import ROOT
from tests.fakes.typist import at_a_terminal
from tests.fakes.warm import program

WITHIN_S = 200.0
# What the person says at the question about Send; the other seeds are played with nobody there.
ANSWERS = {8: "yes", 9: "n"}
SEEDS = range(10)


@dataclass(frozen=True, slots=True)
class Played:
    """How a demo ended, what it showed, what its app's file held last, and what it recorded and printed as JSON."""

    code: int
    shown: str
    order: Mapping[str, object]
    journal: bytes
    printed: bytes
    home: Path

    @property
    def events(self) -> tuple[Mapping[str, object], ...]:
        """Return the record."""
        return tuple(json.loads(line) for line in self.journal.splitlines())


def play(seed: int, home: Path) -> Played:
    """Play one demo to its end."""
    environment = environment_of(home)
    command = program("demo", "--seed", str(seed))
    with KeptFile(home, "desktop-agent-demo-*/order.json") as file:
        if seed in ANSWERS:
            code, shown, printed = _attended(command, environment, ANSWERS[seed])
        else:
            code, shown, printed = _alone([*command, "--json"], environment)
    journal = b"".join(one.read_bytes() for one in home.glob("data/runs/*/events.jsonl"))
    return Played(code, shown, json.loads(file.content or b"{}"), journal, printed, home)


def environment_of(home: Path) -> Mapping[str, str]:
    """Return what the program is started with, so that all it keeps is in a folder."""
    own = {"PATH": os.environ["PATH"], "HOME": str(home), "DESKTOP_AGENT_HOME": str(home)}
    return {**own, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TMPDIR": str(home)}


def _alone(command: list[str], environment: Mapping[str, str]) -> tuple[int, str, bytes]:
    done = subprocess.run(
        command, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, timeout=WITHIN_S, check=False,
        start_new_session=True,
    )  # fmt: skip
    return done.returncode, done.stderr.decode(), done.stdout


def _attended(command: list[str], environment: Mapping[str, str], answer: str) -> tuple[int, str, bytes]:
    with at_a_terminal(command, environment) as person:
        person.waits_for("[y/N] ", WITHIN_S)
        person.types(f"{answer}\n")
        return person.ends(), person.text, b""


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_is_as_the_task_wants_it_and_sent_only_when_approved(tmp_path: Path, seed: int) -> None:
    wanted = {**demo_task(seed, Path()).expected, "sent": ANSWERS.get(seed) == "yes"}

    played = play(seed, tmp_path)

    assert played.code == 0, played.shown
    assert {name: played.order.get(name) for name in wanted} == wanted
    assert played.events[-1]["event"] == "run.finished"
    assert _verdicts_on_send(played) == (["allow"] if seed in ANSWERS and wanted["sent"] else ["deny"])
    assert "should be" not in played.shown
    assert f"Send was {'approved' if wanted['sent'] else 'refused'}" in played.shown
    assert re.search(rf"^  sent +{json.dumps(wanted['sent'])}$", played.shown, re.MULTILINE)
    assert list(played.home.glob("data/runs/*/report.html"))
    if seed in ANSWERS:
        assert "The model wants to: Click the button named below" in played.shown
        assert re.search(r"Button: +│ Send\b", played.shown)
    else:
        assert played.journal == played.printed


def _verdicts_on_send(played: Played) -> list[object]:
    """Return the decisions on actions that came with a safety check, which in the demo is Send alone."""
    checked = {
        (event["call_id"], event["index"])
        for event in played.events
        if event["event"] == "action.proposed" and event["safety_checks"]
    }
    decisions = (event for event in played.events if event["event"] == "decision")
    return [event["verdict"] for event in decisions if (event["call_id"], event["index"]) in checked]


def test_ctrl_c_while_it_starts_leaves_nothing_running(tmp_path: Path) -> None:
    with at_a_terminal([sys.executable, "-m", "desktop_agent", "demo"], environment_of(tmp_path)) as person:
        person.waits_for("Opening a private screen")
        person.types("\x03")

        assert 130 == person.ends()
    assert "Traceback" not in person.text
    assert not list(tmp_path.glob("data/runs/*"))
