"""`demo` on ten seeds, unattended or with a person at the terminal; the file that the demo's app writes is the oracle.

Most of a demo is waiting for the screen, so two are played at a time.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from desktop_agent.demo.task import demo_task
from tests.fakes.kept_file import KeptFile
from tests.fakes.source import ROOT
from tests.fakes.typist import at_a_terminal
from tests.tiers import by_day

AT_ONCE = 2
WITHIN_S = 100.0
# What the person says at the question about Send; the other seeds are played with nobody there.
ANSWERS = {8: "yes", 9: "n"}
SEEDS = range(10)


@dataclass(frozen=True, slots=True)
class Played:
    """How a demo ended, what it showed, what its app's file held last, and what it recorded."""

    code: int
    shown: str
    order: Mapping[str, object]
    events: tuple[Mapping[str, object], ...]


@pytest.fixture(scope="module")
def demos(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[int, Future[Played]]]:
    """Play the demo of each seed that a chosen test is about."""
    mine = [item for item in request.session.items if item.path == request.path and isinstance(item, pytest.Function)]
    wanted = [cast("int", item.callspec.params["seed"]) for item in mine]
    pool = ThreadPoolExecutor(AT_ONCE)
    yield {seed: pool.submit(play, seed, tmp_path_factory.mktemp(f"demo{seed}")) for seed in wanted}
    pool.shutdown(cancel_futures=True)


def play(seed: int, home: Path) -> Played:
    """Play one demo to its end."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "DESKTOP_AGENT_HOME": str(home)}
    environment |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TMPDIR": str(home)}
    command = [sys.executable, "-m", "desktop_agent", "demo", "--seed", str(seed)]
    with KeptFile(home, "desktop-agent-demo-*/order.json") as file:
        if seed in ANSWERS:
            code, shown = _attended(command, environment, ANSWERS[seed])
        else:
            code, shown = _alone(command, environment)
    lines = [line for journal in home.glob("data/runs/*/events.jsonl") for line in journal.read_bytes().splitlines()]
    return Played(code, shown, json.loads(file.content or b"{}"), tuple(json.loads(line) for line in lines))


def _alone(command: list[str], environment: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=WITHIN_S, check=False, start_new_session=True,
    )  # fmt: skip
    return done.returncode, done.stdout


def _attended(command: list[str], environment: Mapping[str, str], answer: str) -> tuple[int, str]:
    with at_a_terminal(command, environment) as person:
        person.waits_for("[y/N] ", WITHIN_S)
        person.types(f"{answer}\n")
        return person.ends(), person.text


@pytest.mark.parametrize("seed", by_day([0, 8], SEEDS))
def test_the_order_is_as_the_task_wants_it_and_sent_only_when_approved(
    demos: dict[int, Future[Played]], seed: int
) -> None:
    wanted = {**demo_task(seed, Path()).expected, "sent": ANSWERS.get(seed) == "yes"}

    played = demos[seed].result()

    assert played.code == 0, played.shown
    assert {name: played.order.get(name) for name in wanted} == wanted
    assert played.events[-1]["event"] == "run.finished"
    assert _verdicts_on_send(played) == (["allow"] if seed in ANSWERS and wanted["sent"] else ["deny"])


def _verdicts_on_send(played: Played) -> list[object]:
    """Return the decisions on actions that came with a safety check, which in the demo is Send alone."""
    checked = {
        (event["call_id"], event["index"])
        for event in played.events
        if event["event"] == "action.proposed" and event["safety_checks"]
    }
    decisions = (event for event in played.events if event["event"] == "decision")
    return [event["verdict"] for event in decisions if (event["call_id"], event["index"]) in checked]
